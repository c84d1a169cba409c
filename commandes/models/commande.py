"""An order, its lines, and the share of each producteur."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commandes.models.vente import Offre, Vente
from livraisons.models import EtatLivraison, Livraison
from producteurs.models import Producteur
from socle.comptes.models import Compte
from socle.db import Base
from socle.paiements.models import Moyen


class EtatCommande(StrEnum):
    """What was decided about an order; prepared and handed over are read from below."""

    A_PAYER = "a_payer"
    CONFIRMEE = "confirmee"
    ANNULEE = "annulee"
    EXPIREE = "expiree"


PASSAGES_COMMANDE: dict[EtatCommande, frozenset[EtatCommande]] = {
    EtatCommande.A_PAYER: frozenset(
        {EtatCommande.CONFIRMEE, EtatCommande.ANNULEE, EtatCommande.EXPIREE}
    ),
    EtatCommande.CONFIRMEE: frozenset({EtatCommande.ANNULEE}),
    EtatCommande.ANNULEE: frozenset(),
    EtatCommande.EXPIREE: frozenset(),
}


MARGE_APRES_PAIEMENT = timedelta(minutes=5)
"""The payment page closes this long before its order ends: money on its way finds its order."""


class EtatPart(StrEnum):
    A_PREPARER = "a_preparer"
    PRETE = "prete"


class Commande(Base):
    """One order of one person in one sale. Money is in cents, VAT included.

    ``total_centimes`` is the lines plus ``frais_centimes``; it is kept because prices are copied
    when the order is placed. ``expire_le`` is when an unpaid one gives back what it holds.
    """

    __tablename__ = "commandes"
    __table_args__ = (
        CheckConstraint("total_centimes >= 0", name="total_positif"),
        Index("ix_commandes_etat_expire_le", "etat", "expire_le"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    vente_id: Mapped[int] = mapped_column(ForeignKey("ventes.id"), index=True)
    compte_id: Mapped[int] = mapped_column(ForeignKey("comptes.id"), index=True)
    livraison_id: Mapped[int] = mapped_column(ForeignKey("livraisons.id"), unique=True)
    etat: Mapped[EtatCommande]
    moyen: Mapped[Moyen]
    frais_centimes: Mapped[int]
    total_centimes: Mapped[int]
    placee_le: Mapped[datetime]
    expire_le: Mapped[datetime | None]

    vente: Mapped[Vente] = relationship()
    compte: Mapped[Compte] = relationship()
    livraison: Mapped[Livraison] = relationship()
    parts: Mapped[list[Part]] = relationship(
        back_populates="commande", order_by="Part.producteur_id", cascade="all, delete-orphan"
    )

    def modifiable(self, instant: datetime) -> bool:
        """Whether its lines may still change at ``instant``."""
        return self.etat is EtatCommande.CONFIRMEE and self.annulable(instant)

    def annulable(self, instant: datetime) -> bool:
        """Whether its buyer may still give it up at ``instant``."""
        return (
            self.etat in {EtatCommande.A_PAYER, EtatCommande.CONFIRMEE}
            and self.livraison.etat is EtatLivraison.PREVUE
            and instant < self.vente.cloture
        )

    def attendue(self, instant: datetime) -> bool:
        """Whether its buyer has still to receive it, or to pay it, after ``instant``."""
        return (
            self.etat in {EtatCommande.A_PAYER, EtatCommande.CONFIRMEE}
            and self.livraison.etat is EtatLivraison.PREVUE
            and instant < self.livraison.fenetre.fin
        )

    @property
    def prete(self) -> bool:
        return all(part.etat is EtatPart.PRETE for part in self.parts)


class Part(Base):
    """The share of one producteur in one order; its amount is the sum of its lines."""

    __tablename__ = "parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    commande_id: Mapped[int] = mapped_column(
        ForeignKey("commandes.id", ondelete="CASCADE"), index=True
    )
    producteur_id: Mapped[int] = mapped_column(ForeignKey("producteurs.id"), index=True)
    etat: Mapped[EtatPart] = mapped_column(default=EtatPart.A_PREPARER)

    commande: Mapped[Commande] = relationship(back_populates="parts")
    producteur: Mapped[Producteur] = relationship()
    lignes: Mapped[list[LigneCommande]] = relationship(
        back_populates="part", order_by="LigneCommande.id", cascade="all, delete-orphan"
    )

    @property
    def contenu(self) -> str:
        """The goods in a few signs, by which a page knows that they are still the same."""
        return "-".join(f"{ligne.offre_id}x{ligne.quantite}" for ligne in self.lignes)

    @property
    def montant_centimes(self) -> int:
        return sum(ligne.total_centimes for ligne in self.lignes)


class LigneCommande(Base):
    """One line; name, price and VAT are copies, so that a later change alters no past order."""

    __tablename__ = "lignes_commande"
    __table_args__ = (CheckConstraint("quantite > 0", name="quantite_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id", ondelete="CASCADE"), index=True)
    offre_id: Mapped[int] = mapped_column(ForeignKey("offres.id"), index=True)
    libelle: Mapped[str]
    conditionnement: Mapped[str] = mapped_column(default="")
    """« botte », « bocal de 500 g », « portion de 500 g »: what one unit is."""
    quantite: Mapped[int]
    prix_centimes: Mapped[int]
    tva: Mapped[int]

    part: Mapped[Part] = relationship(back_populates="lignes")
    offre: Mapped[Offre] = relationship()

    @property
    def total_centimes(self) -> int:
        return self.quantite * self.prix_centimes
