"""A platform's own colour stays readable, or is refused with a way out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.web.couleurs import (
    AA,
    COULEUR_CABAS,
    PAGE_CLAIRE,
    PAGE_SOMBRE,
    SURFACE_SOMBRE,
    CouleurIllisible,
    CouleurInconnue,
    Palette,
    contraste,
    feuille_couleurs,
    nuancer,
)

COULEURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def verifier(palette: Palette) -> None:
    claire, sombre = palette.claire, palette.sombre
    for fond in (PAGE_CLAIRE, "#ffffff", claire.douce):
        assert contraste(claire.principale, fond) >= AA
    for fond in (PAGE_SOMBRE, SURFACE_SOMBRE, sombre.douce):
        assert contraste(sombre.principale, fond) >= AA
    for nuances in (claire, sombre):
        assert contraste(nuances.sur, nuances.principale) >= AA
        assert contraste(nuances.sur, nuances.forte) >= AA


def test_le_contraste_est_celui_du_web() -> None:
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contraste("#ffffff", "#777777") == contraste("#777777", "#ffffff")


@given(COULEURS)
def test_toute_couleur_est_lisible_partout_ou_refusee(couleur: str) -> None:
    try:
        palette = nuancer(couleur)
    except CouleurIllisible as refus:
        assert contraste(couleur, PAGE_CLAIRE) < AA
        verifier(nuancer(refus.details["exemple"]))
    else:
        verifier(palette)


def test_une_couleur_deja_lisible_n_est_pas_changee() -> None:
    assert nuancer("#2b5a34").claire.principale == "#2b5a34"
    assert nuancer("#0055A4").claire.principale == "#0055a4"


def test_une_couleur_un_peu_claire_est_assombrie_sans_changer_de_teinte() -> None:
    principale = nuancer("#f39200").claire.principale
    rouge, vert, bleu = (int(principale[i : i + 2], 16) for i in (1, 3, 5))
    assert rouge > vert > bleu


@pytest.mark.parametrize("couleur", ["#ffff99", "#ffd500", "#ffffff"])
def test_une_couleur_trop_pale_est_refusee_avec_une_voisine_lisible(couleur: str) -> None:
    with pytest.raises(CouleurIllisible) as refus:
        nuancer(couleur)
    assert refus.value.details["exemple"] in str(refus.value)


@pytest.mark.parametrize("couleur", ["", "vert", "#12345", "#1234567", "url(x)", "#ggg"])
def test_ce_qui_n_est_pas_une_couleur_est_refuse(couleur: str) -> None:
    with pytest.raises(CouleurInconnue):
        nuancer(couleur)


def test_une_couleur_s_ecrit_aussi_en_trois_chiffres() -> None:
    assert nuancer("#06a") == nuancer("#0066aa")


def test_sans_couleur_la_plateforme_prend_celle_de_cabas() -> None:
    assert feuille_couleurs(None) == feuille_couleurs(COULEUR_CABAS)


def test_la_feuille_ne_contient_que_des_variables_pour_les_deux_modes() -> None:
    feuille = feuille_couleurs("#7b1fa2")
    variables = r"(?:--cabas-[a-z-]+:#[0-9a-f]{6};?)+"
    sombre = rf"@media \(prefers-color-scheme:dark\)\{{:root\{{{variables}\}}\}}"
    assert re.fullmatch(rf":root\{{{variables}\}}{sombre}", feuille)
