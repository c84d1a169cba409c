"""Refusals about labels and what the public registers say."""

from __future__ import annotations

from producteurs.errors import SaisieRefusee
from socle.errors import Refus
from socle.langue import _l


class PreuveManquante(SaisieRefusee):
    champ = "source"
    phrase = _l("Dites sur quelle preuve : le certificat lu, l’annuaire consulté, une attestation.")


class CertificatIllisible(SaisieRefusee):
    champ = "certificat"
    phrase = _l("L’adresse du certificat commence par https:// ; laissez vide s’il n’y en a pas.")


class RaisonManquante(SaisieRefusee):
    champ = "motif"
    phrase = _l("Dites pourquoi en quelques mots.")


class RegistresMuets(Refus):
    phrase = _l("Ni l’Agence Bio ni SIRENE ne sont interrogés par ce site.")
