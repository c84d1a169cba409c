"""The chamber's agent empties each work list, then brings a file in and undoes it, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.navigateur import BUREAU
from tests.parcours.accessibilite import exiger_accessible
from tests.parcours.conftest import Ouvrir
from tests.parcours.gestes import courriels, entrer_comme, nombre, tabuler_jusqu_a

Decider = Callable[[Page, Locator], None]
REGISTRE = "/equipe/producteurs"
FICHIER = """Raison sociale;CP;Ville;Adresse;Lat;Long;Tél;Activité
GAEC des Prés Salés;42600;Montbrison;12 rue du Moulin;4,0653;45,6075;04.77.58.00.01;Fromages
Gaec Pres Salés;42600;MONTBRISON;12 rue du moulin;4,0654;45,6076;0477580001;fromages
LA FERME DE L'ÉTANG;42110;Feurs;Le Bourg;4,2260;45,7400;NC;Volailles & œufs
Les Vergers d'Aix;13100;Aix-en-Provence;Cours Mirabeau;5,4474;43,5297;;Fruits
Le Rucher du Zéro;42300;Roanne;Place du Marché;0;0;;Miel
;42600;Montbrison;La Côte;4,0700;45,6100;;Fromages
"""


def _appuyer(touche: str) -> Decider:
    return lambda page, ligne: page.keyboard.press(touche)


def _dire(page: Page, touche: str, texte: str, bouton: Locator) -> None:
    """Open with a key, write in the first field, press the button."""
    page.keyboard.press(touche)
    page.keyboard.press("Tab")
    page.keyboard.type(texte)
    tabuler_jusqu_a(page, bouton, au_plus=5)
    page.keyboard.press("Enter")


def _piece(page: Page, ligne: Locator) -> None:
    if ligne.get_by_role("button", name="Écrire à la ferme").count():
        return page.keyboard.press("e")
    if ligne.get_by_text("(facultatif)").count() < 2:  # neither the date nor a word is left out
        tabuler_jusqu_a(page, ligne.get_by_label("Valable jusqu’au"), au_plus=5)
        page.keyboard.type("12122027")
        return page.keyboard.press("Enter")
    return page.keyboard.press("a")


def _signalement(page: Page, ligne: Locator) -> None:
    _dire(page, "a", "Vu avec la ferme.", ligne.get_by_role("button", name="Retenir"))


def _label(page: Page, ligne: Locator) -> None:
    if (
        ligne.get_by_role("button", name="Laisser ainsi")
        .or_(ligne.get_by_text("Laisser «"))
        .count()
    ):
        bouton = ligne.locator("details[open]").get_by_role("button", name="Laisser ainsi")
        return _dire(page, "g", "Vu au téléphone.", bouton)
    bouton = ligne.locator("details[open]").get_by_role("button", name="Garder la ferme ainsi")
    return _dire(page, "s", "Avis de situation vu.", bouton)


def _dossier(page: Page, ligne: Locator) -> None:
    if not ligne.get_by_text("Valider sans attendre").count():
        return page.keyboard.press("v")
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    tabuler_jusqu_a(page, ligne.get_by_role("button", name="Refuser la ferme"), au_plus=5)
    return page.keyboard.press("Enter")


LISTES: tuple[tuple[str, str, Decider], ...] = (
    ("Modifications", "propositions", _appuyer("a")),
    ("Pièces", "pieces", _piece),
    ("Signalements", "signalements", _signalement),
    ("Labels", "labels", _label),
    ("Sans réponse", "sans-reponse", _appuyer("a")),
    ("Doublons", "doublons", _appuyer("n")),
    ("À placer", "a-placer", _appuyer("c")),
    ("À instruire", "a-instruire", _dossier),
)


def _vider(page: Page, decider: Decider) -> int:
    """Decide the line that has the focus until none is left; how many there were."""
    lignes, courante = page.locator("[data-travail]"), page.locator("[data-travail]:focus-within")
    total = lignes.count()
    page.keyboard.press("j")
    for reste in range(total - 1, -1, -1):
        expect(courante).to_have_count(1)
        decider(page, courante)
        expect(lignes).to_have_count(reste)
        page.wait_for_load_state()
    expect(page.locator("#suite")).to_be_focused()
    expect(page.get_by_role("heading", name="Plus rien à faire")).to_be_visible()
    return total


def test_l_agente_vide_chaque_liste_avec_le_clavier_seul(ouvrir: Ouvrir) -> None:
    florence = ouvrir(BUREAU)
    entrer_comme(florence, "Florence")
    page = florence.aller("/equipe/")
    exiger_accessible(page)
    for mot, chemin, decider in LISTES:
        compteur = page.locator("a.compteur", has_text=mot)
        annonces = nombre(compteur.inner_text())
        assert annonces >= 1, mot
        tabuler_jusqu_a(page, compteur)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{REGISTRE}/{chemin}")
        exiger_accessible(page)
        assert _vider(page, decider) == annonces, mot
        tabuler_jusqu_a(page, page.get_by_role("link", name="Revenir au bureau"), au_plus=3)
        page.keyboard.press("Enter")
        page.wait_for_url("**/equipe/")
        assert nombre(compteur.inner_text()) == 0, mot
    florence.aller(f"{REGISTRE}/pieces")
    exiger_accessible(page)

    publique = florence.aller("/producteurs/chez-nos-voisins")
    titre = publique.get_by_role("heading", level=1)
    expect(titre).to_have_text("Chez nos voisins, le magasin de treize fermes")
    lus = courriels(florence, "fatou.diarra@cabas.example")
    assert any("la chambre vous donne raison" in sujet for sujet in lus), lus


def test_un_fichier_mal_fait_entre_au_registre_et_en_ressort_au_clavier(
    ouvrir: Ouvrir, tmp_path: Path
) -> None:
    fichier = tmp_path / "mairie.csv"
    fichier.write_bytes(FICHIER.replace("\n", "\r\n").encode("cp1252"))
    florence = ouvrir(BUREAU)
    entrer_comme(florence, "Florence")
    page = florence.aller(f"{REGISTRE}/a-instruire")
    avant = page.locator("[data-travail]").count()
    florence.aller(f"{REGISTRE}/imports/nouveau")
    exiger_accessible(page)
    tabuler_jusqu_a(page, page.get_by_label("Fichier"))
    page.get_by_label("Fichier").set_input_files(fichier)
    tabuler_jusqu_a(page, page.get_by_label("D’où vient-il"), au_plus=5)
    page.keyboard.type("Liste de la mairie")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rien n’est encore écrit")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Axes inversés")).to_be_visible()
    exiger_accessible(page)

    tabuler_jusqu_a(page, page.get_by_role("link", name=re.compile("^à revoir")))
    page.keyboard.press("Enter")
    page.wait_for_url("**issue=a_revoir*")
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(page.get_by_text("c’est noté")).to_be_visible()
    expect(page.locator("[data-travail]:focus-within")).to_contain_text("Les Vergers d'Aix")

    ecrire = page.get_by_role("button", name="Écrire dans le registre")
    tabuler_jusqu_a(page, ecrire)
    page.keyboard.press("Enter")
    with florence.attend(422):
        expect(page.get_by_text("Regardez la carte, puis cochez")).to_be_visible()
    exiger_accessible(page)
    tabuler_jusqu_a(page, page.get_by_label("J’ai vérifié sur la carte"))
    page.keyboard.press("Space")
    tabuler_jusqu_a(page, ecrire, au_plus=5)
    page.keyboard.press("Enter")
    expect(page.get_by_text("chaque ligne du fichier a son issue")).to_be_visible(timeout=60_000)
    exiger_accessible(page)
    compte_rendu = page.url

    florence.aller(f"{REGISTRE}/a-instruire")
    expect(page.locator("[data-travail]")).to_have_count(avant + 3)
    page.goto(compte_rendu)
    tabuler_jusqu_a(page, page.get_by_role("button", name="Défaire cet import"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("L’import est défait")).to_be_visible(timeout=60_000)
    exiger_accessible(page)
    florence.aller(f"{REGISTRE}/a-instruire")
    expect(page.locator("[data-travail]")).to_have_count(avant)
