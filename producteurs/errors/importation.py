"""Refusals about files of producteurs and their rows."""

from __future__ import annotations

from producteurs.errors import SaisieRefusee
from socle.errors import Refus
from socle.langue import _l


class FichierTropLourd(SaisieRefusee):
    champ = "fichier"
    phrase = _l("Ce fichier pèse plus de %(maximum)s Mo. Coupez-le en plusieurs.")


class FichierVide(SaisieRefusee):
    champ = "fichier"
    phrase = _l("Ce fichier est vide. Choisissez-en un autre.")


class SourceManquante(SaisieRefusee):
    champ = "source"
    phrase = _l("Dites d’où vient ce fichier : la prochaine fois, nous reconnaîtrons ses fermes.")


class LigneDejaEcrite(Refus):
    phrase = _l("Cette ligne n’attend plus de réponse. Rechargez la page.")


class LigneIncomplete(Refus):
    """A row that says too little to make a record of it."""

    phrase = _l(
        "Il manque à cette ligne le nom de la ferme ou sa commune : elle ne peut que passer."
    )


class LigneHorsTerritoire(Refus):
    phrase = _l("Cette ferme n’est pas dans vos départements : ce fichier ne peut pas l’écrire.")


class AgenceBioMuette(Refus):
    phrase = _l("L’Agence Bio ne répond pas. Réessayez dans quelques minutes.")
