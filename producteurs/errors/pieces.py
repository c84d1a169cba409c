"""Refusals about papers, visits and the chamber's settings."""

from __future__ import annotations

from producteurs.errors import SaisieRefusee
from socle.errors import Refus
from socle.langue import _l


class FinDePieceRefusee(SaisieRefusee):
    champ = "fin_le"
    phrase = _l("Cette pièce doit valoir encore aujourd’hui, et jusqu’au %(maximum)s au plus.")


class FinDePieceManquante(SaisieRefusee):
    champ = "fin_le"
    phrase = _l("Dites jusqu’à quand vaut cette pièce : la date est écrite dessus.")


class TropDePiecesEnAttente(Refus):
    phrase = _l(
        "La chambre d’agriculture n’a pas encore examiné vos %(maximum)s dernières pièces. "
        "Attendez sa réponse avant d’en envoyer d’autres."
    )


class DossierFerme(Refus):
    phrase = _l("Ce dossier est fermé : il ne reçoit plus rien. Écrivez à la chambre.")


class PieceDejaExaminee(Refus):
    """Another agent decided while this one was reading."""

    phrase = _l("Cette pièce a déjà été examinée : elle est %(etat)s.")


class PieceSansRappel(Refus):
    phrase = _l("Cette pièce ne finit pas bientôt, ou une autre l’a remplacée : rien à rappeler.")


class DateDeVisiteRefusee(SaisieRefusee):
    champ = "jour"
    phrase = _l("Proposez un jour à venir, dans l’année.")


class VisiteDejaPrevue(Refus):
    phrase = _l("Une visite est déjà prévue : changez sa date, ou annulez-la.")


class VisiteImpossible(Refus):
    phrase = _l("Un dossier « %(etat)s » ne se visite pas.")


class VisitePasEncoreFaite(Refus):
    phrase = _l(
        "Cette visite est prévue pour le %(jour)s : le compte rendu s’écrit ce jour-là. "
        "Si elle a eu lieu plus tôt, changez d’abord sa date."
    )


class VisiteTerminee(Refus):
    phrase = _l("Cette visite est déjà %(etat)s.")


class TropDePhotos(SaisieRefusee):
    champ = "photos"
    phrase = _l("Une visite garde %(maximum)s photos au plus.")


class ReglesChangees(Refus):
    """``regles`` in ``details`` are the settings as they are now."""

    phrase = _l(
        "%(qui)s a changé ces règles pendant que vous les lisiez. Rien n’est enregistré : "
        "comparez avec ses réponses, ci-dessous, puis enregistrez."
    )


class DelaisEnDesordre(SaisieRefusee):
    champ = "sans_reponse_jours"
    phrase = _l(
        "Chaque étape vient après la précédente : relances, puis votre liste, puis « non "
        "confirmé », puis le retrait de la carte."
    )


class GrilleVide(SaisieRefusee):
    champ = "grille"
    phrase = _l("Gardez au moins une ligne, et pas deux fois la même.")
