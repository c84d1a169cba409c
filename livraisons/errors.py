"""Refusals about places and time windows."""

from __future__ import annotations

from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l


class FenetreComplete(Refus):
    phrase = _l("Il n’y a plus de place : « %(nom)s ». Choisissez un autre horaire.")


class CapaciteInvalide(Refus):
    phrase = _l("La capacité ne peut pas descendre sous les %(pris)s places déjà prises.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class FenetrePrise(Refus):
    phrase = _l(
        "Des commandes comptent sur « %(nom)s » : son lieu et ses heures ne peuvent plus changer."
    )


class ZoneIncomplete(Refus):
    phrase = _l("Dites où vous livrez : des communes, ou un rayon autour d’un point.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class ZoneUtilisee(Refus):
    phrase = _l(
        "Des livraisons sont encore prévues dans « %(nom)s » : elle ne peut pas être retirée."
    )


class CodeInconnu(Refus):
    phrase = _l("Aucune commande de ce soir ne correspond à « %(saisie)s ».")
    statut = HTTPStatus.NOT_FOUND
