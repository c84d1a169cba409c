"""What somebody decides of one row, before anything is written."""

from __future__ import annotations

from producteurs.errors.importation import (
    LigneDejaEcrite,
    LigneHorsTerritoire,
    LigneIncomplete,
)
from producteurs.models import EtatImport, Import, IssueLigne, LigneImport, Producteur
from producteurs.queries.imports import departements_des_communes, relire_import
from producteurs.queries.lots import origines_de
from socle.db import session

PASSEE = "passee"
ACCEPTEE = "acceptee"


def accepter_ligne(un_import: Import, ligne: LigneImport) -> None:
    """The row is a farm of its own, whatever it looks like, or the one that its source's key
    already names, whatever is strange in it. Raise ``LigneDejaEcrite``,
    ``LigneIncomplete`` or ``LigneHorsTerritoire``."""
    _ouvrir(un_import, ligne)
    if not ligne.lu["nom"].strip() or not ligne.lu["commune_code"]:
        raise LigneIncomplete
    code = ligne.lu["commune_code"]
    if departements_des_communes({code}).get(code) not in un_import.departements:
        raise LigneHorsTerritoire
    connue = origines_de(un_import.source_id, {ligne.lu["cle"]}).get(ligne.lu["cle"])
    _retenir(ligne, IssueLigne.MIS_A_JOUR if connue else IssueLigne.CREE, ACCEPTEE)
    ligne.producteur_id = connue.producteur_id if connue else None
    ligne.doublon_ligne = None


def rattacher_ligne(un_import: Import, ligne: LigneImport, producteur_id: int) -> None:
    """The row speaks of this farm, which it will bring up to date. Raise ``LigneDejaEcrite`` or
    ``LigneHorsTerritoire``."""
    _ouvrir(un_import, ligne)
    producteur = session.get(Producteur, producteur_id)
    if producteur is None or producteur.departement not in un_import.departements:
        raise LigneHorsTerritoire
    _retenir(ligne, IssueLigne.MIS_A_JOUR, ACCEPTEE)
    ligne.producteur_id = producteur_id


def passer_ligne(un_import: Import, ligne: LigneImport) -> None:
    """The row is left out. Raise ``LigneDejaEcrite``."""
    _ouvrir(un_import, ligne)
    _retenir(ligne, IssueLigne.REFUSE, PASSEE)


def reprendre_ligne(un_import: Import, ligne: LigneImport) -> None:
    """The row is as it was read. Raise ``LigneDejaEcrite``."""
    _ouvrir(un_import, ligne)
    if lue := ligne.avant.get("lue"):
        ligne.issue = IssueLigne(lue["issue"])
        ligne.motifs = lue["motifs"]
        ligne.producteur_id, ligne.doublon_ligne = lue["producteur_id"], lue["doublon_ligne"]
        ligne.avant = {}


def _ouvrir(un_import: Import, ligne: LigneImport) -> None:
    """Under the lock of the import, which nobody begins to write meanwhile."""
    relire_import(un_import)
    if un_import.etat is not EtatImport.A_VERIFIER or ligne.appliquee:
        raise LigneDejaEcrite


def _retenir(ligne: LigneImport, issue: IssueLigne, motif: str) -> None:
    """Keep what was read beside what was decided, which can be taken back."""
    if "lue" not in ligne.avant:
        lue = {
            "issue": ligne.issue.value,
            "motifs": ligne.motifs,
            "producteur_id": ligne.producteur_id,
            "doublon_ligne": ligne.doublon_ligne,
        }
        ligne.avant = {"lue": lue}
    ligne.issue = issue
    ligne.motifs = [*ligne.avant["lue"]["motifs"], motif]
