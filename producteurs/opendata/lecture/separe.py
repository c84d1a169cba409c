"""CSV as people have it: any separator, any line ends, cells of several lines, titles above."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter, deque
from collections.abc import Iterator

from producteurs.opendata.lecture.grille import Rangee, debut_de, nommees, reconnaitre_entete
from producteurs.opendata.lecture.octets import Octets
from producteurs.opendata.lecture.tableau import Format, Tableau
from producteurs.opendata.lecture.texte import en_texte

SEPARATEURS = (";", ",", "\t", "|")
LIGNE_MAXIMALE = 1_000_000  # characters: longer is not a line that people wrote
LIGNES_D_UNE_CELLULE = 400  # more, and a quotation mark was never closed
ESSAI_LIGNES = 80

csv.field_size_limit(LIGNE_MAXIMALE * 2)


def lire_separe(entier: Octets, encodage: str) -> Tableau:
    """The table of a text file whose cells are separated by « ; », « , », tab or « | »."""
    with en_texte(entier, encodage) as texte:
        lignes = [texte.readline(LIGNE_MAXIMALE) for _ in range(ESSAI_LIGNES)]
    declare = lignes[0].strip().strip('"').lower()
    saut = len(declare) == 5 and declare.startswith("sep=")
    separateur = lignes[0].strip().strip('"')[4] if saut else _separateur(lignes)

    def rangees() -> Iterator[Rangee]:
        with en_texte(entier, encodage) as texte:
            yield from _rangees(texte, separateur, saut=saut)

    entete = reconnaitre_entete(debut_de(rangees))
    return Tableau(
        format=Format.CSV,
        encodage="utf-8" if encodage == "utf-8-sig" else encodage,
        separateur=separateur,
        colonnes=entete.colonnes,
        entete=entete.rang >= 0,
        titres=entete.titres,
        lire_lignes=lambda vides: nommees(rangees(), entete, vides),
    )


def _separateur(lignes: list[str]) -> str:
    """The one that cuts the most lines into the same number of cells."""

    def note(separateur: str) -> float:
        flux = io.StringIO("".join(lignes), newline="")
        rangees = [r for _n, r in _rangees(flux, separateur, saut=False) if any(r)]
        largeurs = Counter(len(r) for r in rangees if len(r) > 1)
        if not largeurs:
            return 0.0
        largeur, fois = max(largeurs.items(), key=lambda paire: (paire[1], paire[0]))
        return fois / len(rangees) * math.log2(1 + largeur)

    notes = {separateur: note(separateur) for separateur in SEPARATEURS}
    return max(SEPARATEURS, key=lambda s: notes[s])


class _Lignes:
    """Physical lines for ``csv.reader``, which may be given back; none is too long."""

    def __init__(self, flux: io.TextIOBase) -> None:
        self._flux = flux
        self._rendues: deque[str] = deque()
        self.lues: list[str] = []
        self.finies = False

    def __iter__(self) -> _Lignes:
        return self

    def __next__(self) -> str:
        if len(self.lues) > LIGNES_D_UNE_CELLULE:
            self.finies = True
            raise StopIteration
        ligne = self._rendues.popleft() if self._rendues else self._flux.readline(LIGNE_MAXIMALE)
        if not ligne:
            self.finies = True
            raise StopIteration
        self.lues.append(ligne)
        return ligne

    def rendre_sauf_la_premiere(self) -> str:
        premiere, *autres = self.lues
        self._rendues.extendleft(reversed(autres))
        return premiere


def _rangees(flux: io.TextIOBase, separateur: str, *, saut: bool) -> Iterator[Rangee]:
    """Each record with its number. A quotation mark that nothing closes is a mere character."""
    lignes = _Lignes(flux)
    if saut:
        next(lignes, None)
    numero = int(saut)
    lecteur = csv.reader(lignes, delimiter=separateur)
    while True:
        lignes.lues, lignes.finies = [], False
        try:
            cellules = next(lecteur, None)
        except csv.Error:
            cellules = []
            lignes.finies = True
        if lignes.finies and lignes.lues:
            premiere = lignes.rendre_sauf_la_premiere()
            cellules = premiere.rstrip("\r\n").split(separateur)
            lecteur = csv.reader(lignes, delimiter=separateur)
        elif cellules is None:
            return
        numero += 1
        yield numero, cellules or []
