"""Pairs of records with the truth beside: realistic farms, easy and hard, of the Loire and around.

A record is written « name | SIRET | place | phone | e-mail »: the SIRET as a seed and the number of
the establishment (« 12/2 »), the place as kilometres east and north of the centre of a commune
(« noiretable+0.2,-0.1 »; « noiretable? » is the commune's centre because nothing better is known).
"""

from __future__ import annotations

from dataclasses import dataclass

from stdnum import luhn

from producteurs.models import PrecisionPosition
from producteurs.rapprochement import Empreinte, prendre_empreinte

COMMUNES = {
    # name: (INSEE code, postcode, population, lat, lon)
    "noiretable": ("42159", "42440", 1600, 45.8178, 3.7650),
    "chalmazel": ("42039", "42920", 480, 45.7010, 3.8510),
    "jeansagniere": ("42114", "42920", 90, 45.7350, 3.8350),
    "boen": ("42019", "42130", 3200, 45.7450, 4.0030),
    "montbrison": ("42147", "42600", 16000, 45.6075, 4.0653),
    "roanne": ("42187", "42300", 34600, 46.0449, 4.0797),
    "lyon": ("69123", "69003", 522000, 45.7580, 4.8350),
}
NOMS = {
    "chalmazel": "Chalmazel-Jeansagnière",
    "jeansagniere": "Jeansagnière",
    "boen": "Boën-sur-Lignon",
}


@dataclass(frozen=True, slots=True)
class Paire:
    gauche: Empreinte
    droite: Empreinte
    meme: bool
    texte: str


def siret(ecrit: str) -> str:
    """« 12/2 »: the second establishment of the twelfth firm; « 123456789 » is left as it is."""
    graine, _, etablissement = ecrit.partition("/")
    if not graine or len(graine) > 6:
        return graine
    corps = f"{70_000_000 + int(graine):08d}"
    corps += luhn.calc_check_digit(corps)
    corps += f"{int(etablissement or 1):04d}"
    return corps + str(luhn.calc_check_digit(corps))


def lire(ecrit: str, cle: object = None) -> Empreinte:
    """The fingerprint of « name | SIRET | place | phone | e-mail »."""
    nom, numero, lieu, telephone, courriel = [
        *(champ.strip() for champ in ecrit.split("|")),
        *[""] * 5,
    ][:5]
    commune, _, ecart = lieu.rstrip("?!").partition("+")
    code, postal, population, lat, lon = COMMUNES.get(commune, ("", "", 0, None, None))
    if ecart and lat is not None and lon is not None:
        est, nord = (float(x) for x in ecart.split(","))
        lat, lon = lat + nord / 111.195, lon + est / 77.5
    if lieu.endswith("!"):  # the commune is known, the position is not
        lat = lon = None
    return prendre_empreinte(
        cle or ecrit,
        nom=nom,
        siret=siret(numero),
        lat=lat,
        lon=lon,
        precision=PrecisionPosition.COMMUNE if lieu.endswith("?") else PrecisionPosition.ADRESSE,
        commune_code=code,
        commune=NOMS.get(commune, commune),
        code_postal=postal,
        population=population,
        telephone=telephone,
        courriel=courriel,
    )


def lire_paires(texte: str, *, meme: bool) -> list[Paire]:
    lignes = [ligne.strip() for ligne in texte.strip().splitlines() if ligne.strip()]
    return [
        Paire(lire(gauche, "gauche"), lire(droite, "droite"), meme, ligne)
        for ligne in lignes
        for gauche, droite in [ligne.split(" = " if meme else " # ")]
    ]


MEMES = """
GAEC du Pelosset | 1 | noiretable+0,0 = Gaec du Pelosset | 1 | noiretable+0,0
Ferme du Pont | 2 | noiretable+1,1 = EARL Duval | 2 | montbrison+0,0
Ferme de la Croix | 3 | noiretable+0,0 = La Croix | 3 | boen+0,0
Jardins de Cocagne | 4 | lyon+0,0 = Jardins Cocagne Lyon | 4 | lyon+9,2
Ferme de Piamot || noiretable+0,0 = La Ferme de Piamot || noiretable+0.1,0
La ferme de l’hermitage || noiretable+0,0 = Ferme de l'Hermitage || noiretable+0,0.3
GAEC des Sables Rouges || noiretable+0,0 = Earl Domaine des Sables Rouges || noiretable+0,0
VAGANAY Thierry || noiretable+0,0 = Thierry Vaganay || noiretable+0.4,0.2
T. Vaganay || noiretable+0,0 = Vaganay Thierry || noiretable+0,0
Vaganay || noiretable+0,0 = Thierry Vaganay || noiretable+0.3,0
EARL Vaganay || noiretable+0,0 = M. Thierry VAGANAY || noiretable+0.2,0
Mme Nadine Jacquet || noiretable+0,0 = JACQUET NADINE || noiretable+0,0.5
Jean-Pierre Brossard || noiretable+0,0 = JP Brossard || noiretable+0.2,0.2
J.P. Brossard || noiretable+0,0 = Brossard Jean Pierre || noiretable+0.2,0.2
Les Jardins de Vartan || noiretable+0,0 = Les Jardins de Vartant || noiretable+0.1,0.1
La Brochetière || noiretable+0,0 = GAEC de la Brochettière || noiretable+0.6,0
Le Bouc et la Treille || noiretable+0,0 = GAEC le bouc & la treille || noiretable+0,0
G.A.E.C. de la Brochetière || noiretable+0,0 = La Brochetiere || noiretable+0.7,0
S.C.E.A. Combet || noiretable+0,0 = Combet || noiretable+0.3,0
Ferme des Perrelles || noiretable+0,0 = Les Perrelles || noiretable+0.2,0
Le Rucher de Macameli || noiretable+0,0 = Macameli, apiculteur || noiretable+0.3,0
Miel Bouttier || noiretable+0,0 = Florent Bouttier apiculteur || noiretable+0.1,0
Les Vergers des Amoureux || noiretable+0,0 = Verger des amoureux || noiretable+1,0
Bières Bio Mont d'Or || noiretable+0,0 = Brasserie du Mont d’Or || noiretable+0,0
GAEC Les Biquettes des Orlets || noiretable+0,0 = Biquette des Orlets || noiretable+1.5,0
Domaine des Pierrières || noiretable+0,0 = DOMAINE DES PIERRIERES || noiretable+1,1
Ferme de Menajoc || noiretable+0,0 = Ferme de Ménajoc (vente directe) || noiretable+0,0
Le Champ des Saveurs || noiretable+0,0 = EARL Champ des Saveurs || noiretable+0.1,0
Les Cabres du Cheix || noiretable+0,0 = Cabres du Cheix - EARL Fayolle || noiretable+0,0.1
Ferme Saint-Roch || noiretable+0,0 = Ferme St Roch || noiretable+0.5,0
Ferme de Bellevue | | noiretable+0,0 = Ferme de Belle Vue || noiretable+0.2,0
Le Clos Bizolle || noiretable+0,0 = Le Clos Bizole || noiretable+0.2,0
Ferme Montagnier || noiretable+0,0 = Ferme Montagner || noiretable+0.3,0
Chèvrerie du Lizieux || noiretable+0,0 = La chevrerie du Lizieux || noiretable+1,0.5
Fromagerie Dugourd || noiretable+0,0 = Dugourd Fromages fermiers || noiretable+0.2,0
La Ferme Perraud || noiretable+0,0 = GAEC Perraud Père et Fils || noiretable+0.2,0
Claron Père et Fils || noiretable+0,0 = SARL Claron || noiretable+0.3,0
Charcuterie Tixidre || noiretable+0,0 = Tixidre || noiretable+0.2,0
Les légumes BIO du Richardin || noiretable+0,0 = Maraîcher du Richardin || noiretable+0.2,0
Ferme Chavassieux-Rey || noiretable+0,0 = GAEC Chavassieux Rey || noiretable+0.9,0
Œufs de Vidrieux || noiretable+0,0 = Poules de Vidrieux || noiretable+0,0.2
L'Étable des Brigands || noiretable+0,0 = Etable des brigands || noiretable+2,0
Safran du Lignon || noiretable+0,0 = Le Safran du Lignon - Mme Odin || noiretable+0,0
Pisciculture Vollore || noiretable+0,0 = Truites de Vollore || noiretable+0.2,0
La Gourgandine || boen+0,0 = la gourgandinne || boen+0.3,0
Ferme des Tourettes || boen+0,0 = Tourettes (EARL des) || boen+0.8,0
Moulin Massacrier || boen+0,0 = Minoterie Massacrier || boen+0,0
Brasserie Stéphanoise || montbrison+0,0 = Brasserie Stephanoise SAS || montbrison+0.2,0.1
Ferme Beauvoir || montbrison+0,0 = EARL de Beauvoir || montbrison+0.3,0
Le Fournil des Tilleuls || montbrison+0,0 = Fournil des tilleuls || montbrison+0.1,0
Pépinières Puybois || montbrison+0,0 = Pépinière Puybois || montbrison+0.3,0.3
Le Potager de Savignets || roanne+0,0 = Potager Savignets || roanne+0.2,0
Les Ruchers Ambertois || roanne+0,0 = Rucher ambertois || roanne+0.1,0
Rue des producteurs || lyon+0,0 = Rue des Producteurs || lyon+0.05,0
Episol du CADIS || lyon+0,0 = EPISOL CADIS || lyon+0.05,0.02
La Miecyclette || lyon+0,0 = la miecyclette SCOP || lyon+0.1,0
Ferme du Grand Ripal || noiretable+0,0 = Grand Ripal || noiretable?
Les Bergers du Haut-Forez || noiretable? = Bergers du Haut Forez || noiretable+3,2
GAEC Pralong-Gachet || chalmazel+0,0 = Pralong Gachet || jeansagniere?
Ferme de Rambaye || jeansagniere? = Ferme de Rambaye || chalmazel?
Fromagerie des Supeyres || chalmazel! = Fromagerie des Supeyres || jeansagniere!
EARL de Couzan-Sauvain || boen! = Couzan Sauvain || boen!
Ferme Gaumond || noiretable! = GAEC Gaumond || noiretable+1,1
La Ferme du Barlet || noiretable+0,0 | 04 77 24 11 22 = Barlet || boen+0,0 | +33477241122
Miellerie Duivon || boen+0,0 | 06.12.34.56.78 = Duivon || roanne+0,0 | Tel : 06 12 34 56 78 (soir)
Le Jardin de Lili || boen+0,0 | 0612000001 = Jardin de Lili || roanne+0,0 | +33 (0)6 12 00 00 01
Chez Mimi || boen+0,0 | 0033612000002 = Mimi || boen+4,4 | 06 12 00 00 02
Les Jardins de Marie || noiretable+0,0 | 0612000003 = Jardin de Marie || noiretable+5,0 | 0612000003
Jacquemont || boen+0,0 || jacquemont@free.fr = Ferme Jacquemont || roanne+0,0 || Jacquemont@Free.fr
Le Panier Forézien || boen+0,0 || pf@free.fr = Panier forezien || roanne+1,1 || pf@free.fr
GAEC Chazelle | 5 | boen+0,0 | 0477000005 = EARL Chazelle | 6 | boen+0.1,0 | 0477000005
EARL Rousson | 7 | boen+0,0 || rousson@free.fr = GAEC Rousson | 8 | boen+0,0 || rousson@free.fr
Ferme du Vizezy | 9 | montbrison+0,0 = Ferme du Vizezy || montbrison+0.3,0
Ferme du Vizezy | 706849651 | montbrison+0,0 = La ferme du Vizézy | 9 | montbrison+0.3,0
La Ferme || noiretable+0,0 = La Ferme || noiretable+0.02,0
Le Jardin || boen+0,0 | 0477101010 = Le jardin || boen+2,0 | 04 77 10 10 10
Ferme de Dame Berthe || noiretable+0,0 = Ferme Dame-Berthe || noiretable+1.2,0
Ferme d'Antan | | noiretable+0,0 = LA FERME D ANTAN || noiretable+0.4,0
Élevage Chapuis || noiretable+0,0 = Chapuis Élevage bovin || noiretable+0.3,0
Le Clos de l'Abbaye || roanne+0,0 = Clos de l’Abbaye || roanne+0.3,0
Les Escargots du Forez || boen+0,0 = Escargots du Forez || boen+0.8,0.2
La Chèvrerie d'Ecotay || montbrison+0,0 = Chevrerie Ecotay || montbrison+0.5,0
"""

DIFFERENTES = """
GAEC du Pelosset | 1/1 | noiretable+0,0 # GAEC du Pelosset | 1/2 | noiretable+0,0
Ferme du Pont | 2/1 | noiretable+0,0 | 0477000001 # Ferme du Pont | 2/2 | boen+0,0 | 0477000001
Rue des producteurs | 3/1 | lyon+0,0 || r@p.fr # Rue des producteurs | 3/3 | lyon+0.1,0 || r@p.fr
Le Champ des Saveurs | 4/1 | noiretable+0,0 # Champ des Saveurs (magasin) | 4/2 | noiretable+0,0
Ferme du Pont | 11 | noiretable+0,0 # Ferme du Pont | 12 | noiretable+0.5,0
EARL Martin | 13 | noiretable+0,0 # GAEC Martin | 14 | noiretable+0.4,0
Rucher de Macameli | 15 | noiretable+0,0 # La chèvrerie des Orlets | 16 | noiretable+0,0
Ferme des Tilleuls || noiretable+0,0 # Ferme des Acacias || noiretable+0,0
Ferme des Tilleuls || noiretable+0,0 # Ferme des Tilleuls || noiretable+9,0
Ferme des Tilleuls || noiretable+0,0 # Ferme des Tilleuls || boen+0,0
Patrice Ruiton || noiretable+0,0 # GAEC du Pelosset || noiretable+0,0
Nadine Jacquet || noiretable+0,0 # Pierre Jacquet || noiretable+0.1,0
Nadine Jacquet || noiretable+0,0 # Nadine Perraudin || noiretable+0.2,0
Nicole Perraudin || noiretable+0,0 # Nadine Perraudin || noiretable+0,0
Michel Vial || noiretable+0,0 # Michèle Vial || noiretable+0.3,0
Jean Dupuy || noiretable+0,0 # Jean-Luc Dupuis || noiretable+1.5,0
Miel Combet || noiretable+0,0 # Fromagerie Combet || noiretable+0,0
Les Jardins de Combet || noiretable+0,0 # Le Rucher de Combet || noiretable+0.1,0
Brasserie du Haut Forez || noiretable+0,0 # Fromagerie du Haut Forez || noiretable+0.2,0
Boulangerie du Bourg || noiretable+0,0 # Boucherie du Bourg || noiretable+0,0
Ferme du Haut Martinet || noiretable+0,0 # Ferme du Bas Martinet || noiretable+0.4,0
Ferme du Pré Neuf || noiretable+0,0 # Ferme du Pré Vieux || noiretable+0.2,0
Ferme du Petit Bois || noiretable+0,0 # Ferme du Grand Bois || noiretable+0.5,0
La Grange Neuve || noiretable+0,0 # La Grange Basse || noiretable+0.6,0
La ferme || noiretable+0,0 # La ferme || noiretable+1,0
Le Jardin || noiretable+0,0 # Les Jardins || noiretable+0.8,0
Le Potager || boen+0,0 # Le Potager || boen+0.6,0
Ferme || lyon+0,0 # La Ferme || lyon+0.3,0
Producteur bio || noiretable+0,0 # Produits bio de la ferme || noiretable+0.5,0
Vente directe à la ferme || noiretable? # Vente à la ferme || noiretable?
Les Jardins || noiretable? # Le jardin || noiretable?
La ferme du Bourg || noiretable+0,0 # Ferme de l'Église || noiretable+0,0
Rue des producteurs || lyon+0,0 # Rue des producteurs || lyon+1.2,0.5
AMAPOSI || lyon+0,0 # AMAPOSI || lyon+2.6,0
Pasta & Company || lyon+0,0 # Pasta et Company || lyon+1.8,0
Fromage et Tradition || lyon+0,0 # Fromage et Tradition || lyon+1,0
Les paniers du 3ème || lyon+0,0 # Les paniers du 7ème || lyon+0.1,0
AMAP du Tonkin || lyon+0,0 # AMAP de la Duchère || lyon+0.2,0
AMAP Croix Luizet || lyon+0,0 # AMAP Croix Rousse || lyon+0.2,0
AGORAé Lyon 1 || lyon+0,0 # AGORAé Lyon 2 || lyon+0.1,0
Epicentre || lyon+0,0 # Epiconfort || lyon+0.1,0
Panier Garnier || lyon+0,0 # Panier Majolan || lyon+0.1,0
La Passerelle de L'Espoir || lyon+0,0 # La Passerelle d'Eau de Robec || lyon+0.1,0
Les Jardins de Marie || lyon+0,0 # Les Jardins de Marie || lyon+1,0
Ferme Martin || lyon? # Ferme Martin || lyon?
Ferme de la Vallée || montbrison+0,0 # Ferme de la Vallée || montbrison+2.5,0
Ferme du Lac || roanne+0,0 # Ferme du Lac || roanne+1.5,0
La Chèvrerie || noiretable+0,0 # La Fromagerie || noiretable+0.2,0
Chez Paul || noiretable+0,0 # Chez Jean || noiretable+0,0
Ferme Paul || noiretable+0,0 # Ferme Pauline || noiretable+0.1,0
GAEC Roche || noiretable+0,0 # GAEC Rocher || noiretable+2.5,0
GAEC des Deux Rives || noiretable+0,0 # GAEC des Trois Rives || noiretable+0.3,0
Le Mas des Razes || noiretable+0,0 # Le Mas des Oliviers || noiretable+0.1,0
Ferme de Guillaume || noiretable+0,0 # Ferme de Guillemette || noiretable+0.1,0
Les Saveurs de Cracot || boen+0,0 # Les Saveurs de Lili || boen+0,0
Domaine des Pierrières || boen+0,0 # Domaine des Perrières || boen+9,0
Le Jardin de Lili || boen+0,0 | 0612000001 # GAEC des Orlets || boen+0,0 | 0612000001
Ferme Chapuis || boen+0,0 || accueil@chambre.fr # Brasserie Combet || boen+0,0 || accueil@chambre.fr
Jardin de Lili || boen+0,0 | 0612000004 # Rucher du Cheix || boen+0,0 | 0612000004
Ferme du Pont | 21 | noiretable+0,0 # Ferme du Pont de Chêne | 22 | noiretable+0.1,0
Claire Vernay | 23 | noiretable+0,0 # Luc Vernay | 24 | noiretable+0,0
GAEC Faure || noiretable+0,0 # EARL Fauré-Duché || noiretable+2.5,0
Maison Dalpluir || lyon+0,0 # Maison Chantre || lyon+0,0
Mahjoub || lyon+0,0 # Ben Zina || lyon+0,0
Fruits & Légumes Rachid || lyon+0,0 # Revendeur fruits et légumes || lyon+0,0
Ferme des Granges || chalmazel+0,0 # Ferme des Gouttes || jeansagniere+0,0
Ferme du Col || chalmazel? # Ferme du Col de la Loge || noiretable?
Ferme Gaumond || noiretable! # Ferme Gaumond || boen!
La Vigne de Sarah || boen+0,0 # La Vigne d'Anna || boen+0.2,0
Les Poules Rousses || boen+0,0 # Les Vaches Rousses || boen+0.3,0
Ferme de Corbes || noiretable+0,0 # Ferme de Combes || noiretable+2.8,0
Les Vergers du Lignon || boen+0,0 # Les Ruchers du Lignon || boen+0.5,0
Les Bergers du Forez || boen+0,0 # Les Brasseurs du Forez || boen+0,0
EARL Rival | 25 | boen+0,0 # Rival Frères | 26 | boen+0.2,0
Le Fournil d'Emma || montbrison+0,0 # Le Fournil de Léa || montbrison+0,0
Cave coopérative des vignerons || boen+0,0 # Maison des vignerons || boen+0.4,0
"""
