"""A farm whose validation ends leaves map and sales that very day; its paid orders are honoured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytest
from flask.testing import FlaskClient

from commandes import services
from commandes.errors import OffreInconnue
from commandes.models import EtatCommande, EtatPart
from livraisons.models import EtatLivraison
from producteurs import queries as registre
from producteurs.services.dossier import arreter_ferme
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Introuvable, Refus
from socle.paiements.models import EtatPaiement, Moyen
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests import fabrique
from tests.commandes.atelier import acheter, commande, etats_des_parts, fermier, lu, tenancier
from tests.commandes.caisse import poser
from tests.commandes.marche import (
    CHEZ_CAMILLE,
    Marche,
    choix,
    encaisser,
    juger,
    marche,
    oublier,
    remplir,
)

Connecter = Callable[[FlaskClient, Compte], None]


@contextmanager
def a_paris(jours: int, heure: time) -> Iterator[datetime]:
    """The clock stopped at this hour of Paris, so many days after the market was set up."""
    instant = horloge.a_paris(horloge.aujourdhui() + timedelta(days=jours), heure)
    with horloge.arretee_a(instant):
        yield instant


@pytest.fixture
def m(base: object) -> Marche:
    """A market open for three days, whose garden is valid until today included."""
    ouvert = marche(cloture=horloge.maintenant() + timedelta(days=2))
    ouvert.jardin.dossier.valide_jusqu_au = horloge.aujourdhui()
    session.commit()
    return ouvert


def compte(numero: int) -> Compte:
    return session.get_one(Compte, numero)


def payer(m: Marche) -> str:
    reference = acheter(m, {m.carottes: 2, m.fromage: 1}, moyen=Moyen.CARTE)
    encaisser(commande(reference))
    return reference


def test_le_dernier_soir_la_ferme_vend_encore_et_des_minuit_a_paris_elle_ne_vend_plus(
    m: Marche,
) -> None:
    with a_paris(0, time(23, 59)):
        assert registre.producteur_public(m.jardin.slug, horloge.aujourdhui())
        remplir(m, {m.carottes: 1}, cle="le soir")
    with a_paris(1, time(0, 1)):
        with pytest.raises(Introuvable):
            registre.producteur_public(m.jardin.slug, horloge.aujourdhui())
        with pytest.raises(OffreInconnue):
            remplir(m, {m.carottes: 1}, cle="la nuit")
        remplir(m, {m.fromage: 1}, cle="la nuit")


def test_la_ferme_quitte_la_liste_la_carte_et_la_vente_le_lendemain(
    client: FlaskClient, m: Marche
) -> None:
    slug, loire, vente = m.jardin.slug, m.plateforme.slug, m.numero
    pages = [f"/{loire}/producteurs", f"/api/v1/producteurs?plateforme={loire}"]
    with a_paris(0, time(20)):
        assert all("Le jardin" in client.get(page).text for page in pages)
        assert client.get(f"/producteurs/{slug}").status_code == 200
        assert "Carottes" in client.get(f"/ventes/{vente}").text
    with a_paris(1, time(8)):
        for page in pages:
            reponse = client.get(page)
            assert reponse.status_code == 200
            assert "Le jardin" not in reponse.text
            assert "La laiterie" in reponse.text
        assert client.get(f"/producteurs/{slug}").status_code == 404
        assert "Carottes" not in client.get(f"/ventes/{vente}").text


def test_une_commande_payee_avant_la_fin_est_preparee_remise_et_reglee(
    client: FlaskClient, connecter: Connecter, m: Marche
) -> None:
    reference, jardin, relais, vente = payer(m), m.jardin.id, m.relais.id, m.numero
    fermiere, gardienne = fermier(m.jardin).id, tenancier(relais).id
    with a_paris(1, time(8)):
        connecter(client, compte(fermiere))
        assert reference in lu(client.get(f"/espace/fermes/{jardin}/ventes/{vente}/preparation"))
        assert "Carottes" in lu(client.get(f"/espace/fermes/{jardin}/ventes/{vente}/recolte"))
        part = next(p for p in commande(reference).parts if p.producteur_id == jardin)
        services.marquer_prete(part, True, par=compte(fermiere))
        oublier()
        assert etats_des_parts(reference)[jardin] is EtatPart.PRETE
    with a_paris(3, time(18)):
        services.remettre_commande(commande(reference).livraison, par=compte(gardienne))
        oublier()
    faite = commande(reference)
    assert faite.livraison.etat is EtatLivraison.REMISE
    assert faite.etat is EtatCommande.CONFIRMEE
    assert [p.etat for p in paiements_de("commande", reference)] == [EtatPaiement.PAYE]
    assert references_desequilibrees() == []


def test_apres_la_fin_on_ne_lui_prend_rien_de_plus_mais_on_peut_lui_prendre_moins(
    m: Marche,
) -> None:
    reference = payer(m)
    with a_paris(1, time(8)):
        passee = commande(reference)
        with pytest.raises(OffreInconnue):
            services.modifier_commande(
                passee, {m.offre(m.carottes).id: 3, m.offre(m.fromage).id: 1}, par=passee.compte
            )
        session.rollback()
        passee = commande(reference)
        services.modifier_commande(
            passee, {m.offre(m.carottes).id: 1, m.offre(m.fromage).id: 1}, par=passee.compte
        )
        oublier()
    assert commande(reference).total_centimes == 800


def test_un_panier_rempli_la_veille_ne_se_commande_plus_le_lendemain(
    client: FlaskClient, m: Marche
) -> None:
    panier = remplir(m, {m.carottes: 2}, cle="veille")
    with a_paris(1, time(8)):
        lignes = {m.offre(m.carottes).id: 2}
        verdict = juger(m, lignes=lignes)
        assert not verdict.possible
        with pytest.raises(Refus):
            services.passer_commande(
                panier, choix(m.en_relais), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
            )
        session.rollback()
        assert poser(client, m, 1).status_code >= 400


def test_une_ferme_qui_arrete_d_elle_meme_garde_ses_commandes_a_honorer(
    client: FlaskClient, connecter: Connecter, m: Marche
) -> None:
    reference, vente = payer(m), m.numero
    jardin, fermiere = m.jardin.id, fermier(m.jardin).id
    arreter_ferme(
        m.jardin.dossier, par=compte(fermiere), motif="Je prends ma retraite.", confirme=True
    )
    oublier()
    with pytest.raises(OffreInconnue):
        remplir(m, {m.carottes: 1}, cle="apres")
    session.rollback()
    connecter(client, compte(fermiere))
    assert reference in lu(client.get(f"/espace/fermes/{jardin}/ventes/{vente}/preparation"))
