"""Placing a resident, with the communes alone."""

from __future__ import annotations

import math

import pytest

from socle.errors import Refus
from territoires.errors import (
    AdresseSansCommune,
    HorsDeToutPerimetre,
    HorsPerimetre,
    LieuAmbigu,
    LieuInconnu,
    LieuManquant,
    PositionInconnue,
)
from territoires.models import Plateforme
from territoires.services import situer, situer_position
from tests.conftest import Requetes


@pytest.mark.parametrize(
    ("ecrit", "libelle"),
    [
        ("Montbrison", "Montbrison (42)"),
        ("Montbrison (42)", "Montbrison (42)"),
        ("montbrison loire", "Montbrison (42)"),
        ("la ville de Montbrison", "Montbrison (42)"),
        ("montbr", "Montbrison (42)"),
        ("42600 savignieux", "Savigneux (42)"),
        ("42300", "Roanne (42)"),
        ("St-Etienne", "Saint-Étienne (42)"),
        ("ST ETIENNE CEDEX 1", "Saint-Étienne (42)"),
        ("boën", "Boën-sur-Lignon (42)"),
    ],
)
def test_une_commune_est_placee_a_son_centre(loire: Plateforme, ecrit: str, libelle: str) -> None:
    lieu = situer(ecrit, plateforme=loire)
    assert (lieu.libelle, lieu.departement, lieu.approximatif) == (libelle, "42", False)


def test_un_code_postal_partage_est_place_a_peu_pres(loire: Plateforme) -> None:
    lieu = situer("42600", plateforme=loire)
    assert lieu.code_insee == "42147"
    assert lieu.approximatif


@pytest.mark.parametrize(
    ("ecrit", "commune"),
    [
        ("12 rue des Lilas, Montbrison", "Montbrison (42)"),
        ("12 rue des Lilas 42600 Savigneux", "Savigneux (42)"),
        ("3 rue de Lyon, Roanne", "Roanne (42)"),
        ("Le Bourg, L'Étrat", "L'Étrat (42)"),
        ("12 rue du Four, Boën", "Boën-sur-Lignon (42)"),
    ],
)
def test_sans_service_une_adresse_est_placee_au_centre_de_sa_commune(
    loire: Plateforme, ecrit: str, commune: str
) -> None:
    lieu = situer(ecrit, plateforme=loire)
    assert (lieu.libelle, lieu.approximatif) == (commune, True)


def test_une_commune_mal_ecrite_est_proposee(loire: Plateforme) -> None:
    with pytest.raises(LieuInconnu) as refus:
        situer("Monbrizon", plateforme=loire)
    assert "« Monbrizon »" in str(refus.value)
    assert [c.nom for c in refus.value.suggestions] == ["Montbrison"]


def test_une_adresse_a_la_commune_mal_ecrite_propose_la_bonne(loire: Plateforme) -> None:
    with pytest.raises(AdresseSansCommune) as refus:
        situer("12 rue des Lilas, St Gallmier", plateforme=loire)
    assert refus.value.suggestions[0].nom == "Saint-Galmier"


def test_une_rue_ne_dit_pas_dans_quelle_commune_elle_est(loire: Plateforme) -> None:
    with pytest.raises(AdresseSansCommune, match="commune ou son code postal"):
        situer("12 place de Roanne", plateforme=loire)


def test_le_debut_de_plusieurs_noms_demande_laquelle(loire: Plateforme) -> None:
    with pytest.raises(LieuAmbigu) as refus:
        situer("Saint-Just", plateforme=loire)
    assert [c.nom for c in refus.value.suggestions] == [
        "Saint-Just-Saint-Rambert",
        "Saint-Just-en-Chevalet",
    ]


def test_deux_communes_de_meme_nom_et_de_meme_taille_demandent_laquelle(
    region: Plateforme,
) -> None:
    with pytest.raises(LieuAmbigu) as refus:
        situer("Saint-Just", plateforme=region)
    assert [c.libelle for c in refus.value.suggestions] == ["Saint-Just (01)", "Saint-Just (63)"]


def test_la_proposition_choisie_est_comprise(region: Plateforme) -> None:
    with pytest.raises(LieuAmbigu) as refus:
        situer("Saint-Just", plateforme=region)
    for commune in refus.value.suggestions:
        assert situer(commune.libelle, plateforme=region).code_insee == commune.code_insee


def test_une_grande_ville_l_emporte_sur_son_homonyme(region: Plateforme) -> None:
    assert situer("saint-priest", plateforme=region).code_insee == "69290"


def test_le_zero_perdu_d_un_code_postal_est_retrouve(region: Plateforme) -> None:
    assert situer("1000", plateforme=region).libelle == "Bourg-en-Bresse (01)"


@pytest.mark.parametrize("ecrit", ["", "   ", "…", "🍅"])
def test_rien_d_ecrit_demande_d_ecrire(loire: Plateforme, ecrit: str) -> None:
    with pytest.raises(LieuManquant):
        situer(ecrit, plateforme=loire)


@pytest.mark.parametrize("ecrit", ["42", "4260", "42699"])
def test_un_code_postal_incomplet_ou_faux_propose_ceux_qui_commencent_ainsi(
    loire: Plateforme, ecrit: str
) -> None:
    with pytest.raises(LieuInconnu) as refus:
        situer(ecrit, plateforme=loire)
    assert {c.departement for c in refus.value.suggestions} <= {"42"}
    assert bool(refus.value.suggestions) == (ecrit != "42699")


def test_une_ville_hors_de_la_plateforme_dit_laquelle_la_couvre(
    loire: Plateforme, region: Plateforme
) -> None:
    with pytest.raises(HorsPerimetre) as refus:
        situer("Lyon 3e", plateforme=loire)
    assert str(refus.value) == (
        "Lyon (69) n’est pas sur la plateforme « La Loire », mais sur « Auvergne-Rhône-Alpes »."
    )
    assert [p.slug for p in refus.value.plateformes] == ["auvergne-rhone-alpes"]
    assert situer("Lyon 3e", plateforme=region).code_insee == "69123"


@pytest.mark.parametrize(
    "ecrit", ["69003", "8 rue de la Soie, 69003 Lyon", "8 rue de la Soie Lyon", "Lyon (69)"]
)
def test_une_adresse_hors_de_la_plateforme_est_reconnue(
    loire: Plateforme, region: Plateforme, ecrit: str
) -> None:
    with pytest.raises(HorsPerimetre, match=r"Lyon \(69\)"):
        situer(ecrit, plateforme=loire)


def test_une_ville_que_personne_ne_couvre_le_dit(loire: Plateforme, region: Plateforme) -> None:
    with pytest.raises(HorsDeToutPerimetre) as refus:
        situer("Paris", plateforme=loire)
    assert "aucune autre ne couvre" in str(refus.value)
    assert list(refus.value.plateformes) == []


def test_une_position_partagee_est_gardee_au_metre(loire: Plateforme) -> None:
    lieu = situer_position(45.607512345, 4.0653, plateforme=loire)
    assert (lieu.lat, lieu.code_insee, lieu.approximatif) == (45.60751, "42147", False)
    assert lieu.libelle == "Montbrison (42)"


def test_pres_d_une_limite_la_plateforme_a_le_benefice_du_doute(
    loire: Plateforme, region: Plateforme
) -> None:
    """Halfway from Rive-de-Gier (Loire) to Givors (Rhône), a little nearer to Givors."""
    assert situer_position(45.560, 4.697, plateforme=loire).departement == "42"
    with pytest.raises(HorsPerimetre, match="Givors"):
        situer_position(45.58, 4.74, plateforme=loire)


@pytest.mark.parametrize(
    ("lat", "lon"), [(0, 0), (91, 4), (45, 181), (math.nan, 4), (45, math.inf)]
)
def test_une_position_impossible_est_refusee(loire: Plateforme, lat: float, lon: float) -> None:
    with pytest.raises(PositionInconnue):
        situer_position(lat, lon, plateforme=loire)


def test_placer_une_commune_coute_peu_de_requetes(loire: Plateforme, requetes: Requetes) -> None:
    situer("Montbrison", plateforme=loire)
    assert len(requetes) <= 2  # the commune and its postcodes


@pytest.mark.parametrize("ecrit", ["Monbrizon", "Saint-Just", "Lyon", "Paris", "12 rue X", "42"])
def test_chaque_refus_dit_ce_qui_a_ete_ecrit_et_se_traduit_en_422(
    loire: Plateforme, ecrit: str
) -> None:
    with pytest.raises(Refus) as refus:
        situer(ecrit, plateforme=loire)
    assert ecrit in str(refus.value)
    assert refus.value.statut == 422
