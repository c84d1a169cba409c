"""What accounts refuse."""

from __future__ import annotations

from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l


class IdentifiantsInconnus(Refus):
    """The same sentence whether the address is unknown or the password is wrong."""

    phrase = _l("L’adresse ou le mot de passe ne correspondent pas. Vérifiez les deux.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class CompteNonConfirme(Refus):
    phrase = _l("Votre adresse n’est pas encore confirmée : ouvrez le lien que vous avez reçu.")
    statut = HTTPStatus.FORBIDDEN


class CourrielDejaPris(Refus):
    phrase = _l("Cette adresse a déjà un compte.")
    statut = HTTPStatus.CONFLICT


class LienPerime(Refus):
    phrase = _l("Ce lien a déjà servi, ou il est trop ancien. Demandez-en un nouveau.")
    statut = HTTPStatus.GONE


class MotDePasseActuelFaux(Refus):
    phrase = _l("Ce n’est pas votre mot de passe actuel.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class MotDePasseTropCourt(Refus):
    phrase = _l(
        "Il faut au moins %(longueur)s caractères : quelques mots à la suite font l’affaire."
    )
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class MotDePasseTropConnu(Refus):
    phrase = _l("Ce mot de passe se devine trop facilement. Choisissez-en un autre.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class CompteDeDemonstration(Refus):
    phrase = _l("Les comptes de la démonstration gardent leur adresse et leur mot de passe.")
    statut = HTTPStatus.CONFLICT
