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
    pieces: Mapped[dict[str, Any]]
    grille: Mapped[list[str]]
    champs_libres: Mapped[list[str]]
    confirmation_jours: Mapped[int]
    relances_jours: Mapped[list[int]]
    sans_reponse_jours: Mapped[int]
    non_confirme_jours: Mapped[int]
    retrait_jours: Mapped[int]
    grace_label_jours: Mapped[int]
    modifie_le: Mapped[datetime | None]
    modifie_par_id: Mapped[int | None] = mapped_column(ForeignKey(Compte.id))

    @classmethod
    def par_defaut(cls, departement: str) -> ReglesChambre:
        """What holds where a chamber has set nothing; not yet of any session."""
        return cls(
            departement=departement,
            pieces=dict(PIECES_REQUISES),
            grille=list(GRILLE_DE_VISITE),
            champs_libres=list(CHAMPS_LIBRES),
            confirmation_jours=90,
            relances_jours=[10, 20],
            sans_reponse_jours=30,
            non_confirme_jours=45,
            retrait_jours=90,
            grace_label_jours=30,
        )
