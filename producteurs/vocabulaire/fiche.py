"""The words of the record: what each field is called when somebody changes it, and why not."""

from __future__ import annotations

from collections.abc import Mapping

from producteurs.vocabulaire.mots import Mot
from socle.langue import _l

CHAMPS_DE_LA_FICHE: Mapping[str, Mot] = {
    "nom": _l("le nom"),
    "siret": _l("le SIRET"),
    "genre": _l("la nature de l’activité"),
    "commune": _l("la commune"),
    "adresse": _l("l’adresse"),
    "position": _l("la position sur la carte"),
    "description": _l("la description"),
    "texte_saison": _l("« En ce moment »"),
    "image": _l("la photo"),
    "familles": _l("les familles de produits"),
    "modes": _l("les façons de vendre"),
    "labels": _l("les labels"),
    "revend": _l("la revente"),
    "horaires": _l("les horaires"),
    "telephone": _l("le téléphone"),
    "courriel": _l("le courriel"),
    "site": _l("le site"),
}

MOTIFS_REVISION: Mapping[str, Mot] = {
    "a_prouver": _l("Il nous faut une preuve de ce changement."),
    "inexact": _l("Ce n’est pas ce que nous avons constaté."),
    "autre_ferme": _l("C’est une autre activité : elle demande sa propre inscription."),
    "publicite": _l("Le texte fait de la publicité, ou parle d’autre chose que de la ferme."),
    "illisible": _l("Nous ne comprenons pas ce changement."),
}
