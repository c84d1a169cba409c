"""Whose product it is: a farm that sells what another made says that it resells."""

from __future__ import annotations

from producteurs.models import EtatRevision, Genre, Producteur, Revision
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter
from socle.typographie import sans_accents


def lire_de_qui(producteur: Producteur, texte: str) -> str:
    """The other farm's name, as it was typed; nothing when it is the farm's own."""
    nom = " ".join(texte.split())
    return "" if sans_accents(nom) == sans_accents(producteur.nom) else nom


def avouer_la_revente(producteur: Producteur, *, par: Compte | None) -> bool:
    """From its first product of somebody else, a farm is said to resell; True when that is new.

    The public is owed it: this one change of a record waits for no agent. A shop resells anyway.
    The record is held by the caller.
    """
    if producteur.revend or producteur.genre is Genre.COMMERCE:
        return False
    instant = horloge.maintenant()
    faite = Revision(
        producteur=producteur,
        etat=EtatRevision.ACCEPTEE,
        base=producteur.version,
        changements={"revend": {"avant": False, "apres": True}},
        proposee_le=instant,
        proposee_par=par,
        decidee_le=instant,
    )
    session.add(faite)
    producteur.revend = True
    producteur.version += 1
    producteur.modifie_le = instant
    motif = str(CHAMPS_DE_LA_FICHE["revend"])
    noter("dossier", producteur.dossier.id, de="", vers=faite.etat, par=par, motif=motif)
    return True
