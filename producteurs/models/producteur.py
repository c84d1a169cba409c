"""A farm, processor, shop or cook, and what it claims."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from producteurs.models.dossier import Dossier
from producteurs.models.verification import AvisBio
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
    """``ECHU``: the proof has lapsed, in its time of grace. ``RETIRE``: shown to nobody."""

    DECLARE = "declare"
    VERIFIE = "verifie"
    ECHU = "echu"
    RETIRE = "retire"


PASSAGES_LABEL: dict[EtatLabel, frozenset[EtatLabel]] = {
    EtatLabel.DECLARE: frozenset({EtatLabel.VERIFIE, EtatLabel.RETIRE}),
    # Declared again: the proof was of another SIRET.
    EtatLabel.VERIFIE: frozenset(EtatLabel),
    EtatLabel.ECHU: frozenset({EtatLabel.VERIFIE, EtatLabel.RETIRE}),
    EtatLabel.RETIRE: frozenset({EtatLabel.DECLARE, EtatLabel.VERIFIE}),
}


class PrecisionPosition(StrEnum):
    """How well a position is known; the last is a stand-in, said to be approximate."""

    POINTEE = "pointee"  # put on the map by somebody who knows
    ADRESSE = "adresse"
    RUE = "rue"
    LIEU_DIT = "lieu_dit"
    COMMUNE = "commune"


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
    """A claim, declared by the producteur or verified by somebody on a date.

    ``source`` says by whom (« Agence Bio », the agent's words); ``controle_le`` is the last time
    that a register answered about it and ``avis`` what it said, ``echu_le`` when it said that the
    proof had lapsed, ``echoue_le`` when a later attempt got no answer. ``tranche_le`` and
    ``tranche_motif`` are an agent's word on that: no longer to be looked at until it changes.
    """

    __tablename__ = "labels"

    producteur_id: Mapped[int] = mapped_column(
        ForeignKey("producteurs.id", ondelete="CASCADE"), primary_key=True
    )
    sorte: Mapped[SorteLabel] = mapped_column(primary_key=True, index=True)
    etat: Mapped[EtatLabel] = mapped_column(default=EtatLabel.DECLARE)
    source: Mapped[str] = mapped_column(default="")
    verifie_le: Mapped[date | None]
    verifie_par_id: Mapped[int | None] = mapped_column(ForeignKey("comptes.id"))
    organisme: Mapped[str] = mapped_column(default="")
    certificat: Mapped[str] = mapped_column(default="")
    """The address of the certificate, empty when there is none."""
    certifie_depuis: Mapped[date | None]
    controle_le: Mapped[datetime | None]
    avis: Mapped[AvisBio | None]
    echoue_le: Mapped[datetime | None]
    echu_le: Mapped[date | None]
    tranche_le: Mapped[datetime | None]
    tranche_motif: Mapped[str] = mapped_column(default="")


class Producteur(Base):
    """One entry of the registry. Public only while its dossier says so (``Dossier.en_regle``).

    ``horaires`` maps a weekday ("0" is Monday) to a list of ["09:00", "12:00"] intervals.
    ``image`` is the key of a picture in the file store, empty when a drawing stands for it.
    ``position_score`` is the geocoder's, from 0 to 1. ``version`` counts the accepted states.
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
    precision: Mapped[PrecisionPosition] = mapped_column(default=PrecisionPosition.COMMUNE)
    position_source: Mapped[str] = mapped_column(default="")
    position_score: Mapped[float | None]
    telephone: Mapped[str] = mapped_column(default="")
    courriel: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    horaires: Mapped[dict[str, Any]] = mapped_column(default=dict)
    image: Mapped[str] = mapped_column(default="")
    texte_saison: Mapped[str] = mapped_column(default="")
    """What there is at this moment, in the farm's own words."""
    revend: Mapped[bool] = mapped_column(default=False)
    """Whether it also sells what others made."""
    version: Mapped[int] = mapped_column(default=1)
    cree_le: Mapped[datetime]
    modifie_le: Mapped[datetime]
    confirme_le: Mapped[datetime]
    """When somebody last said that the record is right."""
    fusionne_dans_id: Mapped[int | None] = mapped_column(ForeignKey("producteurs.id"), index=True)

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
