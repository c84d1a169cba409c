"""Reads: platforms by their address, communes by what people type or by position."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.util import identity_key

from socle.comptes.models import Compte, Role
from socle.db import ecriture, session
from territoires.errors import CommuneInconnue, PlateformeInconnue
from territoires.lecture import Ecrit, lire
from territoires.models import (
    CodePostal,
    Commune,
    Departement,
    Perimetre,
    Plateforme,
    cadre,
    distance_km,
)

MEMOIRE_S = 30.0
POPULEUSES = (Commune.population.desc(), Commune.code_insee)
RAYONS_KM = (12.0, 60.0)  # nearly every point of France has a commune's centre within the first


class _Memoire:
    """Platforms read by this process, because every page needs one and they change once a year.

    Rows are kept detached and each request gets its own copy, so nothing is shared between
    sessions. ``services`` forgets them here on a change; other processes see it within
    ``MEMOIRE_S``. A new database (each test has its own) starts empty.
    """

    def __init__(self) -> None:
        self.base: object = None
        self.par_slug: dict[str, tuple[float, Plateforme]] = {}


_memoire = _Memoire()


def oublier_plateformes() -> None:
    """Read platforms again from the database: to be called when one has changed."""
    _memoire.par_slug.clear()


def _lire_plateforme(slug: str) -> Plateforme | None:
    # In a session of its own, which ends at once: the request's own transaction has not begun
    # when a page goes on to wait for another service.
    jeton = ecriture.set(False)
    try:
        with Session(session.get_bind(), join_transaction_mode="create_savepoint") as courte:
            return courte.scalars(select(Plateforme).where(Plateforme.slug == slug)).one_or_none()
    finally:
        ecriture.reset(jeton)


def plateforme(slug: str) -> Plateforme:
    """The platform at this address, with its perimeter; else ``PlateformeInconnue``."""
    if _memoire.base is not session.get_bind():
        oublier_plateformes()
        _memoire.base = session.get_bind()
    perime_a, lue = _memoire.par_slug.get(slug, (0.0, None))
    if lue is None or perime_a < time.monotonic():
        lue = _lire_plateforme(slug)
        if lue is None:
            return _pas_encore_enregistree(slug)
        _memoire.par_slug[slug] = (time.monotonic() + MEMOIRE_S, lue)
    # What this session already holds may have been changed by it: that comes first.
    tenue = session.identity_map.get(identity_key(Plateforme, lue.id))
    return tenue or session.merge(lue, load=False)


def _pas_encore_enregistree(slug: str) -> Plateforme:
    """The platform that this very transaction is making."""
    trouvee = plateforme_a_modifier(slug)
    if trouvee is None:
        raise PlateformeInconnue(slug=slug)
    return trouvee


def plateforme_a_modifier(slug: str) -> Plateforme | None:
    """The platform at this address as the database holds it now, for a change; None if new."""
    return session.scalars(select(Plateforme).where(Plateforme.slug == slug)).one_or_none()


def plateformes() -> Sequence[Plateforme]:
    """Every platform, in the order of names."""
    return session.scalars(select(Plateforme).order_by(Plateforme.nom)).all()


def plateformes_du_compte(compte: Compte) -> Sequence[Plateforme]:
    """The platforms that this account runs, by name; all of them for an admin."""
    requete = select(Plateforme).order_by(Plateforme.nom)
    if not compte.peut(Role.ADMIN):
        requete = requete.where(Plateforme.slug.in_(compte.objets(Role.PLATEFORME)))
    return session.scalars(requete).all()


def plateformes_couvrant(departement: str) -> Sequence[Plateforme]:
    """The platforms whose perimeter holds ``departement``, the smallest first."""
    requete = (
        select(Plateforme).join(Plateforme.perimetre).where(Perimetre.departement == departement)
    )
    return sorted(session.scalars(requete).unique(), key=lambda p: (len(p.departements), p.nom))


def commune(code: str) -> Commune:
    """The commune of this INSEE code; ``CommuneInconnue`` when there is none."""
    trouvee = session.get(Commune, code)
    if trouvee is None:
        raise CommuneInconnue(code=code)
    return trouvee


def _communes(*conditions: ColumnElement[bool]) -> Select[Commune]:
    """Communes with their postcodes, the most populous first."""
    return (
        select(Commune)
        .where(*conditions)
        .order_by(*POPULEUSES)
        .options(selectinload(Commune.codes))
    )


def communes(codes: Iterable[str]) -> Sequence[Commune]:
    """The communes of these INSEE codes, in their order; unknown codes are left out."""
    codes = list(codes)
    trouvees = session.scalars(_communes(Commune.code_insee.in_(codes)))
    return sorted(trouvees, key=lambda c: codes.index(c.code_insee))


def _au_code_postal(debut: str) -> ColumnElement[bool]:
    """Served by a postcode that begins with these figures (five of them: by this one)."""
    codes = select(CodePostal.commune_code).where(
        CodePostal.code.between(debut.ljust(5, "0"), debut.ljust(5, "9"))
    )
    return Commune.code_insee.in_(codes)


def _au_nom(debut: str) -> ColumnElement[bool]:
    """Whose name begins so: a range of the index (letters, figures and spaces sort before ~)."""
    return and_(Commune.recherche >= debut, Commune.recherche < debut + "~")


def communes_ecrites(ecrit: Ecrit) -> Sequence[Commune]:
    """The communes of France that a text names exactly, by postcode, name or both."""
    conditions: list[ColumnElement[bool]] = []
    if ecrit.code_postal:
        conditions.append(_au_code_postal(ecrit.code_postal))
    if ecrit.nom:
        conditions.append(Commune.recherche == ecrit.nom)
    if ecrit.departement:
        conditions.append(Commune.departement == ecrit.departement)
    return session.scalars(_communes(*conditions)).all() if ecrit.nom or ecrit.code_postal else []


def communes_nommees(noms: Iterable[str], departements: Sequence[str] = ()) -> Sequence[Commune]:
    """The communes that bear one of these searchable names, in these départements if any."""
    conditions: list[ColumnElement[bool]] = [Commune.recherche.in_(noms)]
    if departements:
        conditions.append(Commune.departement.in_(departements))
    return session.scalars(_communes(*conditions)).all()


def communes_commencant(noms: Iterable[str], departements: Sequence[str]) -> Sequence[Commune]:
    """The communes of these départements whose name goes on after one of ``noms``: « boen »."""
    debuts = or_(*(_au_nom(f"{nom} ") for nom in noms))
    return session.scalars(_communes(debuts, Commune.departement.in_(departements))).all()


def communes_du_code_postal(code_postal: str) -> Sequence[Commune]:
    """The communes that this postcode serves, the most populous first."""
    return session.scalars(_communes(_au_code_postal(code_postal))).all()


def chercher_communes(
    q: str, *, limite: int = 10, departements: Sequence[str] = ()
) -> Sequence[Commune]:
    """Communes for the beginning of a name or postcode, the most populous first.

    Accents, case, hyphens and « st » do not count. A commune whose whole name was typed is always
    among them; where few names begin so, those that hold the text elsewhere come after.
    """
    ecrit = lire(q)
    conditions: list[ColumnElement[bool]] = []
    if departements:
        conditions.append(Commune.departement.in_(departements))
    if ecrit.departement:
        conditions.append(Commune.departement == ecrit.departement)
    code_postal, nom = ecrit.code_postal, ecrit.nom
    if nom.isdigit():
        code_postal, nom = nom, ""
    if code_postal:
        conditions.append(_au_code_postal(code_postal[:5]))
    if not (code_postal or nom):
        return []
    commencent = [_au_nom(nom)] if nom else []
    debut = list(session.scalars(_communes(*conditions, *commencent).limit(limite)))
    if len(debut) == limite and nom and all(c.recherche != nom for c in debut):
        entieres = _communes(*conditions, Commune.recherche == nom).limit(1)
        debut = [*debut[: limite - 1], *(session.scalars(entieres).all() or debut[limite - 1 :])]
    if len(debut) == limite or len(nom) < 3:
        return debut
    ailleurs = _communes(*conditions, Commune.recherche.contains(nom), ~_au_nom(nom))
    return [*debut, *session.scalars(ailleurs.limit(limite - len(debut)))]


def noms_des_communes(departements: Sequence[str]) -> dict[str, str]:
    """Searchable name by INSEE code, for comparing with a misspelt one."""
    lignes = session.execute(
        select(Commune.code_insee, Commune.recherche).where(Commune.departement.in_(departements))
    )
    return {ligne.code_insee: ligne.recherche for ligne in lignes}


def communes_proches(lat: float, lon: float) -> Sequence[tuple[float, Commune]]:
    """(distance in km, commune) for the centres around a point, the nearest first.

    Those within 12 km; within 60 km where there are none; nothing at sea or abroad.
    """
    for rayon in RAYONS_KM:
        bas, gauche, haut, droite = cadre(lat, lon, rayon)
        trouvees = session.scalars(
            _communes(Commune.lat.between(bas, haut), Commune.lon.between(gauche, droite))
        ).all()
        if trouvees:
            paires = [(distance_km(lat, lon, c.lat or 0, c.lon or 0), c) for c in trouvees]
            return sorted(paires, key=lambda p: p[0])
    return []


def commune_la_plus_proche(lat: float, lon: float) -> Commune | None:
    """The commune whose centre is nearest, within 60 km; None at sea or abroad."""
    proches = communes_proches(lat, lon)
    return proches[0][1] if proches else None


def code_insee_le_plus_proche(lat: float, lon: float) -> str | None:
    """The same, when its code is enough: one light query, two far from everything."""
    k = math.cos(math.radians(lat)) ** 2  # a degree of longitude is shorter than one of latitude
    ecart = (Commune.lat - lat) * (Commune.lat - lat) + (Commune.lon - lon) * (
        Commune.lon - lon
    ) * k
    for rayon in RAYONS_KM:
        bas, gauche, haut, droite = cadre(lat, lon, rayon)
        trouve = session.scalar(
            select(Commune.code_insee)
            .where(Commune.lat.between(bas, haut), Commune.lon.between(gauche, droite))
            .order_by(ecart)
            .limit(1)
        )
        if trouve:
            return trouve
    return None


def centre(de: Commune) -> tuple[float, float] | None:
    """(lat, lon) of the commune, or the middle of its EPCI where it has no position of its own."""
    if de.lat is not None and de.lon is not None:
        return de.lat, de.lon
    lat, lon = session.execute(
        select(func.avg(Commune.lat), func.avg(Commune.lon)).where(Commune.epci == de.epci)
    ).one()
    return (lat, lon) if de.epci and lat is not None else None


def toutes_les_communes() -> Sequence[Any]:
    """Every commune as a light row, for programs that place thousands of addresses: ``code_insee,
    nom, recherche, departement, population, epci, lat, lon``; one query."""
    return session.execute(
        select(
            Commune.code_insee,
            Commune.nom,
            Commune.recherche,
            Commune.departement,
            Commune.population,
            Commune.epci,
            Commune.lat,
            Commune.lon,
        )
    ).all()


def tous_les_codes_postaux() -> Sequence[Any]:
    """Every (postcode, INSEE code) pair: ``code, commune_code``; one query."""
    return session.execute(select(CodePostal.code, CodePostal.commune_code)).all()


def codes_des_departements() -> Sequence[str]:
    """The code of each département, in order; one query."""
    return session.scalars(select(Departement.code).order_by(Departement.code)).all()
