"""The mails about accounts."""

from __future__ import annotations

from socle.comptes.models import Compte
from socle.envois.courriel import Courriel, composer
from socle.langue import _


def confirmation(compte: Compte, jeton: str, suite: str) -> Courriel:
    """The link that proves that the address is theirs; ``suite`` is where they were going."""
    return composer(
        compte.courriel,
        _("Confirmez votre adresse"),
        "comptes/courriels/confirmation.txt",
        compte=compte,
        jeton=jeton,
        suite=suite or None,
    )


def deja_un_compte(compte: Compte, suite: str) -> Courriel:
    """Somebody signed up with the address of an account: only its owner learns it."""
    return composer(
        compte.courriel,
        _("Vous avez déjà un compte"),
        "comptes/courriels/deja_un_compte.txt",
        compte=compte,
        suite=suite or None,
    )


def reinitialisation(compte: Compte, jeton: str, suite: str) -> Courriel:
    """The link to choose another password."""
    return composer(
        compte.courriel,
        _("Choisissez un nouveau mot de passe"),
        "comptes/courriels/reinitialisation.txt",
        compte=compte,
        jeton=jeton,
        suite=suite or None,
    )


def mot_de_passe_change(compte: Compte) -> Courriel:
    """After the fact, so that a change by somebody else does not go unseen."""
    return composer(
        compte.courriel,
        _("Votre mot de passe a été changé"),
        "comptes/courriels/mot_de_passe_change.txt",
        compte=compte,
    )


def nouvelle_adresse(compte: Compte, nouveau: str, jeton: str) -> Courriel:
    """To the new address: the link that makes it the account's."""
    return composer(
        nouveau,
        _("Confirmez votre nouvelle adresse"),
        "comptes/courriels/nouvelle_adresse.txt",
        compte=compte,
        nouveau=nouveau,
        jeton=jeton,
    )


def adresse_changee(compte: Compte, ancienne: str) -> Courriel:
    """To the address that the account had until now."""
    return composer(
        ancienne,
        _("L’adresse de votre compte a changé"),
        "comptes/courriels/adresse_changee.txt",
        compte=compte,
        ancienne=ancienne,
    )
