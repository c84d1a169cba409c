"""Two people at one pair of entries at the same instant, on real databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from app.factory import SUITES_FUSION
from commandes.models import LigneCommande, Offre, PanierEnCours, Part
from commandes.queries import commande_par_reference
from commandes.services import SaisieOffre, modifier_commande, passer_commande, publier_offres
from producteurs.errors.doublons import (
    DejaFusionnee,
    FusionDejaAnnulee,
    PaireDejaTraitee,
    VenduDepuisLaFusion,
)
from producteurs.models import EtatRapprochement, Fusion, Producteur, Rapprochement
from producteurs.services.doublons import ecarter
from producteurs.services.fusion import annuler_fusion, fusionner
from producteurs.tasks.doublons import chercher_doublons
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import Refus
from socle.paiements.queries import references_desequilibrees
from tests import fabrique
from tests.commandes.croisement import croiser
from tests.commandes.marche import CHEZ_CAMILLE, Marche, choix, commander, marche, remplir
from tests.commandes.test_concurrence import vraie_base

__all__ = ["vraie_base"]
pytestmark = pytest.mark.usefixtures("vraie_base")
Geste = Callable[[], object]


def agent() -> int:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]).id


def deux_piamot() -> tuple[int, int]:
    un, deux = (fabrique.producteur(nom).id for nom in ("Ferme de Piamot", "La Ferme de Piamot"))
    session.get_one(Producteur, deux).siret = ""
    session.commit()
    chercher_doublons()
    return un, deux


def reunir(garde: int, absorbe: int, par: int) -> Geste:
    return lambda: (
        fusionner(
            session.get_one(Producteur, garde),
            session.get_one(Producteur, absorbe),
            {},
            par=session.get_one(Compte, par),
            suites=SUITES_FUSION,
        ).id
    )


def defaire(numero: int, par: int) -> Geste:
    return lambda: annuler_fusion(
        session.get_one(Fusion, numero), par=session.get_one(Compte, par), suites=SUITES_FUSION
    )


def mettre_de_cote(un: int, deux: int, par: int) -> Geste:
    return lambda: ecarter(
        session.get_one(Rapprochement, (un, deux)), par=session.get_one(Compte, par)
    )


def test_deux_agents_qui_gardent_chacun_l_autre_fiche_n_en_ferment_qu_une(app: Flask) -> None:
    un, deux = deux_piamot()
    fusion, refus = croiser(app, reunir(un, deux, agent()), reunir(deux, un, agent()))
    assert isinstance(fusion, int)
    assert isinstance(refus, DejaFusionnee)
    assert session.get_one(Producteur, un).fusionne_dans_id is None
    assert session.get_one(Producteur, deux).fusionne_dans_id == un


def test_une_paire_fusionnee_pendant_qu_on_l_ecarte_reste_fusionnee(app: Flask) -> None:
    un, deux = deux_piamot()
    _fusion, refus = croiser(app, reunir(un, deux, agent()), mettre_de_cote(un, deux, agent()))
    assert isinstance(refus, PaireDejaTraitee)
    paire = session.get_one(Rapprochement, (un, deux))
    assert paire.etat is EtatRapprochement.FUSIONNE


def test_une_fusion_annulee_deux_fois_a_la_fois_ne_l_est_qu_une(app: Flask) -> None:
    un, deux = deux_piamot()
    (numero,) = croiser(app, reunir(un, deux, agent()))
    assert isinstance(numero, int)
    _faite, refus = croiser(app, defaire(numero, agent()), defaire(numero, agent()))
    assert isinstance(refus, FusionDejaAnnulee)
    assert session.get_one(Producteur, deux).fusionne_dans_id is None


def test_une_commande_passee_pendant_qu_on_fusionne_suit_la_ferme(app: Flask) -> None:
    m = marche()
    jardin, garde = m.jardin.id, fabrique.producteur("Jardin gardé").id
    croiser(app, lambda: commander(m).reference, reunir(garde, jardin, agent()))
    fermes = session.scalars(sa.select(Part.producteur_id)).all()
    assert list(fermes) == [garde]
    assert references_desequilibrees() == []


def acheter(m: Marche) -> Geste:
    """Two carrots, ordered from a cart that was filled before."""
    panier, compte, option = remplir(m, {m.carottes: 2}).id, fabrique.compte().id, m.en_relais
    return lambda: passer_commande(
        session.get_one(PanierEnCours, panier),
        choix(option),
        compte=session.get_one(Compte, compte),
        lieu=CHEZ_CAMILLE,
    )


def a_qui_sont_les_parts() -> list[tuple[int, int]]:
    """For each line ordered, the farm of its share and the farm of its offer."""
    return [
        (part, offre)
        for part, offre in session.execute(
            sa.select(Part.producteur_id, Offre.producteur_id)
            .join(LigneCommande, LigneCommande.part_id == Part.id)
            .join(Offre, Offre.id == LigneCommande.offre_id)
        )
    ]


def test_qui_commande_pendant_une_fusion_commande_a_la_fiche_gardee(app: Flask) -> None:
    m = marche()
    jardin, garde = m.jardin.id, fabrique.producteur("Jardin gardé").id
    faits = croiser(app, reunir(garde, jardin, agent()), acheter(m))
    assert not [f for f in faits if isinstance(f, Refus)]
    assert a_qui_sont_les_parts() == [(garde, garde)]
    assert references_desequilibrees() == []


def test_qui_ajoute_un_produit_pendant_une_fusion_l_ajoute_a_la_fiche_gardee(app: Flask) -> None:
    m = marche()
    reference = commander(m, {m.fromage: 2}).reference
    jardin, carottes = m.jardin.id, m.offre(m.carottes).id
    garde = fabrique.producteur("Jardin gardé").id

    def ajouter() -> None:
        commande = commande_par_reference(reference)
        modifier_commande(commande, {carottes: 1}, par=commande.compte)

    faits = croiser(app, reunir(garde, jardin, agent()), ajouter)
    assert not [f for f in faits if isinstance(f, Refus)]
    assert all(part == offre for part, offre in a_qui_sont_les_parts())
    assert references_desequilibrees() == []


def test_une_commande_passee_pendant_qu_on_defait_une_fusion_n_est_pas_perdue(app: Flask) -> None:
    m = marche()
    jardin, garde = m.jardin.id, fabrique.producteur("Jardin gardé").id
    (numero,) = croiser(app, reunir(garde, jardin, agent()))
    assert isinstance(numero, int)
    _commande, refus = croiser(app, acheter(m), defaire(numero, agent()))
    assert isinstance(refus, VenduDepuisLaFusion)
    assert a_qui_sont_les_parts() == [(garde, garde)]


def test_un_produit_mis_en_vente_pendant_une_fusion_suit_la_ferme(app: Flask) -> None:
    m = marche()
    jardin, garde = m.jardin.id, fabrique.producteur("Jardin gardé").id
    navets = fabrique.produit(m.jardin, "Navets").id

    def publier() -> None:
        publier_offres(m.vente, m.jardin, {navets: SaisieOffre(5, 200)})

    faits = croiser(app, publier, reunir(garde, jardin, agent()))
    assert not [f for f in faits if isinstance(f, Refus)]
    fermes = session.scalars(sa.select(Offre.producteur_id).where(Offre.produit_id == navets))
    assert fermes.all() == [garde]
