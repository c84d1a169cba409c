"""A row of a file, as it stands and as it was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from producteurs.models import (
    Famille,
    Genre,
    IssueLigne,
    ModeVente,
    PrecisionPosition,
    SorteLabel,
)


@dataclass(frozen=True, slots=True)
class Brute:
    """A row as it stands in the file: its number and its cells by column.

    ``numero`` is what a person would look for: the row of the spreadsheet or of the CSV file
    (the header is row 1, a cell of several lines counts once), or the rank of the object in a
    GeoJSON, KML or JSON file, from 1. ``motif`` is the code of what is wrong with the row itself.
    """

    numero: int
    valeurs: Mapping[str, str]
    motif: str = ""


@dataclass(slots=True, kw_only=True)
class FicheLue:
    """What was understood of a row. Empty means that the file does not say.

    ``cle`` is how the source names it; ``lat`` and ``lon`` are degrees, ``precision`` how well
    they are known. ``reparations`` maps a field to (what the file says, what is proposed).
    ``motifs`` are codes: of what must be looked at, or refuses the row.
    """

    numero: int
    cle: str = ""
    nom: str = ""
    siret: str = ""
    genre: Genre | None = None
    adresse: str = ""
    code_postal: str = ""
    commune: str = ""
    commune_code: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: PrecisionPosition | None = None
    position_source: str = ""
    position_score: float | None = None
    familles: tuple[Famille, ...] = ()
    modes: tuple[ModeVente, ...] = ()
    labels: tuple[SorteLabel, ...] = ()
    description: str = ""
    telephone: str = ""
    courriel: str = ""
    site: str = ""
    horaires: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    reparations: dict[str, tuple[str, str]] = field(default_factory=dict)
    motifs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneAnalysee:
    """What a row would become, and why; nothing has been written yet.

    A duplicate names the earlier row of the same file (``doublon_ligne``) or the entry of the
    registry (``producteur_id``) that it looks like; ``producteur_id`` is also the entry that an
    update would change. ``empreinte`` is the hash of what the row says, by which the next file of
    the same source is known not to have changed.
    """

    brute: Brute
    fiche: FicheLue
    issue: IssueLigne
    motifs: Sequence[str]
    doublon_ligne: int | None = None
    producteur_id: int | None = None
    empreinte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ressemblance:
    """What a row looks like: an earlier row of the file or an entry of the registry, and why."""

    motifs: Sequence[str]
    doublon_ligne: int | None = None
    producteur_id: int | None = None


class Rapprocheur(Protocol):
    """Says which rows speak of a farm already seen. It remembers the rows that it was shown.

    Each call takes a batch, in the order of the file: (what was understood, the entry that the
    source's key already ties it to, or None), and answers for each, None when it is new. A row is
    never said to look like the entry that is its own.
    """

    def rapprocher(
        self, lot: Sequence[tuple[FicheLue, int | None]]
    ) -> Sequence[Ressemblance | None]: ...
