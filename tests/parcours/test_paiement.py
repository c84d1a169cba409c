"""Paying, in every way that it goes: on the spot, refused, checked, given up, cut off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.navigateur import Ecran, Visiteur
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import (
    aller_valider,
    commander,
    courriels,
    en_euros,
    entrer_comme,
    total,
)

LILA = "lila.bonnefoy@cabas.example"


@pytest.fixture
def lila(visiteur: Visiteur) -> Visiteur:
    """Lila, at the checkout with products of two farms."""
    entrer_comme(visiteur, "Lila")
    aller_valider(visiteur)
    return visiteur


def _payer(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Payer \\d")).click()


def _exiger_confirmee(page: Page) -> None:
    expect(page.get_by_text("Elle est confirmée.")).to_be_visible()
    expect(page.locator(".code-retrait")).to_be_visible()


def test_une_habitante_paie_sur_place(lila: Visiteur) -> None:
    page, a_payer = lila.page, total(lila.page)
    page.get_by_text("Sur place", exact=True).click()
    commander(page)
    _exiger_confirmee(page)
    expect(page.get_by_text(f"À régler sur place : {en_euros(a_payer)}")).to_be_visible()


def test_une_carte_refusee_peut_etre_essayee_de_nouveau(lila: Visiteur) -> None:
    page = lila.page
    commander(page)
    page.get_by_role("button", name="Essayer une carte refusée").click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’a été débité")
    _payer(page)
    _exiger_confirmee(page)


def test_la_banque_demande_confirmation(lila: Visiteur) -> None:
    page = lila.page
    commander(page)
    page.get_by_role("button", name="Payer avec confirmation de la banque").click()
    page.get_by_role("button", name="Échouer à la confirmation").click()
    page.get_by_role("button", name="Payer avec confirmation de la banque").click()
    page.get_by_role("button", name="Confirmer le paiement").click()
    _exiger_confirmee(page)


def test_un_paiement_abandonne_se_reprend_plus_tard(lila: Visiteur) -> None:
    page = lila.page
    commander(page)
    page.get_by_role("button", name="Abandonner et revenir").click()
    expect(page.get_by_text("Il reste à payer")).to_be_visible()
    exiger_accessible(page)
    page.get_by_role("link", name="Payer maintenant").click()
    _payer(page)
    _exiger_confirmee(page)


def test_le_navigateur_ferme_apres_le_paiement_n_empeche_pas_la_confirmation(
    lila: Visiteur, ouvrir: Ouvrir, ecran: Ecran
) -> None:
    avant = courriels(ouvrir(ecran), LILA)
    page = lila.page
    commander(page)

    def fermer(route: Route) -> None:
        route.abort("aborted")

    page.route("**/retour", fermer)
    with page.expect_request("**/retour"):
        _payer(page)
    lila.contexte.close()

    plus_tard = ouvrir(ecran)
    entrer_comme(plus_tard, "Lila")
    plus_tard.aller("/compte/commandes")
    expect(plus_tard.page.get_by_text("Confirmée").first).to_be_visible()
    nouveaux = courriels(plus_tard, LILA)[: -len(avant) or None]
    assert [sujet for sujet in nouveaux if "confirmée" in sujet] == nouveaux
    assert len(nouveaux) == 1
