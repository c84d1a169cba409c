"""Reads of imports: the files, their rows, what they became. Scope is in each query."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import joinedload

from producteurs.models import (
    EtatImport,
    Import,
    IssueLigne,
    LigneImport,
    OrigineImport,
    Producteur,
    SourceImport,
)
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import Introuvable
from socle.pages import PAR_PAGE, Page
from territoires.models import Commune

LOT = 500
POINTS_MAXIMUM = 2000


@dataclass(frozen=True, slots=True)
class FiltreLignes:
    """What an agent asks to see of a file's rows; an empty filter shows all."""

    issue: IssueLigne | None = None
    motif: str = ""
    reparees: bool = False


def _a_la_portee(compte: Compte) -> ColumnElement[bool]:
    """Imports whose départements are all among this account's.

    The list is JSON, which the two databases take apart differently: its text, once the account's
    own codes and the punctuation are taken out, is empty.
    """
    if compte.peut(Role.ADMIN):
        return Import.id.is_not(None)
    texte: ColumnElement[str] = cast(Import.departements, String)
    for morceau in (*(f'"{code}"' for code in compte.objets(Role.CHAMBRE)), "[", "]", ",", " "):
        texte = func.replace(texte, morceau, "")
    return texte == ""


def import_pour(compte: Compte, numero: int) -> Import:
    """An import of départements where this account decides, else ``Introuvable``; one query."""
    trouve = session.scalars(
        select(Import)
        .where(Import.id == numero, _a_la_portee(compte))
        .options(joinedload(Import.source), joinedload(Import.cree_par))
    ).one_or_none()
    if trouve is None:
        raise Introuvable
    return trouve


def imports_du_compte(compte: Compte, numero: int) -> Page[Import]:
    """A page of the imports that this account may see, the newest first; two queries."""
    portee = _a_la_portee(compte)
    total = session.scalar(select(func.count()).select_from(Import).where(portee)) or 0
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        select(Import)
        .where(portee)
        .options(joinedload(Import.source), joinedload(Import.cree_par))
        .order_by(Import.id.desc())
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def sources_connues() -> Sequence[SourceImport]:
    """Every source that has sent a file, by name."""
    return session.scalars(select(SourceImport).order_by(SourceImport.nom)).all()


def source_par_cle(cle: str) -> SourceImport | None:
    return session.scalars(select(SourceImport).where(SourceImport.cle == cle)).one_or_none()


def origines_connues(source_id: int) -> Mapping[str, tuple[int, str]]:
    """By key of the source: the producteur that it names, and the hash of what it last said."""
    lignes = session.execute(
        select(OrigineImport.cle, OrigineImport.producteur_id, OrigineImport.empreinte).where(
            OrigineImport.source_id == source_id
        )
    )
    return {ligne.cle: (ligne.producteur_id, ligne.empreinte) for ligne in lignes}


def relire_import(un_import: Import) -> None:
    """The import as it stands now, which nobody else changes before this transaction ends."""
    session.flush()
    session.execute(select(Import.id).where(Import.id == un_import.id).with_for_update())
    session.refresh(un_import)


def imports_en_cours(*etats: EtatImport) -> Sequence[int]:
    """Numbers of the imports that the worker has to carry on with, the oldest first."""
    reste = or_(Import.etat != EtatImport.DEFAIT, Import.faites < Import.total)
    return session.scalars(
        select(Import.id).where(Import.etat.in_(etats), reste).order_by(Import.id)
    ).all()


def compter_issues(un_import: Import) -> Mapping[IssueLigne, int]:
    """How many rows of each issue, zeros included; one query."""
    lignes = session.execute(
        select(LigneImport.issue, func.count())
        .where(LigneImport.import_id == un_import.id)
        .group_by(LigneImport.issue)
    )
    comptes = {ligne[0]: ligne[1] for ligne in lignes}
    return {issue: comptes.get(issue, 0) for issue in IssueLigne}


def _filtrer(un_import: Import, filtre: FiltreLignes) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [LigneImport.import_id == un_import.id]
    if filtre.issue:
        conditions.append(LigneImport.issue == filtre.issue)
    if filtre.motif:
        conditions.append(cast(LigneImport.motifs, String).contains(f'"{filtre.motif}"'))
    if filtre.reparees:
        conditions.append(cast(LigneImport.reparations, String) != "{}")
    return conditions


def lignes_de(un_import: Import, filtre: FiltreLignes, numero: int) -> Page[LigneImport]:
    """A page of a file's rows, with the farm that each one looks like; two queries."""
    conditions = _filtrer(un_import, filtre)
    total = session.scalar(select(func.count()).select_from(LigneImport).where(*conditions)) or 0
    numero = min(max(1, numero), max(1, -(-total // PAR_PAGE)))
    elements = session.scalars(
        select(LigneImport)
        .where(*conditions)
        .options(joinedload(LigneImport.producteur).joinedload(Producteur.commune))
        .order_by(LigneImport.numero)
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return Page(elements, total, numero, PAR_PAGE)


def ligne_de(un_import: Import, numero: int) -> LigneImport:
    """One row of a file, held until the end of the transaction, or ``Introuvable``."""
    ligne = session.scalars(
        select(LigneImport)
        .where(LigneImport.import_id == un_import.id, LigneImport.numero == numero)
        .with_for_update()
    ).one_or_none()
    if ligne is None:
        raise Introuvable
    return ligne


def compter_motifs(un_import: Import) -> Mapping[str, int]:
    """How many rows bear each reason, the most frequent first. Read by lots."""
    comptes: dict[str, int] = {}
    requete = select(LigneImport.motifs).where(LigneImport.import_id == un_import.id)
    for motifs in session.scalars(requete, execution_options={"yield_per": LOT}):
        for motif in motifs:
            comptes[motif] = comptes.get(motif, 0) + 1
    return dict(sorted(comptes.items(), key=lambda paire: (-paire[1], paire[0])))


@dataclass(frozen=True, slots=True)
class PointDeLigne:
    """Where a row would put a farm."""

    numero: int
    nom: str
    issue: str
    lat: float
    lon: float


def points_des_lignes(un_import: Import, filtre: FiltreLignes) -> Sequence[PointDeLigne]:
    """The places of a file's rows, 2,000 at most; one query. A refused row has none that holds."""
    lignes = session.execute(
        select(
            LigneImport.numero, LigneImport.nom, LigneImport.issue, LigneImport.lat, LigneImport.lon
        )
        .where(
            *_filtrer(un_import, filtre),
            LigneImport.issue != IssueLigne.REFUSE,
            LigneImport.lat.between(-90, 90),
            LigneImport.lon.between(-180, 180),
        )
        .order_by(LigneImport.numero)
        .limit(POINTS_MAXIMUM)
    )
    return [
        PointDeLigne(n, nom, issue.value, lat or 0.0, lon or 0.0)
        for n, nom, issue, lat, lon in lignes
    ]


def lignes_en_lots(un_import: Import, *conditions: ColumnElement[bool]) -> Iterator[LigneImport]:
    """Every row in the order of the file, read a few hundreds at a time."""
    requete = (
        select(LigneImport)
        .where(LigneImport.import_id == un_import.id, *conditions)
        .order_by(LigneImport.numero)
    )
    yield from session.scalars(requete, execution_options={"yield_per": LOT})


def departements_des_communes(codes: Collection[str]) -> Mapping[str, str]:
    """The département of each of these communes; unknown ones are left out."""
    lignes = session.execute(
        select(Commune.code_insee, Commune.departement).where(Commune.code_insee.in_(codes))
    )
    return {ligne.code_insee: ligne.departement for ligne in lignes}


def exemples_de(un_import: Import, nombre: int) -> Mapping[str, Sequence[str]]:
    """What the first rows say in each column; one query."""
    lignes = session.scalars(
        select(LigneImport.brut)
        .where(LigneImport.import_id == un_import.id)
        .order_by(LigneImport.numero)
        .limit(LOT)
    ).all()
    exemples: dict[str, list[str]] = {}
    for brut in lignes:
        for colonne, valeur in brut.items():
            vus = exemples.setdefault(colonne, [])
            if valeur.strip() and valeur not in vus and len(vus) < nombre:
                vus.append(valeur)
    return exemples
