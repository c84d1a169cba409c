"""Passwords: which are accepted, and how one is changed or replaced."""

from __future__ import annotations

from socle import horloge
from socle.comptes import mails, preuves
from socle.comptes.errors import (
    CompteDeDemonstration,
    MotDePasseActuelFaux,
    MotDePasseTropConnu,
    MotDePasseTropCourt,
)
from socle.comptes.models import Compte
from socle.comptes.preuves import Usage
from socle.comptes.queries import compte_a_la_version, compte_par_courriel
from socle.envois.services import envoyer

LONGUEUR_MINIMALE = 12
LONGUEUR_MAXIMALE = 200
MOT_DE_PASSE_DE_DEMONSTRATION = "demonstration"

# Those of the very common passwords that are long enough to pass the first rule.
_TROP_CONNUS = """
123456789012 1234567890123 12345678901234567890 0123456789012 012345678910 123456789123
123123123123 987654321098 112233445566 azertyuiop12 azertyuiop123 azertyuiop1234
azertyazerty azertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyqwerty
1q2w3e4r5t6y 1qaz2wsx3edc aqwzsxedcrfv motdepasse12 motdepasse123 motdepasse1234
motdepassemotdepasse monmotdepasse passwordpassword password1234 password12345
password123456 administrateur administrator abcdefghijkl abcdefghijklm abcd1234abcd
bonjourbonjour jetaimejetaime jetaimemonamour doudoudoudou loulouloulou soleilsoleil
marseillemarseille saintetienne saintetienne42 allezlesverts iloveyouiloveyou
letmeinletmein welcome12345 demonstration cabascabascabas
"""
TROP_CONNUS = frozenset(_TROP_CONNUS.split())


def verifier_mot_de_passe(mot_de_passe: str, *, courriel: str) -> None:
    """Twelve characters or more, not among the very common, not the address; no other rule."""
    if len(mot_de_passe) < LONGUEUR_MINIMALE:
        raise MotDePasseTropCourt(longueur=LONGUEUR_MINIMALE)
    plat = "".join(mot_de_passe.casefold().split())
    adresse = courriel.casefold()
    devinables = {adresse, adresse.partition("@")[0], adresse.partition("@")[2]}
    if plat in TROP_CONNUS or plat in devinables or len(set(plat)) <= 2:
        raise MotDePasseTropConnu


def verifier_actuel(compte: Compte, actuel: str) -> None:
    """What matters most asks for the password again, even of somebody signed in."""
    if compte.demonstration:
        raise CompteDeDemonstration
    if not preuves.correspond(actuel, compte.mot_de_passe):
        raise MotDePasseActuelFaux


def demander_reinitialisation(courriel: str, *, suite: str = "") -> None:
    """A link for the owner of the address, if it has an account; silence otherwise."""
    compte = compte_par_courriel(courriel)
    if compte is None or compte.demonstration:
        return
    jeton = preuves.signer(Usage.REINITIALISATION, compte.id, compte.version)
    envoyer(mails.reinitialisation(compte, jeton, suite))


def lire_reinitialisation(jeton: str) -> Compte:
    """Whose password the link may change; it serves once, since the change makes it too old."""
    numero, version = preuves.lire(Usage.REINITIALISATION, jeton)
    return compte_a_la_version(numero, version)


def reinitialiser(jeton: str, mot_de_passe: str) -> Compte:
    """Whoever reads the address's mail may choose its password, which confirms the address too."""
    compte = lire_reinitialisation(jeton)
    _poser_mot_de_passe(compte, mot_de_passe)
    compte.confirme_le = compte.confirme_le or horloge.maintenant()
    return compte


def changer_mot_de_passe(compte: Compte, *, actuel: str, nouveau: str) -> None:
    """Changing it takes the current one, and ends every other session."""
    verifier_actuel(compte, actuel)
    _poser_mot_de_passe(compte, nouveau)


def _poser_mot_de_passe(compte: Compte, nouveau: str) -> None:
    verifier_mot_de_passe(nouveau, courriel=compte.courriel)
    compte.mot_de_passe = preuves.hacher(nouveau)
    compte.version += 1
    envoyer(mails.mot_de_passe_change(compte))
