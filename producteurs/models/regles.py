"""What a chamber of agriculture asks for and how patient it is, by département."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from socle.comptes.models import Compte
from socle.db import Base

PIECES_REQUISES: dict[str, list[str]] = {
    "ferme": ["siret", "msa"],
    "transformateur": ["siret", "hygiene"],
    "commerce": ["siret"],
    "cuisinier": ["siret", "hygiene"],
}
GRILLE_DE_VISITE = [
    "Les produits vendus viennent de la ferme",
    "Les surfaces ou les animaux correspondent aux volumes annoncés",
    "Les locaux de transformation et de vente sont propres",
    "Les prix et l’origine sont affichés",
    "Le lieu d’accueil est sûr et accessible",
]
CHAMPS_LIBRES = ["horaires", "telephone", "texte_saison"]


class ReglesChambre(Base):
    """The settings of the chamber of one département; a département without a row has the defaults.

    ``pieces`` maps a kind of producteur to the papers it must show; ``grille`` are the lines of
    the visit's checklist; ``champs_libres`` the fields of a validated record that change without
    an agent. The delays are in days: of a confirmation's life, the four after ``confirmation``
    are counted from the mail that asked.
    """

    __tablename__ = "regles_chambres"

    departement: Mapped[str] = mapped_column(ForeignKey("departements.code"), primary_key=True)
    pieces: Mapped[dict[str, Any]] = mapped_column(default=lambda: dict(PIECES_REQUISES))
    grille: Mapped[list[str]] = mapped_column(default=lambda: list(GRILLE_DE_VISITE))
    champs_libres: Mapped[list[str]] = mapped_column(default=lambda: list(CHAMPS_LIBRES))
    confirmation_jours: Mapped[int] = mapped_column(default=90)
    relances_jours: Mapped[list[int]] = mapped_column(default=lambda: [10, 20])
    sans_reponse_jours: Mapped[int] = mapped_column(default=30)
    non_confirme_jours: Mapped[int] = mapped_column(default=45)
    retrait_jours: Mapped[int] = mapped_column(default=90)
    grace_label_jours: Mapped[int] = mapped_column(default=30)
    modifie_le: Mapped[datetime | None]
    modifie_par_id: Mapped[int | None] = mapped_column(ForeignKey(Compte.id))
