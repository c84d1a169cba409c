"""A file arrives: kept in the private store, to be read in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any

from sqlalchemy import delete

from producteurs.errors.importation import (
    FichierTropLourd,
    FichierVide,
    LigneHorsTerritoire,
    SourceManquante,
)
from producteurs.models import PASSAGES_IMPORT, EtatImport, Import, LigneImport, SourceImport
from producteurs.queries.imports import relire_import, source_par_cle
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.etats import verifier_passage
from socle.fichiers.prives import garder_brut
from socle.journal.services import noter
from socle.typographie import sans_accents

MO = 1024 * 1024
MO_MAXIMUM = 50
INCONNU = "application/octet-stream"
AGENCE_BIO = "Agence Bio"


def recevoir_fichier(
    flux: IO[bytes],
    nom: str,
    *,
    source: str,
    departements: Sequence[str],
    par: Compte | None,
) -> Import:
    """A file of 50 MB at most, whose rows may be written in ``departements`` only.

    ``source`` is where it comes from, in words; one that is known remembers how its columns were
    matched. Raise ``FichierTropLourd``, ``FichierVide`` or ``SourceManquante``.
    """
    contenu = flux.read(MO_MAXIMUM * MO + 1)
    if len(contenu) > MO_MAXIMUM * MO:
        raise FichierTropLourd(maximum=MO_MAXIMUM)
    if not contenu:
        raise FichierVide
    recu = Import(
        source=tenir_source(source),
        nom_fichier=" ".join(nom.replace("\x00", "").split())[:200] or "fichier",
        cle=garder_brut(contenu, INCONNU).cle,
        departements=sorted(set(departements)),
        etat=EtatImport.ANALYSE,
        options={},
        resume={},
        cree_le=horloge.maintenant(),
        cree_par=par,
    )
    session.add(recu)
    session.flush()
    noter("import", recu.id, de="", vers=EtatImport.ANALYSE, par=par, motif=recu.nom_fichier)
    return recu


def demander_a_l_agence_bio(
    departement: str, *, departements: Sequence[str], par: Compte | None
) -> Import:
    """The organic operators of a département, to be fetched by the worker and then read like any
    file. Raise ``LigneHorsTerritoire`` unless it is one of ``departements``."""
    if departement not in departements:
        raise LigneHorsTerritoire
    demande = Import(
        source=tenir_source(AGENCE_BIO),
        nom_fichier=f"{AGENCE_BIO}, {departement}",
        cle="",
        departements=[departement],
        etat=EtatImport.ANALYSE,
        options={"agence_bio": departement},
        resume={},
        cree_le=horloge.maintenant(),
        cree_par=par,
    )
    session.add(demande)
    session.flush()
    noter("import", demande.id, de="", vers=EtatImport.ANALYSE, par=par, motif=demande.nom_fichier)
    return demande


def tenir_source(nom: str) -> SourceImport:
    """The source of this name, made when it is new. Case, accents and punctuation do not count."""
    nom = " ".join(nom.replace("\x00", "").split())[:100]
    cle = sans_accents(nom).replace(" ", "-")
    if not cle:
        raise SourceManquante
    connue = source_par_cle(cle)
    if connue is None:
        connue = SourceImport(cle=cle, nom=nom, correspondance={}, categories={})
        session.add(connue)
        session.flush()
    return connue


def relire_fichier(
    un_import: Import,
    *,
    correspondance: Mapping[str, Any] | None = None,
    categories: Mapping[str, Any] | None = None,
    par: Compte | None,
) -> None:
    """Read the file again with its columns or words corrected, which the source remembers. What
    is None stays as it was. Decisions taken on rows are asked again."""
    passer(un_import, EtatImport.ANALYSE, par=par)
    if correspondance is not None:
        un_import.source.correspondance = dict(correspondance)
    if categories is not None:
        un_import.source.categories = dict(categories)
    vider(un_import)


def vider(un_import: Import) -> None:
    """Forget the rows that were read; nothing of them has been written."""
    session.execute(delete(LigneImport).where(LigneImport.import_id == un_import.id))
    un_import.resume = {}
    un_import.faites = un_import.total = 0


def annuler_import(un_import: Import, *, par: Compte | None) -> None:
    """Stop where it is: nothing more is read or written; what was written can then be undone."""
    relire_import(un_import)
    ecrivait = un_import.etat is EtatImport.EN_COURS
    passer(un_import, EtatImport.ANNULE, par=par)
    un_import.fini_le = horloge.maintenant()
    if not ecrivait:  # what was done was only reading
        un_import.faites = 0


def passer(un_import: Import, vers: EtatImport, *, par: Compte | None, motif: str = "") -> None:
    """One step of the table, with its journal line, under the lock of the import: of two people
    at once the second is told."""
    relire_import(un_import)
    de = un_import.etat
    verifier_passage(PASSAGES_IMPORT, de, vers)
    un_import.etat = vers
    noter("import", un_import.id, de=de, vers=vers, par=par, motif=motif)
    session.flush()
