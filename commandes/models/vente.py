"""A sale: who sells what in it, until when, and how one gets it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from livraisons.models import CreneauLivraison, Distribution
from producteurs.models import Producteur, Produit
from socle.db import Base
from socle.monnaie import arrondir
from territoires.models import Plateforme


class EtatVente(StrEnum):
    """Where a sale stands at an instant; computed from its dates, never stored."""

    A_VENIR = "a_venir"
    OUVERTE = "ouverte"
    EN_PREPARATION = "en_preparation"
    TERMINEE = "terminee"
    ANNULEE = "annulee"


class Vente(Base):
    """A sale of a platform. ``cloture`` is the deadline: an order at that instant is too late."""

    __tablename__ = "ventes"
    __table_args__ = (
        CheckConstraint("cloture > ouverture", name="cloture_apres_ouverture"),
        CheckConstraint("minimum_centimes >= 0", name="minimum_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plateforme_id: Mapped[int] = mapped_column(ForeignKey("plateformes.id"), index=True)
    titre: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    ouverture: Mapped[datetime] = mapped_column(index=True)
    cloture: Mapped[datetime] = mapped_column(index=True)
    fin: Mapped[datetime]
    """When its last distribution or slot ends."""
    minimum_centimes: Mapped[int] = mapped_column(default=0)
    annulee_le: Mapped[datetime | None]

    plateforme: Mapped[Plateforme] = relationship()
    participations: Mapped[list[VenteProducteur]] = relationship(cascade="all, delete-orphan")
    offres: Mapped[list[Offre]] = relationship(back_populates="vente", order_by="Offre.id")
    distributions: Mapped[list[Distribution]] = relationship(
        secondary="ventes_distributions", order_by=Distribution.debut
    )
    creneaux: Mapped[list[CreneauLivraison]] = relationship(
        secondary="ventes_creneaux", order_by=CreneauLivraison.debut
    )

    def etat(self, instant: datetime) -> EtatVente:
        """The state at ``instant``."""
        if self.annulee_le is not None:
            return EtatVente.ANNULEE
        if instant < self.ouverture:
            return EtatVente.A_VENIR
        if instant < self.cloture:
            return EtatVente.OUVERTE
        return EtatVente.EN_PREPARATION if instant < self.fin else EtatVente.TERMINEE


class VenteProducteur(Base):
    """A producteur who may sell in a sale."""

    __tablename__ = "ventes_producteurs"

    vente_id: Mapped[int] = mapped_column(
        ForeignKey("ventes.id", ondelete="CASCADE"), primary_key=True
    )
    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id"), primary_key=True, index=True
    )

    producteur: Mapped[Producteur] = relationship()


class VenteDistribution(Base):
    """A distribution that serves a sale; one evening at a relay may serve several."""

    __tablename__ = "ventes_distributions"

    vente_id: Mapped[int] = mapped_column(
        ForeignKey("ventes.id", ondelete="CASCADE"), primary_key=True
    )
    distribution_id: Mapped[int] = mapped_column(
        ForeignKey("distributions.id"), primary_key=True, index=True
    )


class VenteCreneau(Base):
    """A home-delivery slot that serves a sale."""

    __tablename__ = "ventes_creneaux"

    vente_id: Mapped[int] = mapped_column(
        ForeignKey("ventes.id", ondelete="CASCADE"), primary_key=True
    )
    creneau_id: Mapped[int] = mapped_column(
        ForeignKey("creneaux_livraison.id"), primary_key=True, index=True
    )


class Offre(Base):
    """One product in one sale at one price (cents a unit) with one stock (units left)."""

    __tablename__ = "offres"
    __table_args__ = (
        UniqueConstraint("vente_id", "produit_id"),
        CheckConstraint("stock >= 0", name="stock_restant"),
        CheckConstraint("prix_centimes > 0", name="prix_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vente_id: Mapped[int] = mapped_column(ForeignKey("ventes.id", ondelete="CASCADE"), index=True)
    produit_id: Mapped[int] = mapped_column(ForeignKey("produits.id"), index=True)
    producteur_id: Mapped[int] = mapped_column(ForeignKey("producteurs.id"), index=True)
    prix_centimes: Mapped[int]
    stock: Mapped[int]

    vente: Mapped[Vente] = relationship(back_populates="offres")
    produit: Mapped[Produit] = relationship()
    producteur: Mapped[Producteur] = relationship()

    @property
    def prix_au_kilo_centimes(self) -> int | None:
        """Price per kg or litre at this sale's price, in cents; None without a net quantity."""
        contenance = self.produit.contenance
        return arrondir(Decimal(self.prix_centimes) * 1000 / contenance) if contenance else None
