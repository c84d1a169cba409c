"""Tables of accounts and roles."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from socle.db import Base


class Role(StrEnum):
    """What an account may be, and what its ``objet`` names."""

    CHAMBRE = "chambre"  # objet: code of a département
    PLATEFORME = "plateforme"  # objet: slug of a plateforme
    PRODUCTEUR = "producteur"  # objet: number of a producteur
    RELAIS = "relais"  # objet: number of a point relais
    ADMIN = "admin"  # objet: "*"


class Habilitation(Base):
    """A role held by an account on one thing."""

    __tablename__ = "habilitations"
    __table_args__ = (UniqueConstraint("compte_id", "role", "objet"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compte_id: Mapped[int] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    objet: Mapped[str]


class Compte(Base):
    """A person's account. ``courriel`` is kept in lower case.

    ``version`` grows when the password changes: sessions that carry an older one are over.
    The four attributes below ``objets`` are the interface that Flask-Login reads.
    """

    __tablename__ = "comptes"

    id: Mapped[int] = mapped_column(primary_key=True)
    courriel: Mapped[str] = mapped_column(unique=True)
    prenom: Mapped[str]
    nom: Mapped[str]
    telephone: Mapped[str] = mapped_column(default="")
    mot_de_passe: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    cree_le: Mapped[datetime]
    confirme_le: Mapped[datetime | None]
    demonstration: Mapped[str] = mapped_column(default="")
    """Who this is, in one sentence, for an account of the demonstration; empty for all others."""

    habilitations: Mapped[list[Habilitation]] = relationship(lazy="selectin")

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom}".strip()

    def objets(self, role: Role) -> list[str]:
        """The references on which this account holds ``role``."""
        return [h.objet for h in self.habilitations if h.role is role]

    def peut(self, role: Role, objet: str | int | None = None) -> bool:
        """Whether this account holds ``role`` (on ``objet`` if given); an admin holds them all."""
        return any(
            h.role is Role.ADMIN or (h.role is role and (objet is None or h.objet == str(objet)))
            for h in self.habilitations
        )

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_active(self) -> bool:
        return self.confirme_le is not None

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        return f"{self.id}.{self.version}"
