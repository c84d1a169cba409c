"""Use cases of the registry, by word of the trade."""

from producteurs.services.catalogue import (
    SaisieComposant,
    SaisiePanier,
    SaisieProduit,
    composer_panier,
    enregistrer_produit,
    retirer_produit,
)
from producteurs.services.dossier import (
    ce_qui_manque,
    echeance,
    refuser_dossier,
    soumettre_dossier,
    suspendre_dossier,
    valider_dossier,
)
from producteurs.services.fiche import SaisieProducteur, inscrire_producteur
from producteurs.services.label import verifier_label
from producteurs.services.revision import modifier_producteur
from producteurs.services.siret import lire_siret

__all__ = [
    "SaisieComposant",
    "SaisiePanier",
    "SaisieProducteur",
    "SaisieProduit",
    "ce_qui_manque",
    "composer_panier",
    "echeance",
    "enregistrer_produit",
    "inscrire_producteur",
    "lire_siret",
    "modifier_producteur",
    "refuser_dossier",
    "retirer_produit",
    "soumettre_dossier",
    "suspendre_dossier",
    "valider_dossier",
    "verifier_label",
]
