"""The public part of the registry as it is given away: plain rows, and nothing that is private."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    case,
    cast,
    func,
    select,
    type_coerce,
)

from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatLabel,
    Famille,
    Label,
    ModeVente,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    SorteLabel,
)
from socle.db import session
from socle.journal.models import LigneJournal
from territoires.models import Commune

LOT = 1000
NOUVELLES = 50


class FermeOuverte(NamedTuple):
    """What is public of a farm in order. Several values are codes in the order of their enum."""

    slug: str
    nom: str
    genre: str
    familles: Sequence[str]
    modes: Sequence[str]
    labels_verifies: Sequence[str]
    labels_declares: Sequence[str]
    description: str
    adresse: str
    commune: str
    commune_code: str
    departement: str
    lat: float
    lon: float
    precision: str
    telephone: str
    site: str
    horaires: Mapping[str, Sequence[Sequence[str]]]
    revend: bool
    verifie_le: datetime | None
    """When the chamber last decided."""
    confirme_le: datetime
    modifie_le: datetime


class FermeNouvelle(NamedTuple):
    """A farm in order, and when it was first validated."""

    slug: str
    nom: str
    description: str
    commune: str
    depuis: datetime


def _codes(nom: str, colonne: Any, producteur: Any, *conditions: ColumnElement[bool]) -> Subquery:
    """The linked values of each farm, with commas between; grouped once for all farms."""
    return (
        select(
            producteur.label("de"),
            func.aggregate_strings(type_coerce(colonne, String), ",").label("codes"),
        )
        .where(*conditions)
        .group_by(producteur)
        .subquery(nom)
    )


def _ranger(codes: str | None, enumeration: type[StrEnum]) -> tuple[str, ...]:
    presents = set((codes or "").split(","))
    return tuple(m.value for m in enumeration if m.value in presents)


def _publiques(requete: Select[Any], departements: Sequence[str], jour: date) -> Select[Any]:
    """Restricted to farms in order of these départements; one without a real position (NaN from
    a spoilt file) is left out, as it is from the map."""
    return (
        requete.join(Dossier, Dossier.producteur_id == Producteur.id)
        .join(Commune, Commune.code_insee == Producteur.commune_code)
        .where(
            Dossier.en_regle(jour),
            Producteur.departement.in_(departements),
            Producteur.lat.between(-90, 90),
            Producteur.lon.between(-180, 180),
        )
    )


def fermes_ouvertes(departements: Sequence[str], jour: date) -> Iterator[FermeOuverte]:
    """The farms in order on ``jour`` in these départements, by address, a thousand at a time.

    A label that was taken down is not among them, one whose proof has lapsed is only declared.
    One query.
    """
    ensembles = (
        _codes("f", ProducteurFamille.famille, ProducteurFamille.producteur_id),
        _codes("m", ProducteurMode.mode, ProducteurMode.producteur_id),
        _codes("v", Label.sorte, Label.producteur_id, Label.etat == EtatLabel.VERIFIE),
        _codes(
            "d",
            Label.sorte,
            Label.producteur_id,
            Label.etat.in_([EtatLabel.DECLARE, EtatLabel.ECHU]),
        ),
    )
    requete: Any = select(
        Producteur.slug,
        Producteur.nom,
        type_coerce(Producteur.genre, String),
        *(e.c.codes for e in ensembles),
        Producteur.description,
        Producteur.adresse,
        Commune.nom,
        Producteur.commune_code,
        Producteur.departement,
        Producteur.lat,
        Producteur.lon,
        type_coerce(Producteur.precision, String),
        Producteur.telephone,
        Producteur.site,
        Producteur.horaires,
        Producteur.revend,
        Dossier.decide_le,
        Producteur.confirme_le,
        Producteur.modifie_le,
    )
    requete = _publiques(requete, departements, jour).order_by(Producteur.slug)
    for ensemble in ensembles:
        requete = requete.outerjoin(ensemble, ensemble.c.de == Producteur.id)
    for ligne in session.execute(requete, execution_options={"yield_per": LOT}):
        slug, nom, genre, familles, modes, verifies, declares, *suite = ligne
        yield FermeOuverte(
            slug,
            nom,
            genre,
            _ranger(familles, Famille),
            _ranger(modes, ModeVente),
            _ranger(verifies, SorteLabel),
            _ranger(declares, SorteLabel),
            *suite,
        )


def fermes_nouvelles(
    departements: Sequence[str], jour: date, limite: int = NOUVELLES
) -> Sequence[FermeNouvelle]:
    """The farms in order on ``jour`` that were validated for the first time last, the newest
    first. One query."""
    premiere = (
        select(func.min(LigneJournal.quand))
        .where(
            LigneJournal.genre == "dossier",
            LigneJournal.objet_id == cast(Dossier.id, String),
            LigneJournal.vers == EtatDossier.VALIDE.value,
        )
        .correlate(Dossier)
        .scalar_subquery()
    )
    depuis = func.coalesce(premiere, Dossier.decide_le, Producteur.cree_le).label("depuis")
    requete: Any = select(
        Producteur.slug, Producteur.nom, Producteur.description, Commune.nom, depuis
    )
    requete = _publiques(requete, departements, jour).order_by(depuis.desc(), Producteur.slug)
    return [FermeNouvelle._make(ligne) for ligne in session.execute(requete.limit(limite))]


def compter_ouvertes(departements: Sequence[str], jour: date) -> Mapping[bool, int]:
    """How many farms are given away: those with a precise position, and those without."""
    approximative = case((Producteur.precision == "commune", 1), else_=0).label("a")
    requete: Any = select(approximative, func.count()).select_from(Producteur)
    lignes = session.execute(_publiques(requete, departements, jour).group_by(approximative))
    comptes = {bool(a): nombre for a, nombre in lignes}
    return {False: comptes.get(False, 0), True: comptes.get(True, 0)}
