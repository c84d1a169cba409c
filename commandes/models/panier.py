"""The cart: what somebody is putting together, before it is an order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commandes.models.vente import Offre, Vente
from livraisons.models import Mode
from socle.db import Base


class PanierEnCours(Base):
    """One cart for one sale, found by the secret ``cle`` in the visitor's session.

    ``mode`` with ``fenetre_id`` (a distribution or a slot) is the option chosen so far. Placing
    the order fills ``commande_reference`` in one statement: a second press finds it filled.
    """

    __tablename__ = "paniers_en_cours"

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(index=True)
    vente_id: Mapped[int] = mapped_column(ForeignKey("ventes.id"), index=True)
    mode: Mapped[Mode | None]
    fenetre_id: Mapped[int | None]
    commande_reference: Mapped[str | None]
    modifie_le: Mapped[datetime] = mapped_column(index=True)

    vente: Mapped[Vente] = relationship()
    lignes: Mapped[list[LignePanier]] = relationship(
        cascade="all, delete-orphan", order_by="LignePanier.offre_id"
    )


class LignePanier(Base):
    """So many units of an offer in a cart."""

    __tablename__ = "lignes_panier"
    __table_args__ = (CheckConstraint("quantite > 0", name="quantite_positive"),)

    panier_id: Mapped[int] = mapped_column(
        ForeignKey("paniers_en_cours.id", ondelete="CASCADE"), primary_key=True
    )
    offre_id: Mapped[int] = mapped_column(ForeignKey("offres.id"), primary_key=True)
    quantite: Mapped[int]

    offre: Mapped[Offre] = relationship()
