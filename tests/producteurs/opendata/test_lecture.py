"""Files as people really have them, opened by what they hold."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producteurs.opendata.errors import FichierIllisible
from producteurs.opendata.lecture import Format, Tableau, lire
from tests.imports.formats import en_csv, en_geojson, en_gogocarto, en_kml, en_xlsx
from tests.imports.generateur import fichier

ENTETE = "nom;adresse;insee;commune;type;joursouverture;horaires;produits;label;lon;lat"
FERMES = fichier(30).valeurs


def noms(tableau: Tableau) -> list[str]:
    return [next(iter(b.valeurs.values())) for b in tableau.lignes()]


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_un_csv_est_lu_quels_que_soient_son_separateur_et_son_encodage(
    separateur: str, encodage: str
) -> None:
    lignes = [{**FERMES[0], "nom": f"Ferme du Châtaignier, l’été n° {n}"} for n in range(5)]
    tableau = lire(en_csv(lignes, separateur=separateur, encodage=encodage))
    assert tableau.format is Format.CSV
    assert tableau.separateur == separateur
    assert tableau.colonnes == list(lignes[0])
    assert noms(tableau) == [ligne["nom"] for ligne in lignes]


def test_les_titres_au_dessus_de_l_en_tete_ne_sont_pas_des_fermes() -> None:
    tableau = lire(f"Liste des producteurs 2026\r\n\r\n{ENTETE}\r\nFerme du Bois;;\r\n".encode())
    assert tableau.titres == ["Liste des producteurs 2026"]
    assert [(b.numero, b.valeurs["nom"]) for b in tableau.lignes()] == [(4, "Ferme du Bois")]


def test_un_csv_sans_en_tete_garde_sa_premiere_ligne() -> None:
    tableau = lire(b"Ferme du Bois;42600;Montbrison\nFerme du Pre;42000;Saint-Etienne\n")
    assert not tableau.entete
    assert tableau.colonnes == ["colonne 1", "colonne 2", "colonne 3"]
    assert noms(tableau) == ["Ferme du Bois", "Ferme du Pre"]


def test_une_cellule_de_plusieurs_lignes_compte_pour_une_ligne() -> None:
    tableau = lire(b'nom,adresse\nA,"1 rue\r\ndu Bois"\nB,2 rue\n')
    assert [(b.numero, b.valeurs["adresse"]) for b in tableau.lignes()] == [
        (2, "1 rue\r\ndu Bois"),
        (3, "2 rue"),
    ]


def test_un_guillemet_jamais_ferme_n_avale_pas_le_reste_du_fichier() -> None:
    corps = "\n".join(f"Ferme {n};42600" for n in range(1000))
    tableau = lire(f'nom;cp\n"Ferme du Bois;42600\n{corps}\n'.encode())
    assert len(noms(tableau)) == 1001


def test_une_ligne_trop_longue_est_douteuse_et_rien_n_en_est_perdu() -> None:
    lues = list(lire(b"nom;cp\nA;42600\nB;42000;Saint-Etienne;x\nC;;\n").lignes())
    assert [b.motif for b in lues] == ["", "cellules_en_trop", ""]
    assert lues[1].valeurs["colonnes en trop"] == "Saint-Etienne | x"


def test_les_lignes_blanches_ne_sont_pas_des_lignes_mais_sont_comptees() -> None:
    tableau = lire(b"nom;cp\nA;42600\n\n   \nB;42000\n\n")
    assert noms(tableau) == ["A", "B"]
    assert tableau.vides.nombre == 3
    assert noms(tableau) == ["A", "B"]  # read again from the beginning


def test_un_geojson_donne_la_position_de_chaque_forme() -> None:
    carre = [[[4.0, 45.0], [4.2, 45.0], [4.2, 45.2], [4.0, 45.2], [4.0, 45.0]]]
    elements = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [4.1, 45.6]},
         "properties": {"name": "A", "address": {"city": "Montbrison"}}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": carre},
         "properties": {"name": "B"}},
        {"type": "Feature", "geometry": None, "properties": None},
    ]  # fmt: skip
    tableau = lire(json.dumps({"type": "FeatureCollection", "features": elements}).encode())
    assert tableau.format is Format.GEOJSON
    premier, second, troisieme = tableau.lignes()
    assert premier.valeurs["address.city"] == "Montbrison"
    assert (premier.valeurs["geometry.lat"], premier.valeurs["geometry.lon"]) == ("45.6", "4.1")
    assert 45 < float(second.valeurs["geometry.lat"]) < 45.2
    assert not any(troisieme.valeurs.values())


def test_un_json_coupe_net_donne_ce_qu_il_a_et_dit_ou_il_s_arrete() -> None:
    tableau = lire(en_geojson(FERMES)[:-200])
    lues = list(tableau.lignes())
    assert lues[-1].motif == "illisible"
    assert len(lues) == len(FERMES)


def test_une_liste_de_l_agence_bio_choisit_une_adresse_qui_situe() -> None:
    operateur = {
        "id": 7, "raisonSociale": "GAEC DU BOIS", "siret": "73282932000074",
        "adressesOperateurs": [
            {"lieu": "BP 3", "ville": "LYON", "lat": None, "long": None, "active": True,
             "typeAdresseOperateurs": ["Siège social"]},
            {"lieu": "Le Bois", "ville": "MONTBRISON", "lat": 45.6, "long": 4.06, "active": True,
             "typeAdresseOperateurs": ["Site d'activité"]},
        ],
        "productions": [{"code": "01.1", "nom": "Légumes"}, {"code": "01.2", "nom": "Fruits"}],
        "certificats": [{"organisme": "Ecocert", "etatCertification": "ENGAGEE"}],
    }  # fmt: skip
    tableau = lire(json.dumps({"nbTotal": 1, "items": [operateur]}).encode())
    assert tableau.format is Format.AGENCEBIO
    (lue,) = tableau.lignes()
    assert lue.valeurs["adresse.ville"] == "MONTBRISON"
    assert lue.valeurs["productions.nom"] == "Légumes ; Fruits"
    assert lue.valeurs["agriculture biologique"] == "oui"


def test_un_kml_et_un_kmz_donnent_leurs_reperes() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as kmz:
        kmz.writestr("doc.kml", en_kml(FERMES))
    for contenu in (en_kml(FERMES), archive.getvalue()):
        tableau = lire(contenu)
        assert tableau.format is Format.KML
        assert noms(tableau) == [f["nom"] for f in FERMES]


def test_un_classeur_donne_la_feuille_des_fermes() -> None:
    tableau = lire(en_xlsx(FERMES, avant=["Fermes du territoire"]))
    assert tableau.format is Format.XLSX
    assert tableau.feuille == "Fermes"
    assert tableau.titres == ["Fermes du territoire"]
    lues = list(tableau.lignes())
    assert [b.valeurs["nom"] for b in lues] == [f["nom"] for f in FERMES]
    assert [b.valeurs["code_postal"] for b in lues] == [f["code_postal"] for f in FERMES]


def test_le_format_se_reconnait_au_contenu_pas_au_nom(tmp_path: Path) -> None:
    chemin = tmp_path / "fermes.csv"
    chemin.write_bytes(en_gogocarto(FERMES))
    tableau = lire(chemin)
    assert tableau.format is Format.GOGOCARTO
    assert "address.streetAddress" in tableau.colonnes


@pytest.mark.parametrize(
    "contenu",
    [b"", b"  \n", b"%PDF-1.7", b"\x89PNG\r\n", b"<!DOCTYPE html><html>", b"PK\x03\x04abc",
     b"<note><to>x</to></note>", b'<!DOCTYPE a [<!ENTITY b "c">]><kml>&b;</kml>', b"{pas du json"],
)  # fmt: skip
def test_ce_qui_n_est_pas_un_tableau_est_refuse_avec_sa_raison(contenu: bytes) -> None:
    with pytest.raises(FichierIllisible) as refus:
        lire(contenu)
    assert len(str(refus.value)) > 40


def lire_tout(contenu: bytes) -> int:
    try:
        tableau = lire(contenu)
    except FichierIllisible:
        return 0
    premier = [b.numero for b in tableau.lignes()]
    assert premier == [b.numero for b in tableau.lignes()]
    assert len(set(premier)) == len(premier)
    return len(premier)


DEBUTS = st.sampled_from(
    [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"[{", b'{"features":[', b'{"data":[{"geo":', b"<kml>",
     b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"nom;cp\n", b'nom,"', b"sep=;\n"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DEBUTS, st.binary(max_size=400))
def test_n_importe_quels_octets_sont_lus_ou_refuses(debut: bytes, suite: bytes) -> None:
    lire_tout(debut + suite)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([en_csv, en_geojson, en_kml, en_xlsx, en_gogocarto]), st.data())
def test_un_fichier_abime_est_lu_ou_refuse(ecrire: object, donnees: st.DataObject) -> None:
    contenu = bytearray(ecrire(FERMES[:4]))  # type: ignore[operator]
    for _ in range(donnees.draw(st.integers(1, 4))):
        ou = donnees.draw(st.integers(0, len(contenu) - 1))
        contenu[ou : ou + donnees.draw(st.integers(0, 30))] = donnees.draw(st.binary(max_size=8))
    lire_tout(bytes(contenu))


@settings(max_examples=100, deadline=None)
@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda dedans: st.lists(dedans, max_size=4) | st.dictionaries(st.text(max_size=9), dedans),
))  # fmt: skip
def test_tout_json_donne_des_lignes_ou_un_refus(valeur: object) -> None:
    lire_tout(json.dumps(valeur).encode())
    lire_tout(json.dumps({"features": [valeur]}).encode())
    lire_tout(json.dumps([{"geometry": valeur, "properties": valeur}]).encode())
