"""How fresh a public record is: asked for once a season, confirmed, or silent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.db import Base

if TYPE_CHECKING:
    from producteurs.models.producteur import Producteur


class Fraicheur(StrEnum):
    """What silence makes of a record; the delays are the chamber's (``ReglesChambre``)."""

    CONFIRME = "confirme"
    SANS_REPONSE = "sans_reponse"  # on the agent's list
    NON_CONFIRME = "non_confirme"  # and said in public
    RETIRE = "retire"  # and off the map and the sales


PASSAGES_FRAICHEUR: dict[Fraicheur, frozenset[Fraicheur]] = {
    Fraicheur.CONFIRME: frozenset({Fraicheur.SANS_REPONSE}),
    Fraicheur.SANS_REPONSE: frozenset({Fraicheur.CONFIRME, Fraicheur.NON_CONFIRME}),
    Fraicheur.NON_CONFIRME: frozenset({Fraicheur.CONFIRME, Fraicheur.RETIRE}),
    Fraicheur.RETIRE: frozenset({Fraicheur.CONFIRME}),
}


class ReponseConfirmation(StrEnum):
    JUSTE = "juste"
    A_CHANGER = "a_changer"
    ARRET = "arret"


class DemandeConfirmation(Base):
    """One mail that shows a farm its public record, and what it answered.

    ``jeton`` is the hash of the link's single-use token, new with each reminder; ``version`` the
    state of the record that the mail showed, 0 as long as there was nobody to write to.
    ``etape_le`` is when the last step was taken (this mail, a reminder, one more degree of
    silence): the next one counts its days from there. A producteur has one open request at most.
    ``note`` and ``rappeler_le`` are the agent's, who puts the line off.
    """

    __tablename__ = "demandes_confirmation"
    __table_args__ = (
        CheckConstraint("relances >= 0", name="relances_positives"),
        Index(
            "uq_demandes_confirmation_ouverte",
            "producteur_id",
            unique=True,
            sqlite_where=text("repondue_le IS NULL"),
            postgresql_where=text("repondue_le IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    jeton: Mapped[str] = mapped_column(unique=True)
    envoyee_le: Mapped[datetime]
    etape_le: Mapped[datetime]
    relances: Mapped[int] = mapped_column(default=0)
    reponse: Mapped[ReponseConfirmation | None]
    repondue_le: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    rappeler_le: Mapped[date | None]

    producteur: Mapped[Producteur] = relationship()
