"""What surrounds the farms: départements, platforms, accounts, seasons, typography."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from producteurs import saisons
from seeds.demonstration.annuaires import ANNUAIRE
from tests.seeds.contenu import (
    COURRIEL,
    COURRIEL_PERSONNE,
    DEMONSTRATION,
    ESPACE_FAUTIVE,
    SEEDS,
    TELEPHONE,
    departement_de,
    doublons,
    lignes,
    toml,
    tous_les_producteurs,
)


def departements() -> list[dict[str, str]]:
    return lignes(SEEDS / "departements.csv", ",")


class TestDepartements:
    def test_chaque_departement_des_communes_est_dans_la_table(
        self, communes: dict[str, dict[str, str]]
    ) -> None:
        table = {ligne["code"]: ligne["region"] for ligne in departements()}
        attendus = {departement_de(code): ligne["region"] for code, ligne in communes.items()}
        assert table == attendus

    def test_un_departement_s_ecrit_avec_son_article(self) -> None:
        table = {ligne["code"]: ligne for ligne in departements()}
        assert list(departements()[0]) == ["code", "nom", "du", "region", "region_nom"]
        assert table["42"]["du"] == "de la Loire"
        assert table["69"]["du"] == "du Rhône"
        assert table["01"]["du"] == "de l'Ain"
        assert all(re.match(r"(du|des|de la|de|de l'|d')", ligne["du"]) for ligne in table.values())
        assert doublons([ligne["nom"] for ligne in table.values()]) == []

    def test_une_region_a_un_seul_nom(self) -> None:
        noms = {(ligne["region"], ligne["region_nom"]) for ligne in departements()}
        assert doublons([code for code, _ in noms]) == []
        assert ("84", "Auvergne-Rhône-Alpes") in noms


def luminance(couleur: str) -> float:
    """Relative luminance of a hex colour (WCAG 2.2)."""
    parts = [int(couleur[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    lineaires = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


class TestPlateformes:
    def test_le_departement_et_sa_region(self, communes: dict[str, dict[str, str]]) -> None:
        loire, region = toml("plateformes.toml", "plateforme")
        assert (loire["slug"], loire["genre"]) == ("loire", "departement")
        assert loire["departements"] == ["42"]
        assert (region["slug"], region["genre"]) == ("auvergne-rhone-alpes", "region")
        de_la_region = {
            departement_de(code) for code, ligne in communes.items() if ligne["region"] == "84"
        }
        assert set(region["departements"]) == de_la_region

    def test_une_plateforme_se_lit_et_se_joint(self) -> None:
        for plateforme in toml("plateformes.toml", "plateforme"):
            blanc_sur_couleur = 1.05 / (luminance(plateforme["couleur"]) + 0.05)
            assert blanc_sur_couleur >= 7, plateforme["slug"]
            assert COURRIEL.match(plateforme["contact"]["courriel"])
            assert TELEPHONE.match(plateforme["contact"]["telephone"])
            assert 45 < plateforme["centre"]["lat"] < 46.5
            assert 7 <= plateforme["centre"]["zoom"] <= 10
            assert {"editeur", "direction", "hebergeur", "vente", "donnees"} <= set(
                plateforme["mentions"]
            )


def comptes() -> Iterator[str]:
    for table in ("agent", "habitant", "voisin"):
        yield from (personne["courriel"] for personne in toml("personnes.toml", table))
    for lieu in toml("relais.toml", "relais"):
        if "responsable" in lieu:
            yield lieu["responsable"]["courriel"]
    yield from (fiche["responsable"]["courriel"] for fiche in tous_les_producteurs())


class TestPersonnes:
    def test_chacun_a_son_compte(self, communes: dict[str, dict[str, str]]) -> None:
        agents = toml("personnes.toml", "agent")
        habitants = toml("personnes.toml", "habitant")
        assert len(habitants) == 12
        roles = Counter((agent["role"], agent.get("plateforme", "")) for agent in agents)
        assert roles == {
            ("admin", ""): 1,
            ("chambre", ""): 2,
            ("plateforme", "loire"): 1,
            ("plateforme", "auvergne-rhone-alpes"): 1,
        }
        assert all("42" in agent["departements"] for agent in agents if agent["role"] == "chambre")
        for personne in [*habitants, *toml("personnes.toml", "voisin")]:
            assert departement_de(communes[personne["commune"]]["code_insee"]) == "42"
            assert len(personne["adresse"]) > 8

    def test_un_courriel_n_est_qu_a_une_personne(self) -> None:
        courriels = list(comptes())
        assert doublons(courriels) == []
        assert all(COURRIEL_PERSONNE.match(courriel) for courriel in courriels)
        publics = {fiche["courriel"] for fiche in tous_les_producteurs()}
        assert not publics & set(courriels)

    def test_six_comptes_sont_proposes_a_la_connexion(self) -> None:
        proposes = toml("personnes.toml", "connexion")
        assert len(proposes) == 6
        assert {compte["courriel"] for compte in proposes} <= set(comptes())
        assert len({compte["role"] for compte in proposes}) == 6
        assert all(compte["phrase"].endswith(".") for compte in proposes)


def fichiers_de_texte() -> list[Path]:
    """All but the directory that an agent imports: files that people have are written anyhow."""
    textes = {*DEMONSTRATION.rglob("*.toml"), *DEMONSTRATION.rglob("*.csv"), saisons.TABLE}
    return sorted(textes - {ANNUAIRE})


class TestTypographie:
    @pytest.mark.parametrize("chemin", fichiers_de_texte(), ids=lambda chemin: chemin.name)
    def test_les_textes_suivent_la_typographie_francaise(self, chemin: Path) -> None:
        fautes = [
            ligne
            for ligne in chemin.read_text(encoding="utf-8").splitlines()
            if not ligne.startswith("#") and (ESPACE_FAUTIVE.search(ligne) or "'" in ligne)
        ]
        assert fautes == []

    def test_les_dates_ne_vieillissent_pas(self) -> None:
        for chemin in fichiers_de_texte():
            annees = re.findall(r"\b20(?:2[5-9]|[3-9]\d)\b", chemin.read_text(encoding="utf-8"))
            assert annees == [], chemin.name
