"""Reads: platforms by their address, communes by what people type or by position."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from socle.db import session
from socle.typographie import sans_accents
from territoires.errors import CommuneInconnue, PlateformeInconnue
from territoires.models import CodePostal, Commune, Perimetre, Plateforme, cadre, distance_km


def plateformes() -> Sequence[Plateforme]:
    """Every platform, in the order of names."""
    return session.scalars(select(Plateforme).order_by(Plateforme.nom)).all()


def plateforme(slug: str) -> Plateforme:
    """The platform at this address, with its perimeter; else ``PlateformeInconnue``."""
    trouvee = session.scalars(select(Plateforme).where(Plateforme.slug == slug)).one_or_none()
    if trouvee is None:
        raise PlateformeInconnue(slug=slug)
    return trouvee


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


def chercher_communes(
    q: str, *, limite: int = 10, departements: Sequence[str] = ()
) -> Sequence[Commune]:
    """Communes by postcode prefix, else by name prefix; the most populous first."""
    texte = sans_accents(q)
    requete = select(Commune).order_by(Commune.population.desc()).limit(limite)
    if texte.isdigit():
        codes = select(CodePostal.commune_code).where(
            CodePostal.code.between(texte.ljust(5, "0"), texte.ljust(5, "9"))
        )
        requete = requete.where(Commune.code_insee.in_(codes))
    else:
        requete = requete.where(Commune.recherche >= texte, Commune.recherche < texte + "~")
    if departements:
        requete = requete.where(Commune.departement.in_(departements))
    return session.scalars(requete).all() if texte else []


def commune_la_plus_proche(lat: float, lon: float) -> Commune | None:
    """The commune whose centre is nearest, within 60 km; None at sea or abroad."""
    bas, gauche, haut, droite = cadre(lat, lon, 60)
    proches = session.scalars(
        select(Commune).where(Commune.lat.between(bas, haut), Commune.lon.between(gauche, droite))
    ).all()
    return min(proches, key=lambda c: distance_km(lat, lon, c.lat or 0, c.lon or 0), default=None)
