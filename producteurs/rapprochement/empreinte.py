"""What of a record tells that it is the same farm as another, in forms that compare."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from stdnum.fr import siret as stdnum_siret

from producteurs.models import PrecisionPosition
from producteurs.rapprochement.mots import FORMES, LIENS, lemme
from territoires.lecture import nom_cherchable

_SIGLE = re.compile(r"\b[A-Za-z](?:[. ]{1,2}[A-Za-z]){1,5}\b\.?")
_TELEPHONE = re.compile(r"(?:\+33|\b0033|\b0)[\s.()0-]{0,4}([1-9](?:[\s.\-/]{0,2}\d{2}){4})(?!\d)")
_TELEPHONE_AILLEURS = re.compile(r"\+(?!33)(\d(?:[\s.\-]?\d){7,13})")
_COURRIEL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HOTES_PARTAGES = (
    "bienvenue-a-la-ferme.com",
    "facebook.com",
    "google.com",
    "instagram.com",
    "linktr.ee",
    "leboncoin.fr",
    "jours-de-marche.fr",
    "locavor.fr",
    "laruchequiditoui.fr",
    "lacharrette.org",
    "amap-aura.org",
    "business.site",
)
VAGUES = frozenset({PrecisionPosition.COMMUNE, PrecisionPosition.LIEU_DIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Empreinte:
    """A record as it is compared. ``cle`` is the caller's own key for it.

    ``siret`` and ``siren`` are empty unless the number is a real one; ``population`` is that of
    the commune, 0 when unknown; positions are WGS 84 degrees, None when nobody knows.
    """

    cle: Hashable
    mots: tuple[str, ...] = ()
    siret: str = ""
    siren: str = ""
    lat: float | None = None
    lon: float | None = None
    vague: bool = False
    """Whether the position stands for a hamlet or a commune, not for the farm's gate."""
    commune_code: str = ""
    commune: str = ""
    code_postal: str = ""
    population: int = 0
    telephones: tuple[str, ...] = ()
    courriels: tuple[str, ...] = ()
    site: str = ""


def prendre_empreinte(
    cle: Hashable,
    *,
    nom: str,
    siret: str = "",
    lat: float | None = None,
    lon: float | None = None,
    precision: PrecisionPosition | None = None,
    commune_code: str = "",
    commune: str = "",
    code_postal: str = "",
    population: int = 0,
    telephone: str = "",
    courriel: str = "",
    site: str = "",
) -> Empreinte:
    """The fingerprint of a record as people wrote it; what cannot be read is left out."""
    chiffres = lire_chiffres(siret)
    return Empreinte(
        cle=cle,
        mots=mots_du_nom(nom),
        siret=chiffres if len(chiffres) == 14 else "",
        siren=chiffres[:9],
        lat=lat if lon is not None else None,
        lon=lon if lat is not None else None,
        vague=precision in VAGUES,
        commune_code=commune_code,
        commune=nom_cherchable(commune),
        code_postal=code_postal.strip(),
        population=population,
        telephones=lire_telephones(telephone),
        courriels=_uniques(c.lower() for c in _COURRIEL.findall(courriel)),
        site=lire_site(site),
    )


def lire_chiffres(siret: str) -> str:
    """The 14 figures of a SIRET or the 9 of a SIREN; nothing for any other number."""
    chiffres = "".join(c for c in siret if c in "0123456789")
    if len(chiffres) == 9:
        return chiffres
    return chiffres if stdnum_siret.is_valid(chiffres) else ""


@lru_cache(maxsize=4096)
def mots_du_nom(nom: str) -> tuple[str, ...]:
    """The words that name a farm, each once, without legal forms, civilities nor articles."""
    plat = nom_cherchable(_SIGLE.sub(_recoller, nom))
    mots = (lemme(mot) for mot in plat.split() if mot not in LIENS and mot not in FORMES)
    return _uniques(mot for mot in mots if mot not in FORMES)


def _recoller(sigle: re.Match[str]) -> str:
    """« G.A.E.C. » is a legal form; « J.P. » are initials and stay as they are."""
    colle = "".join(c for c in sigle[0] if c.isalpha())
    return f"{colle} " if colle.lower() in FORMES else sigle[0]


def lire_telephones(texte: str) -> tuple[str, ...]:
    """Every phone number of a text, even in prose, as figures after the country's code."""
    francais = ("".join(c for c in n if c.isdigit()) for n in _TELEPHONE.findall(texte))
    ailleurs = ("".join(c for c in n if c.isdigit()) for n in _TELEPHONE_AILLEURS.findall(texte))
    return _uniques([*francais, *ailleurs])


def lire_site(texte: str) -> str:
    """The host of a farm's own site; with the page where one host serves many farms."""
    texte = texte.strip().lower()
    if not texte:
        return ""
    try:
        lue = urlsplit(texte if "://" in texte else f"//{texte}")
        hote = (lue.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if "." not in hote:
        return ""
    if not any(hote == partage or hote.endswith(f".{partage}") for partage in HOTES_PARTAGES):
        return hote
    page = f"{lue.path.strip('/')}?{lue.query}".strip("?")
    return f"{hote}/{page}" if page else ""


def _uniques(mots: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mots))
