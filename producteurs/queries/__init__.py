"""Reads of the registry, by word of the trade."""

from producteurs.queries.catalogue import Catalogue, catalogue, panier_de, produit_de, vendu_par
from producteurs.queries.commune import communes_proposees, nom_et_code, trouver_commune
from producteurs.queries.dossier import (
    FiltreDossiers,
    a_instruire,
    compter_a_instruire,
    departements_du_compte,
    dossier_pour,
    dossiers,
    fermee_par_elle_meme,
    nombres_par_situation,
    suivant_a_instruire,
)
from producteurs.queries.fiche import (
    destinataires,
    producteur_du_compte,
    producteur_public,
    producteurs_du_compte,
    producteurs_en_regle,
)

__all__ = [
    "Catalogue",
    "FiltreDossiers",
    "a_instruire",
    "catalogue",
    "communes_proposees",
    "compter_a_instruire",
    "departements_du_compte",
    "destinataires",
    "dossier_pour",
    "dossiers",
    "fermee_par_elle_meme",
    "nom_et_code",
    "nombres_par_situation",
    "panier_de",
    "producteur_du_compte",
    "producteur_public",
    "producteurs_du_compte",
    "producteurs_en_regle",
    "produit_de",
    "suivant_a_instruire",
    "trouver_commune",
    "vendu_par",
]
