"""A farm's page: what is public of it, what it sells, and how to get that where one lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, String, and_, bindparam, exists, func, select, type_coerce

from cartes.queries.offre import (
    ProduitMontre,
    Voisine,
    produits_de,
    ventes_ouvertes,
)
from cartes.queries.zones import Zone, zones_montrees
from commandes.models import Vente
from commandes.services import Verdict, rendre_verdicts
from commandes.vocabulaire import verdict_en_une_phrase
from livraisons.models import ZoneLivraison
from livraisons.queries import producteurs_livrant
from producteurs.models import (
    ActiviteSirene,
    AvisBio,
    Dossier,
    EtatLabel,
    EtatSirene,
    Famille,
    Fraicheur,
    Label,
    ModeVente,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    VerificationSirene,
)
from socle.db import session
from socle.errors import Introuvable
from territoires.models import Commune, Departement, Lieu, Perimetre, Plateforme


@dataclass(frozen=True, slots=True)
class LabelMontre:
    """A claim, ``declare`` or ``verifie``; only a verified one says by whom, when, and shows its
    certificate. One whose proof has lapsed is only declared; one taken down is not here."""

    sorte: str
    etat: str
    source: str = ""
    verifie_le: date | None = None
    organisme: str = ""
    certificat: str = ""
    certifie_depuis: date | None = None
    en_conversion: bool = False


@dataclass(frozen=True, slots=True)
class Fiche:
    """What is public of a farm in order. ``horaires`` as in ``Producteur``; times are of Paris."""

    id: int
    slug: str
    nom: str
    genre: str
    description: str
    texte_saison: str
    """What there is at this moment, in the farm's words."""
    adresse: str
    commune_code: str
    commune_nom: str
    departement: str
    du_departement: str
    """« de la Loire »."""
    lat: float
    lon: float
    telephone: str
    site: str
    horaires: Mapping[str, Sequence[Sequence[str]]]
    image: str
    verifie_le: datetime | None
    """When the chamber decided."""
    confirme_le: datetime
    """When somebody last said that the record is right."""
    non_confirme: bool
    """Whether the farm has not answered for so long that the public is told."""
    revend: bool
    """Whether it also sells what others made."""
    activite: ActiviteSirene | None
    """What SIRENE says that it does, when its establishment is open."""
    livre: bool
    """Whether it delivers at home itself."""
    plateforme: str | None
    """The address of one that covers it: its département's, else its région's."""
    familles: tuple[str, ...]
    modes: tuple[str, ...]
    labels: tuple[LabelMontre, ...]


def _reunir(colonne: Any, producteur: Any) -> Any:
    """The values of a farm's linked rows, with commas between."""
    return (
        select(func.aggregate_strings(type_coerce(colonne, String), ","))
        .where(producteur == Producteur.id)
        .scalar_subquery()
    )


def _plateforme() -> Any:
    """The address of the platform of its département, else of its région."""
    return (
        select(Plateforme.slug)
        .join(Perimetre, Perimetre.plateforme_id == Plateforme.id)
        .where(Perimetre.departement == Producteur.departement)
        .order_by(Plateforme.genre, Plateforme.slug)
        .limit(1)
        .correlate(Producteur)
        .scalar_subquery()
    )


_DU_LABEL = 8
"""How many columns of ``_requete_fiche`` are of a label; the last ones."""


@lru_cache
def _requete_fiche() -> Any:
    """One farm beside each of its labels, built once."""
    jour: Any = bindparam("jour", type_=Date)
    return (
        select(
            Producteur.id,
            Producteur.slug,
            Producteur.nom,
            type_coerce(Producteur.genre, String),
            Producteur.description,
            Producteur.texte_saison,
            Producteur.adresse,
            Producteur.commune_code,
            Commune.nom,
            Producteur.departement,
            Departement.du,
            Producteur.lat,
            Producteur.lon,
            Producteur.telephone,
            Producteur.site,
            Producteur.horaires,
            Producteur.image,
            Dossier.decide_le,
            Producteur.confirme_le,
            Dossier.fraicheur == Fraicheur.NON_CONFIRME,
            Producteur.revend,
            VerificationSirene.activite,
            exists().where(ZoneLivraison.producteur_id == Producteur.id, ZoneLivraison.actif),
            _plateforme(),
            _reunir(ProducteurFamille.famille, ProducteurFamille.producteur_id),
            _reunir(ProducteurMode.mode, ProducteurMode.producteur_id),
            type_coerce(Label.sorte, String),
            type_coerce(Label.etat, String),
            Label.source,
            Label.verifie_le,
            Label.organisme,
            Label.certificat,
            Label.certifie_depuis,
            Label.avis == AvisBio.CONVERSION,
        )
        .join(Dossier, Dossier.producteur_id == Producteur.id)
        .join(Commune, Commune.code_insee == Producteur.commune_code)
        .join(Departement, Departement.code == Producteur.departement)
        .outerjoin(
            VerificationSirene,
            and_(
                VerificationSirene.producteur_id == Producteur.id,
                VerificationSirene.siret == Producteur.siret,
                VerificationSirene.etat == EtatSirene.OUVERT,
            ),
        )
        .outerjoin(
            Label, and_(Label.producteur_id == Producteur.id, Label.etat != EtatLabel.RETIRE)
        )
        .where(Producteur.slug == bindparam("slug"), Dossier.en_regle(jour))
        .order_by(Label.sorte)
    )


def _ranger(reunies: str | None, enumeration: type[StrEnum]) -> tuple[str, ...]:
    """The values that ``_reunir`` gave, in enum order."""
    presentes = set((reunies or "").split(","))
    return tuple(m.value for m in enumeration if m.value in presentes)


def _montrer(sorte: str, etat: str, *preuve: Any) -> LabelMontre:
    if etat != EtatLabel.VERIFIE:
        return LabelMontre(sorte, EtatLabel.DECLARE.value)
    source, verifie_le, organisme, certificat, depuis, en_conversion = preuve
    return LabelMontre(
        sorte, etat, source, verifie_le, organisme, certificat, depuis, bool(en_conversion)
    )


def fiche(slug: str, jour: date) -> Fiche:
    """The farm at this address if its dossier is in order on ``jour``, else ``Introuvable``."""
    lignes = session.execute(_requete_fiche(), {"slug": slug, "jour": jour}).all()
    if not lignes:
        raise Introuvable
    *faits, familles, modes = lignes[0][:-_DU_LABEL]
    labels = tuple(_montrer(*ligne[-_DU_LABEL:]) for ligne in lignes if ligne[-_DU_LABEL])
    return Fiche(*(*faits, _ranger(familles, Famille), _ranger(modes, ModeVente), labels))


@dataclass(frozen=True, slots=True)
class PageDeFerme:
    """All that a farm's page shows. ``verdicts`` are by number of sale."""

    ferme: Fiche
    ventes: Sequence[Vente]
    verdicts: Mapping[int, Verdict]
    phrases: Mapping[int, str]
    """Each verdict in one sentence."""
    produits: Sequence[ProduitMontre]
    zones: Sequence[Zone]
    livre_ici: bool | None
    """Whether its zones hold the visitor’s place; None without zones, or without a place."""
    voisines: Sequence[Voisine]


def page_de_ferme(slug: str, instant: datetime, jour: date, lieu: Lieu | None) -> PageDeFerme:
    """The page of a farm for somebody at ``lieu``, else ``Introuvable``. Three queries; one more
    for its own delivery zones; when ``lieu`` is known, one to tell whether they hold it and two
    to judge home slots."""
    ferme = fiche(slug, jour)
    ouvertes = ventes_ouvertes(ferme.id, instant, jour, lieu_connu=lieu is not None)
    ventes = ouvertes.ventes
    verdicts = rendre_verdicts(ventes, lieu=lieu, instant=instant) if ventes else {}
    return PageDeFerme(
        ferme=ferme,
        ventes=ventes,
        verdicts=verdicts,
        phrases={n: verdict_en_une_phrase(verdict) for n, verdict in verdicts.items()},
        produits=produits_de(ferme.id, [vente.id for vente in ventes]),
        zones=zones_montrees(ferme.id) if ferme.livre else (),
        livre_ici=ferme.id in producteurs_livrant(lieu) if lieu and ferme.livre else None,
        voisines=ouvertes.voisines,
    )
