"""Files of producteurs: where they come from, what each row became."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from producteurs.models.producteur import PrecisionPosition
from socle.comptes.models import Compte
from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.producteur import Producteur


class EtatImport(StrEnum):
    ANALYSE = "analyse"  # the worker reads the file
    A_VERIFIER = "a_verifier"  # the preview waits for somebody
    EN_COURS = "en_cours"  # the worker writes
    FINI = "fini"
    ANNULE = "annule"
    DEFAIT = "defait"
    ECHOUE = "echoue"  # the file could not be read at all


PASSAGES_IMPORT: dict[EtatImport, frozenset[EtatImport]] = {
    EtatImport.ANALYSE: frozenset({EtatImport.A_VERIFIER, EtatImport.ANNULE, EtatImport.ECHOUE}),
    EtatImport.A_VERIFIER: frozenset({EtatImport.ANALYSE, EtatImport.EN_COURS, EtatImport.ANNULE}),
    EtatImport.EN_COURS: frozenset({EtatImport.FINI, EtatImport.ANNULE}),
    EtatImport.FINI: frozenset({EtatImport.DEFAIT}),
    EtatImport.ANNULE: frozenset({EtatImport.DEFAIT}),
    EtatImport.DEFAIT: frozenset(),
    EtatImport.ECHOUE: frozenset({EtatImport.ANALYSE}),
}


class IssueLigne(StrEnum):
    """What a row of a file becomes. Every row has one."""

    CREE = "cree"
    MIS_A_JOUR = "mis_a_jour"
    INCHANGE = "inchange"
    A_REVOIR = "a_revoir"
    REFUSE = "refuse"


class SourceImport(Base):
    """Where files come from again and again; it remembers how their columns were matched.

    ``correspondance`` maps our field to the source's column, ``categories`` the source's word to
    our families, ways of selling, labels and kinds.
    """

    __tablename__ = "sources_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True)
    nom: Mapped[str]
    correspondance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    categories: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Import(Base):
    """One file: read, checked, previewed, then written, or not; it can be undone.

    ``cle`` names the file in the private store. ``departements`` is where whoever sent it may
    write. ``faites`` of ``total`` rows are done in the running state.
    """

    __tablename__ = "imports"
    __table_args__ = (CheckConstraint("faites >= 0 and faites <= total", name="avancement"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources_import.id"), index=True)
    nom_fichier: Mapped[str]
    cle: Mapped[str]
    departements: Mapped[list[str]]
    etat: Mapped[EtatImport] = mapped_column(default=EtatImport.ANALYSE, index=True)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was chosen after the preview: axes the right way round, validation of what is new…"""
    resume: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was recognised (format, encoding, separator, columns) and the counts by issue."""
    total: Mapped[int] = mapped_column(default=0)
    faites: Mapped[int] = mapped_column(default=0)
    cree_le: Mapped[datetime]
    cree_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    fini_le: Mapped[datetime | None]

    source: Mapped[SourceImport] = relationship()
    cree_par: Mapped[Compte | None] = relationship()


class LigneImport(Base):
    """One row of a file: what it says, what it will become or became, and why.

    ``brut`` is the row as it stands in the file, ``lu`` what was understood (a
    ``SaisieProducteur`` as JSON), ``reparations`` the repairs proposed, ``avant`` the record
    before it was updated.
    """

    __tablename__ = "lignes_import"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    numero: Mapped[int] = mapped_column(primary_key=True)
    nom: Mapped[str]
    brut: Mapped[dict[str, Any]]
    lu: Mapped[dict[str, Any]]
    issue: Mapped[IssueLigne] = mapped_column(index=True)
    motifs: Mapped[list[str]]
    reparations: Mapped[dict[str, Any]] = mapped_column(default=dict)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    precision: Mapped[PrecisionPosition | None]
    doublon_ligne: Mapped[int | None]
    producteur_id: Mapped[int | None] = mapped_column(
        ForeignKey("producteurs.id", ondelete="SET NULL"), index=True
    )
    """The entry that this row made or changed, or that it looks like."""
    appliquee: Mapped[bool] = mapped_column(default=False)
    avant: Mapped[dict[str, Any]] = mapped_column(default=dict)

    producteur: Mapped[Producteur | None] = relationship()


class OrigineImport(Base):
    """By which key a source names a producteur, and the hash of what it last said."""

    __tablename__ = "origines_import"
    __table_args__ = (UniqueConstraint("source_id", "cle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources_import.id", ondelete="CASCADE"))
    cle: Mapped[str]
    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), index=True
    )
    empreinte: Mapped[str]
