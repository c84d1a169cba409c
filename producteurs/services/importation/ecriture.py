"""Writing what was previewed, a batch of rows at a time, so that it can stop anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from producteurs.errors import EcheanceRefusee
from producteurs.models import EtatDossier, EtatImport, Import, IssueLigne, LigneImport
from producteurs.queries.imports import compter_issues, relire_import
from producteurs.queries.lots import lignes_a_ecrire
from producteurs.services.dossier.echeance import ANNEES_MAXIMUM, echeance
from producteurs.services.importation.creation import a_revoir, creer_producteurs
from producteurs.services.importation.mise_a_jour import mettre_a_jour
from producteurs.services.importation.reception import passer
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.typographie import date_courte

LOT = 200


def lancer_ecriture(
    un_import: Import,
    *,
    par: Compte | None,
    valide_jusqu_au: date | None = None,
    directement: bool = False,
) -> None:
    """The preview was looked at: from now on the worker writes it.

    New farms are submitted to the chamber, or validated until ``valide_jusqu_au`` included by
    ``par``, who answers for it as for any file. Records already vouched for get proposals, unless
    ``directement``. No farm is written to: a file of addresses is not their consent.
    """
    if valide_jusqu_au is not None:
        maximum = echeance(ANNEES_MAXIMUM)
        if par is None or not horloge.aujourdhui() < valide_jusqu_au <= maximum:
            raise EcheanceRefusee(maximum=date_courte(maximum))
    nouvelles = EtatDossier.VALIDE if valide_jusqu_au else EtatDossier.SOUMIS
    passer(un_import, EtatImport.EN_COURS, par=par, motif=nouvelles.value)
    un_import.options = {
        **un_import.options,
        "nouvelles": nouvelles.value,
        "valide_jusqu_au": valide_jusqu_au.isoformat() if valide_jusqu_au else None,
        "directement": directement,
        "decide_par": par.id if par else None,
    }
    un_import.total = sum(compter_issues(un_import).values())
    un_import.faites = 0


def ecrire_lot(un_import: Import, *, nombre: int = LOT) -> int:
    """Write the next ``nombre`` rows, each at most once whoever writes; give back how many.

    0 when the import is not being written any more, or has just ended. Holds the import's row, so
    that two workers take different batches.
    """
    relire_import(un_import)
    if un_import.etat is not EtatImport.EN_COURS:
        return 0
    lignes = lignes_a_ecrire(un_import, nombre)
    if not lignes:
        _finir(un_import)
        return 0
    auteur = auteur_de(un_import)
    with session.no_autoflush:  # each row is kept once, at the end
        creer_producteurs(un_import, _issues(lignes, IssueLigne.CREE), auteur)
    mettre_a_jour(un_import, _issues(lignes, IssueLigne.MIS_A_JOUR), auteur)
    _cocher(un_import, lignes)
    return len(lignes)


def ecarter_ligne(un_import: Import) -> None:
    """The next row cannot be written at all: it waits for somebody, and the others go on."""
    relire_import(un_import)
    if un_import.etat is not EtatImport.EN_COURS:
        return
    lignes = lignes_a_ecrire(un_import, 1)
    for ligne in lignes:
        a_revoir(ligne, "ecriture_impossible")
    _cocher(un_import, lignes)


def auteur_de(un_import: Import) -> Compte | None:
    """Whoever launched the writing, and answers for it; None from the command line."""
    numero = un_import.options.get("decide_par")
    return session.get(Compte, numero) if numero else None


def _issues(lignes: Sequence[LigneImport], issue: IssueLigne) -> list[LigneImport]:
    return [ligne for ligne in lignes if ligne.issue is issue]


def _cocher(un_import: Import, lignes: Sequence[LigneImport]) -> None:
    for ligne in lignes:
        ligne.appliquee = True
    un_import.faites += len(lignes)
    session.flush()


def _finir(un_import: Import) -> None:
    passer(un_import, EtatImport.FINI, par=None)
    un_import.fini_le = horloge.maintenant()
    issues = compter_issues(un_import)
    un_import.resume = {**un_import.resume, "issues": {i.value: n for i, n in issues.items()}}
