"""What a column's header says: « Code postal », « postalCode », « address.zip » are one field.

Pure words, French and English, without accents; the cells are looked at in ``colonnes``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from socle.typographie import sans_accents


class Champ(StrEnum):
    """What a column may tell of a producteur."""

    CLE = "cle"
    NOM = "nom"
    PRENOM = "prenom"
    SIRET = "siret"
    ADRESSE = "adresse"
    CODE_POSTAL = "code_postal"
    COMMUNE = "commune"
    INSEE = "insee"
    DEPARTEMENT = "departement"
    LAT = "lat"
    LON = "lon"
    POSITION = "position"
    DESCRIPTION = "description"
    TELEPHONE = "telephone"
    COURRIEL = "courriel"
    SITE = "site"
    HORAIRES = "horaires"
    JOURS = "jours"
    PRODUITS = "produits"
    CATEGORIES = "categories"
    LABELS = "labels"
    DRAPEAUX = "drapeaux"


# By field, the best name first: a farm's own name counts more than its owner's.
_NOMS = {
    Champ.CLE: "source key|sourcekey|numero bio|numerobio|id source|identifiant unique|identifiant"
    "|identifier|uuid|uid|id|ident|reference|ref|gid|fid|objectid|ogc fid|osm id|full id|code"
    "|numero|num|n|no",
    Champ.NOM: "nom de la ferme|nom ferme|ferme|nom de l exploitation|nom exploitation"
    "|exploitation|nom du producteur|nom producteur|producteur|nom de l etablissement"
    "|nom etablissement|etablissement|nom commercial|enseigne|nom du point de vente"
    "|nom du lieu|nom de la structure|nom structure|structure|denominationcourante"
    "|denomination courante|denomination usuelle|denomination|raison sociale|raisonsociale"
    "|nom raison sociale|nom complet|societe|entreprise|nom entreprise|libelle|intitule|titre"
    "|title|name|farm name|farm|company|company name|organization|organisation"
    "|organization name|shop name|label name|nom d usage|nom ou raison sociale|nom du domaine"
    "|nom|gerant|exploitant|nom exploitant|nom de l exploitant|operateur|nom operateur"
    "|nom prenom|nom et prenom|contact name|contact",
    Champ.PRENOM: "prenom|prenoms|first name|firstname|prenom exploitant|prenom du gerant",
    Champ.SIRET: "siret|numero siret|n siret|no siret|num siret|siret number|code siret"
    "|siret etablissement|numero de siret|siret siege|siren|numero siren|n siren|siren siret"
    "|siret siren",
    Champ.ADRESSE: "adresse postale|adresse complete|adresse|adresse 1|adresse1|adresse ligne 1"
    "|adresse de la ferme|adresse exploitation|adresse du lieu|adresse etablissement|voie|rue"
    "|numero et voie|numero voie|numero et nom de voie|libelle voie|nom voie|num voie|lieu dit"
    "|lieudit|adresse 2|adresse2|adresse ligne 2|complement adresse|complement d adresse"
    "|address|street address|streetaddress|full address|address street|street|street name"
    "|address line 1|address1|address line1|addr street|adr|adress|formatted address"
    "|customformatedaddress|location address|localisation adresse|lieu",
    Champ.CODE_POSTAL: "code postal|codepostal|code post|codpost|cp|c p|cpostal|postal code"
    "|postalcode|postcode|post code|zip|zip code|zipcode|cp commune|code postal commune"
    "|addr postcode|cp ville",
    Champ.COMMUNE: "nom de la commune|nom commune|commune|libelle commune|lib commune|nomcommune"
    "|ville|localite|city|town|municipality|addresslocality|address locality|locality"
    "|village|addr city|bureau distributeur|commune ville|ville commune|communes|nom ville"
    "|municipalite|acheminement",
    Champ.INSEE: "insee|code insee|codeinsee|insee commune|code commune|codecommune|code com"
    "|com insee|insee com|depcom|cog|citycode|city code|code insee commune|insee code"
    "|code commune insee|com code|commune insee",
    Champ.DEPARTEMENT: "departement|dep|dept|department|code departement|codedepartement"
    "|num departement|numero departement|nom departement|county|dpt",
    Champ.LAT: "latitude|lat|y|coord y|coordonnee y|coordonnees y|y wgs84|ywgs84|lat wgs84|y l93"
    "|y lambert93|y lambert 93|lambert y|y93|geo lat|geo latitude|gps lat|gps latitude"
    "|latitude y|point y|north|nord|coord lat|northing|latitude wgs84|coordy|position lat",
    Champ.LON: "longitude|lon|lng|long|x|coord x|coordonnee x|coordonnees x|x wgs84|xwgs84"
    "|lon wgs84|long wgs84|x l93|x lambert93|x lambert 93|lambert x|x93|geo lon|geo lng"
    "|geo longitude|gps lon|gps lng|gps longitude|longitude x|point x|east|est|coord lon"
    "|coord long|easting|longitude wgs84|coordx|position lon|position lng|geo long",
    Champ.POSITION: "geolocalisation|geo point 2d|geo point|geopoint|coordonnees|coordonnees gps"
    "|coordonnees geographiques|gps|latlng|lat lng|lat lon|lat long|latlon|latitude longitude"
    "|position|position gps|location|localisation|geo|geom|geometry|geometrie|wkt|the geom"
    "|point|coordinates|geo shape|geoloc|xy|coord|coords|lon lat|longitude latitude|coord gps",
    Champ.DESCRIPTION: "description|descriptif|presentation|presentation de la ferme|texte"
    "|resume|commentaire|commentaires|remarque|remarques|observations|observation|notes|note"
    "|abstract|summary|about|details|detail|informations|information|infos|info|descr"
    "|description courte|description longue|short description|content|contenu|a propos"
    "|informations complementaires|en savoir plus|activite description",
    Champ.TELEPHONE: "telephone|tel|telephone fixe|tel fixe|fixe|telephone 1|tel 1|tel1|phone"
    "|phone number|phonenumber|telephone commercial|telephonecommerciale"
    "|telephone commerciale|numero de telephone|num tel|no tel|n tel|portable|mobile"
    "|telephone portable|telephone mobile|tel portable|tel mobile|tel 2|tel2|telephone 2"
    "|gsm|contact tel|contact telephone|telephones|contact phone|phone mobile",
    Champ.COURRIEL: "courriel|email|e mail|mail|adresse mail|adresse email|adresse e mail"
    "|adresse courriel|adresse electronique|adresse de messagerie|messagerie|mel|email address"
    "|contact mail|contact email|contact courriel|mail contact|email contact|mails|emails",
    Champ.SITE: "site web|site internet|siteweb|site|web|website|url|lien|site url|adresse web"
    "|adresse internet|page web|url site|homepage|internet|www|lien site|site internet url"
    "|url internet|site web url|sitewebs url|lien internet|contact website|facebook"
    "|page facebook|reseaux sociaux|instagram",
    Champ.HORAIRES: "horaires|horaire|horaires ouverture|horaires d ouverture|heures ouverture"
    "|heures d ouverture|ouverture|opening hours|openinghours|openhours|open hours|hours"
    "|jours et horaires|jours horaires|horaires de vente|horaires vente|horaire ouverture"
    "|jours et horaires d ouverture|horaires et jours|horaires d ouvertures|permanence"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday"
    "|friday|saturday|sunday|openhours mo|openhours tu|openhours we|openhours th|openhours fr"
    "|openhours sa|openhours su",
    Champ.JOURS: "jours|jour|jours ouverture|joursouverture|jours d ouverture|jour ouverture"
    "|jours de vente|jour de vente|jour de marche|jours de marche|days|open days"
    "|jours ouverts|joursdouverture|jour d ouverture|jour de distribution",
    Champ.PRODUITS: "produits|produit|produits proposes|produits vendus|liste des produits"
    "|productions|production|productions nom|production principale|productions principales"
    "|nature des produits|products|product|denrees|offre|gamme|gamme de produits|cultures"
    "|elevage|elevages|specialites|specialite|types de produits|type de produits"
    "|produits disponibles|produits a la vente|produits transformes|autres produits|what"
    "|type production|type de production|filiere|filieres",
    Champ.CATEGORIES: "categories|categorie|categories nom|categoriesfull name|category|tags|tag"
    "|mots cles|motscles|keywords|theme|themes|thematique|type|types|typologie|nature|genre"
    "|activite|activites|activites nom|activite principale|type de structure|type structure"
    "|type de lieu|type lieu|type etablissement|type d etablissement|sous categorie|rubrique"
    "|sous type|soustype|famille|familles|modes de vente|mode de vente|modes de commercialisation"
    "|mode de commercialisation|commercialisation|vente|type de vente|circuit|circuits"
    "|lieu de vente|lieux de vente|points de vente|folder|dossier|taxonomy|type point de vente"
    "|type de point de vente|kind|shop|nature activite|points de vente nom|services",
    Champ.LABELS: "label|labels|certification|certifications|label qualite|labels qualite"
    "|signes de qualite|signe de qualite|siqo|mention|mentions|agriculture|appellation"
    "|appellations|mode de production|modes de production|type d agriculture|demarche qualite"
    "|demarche|demarches|bio|agriculture biologique|certificats|label s|marque|marques|reseau",
}

ALIAS: Mapping[str, tuple[Champ, int]] = {
    nom: (champ, rang) for champ, noms in _NOMS.items() for rang, nom in enumerate(noms.split("|"))
}
"""Header without accents → field, and how good a name it is for it (0 is the best)."""

# What a long header holds, when it is none of the above: the first that fits.
_DEDANS: tuple[tuple[str, Champ], ...] = (
    (r"\bsiret\b|\bsiren\b", Champ.SIRET),
    (r"\b(e ?mails?|mails?|courriels?|messagerie)\b", Champ.COURRIEL),
    (r"\b(telephones?|tel|phone|portable|mobile)\b", Champ.TELEPHONE),
    (r"\b(site (web|internet)|website|url|facebook|instagram)\b", Champ.SITE),
    (r"\binsee\b", Champ.INSEE),
    (r"\bcode postal\b|\bpostcode\b|\bpostal code\b|\bzip\b|\bcp\b", Champ.CODE_POSTAL),
    (r"\blatitude\b|\blat\b", Champ.LAT),
    (r"\blongitude\b|\blng\b|\blon\b", Champ.LON),
    (r"\bgps\b|\bcoordonnees geographiques\b|\bgeolocalisation\b", Champ.POSITION),
    (r"\bcommune\b|\bville\b|\bcity\b|\blocalite\b", Champ.COMMUNE),
    (r"\badresse\b|\baddress\b|\bvoie\b|\bstreet\b", Champ.ADRESSE),
    (r"\bhoraires?\b|\bheures d\b|\bopening\b", Champ.HORAIRES),
    (r"\bjours?\b.*\b(ouverture|vente|marche|distribution)\b", Champ.JOURS),
    (r"\bproduits?\b|\bproductions?\b|\bproducts?\b", Champ.PRODUITS),
    (r"\b(labels?|certifications?)\b", Champ.LABELS),
    (r"\bcategor(ie|ies|y)\b|\btypes?\b|\bmodes? de (vente|commercialisation)\b", Champ.CATEGORIES),
    (r"\braison sociale\b|\bdenomination\b|\benseigne\b|\bnom\b.*\b(ferme|exploitation|producteur"
     r"|etablissement|structure|domaine|entreprise|societe)\b", Champ.NOM),
    (r"\bdescri", Champ.DESCRIPTION),
)  # fmt: skip
_COMPILES = tuple((re.compile(motif), champ) for motif, champ in _DEDANS)
# What is not what one of its words says: where products come from, when a row changed.
_ETRANGERS = re.compile(
    r"\borigine|\bdate|\bmaj\b|\bmodif|\bcreat|\bcree\b|\bupdated|\brayon\b|\bnb\b|\bnombre\b"
    r"|\bimage|\bphoto|\blogo|\bcapital\b|\bsurface\b|\bscore\b"
)
RANG_DEDANS = 900  # a word within a header is a weaker sign than the whole of it


@lru_cache(maxsize=4096)
def normaliser(entete: str) -> str:
    """« codePostal », « Code_Postal * » and « CODE POSTAL : » are all « code postal »."""
    espace = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])", " ", entete[:200])
    return sans_accents(re.sub(r"[’'°]", " ", espace))


@lru_cache(maxsize=4096)
def champ_de(entete: str) -> tuple[Champ, int] | None:
    """The field that a header names, and its rank (0 is the best name); None when it says nothing.

    Of a nested « address.postalCode » the whole counts first, then its end.
    """
    bouts = entete.replace("/", ".").split(".")
    for debut in range(len(bouts)):
        nom = normaliser(" ".join(bouts[debut:]))
        for ecrit in (nom, nom.replace(" ", "")):
            if ecrit in ALIAS:
                champ, rang = ALIAS[ecrit]
                return champ, rang + 300 * debut
    nom = normaliser(entete)
    if _ETRANGERS.search(nom):
        return None
    for motif, champ in _COMPILES:
        if motif.search(nom):
            return champ, RANG_DEDANS
    return None
