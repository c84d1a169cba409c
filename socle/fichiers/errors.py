"""Refusals about files; each tells the limits."""

from __future__ import annotations

from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l


class ImageRefusee(Refus):
    phrase = _l("Cette image n’a pas pu être prise : envoyez une photo JPEG, PNG ou WebP.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class ImageTropLourde(ImageRefusee):
    phrase = _l("Cette image est trop lourde : 10 Mo au plus. Choisissez une photo plus légère.")


class ImageIllisible(ImageRefusee):
    phrase = _l(
        "Ce fichier n’est pas une image que nous savons lire : "
        "envoyez une photo JPEG, PNG ou WebP de 10 Mo au plus."
    )


class ImageTropGrande(ImageRefusee):
    phrase = _l(
        "Cette image est trop grande : %(maximum)s millions de points au plus. "
        "Réduisez-la, ou prenez-la avec un réglage plus petit."
    )


class PapierRefuse(Refus):
    phrase = _l("Ce papier n’a pas pu être pris : envoyez un PDF ou une photo.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class PapierTropLourd(PapierRefuse):
    phrase = _l("Ce fichier est trop lourd : 10 Mo au plus.")


class PapierIllisible(PapierRefuse):
    phrase = _l("Ce fichier est vide, ou n’est ni un PDF ni une photo que nous savons lire.")
