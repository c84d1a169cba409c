"""Refusals about the life of a dossier: what it is no longer, not yet, or not for you."""

from __future__ import annotations

from producteurs.errors import SaisieRefusee
from socle.errors import Refus, TransitionImpossible
from socle.langue import _l


class DossierAilleurs(TransitionImpossible):
    """``etat`` in words: where the file stands, from which this step does not start."""

    phrase = _l("Ce n’est plus possible : le dossier est maintenant « %(etat)s ».")


class PiecesNonAcceptees(SaisieRefusee):
    """``pieces`` in words: what is asked of the farm and was not accepted, or has ended."""

    champ = "sans_piece"
    phrase = _l(
        "Il manque une pièce acceptée : %(pieces)s. Examinez-la, ou cochez la case et dites "
        "pourquoi vous validez sans elle."
    )


class ContestationVide(SaisieRefusee):
    champ = "texte"
    phrase = _l("Dites en quelques mots pourquoi la chambre devrait revoir sa décision.")


class ArretAConfirmer(SaisieRefusee):
    champ = "confirme"
    phrase = _l("Cochez la case pour confirmer que la ferme arrête.")


class AutreAgentRequis(Refus):
    phrase = _l(
        "Vous avez pris la décision que la ferme conteste : une autre personne de la chambre "
        "doit la réexaminer."
    )


class RienAContester(Refus):
    phrase = _l("Il n’y a pas de décision à contester : rechargez la page pour voir l’état.")


class AppelDejaJuge(Refus):
    phrase = _l(
        "Cette décision a déjà été réexaminée par une autre personne de la chambre, qui l’a "
        "confirmée. Écrivez à la chambre si votre situation a changé."
    )


class DecisionDeLaFerme(Refus):
    phrase = _l("C’est la ferme qui a arrêté : pour reprendre, envoyez de nouveau le dossier.")


class RenouvellementTropTot(Refus):
    phrase = _l(
        "La ferme est validée jusqu’au %(jour)s. Le renouvellement se demande dans les deux "
        "derniers mois."
    )


class RenouvellementDejaDemande(Refus):
    phrase = _l("Le renouvellement est déjà demandé : la chambre vous répondra par courriel.")


class FicheFusionnee(Refus):
    phrase = _l("Cette fiche a été réunie avec une autre : c’est l’autre qui compte désormais.")
