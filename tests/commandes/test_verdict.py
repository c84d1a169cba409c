"""The verdict: one place decides whether a sale can be had here, now, this much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest

from commandes import queries, services
from commandes.errors import OptionARechoisir
from commandes.vocabulaire import verdict_en_une_phrase
from livraisons.models import Mode
from producteurs.models import EtatDossier
from socle import horloge
from socle.db import session
from socle.typographie import moment
from territoires.models import Lieu
from tests import fabrique
from tests.commandes.marche import (
    A_ROANNE,
    CHEZ_CAMILLE,
    Marche,
    dans,
    juger,
    marche,
    plat,
)
from tests.conftest import Requetes

pytestmark = pytest.mark.usefixtures("contexte")


def _fermer(m: Marche) -> None:
    m.vente.cloture = horloge.maintenant()


def _complet(m: Marche) -> None:
    m.distribution.places = 0


def _creneau_complet(m: Marche) -> None:
    m.creneau.places = 0


def _minimum_de_la_vente(m: Marche) -> None:
    m.vente.minimum_centimes = 2000


def _minimum_de_la_zone(m: Marche) -> None:
    m.creneau.zone.minimum_centimes = 2000


def _suspendre(m: Marche) -> None:
    m.jardin.dossier.etat = EtatDossier.SUSPENDU


def _expirer(m: Marche) -> None:
    m.jardin.dossier.valide_jusqu_au = horloge.aujourdhui() - timedelta(days=1)


def _annuler(m: Marche) -> None:
    m.vente.annulee_le = horloge.maintenant()


def _a_venir(m: Marche) -> None:
    m.vente.ouverture = horloge.maintenant() + timedelta(hours=1)


def _zone_inactive(m: Marche) -> None:
    m.creneau.zone.actif = False


@dataclass(frozen=True)
class Cas:
    """What changes in the market, where the visitor lives, how many carrots he wants."""

    change: Callable[[Marche], Any] = lambda _m: None
    lieu: Lieu | None = CHEZ_CAMILLE
    carottes: int | None = None
    modes: set[Mode] = field(default_factory=set)
    motifs: list[str] = field(default_factory=list)


DEUX = {Mode.RELAIS, Mode.DOMICILE}
CAS = {
    "tout_va_bien": Cas(modes=DEUX),
    "hors_de_la_zone_il_reste_le_relais": Cas(
        lieu=A_ROANNE, modes={Mode.RELAIS}, motifs=["hors-zone"]
    ),
    "sans_lieu_on_ne_sait_pas_livrer": Cas(lieu=None, modes={Mode.RELAIS}, motifs=["lieu-inconnu"]),
    "relais_complet_il_reste_le_domicile": Cas(
        _complet, modes={Mode.DOMICILE}, motifs=["relais-complet"]
    ),
    "creneau_complet": Cas(_creneau_complet, modes={Mode.RELAIS}, motifs=["creneau-complet"]),
    "zone_fermee": Cas(_zone_inactive, modes={Mode.RELAIS}, motifs=["hors-zone"]),
    "vente_close": Cas(_fermer, motifs=["vente-en-preparation"]),
    "vente_a_venir": Cas(_a_venir, motifs=["vente-a-venir"]),
    "vente_annulee": Cas(_annuler, motifs=["vente-annulee"]),
    "stock_suffisant": Cas(carottes=10, modes=DEUX),
    "stock_depasse": Cas(carottes=11, motifs=["stock-insuffisant"]),
    "minimum_de_la_vente": Cas(_minimum_de_la_vente, carottes=6, motifs=["minimum-vente"]),
    "minimum_de_la_vente_atteint": Cas(_minimum_de_la_vente, carottes=7, modes=DEUX),
    "minimum_de_la_zone": Cas(
        _minimum_de_la_zone, carottes=6, modes={Mode.RELAIS}, motifs=["minimum-livraison"]
    ),
    "minimum_de_la_zone_atteint": Cas(_minimum_de_la_zone, carottes=7, modes=DEUX),
    "ferme_suspendue": Cas(_suspendre, carottes=1, motifs=["offre-retiree"]),
    "ferme_expiree_hier": Cas(_expirer, carottes=1, motifs=["offre-retiree"]),
    "commande_vide": Cas(_minimum_de_la_vente, carottes=0, modes=DEUX),
}


@pytest.mark.parametrize("nom", CAS)
def test_le_verdict(nom: str) -> None:
    cas, m = CAS[nom], marche()
    cas.change(m)
    session.commit()
    lignes = None if cas.carottes is None else {m.offre(m.carottes).id: cas.carottes}
    if lignes and not cas.carottes:
        lignes = {}
    verdict = juger(m, cas.lieu, lignes)
    assert {o.mode for o in verdict.options} == cas.modes
    assert verdict.possible is bool(cas.modes)
    restants = [motif.code for motif in verdict.motifs]
    assert restants[: len(cas.motifs)] == cas.motifs
    assert all(motif.phrase.endswith(".") for motif in verdict.motifs)


def test_une_option_dit_ou_quand_combien_et_ce_qu_il_reste_de_places() -> None:
    m = marche()
    relais, domicile = juger(m).options
    assert (relais.libelle, relais.frais_centimes, relais.places_restantes) == (
        "Mairie de Montbrison",
        0,
        40,
    )
    assert relais.distance_km == 0
    assert (relais.debut, relais.fin) == (m.distribution.debut, m.distribution.fin)
    assert (domicile.frais_centimes, domicile.places_restantes) == (400, 10)
    assert relais.cle == m.en_relais
    assert domicile.cle == m.a_domicile


def test_le_relais_le_plus_proche_vient_d_abord() -> None:
    m = marche()
    roanne = fabrique.point_relais(m.plateforme, "Halles de Roanne", commune=fabrique.roanne())
    m.vente.distributions.append(fabrique.distribution(roanne))
    session.commit()
    assert [o.libelle for o in juger(m, A_ROANNE).options] == [
        "Halles de Roanne",
        "Mairie de Montbrison",
    ]


def test_une_vente_sans_retrait_ni_livraison_le_dit() -> None:
    m = marche()
    m.vente.distributions.clear()
    m.vente.creneaux.clear()
    session.commit()
    assert juger(m).codes == {"sans-retrait"}


def test_une_distribution_passee_ne_se_choisit_plus() -> None:
    m = marche()
    m.distribution.debut = horloge.maintenant() - timedelta(hours=3)
    m.distribution.fin = horloge.maintenant()
    session.commit()
    verdict = juger(m)
    assert {o.mode for o in verdict.options} == {Mode.DOMICILE}
    assert "distribution-passee" in verdict.codes


def test_la_cloture_a_l_instant_meme_est_trop_tard() -> None:
    m = marche()
    cloture = m.vente.cloture
    with horloge.arretee_a(cloture - timedelta(microseconds=1)):
        assert juger(m).possible
    with horloge.arretee_a(cloture):
        assert juger(m).codes >= {"vente-en-preparation"}


def test_le_motif_d_un_refus_est_celui_de_l_option_choisie() -> None:
    m = marche()
    m.distribution.places, m.creneau.places = 0, 0
    session.commit()
    verdict = juger(m)
    for cle, motif in (
        (m.en_relais, "« Mairie de Montbrison » est complet."),
        (m.a_domicile, "Le créneau de livraison est complet."),
    ):
        with pytest.raises(OptionARechoisir) as refus:
            verdict.choisir(cle)
        assert motif in plat(str(refus.value))


@pytest.mark.parametrize(
    ("pleins", "phrase"),
    [
        (["Gare"], "« Gare » est complet."),
        (["Gare", "Halle"], "« Gare » et « Halle » sont complets."),
        (["Gare", "Halle", "Gare"], "« Gare » et « Halle » sont complets."),
        (["Gare", "Halle", "Port"], "« Gare », « Halle » et « Port » sont complets."),
        (["Gare", "Halle", "Port", "Pré"], "4 points de retrait sont complets."),
    ],
)
def test_tous_les_relais_complets_sont_dits(pleins: list[str], phrase: str) -> None:
    m = marche()
    points = {nom: fabrique.point_relais(m.plateforme, nom) for nom in dict.fromkeys(pleins)}
    soirs = [fabrique.distribution(points[nom]) for nom in pleins]
    for soir in soirs:
        soir.places = 0
    m.vente.distributions = [m.distribution, *soirs]
    session.commit()
    (motif,) = [x for x in juger(m).motifs if x.code == "relais-complet"]
    assert plat(motif.phrase) == phrase


def test_un_relais_complet_un_soir_et_libre_le_lendemain_est_dit_avec_son_soir() -> None:
    m = marche()
    debut = horloge.a_paris(horloge.aujourdhui() + timedelta(days=4), time(17))
    soir = fabrique.distribution(m.relais, debut=debut)
    soir.places = 0
    m.vente.distributions = [m.distribution, soir]
    session.commit()
    (motif,) = [x for x in juger(m).motifs if x.code == "relais-complet"]
    assert plat(motif.phrase) == plat(f"« Mairie de Montbrison » ({moment(debut)}) est complet.")


def test_le_minimum_de_livraison_le_plus_accessible_est_dit() -> None:
    m = marche()
    large = fabrique.zone(plateforme=m.plateforme, nom="Au large", minimum_centimes=2000)
    m.creneau.zone.minimum_centimes = 3000
    m.vente.creneaux = [m.creneau, fabrique.creneau(large)]
    session.commit()
    motifs = juger(m, lignes={m.offre(m.carottes).id: 1}).motifs
    (motif,) = [x for x in motifs if x.code == "minimum-livraison"]
    assert "20,00 €" in plat(motif.phrase)


def test_plusieurs_ventes_se_jugent_en_une_requete(requetes: Requetes) -> None:
    m = marche()
    for _ in range(4):
        fabrique.vente(m.plateforme, distributions=[m.distribution], creneaux=[m.creneau])
    ventes = queries.ventes_de(
        [m.plateforme.id], [m.vente.etat(horloge.maintenant())], horloge.maintenant()
    )
    requetes.clear()
    verdicts = services.rendre_verdicts(ventes, lieu=CHEZ_CAMILLE)
    assert len(requetes) == 1
    assert len(verdicts) == 5
    assert all(len(v.options) == 2 for v in verdicts.values())


def test_le_verdict_d_une_commande_lit_au_plus_trois_fois_la_base(requetes: Requetes) -> None:
    m = marche()
    lignes = {m.offre(p).id: 1 for p in (m.carottes, m.fromage)}
    vente = queries.vente_avec_retraits(m.numero)
    requetes.clear()
    assert services.rendre_verdict(vente, lieu=CHEZ_CAMILLE, lignes=lignes).possible
    assert len(requetes) == 2
    requetes.clear()
    with dans(days=2):
        services.rendre_verdict(vente, lieu=CHEZ_CAMILLE, lignes=lignes)
    assert len(requetes) == 3


def test_le_verdict_en_une_phrase_dit_la_livraison_et_le_retrait() -> None:
    m = marche()
    assert "Livré chez vous" in verdict_en_une_phrase(juger(m))
    assert "4,00" in verdict_en_une_phrase(juger(m))
    assert "Mairie de Montbrison" in verdict_en_une_phrase(juger(m))
    assert plat(verdict_en_une_phrase(juger(m, A_ROANNE))).startswith("À retirer «")
    m.distribution.places = 0
    session.commit()
    assert verdict_en_une_phrase(juger(m)).startswith("Livré chez vous")
