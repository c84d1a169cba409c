"""Adapter of the Agence Bio's open register (https://opendata.agencebio.org).

The only module that speaks to it. An operator is certified if and only if one of its certificates
is « ENGAGEE »; one whose productions are all in conversion (C1 to C3) is, and says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from producteurs.registres.fautes import RegistreInjoignable
from socle.exterieur import REPOS_S, ServiceExterieur

CHEMIN = "api/gouv/operateurs/"
PAR_PAGE = 1000
PAUSE_S = 0.5  # between two pages, as the service asks
EN_CONVERSION = frozenset({"C1", "C2", "C3"})
ENGAGEE = "ENGAGEE"


@dataclass(frozen=True, slots=True)
class CertificatBio:
    """One certificate; ``adresse`` is its web address, empty when there is none."""

    organisme: str
    etat: str
    adresse: str
    depuis: date | None


@dataclass(frozen=True, slots=True)
class OperateurBio:
    """What the register says of a SIRET."""

    siret: str
    nom: str
    certificats: Sequence[CertificatBio]
    productions: Sequence[str]
    """The states of its productions: AB, C1, C2, C3, CS, CNS."""

    @property
    def engage(self) -> CertificatBio | None:
        """The certificate that counts, the latest; None: not certified."""
        engages = [c for c in self.certificats if c.etat == ENGAGEE]
        return max(engages, key=lambda c: c.depuis or date.min, default=None)

    @property
    def en_conversion(self) -> bool:
        """Whether nothing of it is organic yet."""
        return bool(self.productions) and EN_CONVERSION.issuperset(self.productions)


class AgenceBio:
    """The service at ``url`` (``https://opendata.agencebio.org``), for one process."""

    def __init__(self, url: str, *, repos_s: float = REPOS_S, pause_s: float = PAUSE_S) -> None:
        self._service = ServiceExterieur(url, faute=RegistreInjoignable, repos_s=repos_s)
        self._pause_s = pause_s

    @property
    def se_repose(self) -> bool:
        return self._service.se_repose

    def operateur(self, siret: str) -> OperateurBio | None:
        """What it says of this SIRET; None when it does not know it."""
        return self._service.lire(CHEMIN, lambda lu: _operateur(siret, lu), siret=siret)

    def operateurs(
        self, departement: str, *, par_page: int = PAR_PAGE
    ) -> Iterator[Mapping[str, Any]]:
        """Each operator of a département as the service writes it, page after page."""
        debut = 0
        while True:
            total, elements = self._service.lire(
                CHEMIN, _page, departements=departement, nb=par_page, debut=debut
            )
            yield from elements
            debut += len(elements)
            if not elements or debut >= total:
                return
            time.sleep(self._pause_s)


def _page(lu: Any) -> tuple[int, list[Mapping[str, Any]]]:
    elements = lu["items"]
    if not isinstance(elements, list) or not all(isinstance(e, dict) for e in elements):
        raise TypeError("items")
    return int(lu["nbTotal"]), elements


def _operateur(siret: str, lu: Any) -> OperateurBio | None:
    """The operators of this very SIRET as one: several numbers may share it."""
    total, elements = _page(lu)
    siens = [e for e in elements if _texte(e.get("siret")) == siret]
    if not siens:
        if total > 0:
            raise ValueError("operators of another SIRET")
        return None
    return OperateurBio(
        siret=siret,
        nom=_texte(siens[0].get("denominationcourante") or siens[0].get("raisonSociale")),
        certificats=[_certificat(c) for e in siens for c in e.get("certificats") or ()],
        productions=[
            _texte(etat["etatProduction"])
            for e in siens
            for production in e.get("productions") or ()
            for etat in production.get("etatProductions") or ()
        ],
    )


def _certificat(lu: Mapping[str, Any]) -> CertificatBio:
    adresse = _texte(lu.get("url"))
    return CertificatBio(
        organisme=_texte(lu.get("organisme")),
        etat=_texte(lu["etatCertification"]),
        adresse=adresse if adresse.startswith(("https://", "http://")) else "",
        depuis=_jour(_texte(lu.get("dateDemarrage"))),
    )


def _texte(valeur: Any) -> str:
    """A text as it is, a number written out, nothing for nothing; anything else is refused."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool) or not isinstance(valeur, str | int):
        raise TypeError(f"a text was expected: {valeur!r}")
    return str(valeur).replace("\x00", "").strip()


def _jour(texte: str) -> date | None:
    """« 2019-05-14 », with or without an hour; None when it is written in another way."""
    try:
        return datetime.fromisoformat(texte).date()
    except ValueError:
        return None
