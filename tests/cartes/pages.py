"""Reading our own pages in tests (links, scripts, styles, addresses), and a few farms to show."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient

from producteurs.models import EtatLabel, Famille, Genre, Label, ModeVente, Producteur, SorteLabel
from tests import fabrique

VIDES = frozenset({"img", "input", "link", "meta", "br", "use", "rect", "path"})


class PageLue(HTMLParser):
    """Every element of a page as (name, attributes), and the text inside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.dans: list[tuple[dict[str, str], str]] = []
        self._ouvert: dict[str, str] | None = None
        self.texte: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = {nom: valeur or "" for nom, valeur in attrs}
        self.elements.append((tag, attributs))
        self._ouvert = attributs if tag in {"script", "style"} else None

    def handle_endtag(self, tag: str) -> None:
        self._ouvert = None

    def handle_data(self, data: str) -> None:
        if self._ouvert is not None:
            self.dans.append((self._ouvert, data))
        else:
            self.texte.append(data)

    def attributs(self, nom: str, balise: str | None = None) -> list[str]:
        """The values of one attribute, on one kind of element or on all."""
        return [a[nom] for tag, a in self.elements if nom in a and balise in {None, tag}]

    def liens_de_fermes(self) -> set[str]:
        """The farms that the page leads to."""
        fermes = (re.fullmatch(r"/producteurs/([^/]+)", h) for h in self.attributs("href", "a"))
        return {ferme[1] for ferme in fermes if ferme}

    @property
    def mots(self) -> str:
        return " ".join(" ".join(self.texte).split())


def lire(client: FlaskClient, adresse: str, statut: int = 200) -> PageLue:
    reponse = client.get(adresse)
    assert reponse.status_code == statut, reponse.text[:500]
    return PageLue(reponse.text)


def quelques_fermes() -> list[Producteur]:
    roanne = fabrique.roanne()
    fermes = [
        fabrique.producteur("Abeilles", familles=[Famille.MIELS_SUCRES], modes=[ModeVente.MARCHE]),
        fabrique.producteur("Bergerie", familles=[Famille.LAITAGES, Famille.VIANDES]),
        fabrique.producteur("Cave", genre=Genre.COMMERCE, commune=roanne),
        fabrique.producteur(
            "Délices",
            commune=roanne,
            familles=[Famille.VIANDES],
            labels=[Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE)],
            horaires={str(j): [["09:00", "12:00"]] for j in range(7)},
        ),
    ]
    fabrique.zone(producteur=fermes[0])
    return fermes
