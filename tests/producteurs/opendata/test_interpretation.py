"""What a row says, and the repairs that are proposed for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producteurs.models import Famille, Genre, ModeVente, SorteLabel
from producteurs.opendata.colonnes import Correspondance, reconnaitre
from producteurs.opendata.entetes import Champ, champ_de
from producteurs.opendata.interpretation.categories import classer
from producteurs.opendata.interpretation.contacts import lire_courriel, lire_site, lire_telephone
from producteurs.opendata.interpretation.fiche import interpreter
from producteurs.opendata.interpretation.heures import lire_jours, lire_semaine
from producteurs.opendata.interpretation.nombres import lire_siret
from producteurs.opendata.interpretation.noms import nom_propre
from producteurs.opendata.interpretation.positions import (
    en_degres,
    lire_couple,
    lire_nombre,
    projection_de,
)
from producteurs.services.importation.ligne import Brute, FicheLue


def lire(**valeurs: str) -> FicheLue:
    brute = Brute(2, valeurs)
    return interpreter(brute, reconnaitre(list(valeurs), [brute]), {})


@pytest.mark.parametrize(
    ("entete", "champ"),
    [
        ("Nom de la ferme", Champ.NOM), ("raison sociale", Champ.NOM), ("libellé", Champ.NOM),
        ("title", Champ.NOM), ("CODE POSTAL", Champ.CODE_POSTAL), ("CP", Champ.CODE_POSTAL),
        ("postalCode", Champ.CODE_POSTAL), ("address.postalCode", Champ.CODE_POSTAL),
        ("adresse.codePostal", Champ.CODE_POSTAL), ("ville", Champ.COMMUNE),
        ("address.city", Champ.COMMUNE), ("insee", Champ.INSEE), ("x", Champ.LON),
        ("Latitude (WGS84)", Champ.LAT), ("location.lat", Champ.LAT), ("long", Champ.LON),
        ("géolocalisation", Champ.POSITION), ("geo_point_2d", Champ.POSITION),
        ("adresse_postale", Champ.ADRESSE), ("Tél.", Champ.TELEPHONE), ("mail", Champ.COURRIEL),
        ("Site Web", Champ.SITE), ("Produits", Champ.PRODUITS), ("catégories", Champ.CATEGORIES),
        ("label", Champ.LABELS), ("joursouverture", Champ.JOURS), ("N° SIRET", Champ.SIRET),
        ("Adresse e-mail de contact", Champ.COURRIEL), ("rayon_livraison", None),
        ("origine_produits", None), ("datemaj", None),
    ],
)  # fmt: skip
def test_une_colonne_se_reconnait_a_son_nom(entete: str, champ: Champ | None) -> None:
    trouve = champ_de(entete)
    assert (trouve[0] if trouve else None) is champ


def test_sans_nom_une_colonne_se_reconnait_a_ses_cellules() -> None:
    lignes = [
        Brute(n, {"a": f"Ferme {m}", "b": "73282932000074", "c": "42600", "d": "45.61", "e": "4.06",
                  "f": "a@b.fr", "g": "04 77 12 34 56", "h": "www.ferme.fr"})
        for n, m in enumerate(("du Bois", "du Pré", "des Prés"), start=1)
    ]  # fmt: skip
    lue = reconnaitre(list("abcdefgh"), lignes)
    assert lue.en_json() == {
        "siret": ["b"], "code_postal": ["c"], "courriel": ["f"], "telephone": ["g"],
        "site": ["h"], "lat": ["d"], "lon": ["e"], "nom": ["a"],
    }  # fmt: skip
    assert lue.devinees == set("abcdefgh")
    assert Correspondance.de_json(lue.en_json()).colonnes == lue.colonnes


def test_une_correspondance_gardee_accepte_un_seul_nom_de_colonne_et_ignore_l_inconnu() -> None:
    gardee = Correspondance.de_json({"nom": "libelle", "couleur": ["bleu"], "lat": []})
    assert gardee.en_json() == {"nom": ["libelle"]}


@pytest.mark.parametrize(
    ("ecrit", "siret", "faute"),
    [
        ("732 829 320 00074", "73282932000074", ""),
        ("732.829.320.00074 ", "73282932000074", ""),
        ("5720784700013", "05720784700013", ""),
        ("73282932000075", "", "siret_faux"),
        ("7,32829E+13", "", "siret_faux"),
        ("732829320", "", "siren_seul"),
        ("en cours", "", ""),
        ("35600000000048", "35600000000048", ""),
    ],
)
def test_un_siret_abime_se_repare_ou_se_dit(ecrit: str, siret: str, faute: str) -> None:
    assert lire_siret(ecrit) == (siret, faute)


def test_les_reparations_sont_proposees_jamais_cachees() -> None:
    lue = lire(
        nom="GAEC\u00a0DE LA  BROCHETIERE",
        siret="5720784700013",
        cp="1000",
        adresse="<p>12 RUE DES LILAS<br></p>",
        tel="477123456",
        mail="Contact [at] Ferme.fr",
        site="www.ferme.fr",
        label="NC",
    )
    assert lue.reparations == {
        "nom": ("GAEC\u00a0DE LA  BROCHETIERE", "GAEC de la Brochetiere"),
        "siret": ("5720784700013", "05720784700013"),
        "code_postal": ("1000", "01000"),
        "adresse": ("<p>12 RUE DES LILAS<br></p>", "12 rue des Lilas"),
        "telephone": ("477123456", "04 77 12 34 56"),
        "courriel": ("Contact [at] Ferme.fr", "contact@ferme.fr"),
        "site": ("www.ferme.fr", "https://www.ferme.fr"),
    }
    assert lue.motifs == []


def test_une_adresse_en_une_cellule_donne_la_rue_le_code_et_la_commune() -> None:
    lue = lire(libelle="Ferme du Bois", adresse_postale="12 rue des Lilas, 42600 MONTBRISON")
    assert (lue.adresse, lue.code_postal, lue.commune) == (
        "12 rue des Lilas",
        "42600",
        "MONTBRISON",
    )


def test_un_telephone_se_trouve_dans_une_phrase() -> None:
    lue = lire(nom="Ferme du Bois", description="Appelez Jean au 06.12.34.56.78 avant de venir.")
    assert lue.telephone == "06 12 34 56 78"


@pytest.mark.parametrize(
    ("ecrit", "telephone"),
    [("0477123456", "04 77 12 34 56"), ("+33 4 77 12 34 56", "04 77 12 34 56"),
     ("04.77.12.34.56 / 06 12 34 56 78", "04 77 12 34 56"), ("le matin", ""), ("123", ""),
     ("06 39 98 12 34", "06 39 98 12 34"), ("+33 (0)6 39 98 12 34", "06 39 98 12 34"),
     ("06 39 98 12 34 / 04 77 12 34 56", "06 39 98 12 34"),
     ("00 00 00 00 00", "")],
)  # fmt: skip
def test_un_telephone_s_ecrit_par_paires(ecrit: str, telephone: str) -> None:
    assert lire_telephone(ecrit) == telephone


def test_un_courriel_et_un_site_se_degagent_de_ce_qui_les_entoure() -> None:
    assert (
        lire_courriel("mailto:Jean.Bon@Ferme-du-Bois.fr (le soir)") == "jean.bon@ferme-du-bois.fr"
    )
    assert (
        lire_site("notre site : http://Ferme.fr/Accueil, et Facebook") == "http://ferme.fr/Accueil"
    )
    assert lire_site("jean@ferme.fr") == ""


@pytest.mark.parametrize(
    ("ecrit", "propre"),
    [("EARL DOMAINE DES SABLES ROUGES", "EARL Domaine des Sables Rouges"),
     ("Gaec des Sables Rouges", "GAEC des Sables Rouges"), ("L'ÉTABLE D'ANNE", "L'Étable d'Anne"),
     ("AMAP DU PRÉ", "AMAP du Pré"), ("La ferme du Bois", "La ferme du Bois"),
     ("BIO", "BIO")],
)  # fmt: skip
def test_un_nom_en_capitales_se_lit_mieux_et_garde_sa_forme_juridique(
    ecrit: str, propre: str
) -> None:
    assert nom_propre(ecrit) == propre


def test_des_jours_et_des_heures_font_une_semaine() -> None:
    matin = [["09:00", "12:00"]]
    assert lire_jours("['Lu','Ma']") == [0, 1]
    assert lire_jours("lundi, mardi, mercedi") == [0, 1, 2]
    assert lire_semaine("du lundi au samedi 9h-12h") == {str(j): matin for j in range(6)}
    assert lire_semaine("de 9 h à 12 h", [5]) == {"5": matin}
    assert lire_semaine("Mo-We 09:00-12:00; Sa 14:00-18:00")["5"] == [["14:00", "18:00"]]
    assert lire_semaine("mardi 9h-12h et 14h30-19h") == {"1": [*matin, ["14:30", "19:00"]]}


@pytest.mark.parametrize(
    "phrase", ["sur rendez-vous", "1er samedi du mois 9h-12h", "lundi 9h-12h sauf juillet", "9h-8h"]
)
def test_des_horaires_incertains_restent_une_phrase(phrase: str) -> None:
    assert lire_semaine(phrase, [0]) == {}
    assert phrase in lire(nom="Ferme du Bois", horaires=phrase).description


def test_les_mots_d_une_source_deviennent_les_notres() -> None:
    magasin = classer("Magasin de producteurs")
    assert magasin.genre is Genre.COMMERCE
    assert magasin.modes == {ModeVente.MAGASIN}
    assert classer("Producteur du marché").genre is Genre.FERME
    assert classer("Revendeur du marché").genre is Genre.COMMERCE
    assert classer("Vente à la ferme").modes == {ModeVente.FERME}
    assert classer("pommes de terre, jus de pomme").familles == {Famille.LEGUMES, Famille.BOISSONS}
    assert classer("Agriculture biologique").labels == {SorteLabel.AB}
    assert classer("non bio").labels == frozenset()


def test_une_colonne_de_oui_et_de_non_vaut_pour_son_nom() -> None:
    lue = lire(**{"nom": "Le Pré", "vente à la ferme": "oui", "marché": "non", "bio": "x"})
    assert lue.modes == (ModeVente.FERME,)
    assert lue.labels == (SorteLabel.AB,)


def test_le_sens_choisi_pour_un_mot_l_emporte() -> None:
    brute = Brute(2, {"nom": "Le Pré", "type": "Point de vente"})
    colonnes = reconnaitre(["nom", "type"], [brute])
    lue = interpreter(brute, colonnes, {"point de vente": ["mode:magasin", "genre:commerce"]})
    assert (lue.modes, lue.genre) == ((ModeVente.MAGASIN,), Genre.COMMERCE)


@pytest.mark.parametrize(
    ("ecrit", "couple"),
    [("45.7, 4.8", (45.7, 4.8)), ("45,7 ; 4,8", (45.7, 4.8)), ("POINT(4.8 45.7)", (45.7, 4.8)),
     ("[4.8, 45.7]", (45.7, 4.8)), ('{"lat": 45.7, "lon": 4.8}', (45.7, 4.8)), ("rien", None)],
)  # fmt: skip
def test_une_position_en_une_cellule_se_lit(ecrit: str, couple: tuple[float, float] | None) -> None:
    assert lire_couple(ecrit) == couple


def test_une_position_en_metres_ou_en_minutes_se_lit() -> None:
    assert lire_nombre("45°36'00\"N") == pytest.approx(45.6)
    assert lire_nombre("4° 3' 36\" W") == pytest.approx(-4.06)
    assert projection_de(6519000.0, 842000.0) == "EPSG:2154"
    assert en_degres(6519000.0, 842000.0, "EPSG:2154") == pytest.approx((45.762, 4.827), abs=0.01)
    assert projection_de(5175000.0, 1842000.0) == "EPSG:3946"


@pytest.mark.parametrize("mot", ["NC", "néant", " - ", "null", "N/A"])
def test_ce_qui_ne_dit_rien_est_vide(mot: str) -> None:
    lue = lire(nom="Ferme du Bois", adresse=mot, telephone=mot, mail=mot, commune=mot)
    assert (lue.adresse, lue.telephone, lue.courriel, lue.commune) == ("", "", "", "")


def test_une_ferme_sans_nom_et_une_ligne_vide_le_disent() -> None:
    assert lire(nom="NC", commune="Montbrison").motifs == ["sans_nom"]
    assert lire(nom="", commune="").motifs == ["ligne_vide"]


COLONNES = ["nom", "prenom", "siret", "cp", "commune", "insee", "adresse", "lat", "lon", "tel",
            "mail", "site", "horaires", "lundi", "jours", "produits", "type", "label", "position",
            "description", "id", "bio"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(COLONNES), st.text(max_size=60)))
def test_n_importe_quelles_cellules_donnent_une_fiche(valeurs: dict[str, str]) -> None:
    brute = Brute(1, valeurs)
    lue = interpreter(brute, reconnaitre(COLONNES, [brute]), {})
    assert lue.nom or lue.motifs


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="lundimarjevs 0123456789h:-,;à'[]°NSWEoOx.()", max_size=60))
def test_n_importe_quels_signes_sont_lus_sans_faillir(texte: str) -> None:
    lire(nom="A", horaires=texte, jours=texte, lat=texte, lon=texte, position=texte, tel=texte)
    lire(nom="A", siret=texte, cp=texte, insee=texte, adresse=texte, site=texte, mail=texte)
