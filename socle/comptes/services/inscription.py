"""Opening an account and confirming its address."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from socle import horloge
from socle.comptes import mails, preuves
from socle.comptes.errors import CourrielDejaPris, IdentifiantsInconnus
from socle.comptes.models import Compte
from socle.comptes.preuves import Usage
from socle.comptes.queries import compte_a_la_version, compte_par_courriel
from socle.comptes.services.mot_de_passe import (
    MOT_DE_PASSE_DE_DEMONSTRATION,
    verifier_mot_de_passe,
)
from socle.db import session
from socle.envois.services import envoyer


@dataclass(frozen=True, slots=True)
class SaisieCompte:
    """What somebody says to open an account. ``demonstration``: see ``Compte.demonstration``."""

    courriel: str
    prenom: str
    nom: str
    mot_de_passe: str
    telephone: str = ""
    demonstration: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A confirmation link that was opened, and whether by the browser that signed up."""

    compte: Compte
    meme_navigateur: bool


def creer_compte(saisie: SaisieCompte, *, confirme: bool = False) -> Compte:
    """An address has one account; the demonstration's password is for its own accounts only."""
    courriel = saisie.courriel.strip().lower()
    if saisie.demonstration and saisie.mot_de_passe == MOT_DE_PASSE_DE_DEMONSTRATION:
        empreinte = preuves.hacher_une_fois(saisie.mot_de_passe)
    else:
        verifier_mot_de_passe(saisie.mot_de_passe, courriel=courriel)
        empreinte = preuves.hacher(saisie.mot_de_passe)
    if compte_par_courriel(courriel) is not None:
        raise CourrielDejaPris
    instant = horloge.maintenant()
    compte = Compte(
        courriel=courriel,
        prenom=saisie.prenom,
        nom=saisie.nom,
        telephone=saisie.telephone,
        mot_de_passe=empreinte,
        cree_le=instant,
        confirme_le=instant if confirme else None,
        demonstration=saisie.demonstration,
        habilitations=[],
    )
    try:
        with session.begin_nested():
            session.add(compte)
    except IntegrityError as double:  # the same form sent twice at the same moment
        raise CourrielDejaPris from double
    return compte


def inscrire(saisie: SaisieCompte, *, navigateur: str, suite: str = "") -> None:
    """Signing up never signs in: it writes to the address, whose owner confirms.

    ``navigateur`` is a random text kept by the browser that signs up: a link opened in the same
    one needs no more than a tap, elsewhere the password is asked for, so that nobody ends up in
    an account that somebody else prepared with the address. ``suite`` is where they were going.
    """
    try:
        compte = creer_compte(saisie)
    except CourrielDejaPris:
        compte = _reprendre(saisie)
    if compte.is_active:
        envoyer(mails.deja_un_compte(compte, suite))
    else:
        envoyer_confirmation(compte, navigateur=navigateur, suite=suite)


def _reprendre(saisie: SaisieCompte) -> Compte:
    """An account that nobody confirmed belongs to nobody yet: the last one to sign up counts."""
    compte = compte_par_courriel(saisie.courriel)
    if compte is None:
        raise CourrielDejaPris
    if compte.is_active:
        return compte  # at once: a comparison more would be a slowness that tells
    if not preuves.correspond(saisie.mot_de_passe, compte.mot_de_passe):
        compte.mot_de_passe = preuves.hacher(saisie.mot_de_passe)
        compte.version += 1
    compte.prenom, compte.nom, compte.telephone = saisie.prenom, saisie.nom, saisie.telephone
    return compte


def envoyer_confirmation(compte: Compte, *, navigateur: str, suite: str = "") -> None:
    """Send the confirmation link (again)."""
    jeton = preuves.signer(
        Usage.CONFIRMATION, compte.id, compte.version, preuves.empreinte_de(navigateur)
    )
    envoyer(mails.confirmation(compte, jeton, suite))


def lire_confirmation(jeton: str, *, navigateur: str) -> Confirmation:
    """What a confirmation link says; ``LienPerime`` when it says nothing any more."""
    numero, version, empreinte = preuves.lire(Usage.CONFIRMATION, jeton)
    compte = compte_a_la_version(numero, version)
    return Confirmation(compte, preuves.empreinte_de(navigateur) == empreinte)


def confirmer(jeton: str, *, navigateur: str, mot_de_passe: str = "") -> Compte:
    """The address is confirmed by the browser that signed up, or by whoever knows the password.

    Doing it twice changes nothing.
    """
    lue = lire_confirmation(jeton, navigateur=navigateur)
    if not (lue.meme_navigateur or preuves.correspond(mot_de_passe, lue.compte.mot_de_passe)):
        raise IdentifiantsInconnus
    lue.compte.confirme_le = lue.compte.confirme_le or horloge.maintenant()
    return lue.compte
