"""The words of a file: why a row waits or is refused, what was repaired, what a column says."""

from __future__ import annotations

from collections.abc import Mapping

from producteurs.vocabulaire.doublons import MOTIFS_RAPPROCHEMENT
from producteurs.vocabulaire.mots import Mot
from socle.langue import _l

MOTIFS_LIGNE: Mapping[str, Mot] = {
    **MOTIFS_RAPPROCHEMENT,
    "axes_inverses": _l("latitude et longitude remises à l’endroit"),
    "cellules_en_trop": _l("plus de cellules que de colonnes"),
    "cle_repetee": _l("son identifiant est déjà celui d’une autre ligne"),
    "commune_deduite": _l("commune déduite de la position"),
    "commune_inconnue": _l("commune inconnue"),
    "doublon_possible": _l("peut-être déjà inscrite"),
    "ecriture_impossible": _l("n’a pas pu être écrite"),
    "ferme_disparue": _l("la ferme n’est plus au registre"),
    "geocodage_injoignable": _l("l’adresse n’a pas pu être cherchée"),
    "hors_france": _l("position hors de France"),
    "hors_territoire": _l("hors de vos départements"),
    "illisible": _l("ligne illisible"),
    "ligne_vide": _l("ligne vide"),
    "loin_de_la_commune": _l("position loin de sa commune"),
    "nom_manquant": _l("sans nom"),
    "position_lointaine": _l("position loin de sa commune"),
    "position_nulle": _l("position à (0, 0)"),
    "sans_nom": _l("sans nom"),
    "sans_position": _l("sans position"),
    "siret_deja_inscrit": _l("SIRET déjà inscrit"),
    "siret_faux": _l("SIRET faux"),
    "siren_seul": _l("SIREN sans numéro d’établissement"),
    "acceptee": _l("acceptée par vous"),
    "passee": _l("passée par vous"),
    "gardee": _l("gardée : quelque chose s’est passé depuis"),
    "defaite": _l("défaite"),
}

CHAMPS_LUS: Mapping[str, Mot] = {
    "cle": _l("identifiant chez la source"),
    "nom": _l("nom"),
    "prenom": _l("prénom"),
    "siret": _l("SIRET"),
    "adresse": _l("adresse"),
    "code_postal": _l("code postal"),
    "commune": _l("commune"),
    "insee": _l("code INSEE"),
    "departement": _l("département"),
    "lat": _l("latitude"),
    "lon": _l("longitude"),
    "position": _l("latitude et longitude ensemble"),
    "description": _l("description"),
    "telephone": _l("téléphone"),
    "courriel": _l("courriel"),
    "site": _l("site"),
    "horaires": _l("horaires"),
    "jours": _l("jours d’ouverture"),
    "produits": _l("produits"),
    "categories": _l("catégories"),
    "labels": _l("labels"),
    "drapeaux": _l("colonne oui ou non, que son titre explique"),
}
