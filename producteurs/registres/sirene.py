"""Adapter of the public search of SIRENE (https://recherche-entreprises.api.gouv.fr/docs).

The only module that speaks to it. Many sole traders are absent from it: a SIRET that it does not
know is not a false one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from producteurs.registres.fautes import RegistreInjoignable
from socle.exterieur import REPOS_S, ServiceExterieur

OUVERT = "A"
FERMES = frozenset({"C", "F"})  # a company ceased, an establishment closed


@dataclass(frozen=True, slots=True)
class Etablissement:
    """What the register says of a SIRET. ``naf`` is its activity, such as « 01.13Z »."""

    siret: str
    raison_sociale: str
    naf: str
    ouvert: bool


class Sirene:
    """The service at ``url`` (``https://recherche-entreprises.api.gouv.fr``), for one process."""

    def __init__(self, url: str, *, repos_s: float = REPOS_S) -> None:
        self._service = ServiceExterieur(url, faute=RegistreInjoignable, repos_s=repos_s)

    @property
    def se_repose(self) -> bool:
        return self._service.se_repose

    def etablissement(self, siret: str) -> Etablissement | None:
        """What it says of this SIRET; None when it does not know it."""
        return self._service.lire(
            "search", lambda lu: _chercher(siret, lu), q=siret, page=1, per_page=1
        )


def _chercher(siret: str, lu: Any) -> Etablissement | None:
    for unite in lu["results"]:
        siege = unite.get("siege") or {}
        for trouve in (*(unite.get("matching_etablissements") or ()), siege):
            if trouve.get("siret") == siret:
                return _etablissement(siret, trouve, unite)
    return None


def _etablissement(
    siret: str, trouve: Mapping[str, Any], unite: Mapping[str, Any]
) -> Etablissement:
    etats = {trouve["etat_administratif"], unite["etat_administratif"]}
    if not etats <= FERMES | {OUVERT}:
        raise ValueError(f"unknown state: {etats}")
    naf = trouve.get("activite_principale") or unite.get("activite_principale") or ""
    nom = unite.get("nom_raison_sociale") or unite.get("nom_complet") or ""
    if not isinstance(naf, str) or not isinstance(nom, str):
        raise TypeError("an activity and a name are texts")
    return Etablissement(
        siret=siret,
        raison_sociale=nom.replace("\x00", "").strip(),
        naf=naf.replace("\x00", "").strip(),
        ouvert=etats == {OUVERT},
    )
