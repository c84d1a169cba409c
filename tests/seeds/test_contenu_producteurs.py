"""The invented producteurs of the Loire, in their raw files."""

import re
from collections import Counter

from stdnum.fr import siret

from tests.seeds.contenu import (
    COURRIEL,
    COURRIEL_PERSONNE,
    FAMILLES,
    GENRES,
    HEURE,
    JOURS,
    LABELS,
    MODES,
    SLUG,
    TELEPHONE,
    Fiche,
    departement_de,
    distance_km,
    doublons,
    toml,
)


class TestProducteurs:
    def test_la_loire_est_peuplee(self, producteurs: list[Fiche]) -> None:
        genres = Counter(fiche["genre"] for fiche in producteurs)
        etats = Counter(fiche["dossier"]["etat"] for fiche in producteurs)
        assert len(producteurs) >= 64
        assert genres["ferme"] >= 48
        assert genres["transformateur"] >= 6
        assert genres["commerce"] >= 6
        assert genres["cuisinier"] >= 4
        assert etats["valide"] >= 56
        attendus = {"soumis": 4, "brouillon": 1, "refuse": 1, "suspendu": 1, "expire": 1}
        assert {etat: etats[etat] for etat in attendus} == attendus

    def test_chaque_famille_et_chaque_mode_est_represente(self, producteurs: list[Fiche]) -> None:
        valides = [fiche for fiche in producteurs if fiche["dossier"]["etat"] == "valide"]
        assert {famille for fiche in valides for famille in fiche["familles"]} == FAMILLES
        assert {mode for fiche in valides for mode in fiche["modes"]} == MODES
        assert {label["label"] for fiche in valides for label in fiche["labels"]} == LABELS

    def test_une_fiche_ne_dit_que_les_mots_du_registre(self, producteurs: list[Fiche]) -> None:
        for fiche in producteurs:
            assert SLUG.match(fiche["slug"]), fiche["slug"]
            assert fiche["genre"] in GENRES, fiche["slug"]
            assert set(fiche["familles"]) <= FAMILLES, fiche["slug"]
            assert set(fiche["modes"]) <= MODES, fiche["slug"]
            assert fiche["familles"], fiche["slug"]
            assert fiche["modes"], fiche["slug"]
            for label in fiche["labels"]:
                assert label["label"] in LABELS, fiche["slug"]
                assert label["etat"] in {"declare", "verifie"}, fiche["slug"]
                assert (label["etat"] == "verifie") == ("source" in label), fiche["slug"]
                assert (label["etat"] == "verifie") == ("depuis_jours" in label), fiche["slug"]

    def test_un_siret_passe_la_cle_de_luhn(self, producteurs: list[Fiche]) -> None:
        for fiche in producteurs:
            assert len(fiche["siret"]) == 14, fiche["slug"]
            assert siret.is_valid(fiche["siret"]), fiche["slug"]
            # No company ever received a SIREN beginning with 000: these cannot be anybody's.
            assert fiche["siret"].startswith("000"), fiche["slug"]

    def test_deux_fiches_ne_partagent_rien_d_unique(self, producteurs: list[Fiche]) -> None:
        for champ in ("slug", "nom", "siret", "telephone", "courriel"):
            assert doublons([fiche[champ] for fiche in producteurs]) == [], champ

    def test_une_ferme_est_pres_de_sa_commune(
        self, producteurs: list[Fiche], communes: dict[str, dict[str, str]]
    ) -> None:
        for fiche in producteurs:
            commune = communes[fiche["commune"]]
            assert departement_de(fiche["commune"]) == "42", fiche["slug"]
            assert distance_km(fiche["lat"], fiche["lon"], commune) < 8, fiche["slug"]

    def test_les_coordonnees_sont_de_fiction(self, producteurs: list[Fiche]) -> None:
        for fiche in producteurs:
            assert TELEPHONE.match(fiche["telephone"]), fiche["slug"]
            assert COURRIEL.match(fiche["courriel"]), fiche["slug"]
            assert COURRIEL_PERSONNE.match(fiche["responsable"]["courriel"]), fiche["slug"]
            site = fiche.get("site", "https://absent.example")
            assert re.match(r"^https://[a-z-]+\.example$", site), fiche["slug"]

    def test_une_description_dit_quelque_chose(self, producteurs: list[Fiche]) -> None:
        for fiche in producteurs:
            assert 60 <= len(fiche["description"]) <= 600, fiche["slug"]
        assert doublons([fiche["description"] for fiche in producteurs]) == []

    def test_une_douzaine_de_fermes_ont_leur_paysage(self, par_slug: dict[str, Fiche]) -> None:
        paysages = toml("paysages.toml", "paysage")
        assert len(paysages) == 12
        assert doublons([paysage["producteur"] for paysage in paysages]) == []
        for paysage in paysages:
            assert par_slug[paysage["producteur"]]["dossier"]["etat"] == "valide"

    def test_les_horaires_se_suivent_dans_la_journee(self, producteurs: list[Fiche]) -> None:
        for fiche in producteurs:
            for jour, plages in fiche.get("horaires", {}).items():
                assert jour in JOURS, fiche["slug"]
                bornes = [heure for plage in plages for heure in plage]
                assert len(bornes) == 2 * len(plages), fiche["slug"]
                assert all(HEURE.match(heure) for heure in bornes), fiche["slug"]
                assert bornes == sorted(set(bornes)), fiche["slug"]

    def test_une_decision_de_la_chambre_porte_son_echeance_ou_son_motif(
        self, producteurs: list[Fiche]
    ) -> None:
        for fiche in producteurs:
            dossier = fiche["dossier"]
            match dossier["etat"]:
                case "valide":
                    assert dossier["jours"] > 0, fiche["slug"]
                case "expire":
                    assert dossier["jours"] < 0, fiche["slug"]
                case "soumis":
                    assert dossier["depuis_jours"] > 0, fiche["slug"]
                case "instruction" | "visite" | "complement":
                    assert dossier["depuis_jours"] > 5, fiche["slug"]
                case "radie":
                    assert dossier["motif"], fiche["slug"]
                case "appel":
                    assert dossier["motif"], fiche["slug"]
                    assert dossier["contestation"], fiche["slug"]
                case "refuse" | "suspendu":
                    assert len(dossier["motif"]) > 40, fiche["slug"]
                case autre:
                    assert autre == "brouillon", fiche["slug"]
