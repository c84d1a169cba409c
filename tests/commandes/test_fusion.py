"""What becomes of sales and orders when a farm's entry is merged into another, and back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.factory import SUITES_FUSION
from commandes import services
from commandes.models import Commande, Offre
from producteurs.errors.doublons import FermesDansLaMemeVente, VenduDepuisLaFusion
from producteurs.models import Fusion, Producteur
from producteurs.services.fusion import annuler_fusion, fusionner
from socle.comptes.models import Role
from socle.db import session
from socle.paiements.models import Moyen
from socle.paiements.queries import references_desequilibrees
from tests import fabrique
from tests.commandes.marche import Marche, commander, encaisser, marche, oublier, soldes

pytestmark = pytest.mark.usefixtures("contexte")


def reunir(garde: Producteur, absorbe: Producteur) -> Fusion:
    par = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    fusion = fusionner(garde, absorbe, {}, par=par, suites=SUITES_FUSION)
    oublier()
    return fusion


def defaire(fusion: Fusion) -> None:
    annuler_fusion(fusion, par=fabrique.compte("Agathe"), suites=SUITES_FUSION)
    oublier()


def du_jardin(m: Marche) -> tuple[Commande, int]:
    """A paid order of two carrots, and the number of the farm that sold them."""
    commande = commander(m, moyen=Moyen.CARTE)
    encaisser(commande)
    return commande, m.jardin.id


def test_une_commande_payee_suit_la_ferme_et_chaque_centime_avec_elle() -> None:
    m = marche()
    commande, jardin = du_jardin(m)
    garde = fabrique.producteur("Jardin gardé")
    fusion = reunir(garde, m.jardin)
    assert [part.producteur_id for part in commande.parts] == [garde.id]
    assert soldes(commande.reference) == {f"producteur:{garde.id}": 600, "encaisse": -600}
    assert references_desequilibrees() == []
    defaire(fusion)
    assert [part.producteur_id for part in commande.parts] == [jardin]
    assert soldes(commande.reference) == {f"producteur:{jardin}": 600, "encaisse": -600}
    assert references_desequilibrees() == []


def test_une_commande_d_avant_la_fusion_s_annule_apres_elle() -> None:
    m = marche()
    commande, _ = du_jardin(m)
    par = commande.compte
    reunir(fabrique.producteur("Jardin gardé"), m.jardin)
    services.annuler_commande(commande, par=par, motif="Plus faim.")
    oublier()
    assert m.restes() == (10, 10)
    assert references_desequilibrees() == []
    assert not any(cle.startswith("producteur:") for cle in soldes(commande.reference))


def test_on_commande_encore_apres_la_fusion_mais_on_ne_la_defait_plus() -> None:
    m = marche()
    garde = fabrique.producteur("Jardin gardé")
    fusion = reunir(garde, m.jardin)
    commande = commander(m)
    assert [part.producteur_id for part in commande.parts] == [garde.id]
    with pytest.raises(VenduDepuisLaFusion):
        defaire(fusion)
    session.rollback()
    assert session.get_one(Fusion, fusion.id).annulee_le is None


def test_deux_vendeurs_d_une_vente_ouverte_restent_deux() -> None:
    m = marche()
    with pytest.raises(FermesDansLaMemeVente):
        reunir(m.jardin, m.laiterie)
    session.rollback()
    fermes = session.scalars(sa.select(Offre.producteur_id).distinct()).all()
    assert set(fermes) == {m.jardin.id, m.laiterie.id}
