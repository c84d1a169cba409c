"""What one changes about one's own account."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from socle.comptes import mails, preuves
from socle.comptes.errors import CourrielDejaPris, LienPerime
from socle.comptes.models import Compte
from socle.comptes.preuves import Usage
from socle.comptes.queries import compte_par_courriel
from socle.comptes.services.mot_de_passe import verifier_actuel
from socle.db import session
from socle.envois.services import envoyer


@dataclass(frozen=True, slots=True)
class SaisieProfil:
    """What one may change about oneself without proving anything."""

    prenom: str
    nom: str
    telephone: str


def modifier_profil(compte: Compte, saisie: SaisieProfil) -> None:
    """Name and telephone are what the person says they are."""
    compte.prenom, compte.nom = saisie.prenom, saisie.nom
    compte.telephone = saisie.telephone


def demander_changement_de_courriel(compte: Compte, *, actuel: str, nouveau: str) -> None:
    """The new address must prove itself first; if it has an account already, its owner is told."""
    verifier_actuel(compte, actuel)
    nouveau = nouveau.strip().lower()
    pris = compte_par_courriel(nouveau)
    if pris is not None:
        envoyer(mails.deja_un_compte(pris, ""))
        return
    jeton = preuves.signer(Usage.COURRIEL, compte.id, compte.version, nouveau)
    envoyer(mails.nouvelle_adresse(compte, nouveau, jeton))


def lire_changement_de_courriel(compte: Compte, jeton: str) -> str:
    """The address that the link gives to ``compte``; nobody else can use it."""
    numero, version, nouveau = preuves.lire(Usage.COURRIEL, jeton)
    if (numero, version) != (compte.id, compte.version):
        raise LienPerime
    return str(nouveau)


def changer_courriel(compte: Compte, jeton: str) -> None:
    """The account takes the address that proved itself; the former one is told."""
    nouveau = lire_changement_de_courriel(compte, jeton)
    if compte_par_courriel(nouveau) is not None:
        raise CourrielDejaPris
    ancienne = compte.courriel
    try:
        with session.begin_nested():
            compte.courriel = nouveau
            compte.version += 1
    except IntegrityError as double:  # somebody took it at the same moment
        raise CourrielDejaPris from double
    envoyer(mails.adresse_changee(compte, ancienne))
