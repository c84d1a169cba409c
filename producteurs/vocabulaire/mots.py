"""Tables from each enum value to its word, a lazy sentence in lower case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from producteurs.models import (
    Allergene,
    Famille,
    Genre,
    ModeVente,
    SorteLabel,
    TypeVente,
    Unite,
)
from socle.langue import _l

Mot = Any
"""A lazy sentence of Flask-Babel, which has no type of its own."""

GENRES: Mapping[Genre, Mot] = {
    Genre.FERME: _l("ferme"),
    Genre.TRANSFORMATEUR: _l("transformateur"),
    Genre.COMMERCE: _l("commerce"),
    Genre.CUISINIER: _l("cuisinier"),
}

DEFINITIONS_GENRES: Mapping[Genre, Mot] = {
    Genre.FERME: _l("cultive ou élève ce qu’elle vend"),
    Genre.TRANSFORMATEUR: _l("transforme les récoltes d’autres fermes"),
    Genre.COMMERCE: _l("revend ce que d’autres produisent"),
    Genre.CUISINIER: _l("cuisine et vend des plats"),
}

FAMILLES: Mapping[Famille, Mot] = {
    Famille.LEGUMES: _l("légumes"),
    Famille.FRUITS: _l("fruits"),
    Famille.VIANDES: _l("viandes"),
    Famille.VOLAILLES_OEUFS: _l("volailles et œufs"),
    Famille.LAITAGES: _l("laitages"),
    Famille.PAINS_FARINES: _l("pains et farines"),
    Famille.MIELS_SUCRES: _l("miels et douceurs"),
    Famille.BOISSONS: _l("boissons"),
    Famille.POISSONS: _l("poissons"),
    Famille.PLANTES_FLEURS: _l("plantes et fleurs"),
    Famille.EPICERIE: _l("épicerie"),
    Famille.PLATS_PREPARES: _l("plats préparés"),
}

MODES: Mapping[ModeVente, Mot] = {
    ModeVente.FERME: _l("à la ferme"),
    ModeVente.MARCHE: _l("sur un marché"),
    ModeVente.RELAIS: _l("en point relais"),
    ModeVente.DOMICILE: _l("livraison à domicile"),
    ModeVente.MAGASIN: _l("magasin de producteurs"),
    ModeVente.AMAP: _l("paniers, AMAP"),
    ModeVente.DISTRIBUTEUR: _l("distributeur automatique"),
}

LABELS: Mapping[SorteLabel, Mot] = {
    SorteLabel.AB: _l("Agriculture biologique"),
    SorteLabel.AOP: _l("AOP"),
    SorteLabel.IGP: _l("IGP"),
    SorteLabel.LABEL_ROUGE: _l("Label Rouge"),
    SorteLabel.HVE: _l("Haute valeur environnementale"),
    SorteLabel.BIENVENUE_FERME: _l("Bienvenue à la ferme"),
    SorteLabel.NATURE_PROGRES: _l("Nature & Progrès"),
    SorteLabel.DEMETER: _l("Demeter"),
}

DEFINITIONS_LABELS: Mapping[SorteLabel, Mot] = {
    SorteLabel.AB: _l("sans pesticides de synthèse, contrôlée chaque année par un organisme agréé"),
    SorteLabel.AOP: _l("appellation d’origine protégée : tout est fait sur le terroir"),
    SorteLabel.IGP: _l("indication géographique protégée : un lien avec le terroir"),
    SorteLabel.LABEL_ROUGE: _l("une qualité supérieure, goûtée et contrôlée"),
    SorteLabel.HVE: _l("certification environnementale de toute l’exploitation, niveau 3"),
    SorteLabel.BIENVENUE_FERME: _l("réseau d’accueil des Chambres d’agriculture"),
    SorteLabel.NATURE_PROGRES: _l("bio associative, contrôlée entre producteurs et mangeurs"),
    SorteLabel.DEMETER: _l("agriculture biodynamique certifiée"),
}

TYPES_VENTE: Mapping[TypeVente, Mot] = {
    TypeVente.UNITE: _l("à l’unité"),
    TypeVente.POIDS: _l("au poids"),
}

UNITES: Mapping[Unite, tuple[Mot, Mot]] = {
    Unite.PIECE: (_l("pièce"), _l("pièces")),
    Unite.BOTTE: (_l("botte"), _l("bottes")),
    Unite.BARQUETTE: (_l("barquette"), _l("barquettes")),
    Unite.BOCAL: (_l("bocal"), _l("bocaux")),
    Unite.BOUTEILLE: (_l("bouteille"), _l("bouteilles")),
    Unite.POT: (_l("pot"), _l("pots")),
    Unite.SACHET: (_l("sachet"), _l("sachets")),
    Unite.CAISSETTE: (_l("caissette"), _l("caissettes")),
    Unite.PORTION: (_l("portion"), _l("portions")),
}
"""Singular and plural."""

PANIERS: tuple[Mot, Mot] = (_l("panier"), _l("paniers"))
"""What one composed basket is called, and several."""

ALLERGENES: Mapping[Allergene, Mot] = {
    Allergene.GLUTEN: _l("gluten"),
    Allergene.CRUSTACES: _l("crustacés"),
    Allergene.OEUFS: _l("œufs"),
    Allergene.POISSONS: _l("poissons"),
    Allergene.ARACHIDES: _l("arachides"),
    Allergene.SOJA: _l("soja"),
    Allergene.LAIT: _l("lait"),
    Allergene.FRUITS_A_COQUE: _l("fruits à coque"),
    Allergene.CELERI: _l("céleri"),
    Allergene.MOUTARDE: _l("moutarde"),
    Allergene.SESAME: _l("sésame"),
    Allergene.SULFITES: _l("sulfites"),
    Allergene.LUPIN: _l("lupin"),
    Allergene.MOLLUSQUES: _l("mollusques"),
}

TAUX_TVA: Mapping[int, Mot] = {
    55: _l("5,5 % (alimentation)"),
    100: _l("10 % (plantes et fleurs)"),
    200: _l("20 % (alcools, certaines sucreries)"),
    0: _l("non applicable (franchise ou remboursement forfaitaire)"),
}
"""Per mille."""

MOIS: Mapping[int, Mot] = {
    1: _l("janvier"),
    2: _l("février"),
    3: _l("mars"),
    4: _l("avril"),
    5: _l("mai"),
    6: _l("juin"),
    7: _l("juillet"),
    8: _l("août"),
    9: _l("septembre"),
    10: _l("octobre"),
    11: _l("novembre"),
    12: _l("décembre"),
}

MOIS_COURTS: Mapping[int, Mot] = {
    1: _l("janv."),
    2: _l("févr."),
    3: _l("mars"),
    4: _l("avr."),
    5: _l("mai"),
    6: _l("juin"),
    7: _l("juil."),
    8: _l("août"),
    9: _l("sept."),
    10: _l("oct."),
    11: _l("nov."),
    12: _l("déc."),
}

JOURS: Mapping[int, Mot] = {
    0: _l("lundi"),
    1: _l("mardi"),
    2: _l("mercredi"),
    3: _l("jeudi"),
    4: _l("vendredi"),
    5: _l("samedi"),
    6: _l("dimanche"),
}
