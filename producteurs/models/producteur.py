"""A farm, processor, shop or cook, and what it claims."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from producteurs.models.dossier import Dossier
from socle.db import Base
from territoires.models import Commune

if TYPE_CHECKING:
    from producteurs.models.catalogue import Produit


class Genre(StrEnum):
    FERME = "ferme"
    TRANSFORMATEUR = "transformateur"
    COMMERCE = "commerce"
    CUISINIER = "cuisinier"


class Famille(StrEnum):
    LEGUMES = "legumes"
    FRUITS = "fruits"
    VIANDES = "viandes"
    VOLAILLES_OEUFS = "volailles_oeufs"
    LAITAGES = "laitages"
    PAINS_FARINES = "pains_farines"
    MIELS_SUCRES = "miels_sucres"
    BOISSONS = "boissons"
    POISSONS = "poissons"
    PLANTES_FLEURS = "plantes_fleurs"
    EPICERIE = "epicerie"
    PLATS_PREPARES = "plats_prepares"


class ModeVente(StrEnum):
    FERME = "ferme"
    MARCHE = "marche"
    RELAIS = "relais"
    DOMICILE = "domicile"
    MAGASIN = "magasin"
    AMAP = "amap"
    DISTRIBUTEUR = "distributeur"


class SorteLabel(StrEnum):
    AB = "ab"
    AOP = "aop"
    IGP = "igp"
    LABEL_ROUGE = "label_rouge"
    HVE = "hve"
    BIENVENUE_FERME = "bienvenue_ferme"
    NATURE_PROGRES = "nature_progres"
    DEMETER = "demeter"


class EtatLabel(StrEnum):
    DECLARE = "declare"
    VERIFIE = "verifie"


class ProducteurFamille(Base):
    """One product family of a producteur."""

    __tablename__ = "producteurs_familles"

    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), primary_key=True
    )
    famille: Mapped[Famille] = mapped_column(primary_key=True, index=True)


class ProducteurMode(Base):
    """One way in which a producteur sells."""

    __tablename__ = "producteurs_modes"

    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), primary_key=True
    )
    mode: Mapped[ModeVente] = mapped_column(primary_key=True, index=True)


class Label(Base):
    """A claim, declared by the producteur or verified by somebody on a date."""

    __tablename__ = "labels"

    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), primary_key=True
    )
    sorte: Mapped[SorteLabel] = mapped_column(primary_key=True, index=True)
    etat: Mapped[EtatLabel] = mapped_column(default=EtatLabel.DECLARE)
    source: Mapped[str] = mapped_column(default="")
    verifie_le: Mapped[date | None]


class Producteur(Base):
    """One entry of the registry. Public only while its dossier says so (``Dossier.en_regle``).

    ``horaires`` maps a weekday ("0" is Monday) to a list of ["09:00", "12:00"] intervals.
    ``image`` is the key of a picture in the file store, empty when a drawing stands for it.
    """

    __tablename__ = "producteurs"
    __table_args__ = (
        Index("ix_producteurs_lat_lon", "lat", "lon"),
        # One establishment is registered once; an unknown number is left empty.
        Index(
            "uq_producteurs_siret",
            "siret",
            unique=True,
            sqlite_where=text("siret <> ''"),
            postgresql_where=text("siret <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    nom: Mapped[str]
    recherche: Mapped[str]
    """Name, commune, description and product names without accents, for the text filter."""
    genre: Mapped[Genre]
    siret: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    adresse: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str] = mapped_column(ForeignKey("communes.code_insee"), index=True)
    departement: Mapped[str] = mapped_column(index=True)
    lat: Mapped[float]
    lon: Mapped[float]
    telephone: Mapped[str] = mapped_column(default="")
    courriel: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    horaires: Mapped[dict[str, Any]] = mapped_column(default=dict)
    image: Mapped[str] = mapped_column(default="")
    cree_le: Mapped[datetime]
    modifie_le: Mapped[datetime]

    commune: Mapped[Commune] = relationship()
    dossier: Mapped[Dossier] = relationship(back_populates="producteur", uselist=False)
    familles_liees: Mapped[list[ProducteurFamille]] = relationship(
        cascade="all, delete-orphan", order_by="ProducteurFamille.famille"
    )
    modes_lies: Mapped[list[ProducteurMode]] = relationship(
        cascade="all, delete-orphan", order_by="ProducteurMode.mode"
    )
    labels: Mapped[list[Label]] = relationship(cascade="all, delete-orphan", order_by="Label.sorte")
    produits: Mapped[list[Produit]] = relationship(back_populates="producteur")

    @property
    def horaires_de_la_semaine(self) -> list[list[list[str]]]:
        """The intervals of each weekday, Monday first."""
        return [self.horaires.get(str(jour), []) for jour in range(7)]

    @property
    def familles(self) -> list[Famille]:
        return [f.famille for f in self.familles_liees]

    @property
    def modes(self) -> list[ModeVente]:
        return [m.mode for m in self.modes_lies]
