"""Signing up and in, as people do."""

from __future__ import annotations

from tests.navigateur import Visiteur


def test_la_page_de_connexion_propose_les_comptes_de_la_demonstration(visiteur: Visiteur) -> None:
    page = visiteur.aller("/compte/connexion")
    boutons = page.get_by_role("button", name="Entrer comme")
    assert boutons.count() == 6
    page.get_by_role("button", name="Entrer comme Florence").click()
    assert visiteur.chemin.startswith("/equipe/producteurs/")
    page.get_by_role("link", name="Mon espace").click()
    page.get_by_role("button", name="Se déconnecter").click()
    assert page.get_by_role("link", name="Se connecter").is_visible()
