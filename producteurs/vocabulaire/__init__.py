"""The French words of the registry: what each enum value is called on screen and in mails.

The pages read the tables as ``vocabulaire.FAMILLES[famille]``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from producteurs.vocabulaire.doublons import CHAMPS_FUSION, MOTIFS_RAPPROCHEMENT
from producteurs.vocabulaire.journal import phrase_du_journal
from producteurs.vocabulaire.mots import (
    ALLERGENES,
    DEFINITIONS_GENRES,
    DEFINITIONS_LABELS,
    FAMILLES,
    GENRES,
    JOURS,
    LABELS,
    MODES,
    MOIS,
    MOIS_COURTS,
    PANIERS,
    TAUX_TVA,
    TYPES_VENTE,
    UNITES,
)
from producteurs.vocabulaire.phrases import (
    conditionnement,
    ecrire_siret,
    enumerer,
    majuscule,
    phrase_du_prix,
    quantite_en_mots,
)
from producteurs.vocabulaire.registre import (
    ACTIVITES_SIRENE,
    CONCLUSIONS,
    ETATS_DOSSIER,
    ETATS_IMPORT,
    ETATS_LABEL,
    ETATS_PIECE,
    ETATS_REVISION,
    ETATS_SIRENE,
    ETATS_VISITE,
    FRAICHEURS,
    ISSUES_LIGNE,
    MOTIFS_ANNULATION,
    MOTIFS_ARRET,
    MOTIFS_COMPLEMENT,
    MOTIFS_CONFIRMATION,
    MOTIFS_PIECE,
    MOTIFS_RADIATION,
    MOTIFS_REFUS,
    MOTIFS_REOUVERTURE,
    MOTIFS_SIGNALEMENT,
    MOTIFS_SUSPENSION,
    PRECISIONS,
    REPONSES_GRILLE,
    SITUATIONS,
    SORTES_PIECE,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "ACTIVITES_SIRENE",
    "ALLERGENES",
    "CHAMPS_FUSION",
    "CONCLUSIONS",
    "DEFINITIONS_GENRES",
    "DEFINITIONS_LABELS",
    "ETATS_DOSSIER",
    "ETATS_IMPORT",
    "ETATS_LABEL",
    "ETATS_PIECE",
    "ETATS_REVISION",
    "ETATS_SIRENE",
    "ETATS_VISITE",
    "FAMILLES",
    "FRAICHEURS",
    "GENRES",
    "ISSUES_LIGNE",
    "JOURS",
    "LABELS",
    "MODES",
    "MOIS",
    "MOIS_COURTS",
    "MOTIFS_ANNULATION",
    "MOTIFS_ARRET",
    "MOTIFS_COMPLEMENT",
    "MOTIFS_CONFIRMATION",
    "MOTIFS_PIECE",
    "MOTIFS_RADIATION",
    "MOTIFS_RAPPROCHEMENT",
    "MOTIFS_REFUS",
    "MOTIFS_REOUVERTURE",
    "MOTIFS_SIGNALEMENT",
    "MOTIFS_SUSPENSION",
    "PANIERS",
    "PRECISIONS",
    "REPONSES_GRILLE",
    "SITUATIONS",
    "SORTES_PIECE",
    "TAUX_TVA",
    "TYPES_VENTE",
    "UNITES",
    "brancher_vocabulaire",
    "conditionnement",
    "ecrire_siret",
    "enumerer",
    "majuscule",
    "phrase_du_journal",
    "phrase_du_prix",
    "quantite_en_mots",
]


def brancher_vocabulaire(app: Flask) -> None:
    """Give the templates ``vocabulaire`` (this module), its functions and two filters."""
    app.jinja_env.globals.update(
        vocabulaire=sys.modules[__name__],
        conditionnement=conditionnement,
        quantite_en_mots=quantite_en_mots,
    )
    app.jinja_env.filters.update(majuscule=majuscule, siret=ecrire_siret)
