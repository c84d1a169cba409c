"""Entering an account, and what it may do."""

from __future__ import annotations

from socle.comptes import preuves
from socle.comptes.errors import CompteNonConfirme, IdentifiantsInconnus
from socle.comptes.models import Compte, Habilitation, Role
from socle.comptes.queries import compte_par_courriel
from socle.db import session


def authentifier(courriel: str, mot_de_passe: str) -> Compte:
    """The account of whoever knows its password; the same refusal, as slow, for all others.

    The demonstration's accounts, whose password is public, open nothing in production.
    """
    compte = compte_par_courriel(courriel)
    if compte is None:
        preuves.hacher(mot_de_passe)  # costs as much as comparing
        raise IdentifiantsInconnus
    ouvert = not (compte.demonstration and preuves.en_production())
    if not (preuves.correspond(mot_de_passe, compte.mot_de_passe) and ouvert):
        raise IdentifiantsInconnus
    if not compte.is_active:
        raise CompteNonConfirme(compte=compte)
    if preuves.a_rehacher(compte.mot_de_passe):
        compte.mot_de_passe = preuves.hacher(mot_de_passe)
    return compte


def habiliter(compte: Compte, role: Role, objet: object) -> Habilitation:
    """A role is held once on one thing: asking again gives the same habilitation."""
    for tenue in compte.habilitations:
        if tenue.role is role and tenue.objet == str(objet):
            return tenue
    habilitation = Habilitation(role=role, objet=str(objet))
    compte.habilitations.append(habilitation)
    session.flush()
    return habilitation


def retirer_habilitation(compte: Compte, role: Role, objet: object) -> None:
    """Taking away a role that is not held changes nothing."""
    for tenue in list(compte.habilitations):
        if tenue.role is role and tenue.objet == str(objet):
            session.delete(tenue)
    session.flush()
    session.refresh(compte, ["habilitations"])
