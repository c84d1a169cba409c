"""Pairs of entries that look alike, and merges. The scope of an agent is in each query.

A pair is an agent's when one of the two is in his départements; he merges when both are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatRapprochement,
    Fusion,
    Producteur,
    Rapprochement,
)
from producteurs.rapprochement import Empreinte, prendre_empreinte
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page
from territoires.models import Commune, cadre

Premier = aliased(Producteur, name="premier")
Second = aliased(Producteur, name="second")


def empreintes_du_registre(
    departements: Collection[str] | None = None,
    *,
    fusionnees: bool = False,
    parmi: ColumnElement[bool] | None = None,
) -> Iterator[Empreinte]:
    """What is compared of each entry (all départements when None), under its number; one query.

    Refused and closed ones count. With ``fusionnees``, what was merged is there too, under the
    number of the entry that it was merged into.
    """
    requete = (
        select(
            Producteur.id,
            Producteur.nom,
            Producteur.siret,
            Producteur.lat,
            Producteur.lon,
            Producteur.precision,
            Producteur.telephone,
            Producteur.courriel,
            Producteur.site,
            Producteur.commune_code,
            Producteur.fusionne_dans_id,
            Commune.nom.label("commune"),
            Commune.population,
        )
        .join(Producteur.commune)
        .order_by(Producteur.id)
        .execution_options(yield_per=2000)
    )
    if departements is not None:
        requete = requete.where(Producteur.departement.in_(departements))
    if parmi is not None:
        requete = requete.where(parmi)
    if not fusionnees:
        requete = requete.where(Producteur.fusionne_dans_id.is_(None))
    gardees = _gardees() if fusionnees else {}
    for ligne in session.execute(requete):
        lue = dict(ligne._mapping)
        numero = lue.pop("id")
        lue.pop("fusionne_dans_id")
        yield prendre_empreinte(gardees.get(numero, numero), **lue)


def _gardees() -> Mapping[int, int]:
    """The entry that is left of each merged one, when merges follow each other."""
    lignes = session.execute(
        select(Producteur.id, Producteur.fusionne_dans_id).where(
            Producteur.fusionne_dans_id.is_not(None)
        )
    )
    vers: dict[int, int] = {ligne[0]: ligne[1] for ligne in lignes if ligne[1]}

    def bout(numero: int) -> int:
        while numero in vers:
            numero = vers[numero]
        return numero

    return {numero: bout(numero) for numero in vers}


def communes_comparables(departements: Collection[str]) -> Mapping[str, tuple[str, int]]:
    """(name, population) of the communes of these départements, by INSEE code."""
    lignes = session.execute(
        select(Commune.code_insee, Commune.nom, Commune.population).where(
            Commune.departement.in_(departements)
        )
    )
    return {code: (nom, population) for code, nom, population in lignes}


def signe_de(premier: Empreinte, second: Empreinte) -> str:
    """What both say of name, SIRET and place, in a few signs."""
    dits = [
        f"{' '.join(e.mots)}|{e.siret}|{e.lat or 0:.4f}|{e.lon or 0:.4f}" for e in (premier, second)
    ]
    return hashlib.sha256("\n".join(dits).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class PaireConnue:
    """What is known of a pair, to tell whether it has anything new."""

    etat: EtatRapprochement
    signe: str
    motifs: tuple[str, ...]
    score: float


def paires_connues() -> Mapping[tuple[int, int], PaireConnue]:
    """Every pair that was ever proposed, by its two numbers; one query."""
    lignes = session.execute(
        select(
            Rapprochement.premier_id,
            Rapprochement.second_id,
            Rapprochement.etat,
            Rapprochement.signe,
            Rapprochement.motifs,
            Rapprochement.score,
        )
    )
    return {
        (premier, second): PaireConnue(etat, signe, tuple(motifs), score)
        for premier, second, etat, signe, motifs, score in lignes
    }


def numeros_radies() -> frozenset[int]:
    """The entries whose file is closed."""
    return frozenset(
        session.scalars(select(Dossier.producteur_id).where(Dossier.etat == EtatDossier.RADIE))
    )


def rapprochement_sous_verrou(premier: int, second: int) -> Rapprochement | None:
    """The pair as it stands now; nobody else decides of it before this transaction ends."""
    return session.scalar(
        select(Rapprochement)
        .where(Rapprochement.premier_id == premier, Rapprochement.second_id == second)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _possibles(departements: Sequence[str]) -> Select[Any]:
    return (
        select(Rapprochement)
        .join(Premier, Rapprochement.premier)
        .join(Second, Rapprochement.second)
        .where(
            Rapprochement.etat == EtatRapprochement.POSSIBLE,
            or_(Premier.departement.in_(departements), Second.departement.in_(departements)),
        )
    )


def _avec_les_fiches(requete: Select[Any]) -> Select[Any]:
    """With what the page says of both: two queries more for each list they hold."""
    for cote, fiche in ((Rapprochement.premier, Premier), (Rapprochement.second, Second)):
        lue = contains_eager(cote.of_type(fiche))
        requete = requete.options(
            lue.joinedload(fiche.commune),
            lue.joinedload(fiche.dossier),
            lue.selectinload(fiche.familles_liees),
            lue.selectinload(fiche.modes_lies),
            lue.selectinload(fiche.labels),
        )
    return requete


def compter_doublons(departements: Sequence[str]) -> int:
    """How many pairs wait for an agent of these départements; one query."""
    requete = _possibles(departements).with_only_columns(func.count())
    return session.scalar(requete) or 0


def doublons(departements: Sequence[str], numero: int) -> Page[Rapprochement]:
    """A page of pairs, the most alike first."""
    total = compter_doublons(departements)
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        _avec_les_fiches(_possibles(departements))
        .order_by(Rapprochement.score.desc(), Rapprochement.premier_id, Rapprochement.second_id)
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def rapprochement_de(departements: Sequence[str], premier: int, second: int) -> Rapprochement:
    """A pair that waits, if one of the two is in these départements; else ``Introuvable``."""
    requete = _possibles(departements).where(
        Rapprochement.premier_id == premier, Rapprochement.second_id == second
    )
    trouve: Rapprochement | None = session.scalars(_avec_les_fiches(requete)).one_or_none()
    if trouve is None:
        raise Introuvable
    return trouve


def fusionnable(rapprochement: Rapprochement, departements: Sequence[str]) -> bool:
    """Whether whoever acts in these départements may merge the two."""
    return {rapprochement.premier.departement, rapprochement.second.departement} <= set(
        departements
    )


def _fusions(departements: Sequence[str]) -> Select[Any]:
    return (
        select(Fusion)
        .join(Premier, Fusion.garde)
        .join(Second, Fusion.absorbe)
        .where(and_(Premier.departement.in_(departements), Second.departement.in_(departements)))
        .options(
            contains_eager(Fusion.garde.of_type(Premier)),
            contains_eager(Fusion.absorbe.of_type(Second)),
            joinedload(Fusion.par),
        )
    )


def fusions(departements: Sequence[str], numero: int) -> Page[Fusion]:
    """A page of the merges of these départements, the latest first; two queries."""
    requete = _fusions(departements)
    total = session.scalar(select(func.count()).select_from(requete.subquery())) or 0
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        requete.order_by(Fusion.id.desc()).limit(PAR_PAGE).offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def fusion_de(departements: Sequence[str], numero: int) -> Fusion:
    """A merge, if both entries are in these départements; else ``Introuvable``."""
    trouvee: Fusion | None = session.scalars(
        _fusions(departements).where(Fusion.id == numero)
    ).one_or_none()
    if trouvee is None:
        raise Introuvable
    return trouvee


def publics_autour(lat: float, lon: float, rayon_km: float, jour: date) -> Sequence[Producteur]:
    """The farms that the public may read within a square around a point; two queries."""
    bas, gauche, haut, droite = cadre(lat, lon, rayon_km)
    return session.scalars(
        select(Producteur)
        .join(Producteur.dossier)
        .where(
            Dossier.en_regle(jour),
            Producteur.lat.between(bas, haut),
            Producteur.lon.between(gauche, droite),
        )
        .options(joinedload(Producteur.commune), selectinload(Producteur.familles_liees))
        .order_by(Producteur.id)
    ).all()


def adresse_gardee(slug: str, jour: date) -> str:
    """The address of the entry into which the one at ``slug`` was merged, at the end of the
    chain, if the public reads it; else ``Introuvable``."""
    suivant = session.scalar(select(Producteur.fusionne_dans_id).where(Producteur.slug == slug))
    while suivant is not None:
        garde = session.get_one(Producteur, suivant, options=[joinedload(Producteur.dossier)])
        if garde.fusionne_dans_id is None and garde.dossier.en_regle(jour):
            return garde.slug
        suivant = garde.fusionne_dans_id
    raise Introuvable
