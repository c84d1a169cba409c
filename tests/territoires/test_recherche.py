"""Finding a commune by what people type."""

from __future__ import annotations

import pytest

from territoires import queries
from territoires.models import Commune
from tests.conftest import Requetes

RECHERCHES = [
    ("saint étienne", "Saint-Étienne"),
    ("Saint-Etienne", "Saint-Étienne"),
    ("st etienne", "Saint-Étienne"),
    ("ST-ETIENNE", "Saint-Étienne"),
    ("st-étienne (42)", "Saint-Étienne"),
    ("saint   etienne 42", "Saint-Étienne"),
    ("42055 ST ETIENNE CEDEX 2", "Saint-Étienne"),
    ("42100", "Saint-Étienne"),
    ("42600", "Montbrison"),
    ("42 600", "Montbrison"),
    ("426", "Montbrison"),
    ("montbr", "Montbrison"),
    ("MONTBRISON", "Montbrison"),
    ("Montbrison 42600", "Montbrison"),
    ("42600 Montbrison", "Montbrison"),
    ("42600 sav", "Savigneux"),
    ("brison", "Montbrison"),
    ("l'etrat", "L'Étrat"),
    ("l’Étrat", "L'Étrat"),
    ("L ETRAT", "L'Étrat"),
    ("etrat", "L'Étrat"),
    ("boen", "Boën-sur-Lignon"),
    ("boën s/ lignon", "Boën-sur-Lignon"),
    ("rambert", "Saint-Just-Saint-Rambert"),
    ("St Just St Rambert", "Saint-Just-Saint-Rambert"),
    ("lyon 3", "Lyon"),
    ("Lyon 3e arrondissement", "Lyon"),
    ("LYON CEDEX 07", "Lyon"),
    ("69003", "Lyon"),
    ("paris 12ème", "Paris"),
    ("oeuilly", "Œuilly"),
    ("chateau chinon", "Château-Chinon (Ville)"),
    ("Château-Chinon (Ville) (58)", "Château-Chinon (Ville)"),
]


@pytest.mark.parametrize(("ecrit", "nom"), RECHERCHES)
def test_une_commune_se_trouve_comme_on_l_ecrit(
    communes: dict[str, Commune], ecrit: str, nom: str
) -> None:
    assert queries.chercher_communes(ecrit)[0].nom == nom


@pytest.mark.parametrize("ecrit", ["", "   ", "???", "🍅", "%", "_", "zzzz", "99999", "'; drop"])
def test_ce_qui_ne_nomme_rien_ne_trouve_rien(communes: dict[str, Commune], ecrit: str) -> None:
    assert list(queries.chercher_communes(ecrit)) == []


def test_les_communes_les_plus_peuplees_viennent_d_abord(communes: dict[str, Commune]) -> None:
    trouvees = queries.chercher_communes("saint", limite=20)
    populations = [c.population for c in trouvees]
    assert populations == sorted(populations, reverse=True)
    assert len(trouvees) == 8


def test_un_debut_de_nom_passe_avant_un_milieu(communes: dict[str, Commune]) -> None:
    noms = [c.nom for c in queries.chercher_communes("saint ju", limite=3)]
    assert noms == ["Saint-Just-Saint-Rambert", "Saint-Just-en-Chevalet", "Saint-Just"]
    assert [c.nom for c in queries.chercher_communes("just")][-1] == "Saint-Just"


def test_le_nom_entier_est_propose_meme_petit(communes: dict[str, Commune]) -> None:
    trouvees = queries.chercher_communes("saint just", limite=2)
    assert [(c.nom, c.departement) for c in trouvees] == [
        ("Saint-Just-Saint-Rambert", "42"),
        ("Saint-Just", "01"),
    ]


def test_la_recherche_reste_dans_les_departements_demandes(communes: dict[str, Commune]) -> None:
    assert list(queries.chercher_communes("lyon", departements=["42"])) == []
    trouvees = queries.chercher_communes("saint priest", departements=["07", "42"])
    assert [c.code_insee for c in trouvees] == ["07288"]


def test_chercher_une_commune_coute_trois_requetes_au_plus(
    communes: dict[str, Commune], requetes: Requetes
) -> None:
    for commune in queries.chercher_communes("saint"):
        assert commune.codes_postaux
    assert len(requetes) <= 3


def test_la_commune_la_plus_proche_d_une_position(communes: dict[str, Commune]) -> None:
    proche = queries.commune_la_plus_proche(45.61, 4.07)
    assert proche is not None
    assert proche.nom == "Montbrison"
    assert queries.commune_la_plus_proche(0, 0) is None
    for lat, lon in ((45.61, 4.07), (46.04, 4.08), (45.2, 4.9), (45.43, 4.39), (0.0, 0.0)):
        entiere = queries.commune_la_plus_proche(lat, lon)
        code = queries.code_insee_le_plus_proche(lat, lon)
        assert code == (entiere.code_insee if entiere else None)


def test_une_commune_sans_position_prend_le_milieu_de_son_groupe(
    communes: dict[str, Commune],
) -> None:
    assert queries.centre(communes["15035"]) == pytest.approx((45.13, 2.98))
