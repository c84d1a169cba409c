"""By what two entries look alike, and what is chosen when they become one."""

from __future__ import annotations

from collections.abc import Mapping

from producteurs.vocabulaire.mots import Mot
from socle.langue import _l

MOTIFS_RAPPROCHEMENT: Mapping[str, Mot] = {
    "siret": _l("le même SIRET"),
    "nom_et_lieu": _l("presque le même nom, au même endroit"),
    "nom_et_commune": _l("presque le même nom, dans la même commune"),
    "nom_et_telephone": _l("presque le même nom et le même téléphone"),
    "nom_et_courriel": _l("presque le même nom et le même courriel"),
    "nom_et_site": _l("presque le même nom et le même site"),
}

CHAMPS_FUSION: Mapping[str, Mot] = {
    "nom": _l("nom"),
    "genre": _l("nature de l’activité"),
    "siret": _l("SIRET"),
    "lieu": _l("adresse et position"),
    "description": _l("description"),
    "telephone": _l("téléphone"),
    "courriel": _l("courriel"),
    "site": _l("site"),
    "horaires": _l("horaires"),
    "image": _l("photo"),
    "texte_saison": _l("texte du moment"),
    "revend": _l("revente"),
    "familles": _l("familles de produits"),
    "modes": _l("façons de vendre"),
}
