"""Two people at one sale: ordering, publishing, organising and calling off at the same time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from commandes import queries, services
from commandes.errors import VenteFermee
from commandes.models import (
    Commande,
    EtatCommande,
    Offre,
    Vente,
)
from commandes.services import (
    SaisieCreneau,
    SaisieDistribution,
    SaisieOffre,
    SaisieOrganisation,
)
from livraisons.models import Distribution
from livraisons.services import SaisieFenetre
from producteurs.models import Producteur
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Refus
from tests import fabrique
from tests.commandes.croisement import acheter, agent, appeler, croiser
from tests.commandes.marche import CHEZ_CAMILLE, choix, commander, marche, remplir
from tests.commandes.test_concurrence import vraie_base

__all__ = ["vraie_base"]
pytestmark = pytest.mark.usefixtures("vraie_base")


def test_une_commande_en_cours_d_envoi_est_annulee_avec_sa_vente(app: Flask) -> None:
    m, qui = marche(), agent()
    panier, compte = remplir(m, {m.carottes: 1}).id, fabrique.compte().id
    reference, annulees = croiser(app, lambda: acheter(m, panier, compte), lambda: appeler(m, qui))
    assert annulees == 1
    assert queries.commande_par_reference(str(reference)).etat is EtatCommande.ANNULEE


def test_une_vente_annulee_pendant_qu_on_commande_ne_prend_plus_de_commande(app: Flask) -> None:
    m, qui = marche(), agent()
    panier, compte = remplir(m, {m.carottes: 1}).id, fabrique.compte().id
    _annulees, refus = croiser(app, lambda: appeler(m, qui), lambda: acheter(m, panier, compte))
    assert isinstance(refus, VenteFermee)
    assert session.scalars(sa.select(Commande)).all() == []
    assert m.restes() == (10, 10)


def test_une_vente_annulee_deux_fois_ne_l_est_qu_une(app: Flask) -> None:
    m, qui = marche(), agent()
    commander(m)
    fois = croiser(app, lambda: appeler(m, qui), lambda: appeler(m, qui))
    assert fois[0] == 1
    assert isinstance(fois[1], Refus)


def test_une_offre_publiee_deux_fois_a_la_fois_n_existe_qu_une_fois(app: Flask) -> None:
    m = marche()
    ferme = m.jardin.id
    poireaux = fabrique.produit(m.jardin, "Poireaux").id

    def publier() -> int:
        return len(
            services.publier_offres(
                session.get_one(Vente, m.numero),
                session.get_one(Producteur, ferme),
                {poireaux: SaisieOffre(10, 200)},
            )
        )

    assert croiser(app, publier, publier) == [2, 2]
    assert len(session.scalars(sa.select(Offre).where(Offre.produit_id == poireaux)).all()) == 1


def test_deux_ventes_qui_partagent_leurs_soirees_s_annulent_sans_s_attendre_en_rond(
    app: Flask,
) -> None:
    m, qui = marche(), agent()
    ici = [m.distribution, fabrique.distribution(m.relais)]
    m.vente.distributions = ici
    soirs = [d.id for d in ici]
    fermes = fabrique.vente(m.plateforme, produits=[m.carottes], distributions=ici).id
    ventes = (m.numero, fermes)
    for numero, ordre in zip(ventes, (soirs, soirs[::-1]), strict=True):
        offre = session.scalars(sa.select(Offre).where(Offre.vente_id == numero)).first()
        assert offre is not None
        references = []
        for soir in soirs:
            vente, cle = queries.vente_avec_retraits(numero), f"cle {numero} {soir}"
            panier = services.poser_quantite(cle, vente, offre.id, 1)
            commande = services.passer_commande(
                panier, choix(f"relais-{soir}"), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
            )
            references.append(commande.reference)
        for reference, soir in zip(sorted(references), ordre, strict=True):
            queries.commande_par_reference(reference).livraison.distribution_id = soir
    session.commit()

    def retenir() -> None:
        """Both evenings are held until the two who call off stand before their first one."""
        session.execute(sa.update(Distribution).values(capacite=Distribution.capacite))

    faits = croiser(app, retenir, lambda: appeler(m, qui), lambda: appeler(m, qui, numero=fermes))
    assert faits == [None, 2, 2]
    places = session.scalars(sa.select(Distribution.places).order_by(Distribution.id)).all()
    assert places == [40, 40]


def test_une_vente_enregistree_deux_fois_a_la_fois_n_a_ses_retraits_qu_une_fois(
    app: Flask,
) -> None:
    m, qui = marche(), agent()
    jour = horloge.maintenant() + timedelta(days=5)
    fenetre = SaisieFenetre(debut=jour, fin=jour + timedelta(hours=2), capacite=20)
    poireaux = fabrique.producteur("Les poireaux").id
    relais, zone = m.relais.id, m.creneau.zone_id
    gardees = [(d.id, SaisieFenetre(d.debut, d.fin, d.capacite)) for d in m.vente.distributions]
    saisie = SaisieOrganisation(
        titre="Marché du jeudi",
        description="",
        ouverture=m.vente.ouverture,
        cloture=m.vente.cloture,
        minimum_centimes=0,
        producteurs=(m.jardin.id, m.laiterie.id, poireaux),
        distributions=(
            *(SaisieDistribution(numero, relais, f) for numero, f in gardees),
            SaisieDistribution(None, relais, fenetre),
        ),
        creneaux=(SaisieCreneau(None, zone, fenetre, 400),),
    )

    def enregistrer() -> tuple[int, int, int]:
        vente = queries.vente_pour(session.get_one(Compte, qui), m.numero)
        services.organiser_vente(vente.plateforme, saisie, par=None, vente=vente)
        return len(vente.participations), len(vente.distributions), len(vente.creneaux)

    assert croiser(app, enregistrer, enregistrer) == [(3, 2, 1), (3, 2, 1)]
    vente = queries.vente_avec_retraits(m.numero)
    assert (len(vente.distributions), len(vente.creneaux)) == (2, 1)
