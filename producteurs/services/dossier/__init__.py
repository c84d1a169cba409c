"""The life of a dossier: sent, read, decided until a date, contested, renewed, closed."""

from producteurs.services.dossier.appel import (
    confirmer_en_appel,
    contester_decision,
    donner_raison,
)
from producteurs.services.dossier.decision import (
    radier_dossier,
    refuser_dossier,
    rouvrir_dossier,
    suspendre_dossier,
    valider_dossier,
)
from producteurs.services.dossier.echeance import a_prevenir, echeance, prevenir_de_l_echeance
from producteurs.services.dossier.envoi import (
    arreter_ferme,
    ce_qui_manque,
    demander_renouvellement,
    soumettre_dossier,
)
from producteurs.services.dossier.instruction import (
    demander_complement,
    differer_renouvellement,
    mettre_en_visite,
    prendre_en_instruction,
    reprendre_instruction,
)
from producteurs.services.dossier.passage import passer, prevenir
from producteurs.services.dossier.possibles import actes_possibles, juge_et_partie

__all__ = [
    "a_prevenir",
    "actes_possibles",
    "arreter_ferme",
    "ce_qui_manque",
    "confirmer_en_appel",
    "contester_decision",
    "demander_complement",
    "demander_renouvellement",
    "differer_renouvellement",
    "donner_raison",
    "echeance",
    "juge_et_partie",
    "mettre_en_visite",
    "passer",
    "prendre_en_instruction",
    "prevenir",
    "prevenir_de_l_echeance",
    "radier_dossier",
    "refuser_dossier",
    "reprendre_instruction",
    "rouvrir_dossier",
    "soumettre_dossier",
    "suspendre_dossier",
    "valider_dossier",
]
