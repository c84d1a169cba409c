"""Products and composed baskets."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from producteurs.models.producteur import Famille, Producteur
from socle.db import Base
from socle.monnaie import arrondir


class Nature(StrEnum):
    PRODUIT = "produit"
    PANIER = "panier"


class TypeVente(StrEnum):
    """By unit, or by weight in portions whose weight is said before one orders."""

    UNITE = "unite"
    POIDS = "poids"


class Unite(StrEnum):
    PIECE = "piece"
    BOTTE = "botte"
    BARQUETTE = "barquette"
    BOCAL = "bocal"
    BOUTEILLE = "bouteille"
    POT = "pot"
    SACHET = "sachet"
    CAISSETTE = "caissette"
    PORTION = "portion"


class Allergene(StrEnum):
    """The fourteen of annex II of regulation (EU) 1169/2011."""

    GLUTEN = "gluten"
    CRUSTACES = "crustaces"
    OEUFS = "oeufs"
    POISSONS = "poissons"
    ARACHIDES = "arachides"
    SOJA = "soja"
    LAIT = "lait"
    FRUITS_A_COQUE = "fruits_a_coque"
    CELERI = "celeri"
    MOUTARDE = "moutarde"
    SESAME = "sesame"
    SULFITES = "sulfites"
    LUPIN = "lupin"
    MOLLUSQUES = "mollusques"


class Produit(Base):
    """Something sold by unit or by weight.

    ``prix_centimes`` is the price of one unit, or of one kilogram when sold by weight; then one
    orders portions of ``contenance`` grams. ``contenance`` is in ``contenance_unite`` ("g" or
    "ml", empty when it makes no sense: a salad). ``tva`` is per mille (55 is 5.5 %). ``mois``
    are the months of the season, empty when it is always there.
    """

    __tablename__ = "produits"
    __table_args__ = (
        CheckConstraint("prix_centimes > 0", name="prix_positif"),
        CheckConstraint("contenance is null or contenance > 0", name="contenance_positive"),
        CheckConstraint("vente <> 'poids' or contenance is not null", name="poids_avec_portion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nature: Mapped[Nature] = mapped_column(default=Nature.PRODUIT)
    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), index=True
    )
    nom: Mapped[str]
    famille: Mapped[Famille]
    description: Mapped[str] = mapped_column(default="")
    vente: Mapped[TypeVente] = mapped_column(default=TypeVente.UNITE)
    unite: Mapped[Unite] = mapped_column(default=Unite.PIECE)
    contenance: Mapped[int | None]
    contenance_unite: Mapped[str] = mapped_column(default="")
    prix_centimes: Mapped[int]
    tva: Mapped[int] = mapped_column(default=55)
    allergenes: Mapped[list[str]] = mapped_column(default=list)
    composition: Mapped[str] = mapped_column(default="")
    origine: Mapped[str] = mapped_column(default="ferme")
    de_qui: Mapped[str] = mapped_column(default="")
    """Who made it, when that is not the producteur itself; of a basket, who made some of it."""
    conservation: Mapped[str] = mapped_column(default="")
    mois: Mapped[list[int]] = mapped_column(default=list)
    alcool: Mapped[bool] = mapped_column(default=False)
    image: Mapped[str] = mapped_column(default="")
    actif: Mapped[bool] = mapped_column(default=True)

    producteur: Mapped[Producteur] = relationship(back_populates="produits")

    __mapper_args__ = {"polymorphic_on": "nature", "polymorphic_identity": Nature.PRODUIT}  # noqa: RUF012

    @property
    def prix_unitaire_centimes(self) -> int:
        """What one ordered unit (or portion) costs, in cents."""
        if self.vente is TypeVente.POIDS:
            return arrondir(Decimal(self.prix_centimes) * (self.contenance or 0) / 1000)
        return self.prix_centimes

    @property
    def prix_au_kilo_centimes(self) -> int | None:
        """Price per kg or litre, in cents; None when there is no net quantity."""
        if self.vente is TypeVente.POIDS:
            return self.prix_centimes
        if not self.contenance:
            return None
        return arrondir(Decimal(self.prix_centimes) * 1000 / self.contenance)

    @property
    def libelle(self) -> str:
        """Its name on an order or an invoice, with whose it is: « Miel (Les Ruches du Pilat) »."""
        return f"{self.nom} ({self.de_qui})" if self.de_qui else self.nom

    def de_saison(self, mois: int) -> bool:
        """Whether it is there in this month (1 to 12)."""
        return not self.mois or mois in self.mois


class Panier(Produit):
    """A composed basket: one price for several products of one producteur."""

    __mapper_args__ = {"polymorphic_identity": Nature.PANIER}  # noqa: RUF012

    composants: Mapped[list[Composition]] = relationship(
        foreign_keys="Composition.panier_id", cascade="all, delete-orphan"
    )

    @property
    def libelle(self) -> str:
        """Its name alone: only a part of it is somebody else's."""
        return self.nom


class Composition(Base):
    """So many units of a product in a composed basket."""

    __tablename__ = "compositions"
    __table_args__ = (CheckConstraint("quantite > 0", name="quantite_positive"),)

    panier_id: Mapped[int] = mapped_column(
        ForeignKey("produits.id", ondelete="CASCADE"), primary_key=True
    )
    produit_id: Mapped[int] = mapped_column(ForeignKey("produits.id"), primary_key=True)
    quantite: Mapped[int]

    produit: Mapped[Produit] = relationship(foreign_keys=[produit_id])
