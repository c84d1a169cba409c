"""What is done with accounts: opening one, entering it, proving an address, changing a password.

Nothing here tells a stranger whether an address has an account: the answers are the same, only
the owner of the address gets a mail that differs.
"""

from socle.comptes.services.entree import authentifier, habiliter, retirer_habilitation
from socle.comptes.services.inscription import (
    Confirmation,
    SaisieCompte,
    confirmer,
    creer_compte,
    envoyer_confirmation,
    inscrire,
    lire_confirmation,
)
from socle.comptes.services.mot_de_passe import (
    LONGUEUR_MAXIMALE,
    LONGUEUR_MINIMALE,
    MOT_DE_PASSE_DE_DEMONSTRATION,
    changer_mot_de_passe,
    demander_reinitialisation,
    lire_reinitialisation,
    reinitialiser,
    verifier_mot_de_passe,
)
from socle.comptes.services.profil import (
    SaisieProfil,
    changer_courriel,
    demander_changement_de_courriel,
    lire_changement_de_courriel,
    modifier_profil,
)

__all__ = [
    "LONGUEUR_MAXIMALE",
    "LONGUEUR_MINIMALE",
    "MOT_DE_PASSE_DE_DEMONSTRATION",
    "Confirmation",
    "SaisieCompte",
    "SaisieProfil",
    "authentifier",
    "changer_courriel",
    "changer_mot_de_passe",
    "confirmer",
    "creer_compte",
    "demander_changement_de_courriel",
    "demander_reinitialisation",
    "envoyer_confirmation",
    "habiliter",
    "inscrire",
    "lire_changement_de_courriel",
    "lire_confirmation",
    "lire_reinitialisation",
    "modifier_profil",
    "reinitialiser",
    "retirer_habilitation",
    "verifier_mot_de_passe",
]
