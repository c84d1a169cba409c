"""What the simulated registers know, in the shapes that the real ones write."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

ETABLISSEMENTS = Path(__file__).with_name("etablissements.toml")


class Humeur(StrEnum):
    """How the registers feel; each is a failure seen on real ones."""

    NORMALE = "normale"
    LENTE = "lente"
    EN_PANNE = "en_panne"
    SATUREE = "saturee"
    ILLISIBLE = "illisible"


@dataclass(frozen=True, slots=True, kw_only=True)
class BioSimule:
    """An operator of the Agence Bio: the state of its certificate and of its productions."""

    etat: str = "ENGAGEE"
    organisme: str = "Certificateur du Forez"
    depuis: str = "2021-03-15"
    certificat: str = "https://certificats.cabas.example/forez"
    productions: Sequence[str] = ("AB",)


@dataclass(frozen=True, slots=True, kw_only=True)
class EtablissementSimule:
    """One establishment; ``sirene`` is False when SIRENE does not make it public."""

    siret: str
    nom: str
    naf: str = "01.13Z"
    ouvert: bool = True
    sirene: bool = True
    departement: str = "42"
    bio: BioSimule | None = None


@dataclass(slots=True)
class RegistresSimules:
    """``reponse`` stands for any answer when it is set; ``demandes`` are those that came."""

    etablissements: list[EtablissementSimule] = field(default_factory=list)
    humeur: Humeur = Humeur.NORMALE
    lenteur_s: float = 3.0
    reponse: Any = None
    demandes: list[Mapping[str, str]] = field(default_factory=list)

    @classmethod
    def lire(cls, chemin: Path = ETABLISSEMENTS) -> RegistresSimules:
        """Those of the demonstration."""
        lus = tomllib.loads(chemin.read_text(encoding="utf-8"))["etablissement"]
        return cls(
            [EtablissementSimule(**lu | {"bio": _bio(lu)}) for lu in lus],
        )

    def chercher_sirene(self, texte: str) -> dict[str, Any]:
        """What ``/search?q=`` answers for a SIRET."""
        trouves = [e for e in self.etablissements if e.sirene and e.siret == texte]
        return {
            "results": [_unite(e) for e in trouves],
            "total_results": len(trouves),
            "page": 1,
            "per_page": 1,
            "total_pages": 1,
        }

    def operateurs_bio(
        self, siret: str, departements: Sequence[str], debut: int, nb: int
    ) -> dict[str, Any]:
        """What ``/api/gouv/operateurs/`` answers."""
        trouves = [
            (numero, e, e.bio)
            for numero, e in enumerate(self.etablissements, 1)
            if e.bio
            and (not siret or e.siret == siret)
            and (not departements or e.departement in departements)
        ]
        page = trouves[debut : debut + nb]
        return {"nbTotal": len(trouves), "items": [_operateur(*trouve) for trouve in page]}


def _bio(lu: Mapping[str, Any]) -> BioSimule | None:
    return BioSimule(**lu["bio"]) if "bio" in lu else None


def _unite(e: EtablissementSimule) -> dict[str, Any]:
    etablissement = {
        "siret": e.siret,
        "etat_administratif": "A" if e.ouvert else "F",
        "activite_principale": e.naf,
        "adresse": "",
        "liste_enseignes": [e.nom],
        "statut_diffusion_etablissement": "O",
    }
    return {
        "siren": e.siret[:9],
        "nom_complet": e.nom.upper(),
        "nom_raison_sociale": e.nom.upper(),
        "etat_administratif": "A" if e.ouvert else "C",
        "activite_principale": e.naf,
        "siege": etablissement,
        "matching_etablissements": [etablissement],
        "complements": {"est_bio": e.bio is not None},
    }


def _operateur(numero: int, e: EtablissementSimule, bio: BioSimule) -> dict[str, Any]:
    return {
        "id": numero,
        "raisonSociale": e.nom.upper(),
        "denominationcourante": e.nom,
        "siret": e.siret,
        "numeroBio": 100_000 + numero,
        "gerant": None,
        "telephone": None,
        "telephoneCommerciale": None,
        "email": None,
        "codeNAF": e.naf.replace(".", ""),
        "dateMaj": "2026-10-01T02:00:00.000Z",
        "siteWebs": [],
        "categories": [],
        "activites": [{"id": 1, "nom": "Production"}],
        "adressesOperateurs": [],
        "productions": [
            {"code": "01.1", "nom": "Cultures", "etatProductions": [{"etatProduction": etat}]}
            for etat in bio.productions
        ],
        "certificats": [
            {
                "organisme": bio.organisme,
                "etatCertification": bio.etat,
                "dateDemarrage": bio.depuis,
                "url": bio.certificat,
            }
        ],
    }
