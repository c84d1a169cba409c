"""Reading a file through: each row understood, placed, compared, and told what would become of it.

Nothing is written. Rows go through in batches, so that memory does not grow with the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from producteurs.models import IssueLigne
from producteurs.opendata.colonnes import Correspondance
from producteurs.opendata.communes import Communes
from producteurs.opendata.depouillement import Depouillement, depouiller
from producteurs.opendata.interpretation.fiche import interpreter
from producteurs.opendata.issues import REFUS, decider
from producteurs.opendata.lecture import Tableau, lire
from producteurs.opendata.placement import Placeur
from producteurs.services.importation.empreinte import empreinte
from producteurs.services.importation.ligne import (
    Brute,
    FicheLue,
    LigneAnalysee,
    Rapprocheur,
    Ressemblance,
)
from territoires.geoplateforme import GeocodeurParLots

LOT = 500
Avancer = Callable[[int, int], None]
Connus = Mapping[str, tuple[int, str]]
"""Key of the source → (number of the producteur, hash of what it last said)."""


@dataclass(slots=True, kw_only=True)
class Analyse:
    """A file under analysis: what was recognised of it, then its rows, batch by batch.

    ``comptes`` and ``lues`` grow while ``lots()`` is read, which is done once; its batches give
    each row of the file exactly once, in its order.
    """

    nom: str
    tableau: Tableau
    depouillement: Depouillement
    lire_lots: Callable[[Analyse], Iterator[Sequence[LigneAnalysee]]]
    comptes: Counter[IssueLigne] = field(default_factory=Counter)
    motifs: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.depouillement.total

    @property
    def correspondance(self) -> Correspondance:
        return self.depouillement.correspondance

    def lots(self) -> Iterator[Sequence[LigneAnalysee]]:
        return self.lire_lots(self)

    def resume(self) -> dict[str, Any]:
        """What was recognised and counted so far, as JSON for the page and the report."""
        return {
            "format": self.tableau.format.value,
            "encodage": self.tableau.encodage,
            "separateur": self.tableau.separateur,
            "entete": self.tableau.entete,
            "titres": list(self.tableau.titres),
            "feuille": self.tableau.feuille,
            "colonnes": list(self.tableau.colonnes),
            "correspondance": self.correspondance.en_json(),
            "devinees": sorted(self.correspondance.devinees),
            "axes_inverses": self.depouillement.axes_inverses,
            "projection": self.depouillement.projection,
            "lignes": self.total,
            "lignes_vides": self.depouillement.vides,
            "issues": {issue.value: self.comptes[issue] for issue in IssueLigne},
            "motifs": dict(self.motifs),
        }


def analyser(
    source: Path | bytes | IO[bytes],
    *,
    nom: str,
    departements: Sequence[str] = (),
    correspondance: Correspondance | None = None,
    categories: Mapping[str, Sequence[str]] | None = None,
    connus: Connus | None = None,
    rapprocheur: Rapprocheur | None = None,
    geocodeur: GeocodeurParLots | None = None,
    axes_inverses: bool | None = None,
    communes: Communes | None = None,
    avancer: Avancer | None = None,
) -> Analyse:
    """Recognise a file, and be ready to give its rows: see ``Analyse.lots``.

    ``departements`` is the territory, empty for all of France; ``categories`` maps the source's
    own words to our values (« famille:legumes », « mode:ferme »…). ``axes_inverses``: None puts
    right each position that only makes sense the other way round, True swaps them all, False none.
    ``avancer`` is told (rows done, rows in all). ``communes`` are read from the database once when
    they are not given; nothing here reads it afterwards, so no transaction need be held while the
    geocoder answers. Raise ``FichierIllisible``.
    """
    tableau = lire(source)
    depouillement = depouiller(tableau, correspondance)
    lues = [nom for noms in depouillement.correspondance.colonnes.values() for nom in noms]
    placeur = Placeur(departements, communes or Communes.charger(), geocodeur, axes_inverses)

    def lots(analyse: Analyse) -> Iterator[Sequence[LigneAnalysee]]:
        lignes = tableau.lignes()
        faites = 0
        cles: Counter[str] = Counter()
        while bruts := list(islice(lignes, LOT)):
            lot = _analyser_lot(bruts, cles)
            faites += len(lot)
            for ligne in lot:
                analyse.comptes[ligne.issue] += 1
                analyse.motifs.update(ligne.motifs)
            yield lot
            if avancer:
                avancer(faites, depouillement.total)

    def _analyser_lot(bruts: Sequence[Brute], cles: Counter[str]) -> list[LigneAnalysee]:
        fiches = [
            interpreter(brute, depouillement.correspondance, categories or {}) for brute in bruts
        ]
        placeur.placer(fiches)
        connues: list[tuple[int, str] | None] = []
        for fiche in fiches:
            _distinguer(fiche, cles)
            connues.append((connus or {}).get(fiche.cle))
        semblables = _rapprocher(rapprocheur, fiches, connues)
        return [
            decider(brute, fiche, connue, semblable, empreinte(brute, lues))
            for brute, fiche, connue, semblable in zip(
                bruts, fiches, connues, semblables, strict=True
            )
        ]

    return Analyse(nom=nom, tableau=tableau, depouillement=depouillement, lire_lots=lots)


def _distinguer(fiche: FicheLue, cles: Counter[str]) -> None:
    """Give each row a key of its own: the second « id:12 » of a file is « id:12#2 »."""
    if not fiche.cle:
        return
    cles[fiche.cle] += 1
    if (rang := cles[fiche.cle]) > 1:
        if fiche.cle.startswith("id:"):
            fiche.motifs.append("cle_repetee")
        fiche.cle = f"{fiche.cle}#{rang}"


def _rapprocher(
    rapprocheur: Rapprocheur | None,
    fiches: Sequence[FicheLue],
    connues: Sequence[tuple[int, str] | None],
) -> Sequence[Ressemblance | None]:
    """Ask about the rows that can become something; the others look like nothing."""
    semblables: list[Ressemblance | None] = [None] * len(fiches)
    if rapprocheur is None:
        return semblables
    rangs = [rang for rang, fiche in enumerate(fiches) if not REFUS & set(fiche.motifs)]
    lot = [(fiches[r], connue[0] if (connue := connues[r]) else None) for r in rangs]
    for rang, semblable in zip(rangs, rapprocheur.rapprocher(lot), strict=True):
        semblables[rang] = semblable
    return semblables
