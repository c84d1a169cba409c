"""Use cases of places and time windows."""

from livraisons.services.options import Motif, Option, Reponse, repondre
from livraisons.services.organisation import (
    SaisieFenetre,
    SaisiePointRelais,
    SaisieZone,
    changer_capacite,
    creer_point_relais,
    definir_zone,
    deplacer_creneau,
    deplacer_distribution,
    fermer_zone,
    modifier_point_relais,
    ouvrir_creneau,
    ouvrir_distribution,
)
from livraisons.services.remise import (
    Destinataire,
    annuler_livraison,
    annuler_remise,
    prevoir_livraison,
    remettre,
    trouver_livraison,
)
from livraisons.services.reservation import liberer_place, prendre_place, tenir_fenetres

__all__ = [
    "Destinataire",
    "Motif",
    "Option",
    "Reponse",
    "SaisieFenetre",
    "SaisiePointRelais",
    "SaisieZone",
    "annuler_livraison",
    "annuler_remise",
    "changer_capacite",
    "creer_point_relais",
    "definir_zone",
    "deplacer_creneau",
    "deplacer_distribution",
    "fermer_zone",
    "liberer_place",
    "modifier_point_relais",
    "ouvrir_creneau",
    "ouvrir_distribution",
    "prendre_place",
    "prevoir_livraison",
    "remettre",
    "repondre",
    "tenir_fenetres",
    "trouver_livraison",
]
