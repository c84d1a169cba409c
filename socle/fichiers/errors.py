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


class PhotoTropGrande(PapierRefuse):
    phrase = _l(
        "Cette photo est trop grande : %(maximum)s millions de points au plus. "
        "Prenez-la avec un réglage plus petit."
    )


class PhotoHeic(PapierRefuse):
    """The format of recent iPhones, which few programs read."""

    phrase = _l(
        "Cette photo est au format HEIC, que nous ne savons pas lire. Dans les réglages de "
        "l’appareil photo, choisissez « Le plus compatible », ou envoyez une capture d’écran."
    )


class PdfAbime(PapierRefuse):
    phrase = _l("Ce PDF est incomplet ou abîmé : enregistrez-le de nouveau, ou photographiez-le.")


class PdfProtege(PapierRefuse):
    phrase = _l(
        "Ce PDF est protégé par un mot de passe : enregistrez-le sans protection, "
        "ou photographiez-le."
    )


class PdfActif(PapierRefuse):
    """It carries a program or another file: what a reader would run is not a paper."""

    phrase = _l(
        "Ce PDF contient autre chose que des pages (un programme ou un fichier joint) : "
        "imprimez-le en PDF, ou photographiez-le."
    )
