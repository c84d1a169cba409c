"""Whether two records are one farm, and by what one sees it."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

from producteurs.rapprochement.empreinte import Empreinte
from producteurs.rapprochement.noms import Noms, Poids, comparer_noms
from territoires.models import distance_km

RAYON_KM = 3.0
"""How far apart one farm may be written, in the country (a gate, a hamlet, a field)."""
RAYON_EN_VILLE_KM = 0.3
POPULATION_RURALE = 2000
RAYON_VAGUE_KM = 8.0
SANS_RIEN_DE_RARE_KM = 0.1

SIRET = "siret"
NOM_ET_LIEU = "nom_et_lieu"
NOM_ET_COMMUNE = "nom_et_commune"
NOM_ET_TELEPHONE = "nom_et_telephone"
NOM_ET_COURRIEL = "nom_et_courriel"
NOM_ET_SITE = "nom_et_site"
_ORDRE = (NOM_ET_TELEPHONE, NOM_ET_COURRIEL, NOM_ET_SITE)


@dataclass(frozen=True, slots=True)
class Ressemblance:
    """``cle`` is the other record's; ``score`` is from 0 to 1; ``motifs`` codes of what is shared.

    ``certaine`` when the SIRET says so; everything else is for somebody to look at.
    """

    cle: Hashable
    score: float
    motifs: tuple[str, ...]

    @property
    def certaine(self) -> bool:
        return SIRET in self.motifs


def comparer(a: Empreinte, b: Empreinte, poids: Poids | None = None) -> Ressemblance | None:
    """What ``b`` has in common with ``a``, None when nothing says that they are one farm.

    Two establishments of one SIREN are two farms, whatever their names. Two SIRETs of two SIREN
    may be one farm that changed its legal form, if its name and its phone or e-mail say so.
    """
    if a.siret and a.siret == b.siret:
        return Ressemblance(b.cle, 1.0, (SIRET,))
    if a.siret and b.siret and a.siren == b.siren:
        return None
    noms = comparer_noms(a.mots, b.mots, poids or Poids())
    motifs = _joints(a, b, noms)
    score = min(0.98, 0.7 + 0.3 * noms.score) if motifs else 0.0
    if a.siret and b.siret:
        return Ressemblance(b.cle, score, motifs) if motifs and noms.score >= 0.9 else None
    lieu = _place(a, b, noms)
    if lieu is not None:
        motif, force = lieu
        motifs = (motif, *motifs)
        score = max(score, force) if score == 0.0 else min(0.99, max(score, force) + 0.01)
    return Ressemblance(b.cle, round(score, 3), motifs) if motifs else None


def _joints(a: Empreinte, b: Empreinte, noms: Noms) -> tuple[str, ...]:
    """Reached by the same phone, e-mail or site, under names that are not two names."""
    seuil = 0.5 if noms.distinctif >= 0.3 else 0.9
    if noms.score < seuil:
        return ()
    partages = (
        not set(a.telephones).isdisjoint(b.telephones),
        not set(a.courriels).isdisjoint(b.courriels),
        bool(a.site) and a.site == b.site,
    )
    return tuple(motif for motif, partage in zip(_ORDRE, partages, strict=True) if partage)


def rayon_km(population: int) -> float:
    """How far apart one farm may be written in a commune of so many people: less in towns."""
    if population <= POPULATION_RURALE:
        return RAYON_KM
    return max(RAYON_EN_VILLE_KM, RAYON_KM * math.sqrt(POPULATION_RURALE / population))


def _place(a: Empreinte, b: Empreinte, noms: Noms) -> tuple[str, float] | None:
    """(motif, score) when the names are alike enough for how near they are."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return _commune(a, b, noms)
    ecart = distance_km(a.lat, a.lon, b.lat, b.lon)
    vague = a.vague or b.vague
    if noms.distinctif < 0.3:
        pres = ecart <= SANS_RIEN_DE_RARE_KM and not vague
        return (NOM_ET_LIEU, 0.7) if pres and noms.score >= 0.95 else None
    rayon = rayon_km(max(a.population, b.population)) * min(1.0, noms.distinctif / 0.7)
    if ecart <= rayon and not vague:
        seuil = 0.62 + 0.23 * ecart / rayon
        return (
            (NOM_ET_LIEU, noms.score * (1 - 0.2 * ecart / rayon)) if noms.score >= seuil else None
        )
    if vague and _meme_coin(a, b, ecart, noms):
        return NOM_ET_COMMUNE, noms.score * 0.85
    return None


def _meme_coin(a: Empreinte, b: Empreinte, ecart: float, noms: Noms) -> bool:
    """A position that stands for a whole commune: the name alone must tell the farm."""
    ville = max(a.population, b.population) > 5 * POPULATION_RURALE
    limite = RAYON_VAGUE_KM / 2 if ville else RAYON_VAGUE_KM
    rare = 1.0 if ville else 0.7
    return ecart <= limite and noms.score >= 0.85 and noms.distinctif >= rare


def _commune(a: Empreinte, b: Empreinte, noms: Noms) -> tuple[str, float] | None:
    """Without two positions, the same commune, or one that another took in."""
    if noms.score < 0.85 or noms.distinctif < 0.7 or not meme_commune(a, b):
        return None
    if max(a.population, b.population) > 5 * POPULATION_RURALE and noms.distinctif < 1.0:
        return None
    return NOM_ET_COMMUNE, noms.score * 0.8


def meme_commune(a: Empreinte, b: Empreinte) -> bool:
    """One commune, or the name of one within the other's: communes that merge put both names
    together, and the farms' addresses go on saying either."""
    if a.commune_code and a.commune_code == b.commune_code:
        return True
    if a.code_postal and b.code_postal and a.code_postal != b.code_postal:
        return False
    mots_a, mots_b = set(a.commune.split()), set(b.commune.split())
    return bool(mots_a and mots_b and (mots_a <= mots_b or mots_b <= mots_a))
