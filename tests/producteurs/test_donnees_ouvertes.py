"""What is given away of the registry: in formats that programs read, and only what is public."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import pytest
from flask.testing import FlaskClient

from producteurs.models import (
    EtatDossier,
    EtatLabel,
    Famille,
    Fraicheur,
    Label,
    ModeVente,
    Producteur,
    SorteLabel,
)
from producteurs.opendata.schema import CHAMPS
from socle import horloge
from socle.comptes.models import Role
from socle.db import session
from socle.journal.services import noter
from tests import fabrique
from tests.conftest import Requetes

FICHIERS = (
    "producteurs.csv",
    "producteurs.geojson",
    "producteurs.jsonld",
    "schema.json",
    "nouvelles.atom",
)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def bergerie(client: FlaskClient) -> Producteur:
    fabrique.plateforme()
    return fabrique.producteur(
        "Bergerie",
        slug="bergerie",
        familles=[Famille.VIANDES, Famille.LAITAGES],
        modes=[ModeVente.FERME, ModeVente.MARCHE],
        labels=[
            Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE, source="Agence Bio"),
            Label(sorte=SorteLabel.HVE, etat=EtatLabel.DECLARE),
            Label(sorte=SorteLabel.AOP, etat=EtatLabel.ECHU),
            Label(sorte=SorteLabel.DEMETER, etat=EtatLabel.RETIRE),
        ],
        telephone="+33477585858",
        courriel="secret@cabas.example",
        description='=HYPERLINK("http://mal.example")',
        horaires={"0": [["09:00", "12:00"], ["14:00", "18:00"]], "5": [["09:00", "12:00"]]},
    )


def _lire(client: FlaskClient, nom: str) -> bytes:
    reponse = client.get(f"/loire/donnees/{nom}")
    assert reponse.status_code == 200
    contenu: bytes = reponse.data
    return contenu


def _tableau(client: FlaskClient) -> list[dict[str, str]]:
    texte = _lire(client, "producteurs.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte, newline=""), delimiter=";"))


def _proprietes(client: FlaskClient) -> list[dict[str, Any]]:
    objets = json.loads(_lire(client, "producteurs.geojson"))["features"]
    return [objet["properties"] for objet in objets]


def test_le_tableau_dit_ce_qui_est_public_d_une_ferme(
    client: FlaskClient, bergerie: Producteur
) -> None:
    [ligne] = _tableau(client)
    assert ligne["identifiant"] == "bergerie"
    assert ligne["page"].endswith("/producteurs/bergerie")
    assert ligne["familles"] == "viandes,laitages"
    assert ligne["modes_vente"] == "ferme,marche"
    assert ligne["telephone"] == "04 77 58 58 58"
    assert ligne["horaires"] == "Mo 09:00-12:00,14:00-18:00; Sa 09:00-12:00"
    assert (ligne["latitude"], ligne["longitude"]) == ("45.6075", "4.0653")
    assert (ligne["commune"], ligne["code_insee"]) == ("Montbrison", "42147")
    assert ligne["revend"] == "false"


def test_un_tableur_n_execute_pas_ce_qu_une_ferme_a_ecrit(
    client: FlaskClient, bergerie: Producteur
) -> None:
    [ligne] = _tableau(client)
    assert ligne["description"].startswith("'=HYPERLINK")
    [objet] = _proprietes(client)
    assert objet["description"].startswith("=HYPERLINK")


def test_un_label_retire_ne_parait_nulle_part_et_un_label_echu_n_est_plus_que_declare(
    client: FlaskClient, bergerie: Producteur
) -> None:
    [ligne] = _tableau(client)
    assert ligne["labels_verifies"] == "ab"
    assert ligne["labels_declares"] == "aop,hve"
    for nom in ("producteurs.csv", "producteurs.geojson", "producteurs.jsonld"):
        assert b"demeter" not in _lire(client, nom)


@pytest.mark.parametrize("nom", FICHIERS)
def test_rien_de_prive_ne_sort(client: FlaskClient, bergerie: Producteur, nom: str) -> None:
    siret = bergerie.siret
    contenu = _lire(client, nom).decode()
    assert "secret@cabas.example" not in contenu
    assert siret not in contenu


def test_seules_les_fermes_en_regle_du_territoire_sont_donnees(
    client: FlaskClient, bergerie: Producteur
) -> None:
    hier = horloge.aujourdhui() - timedelta(days=1)
    for etat in set(EtatDossier) - {EtatDossier.VALIDE}:
        fabrique.producteur(f"Ferme {etat}", etat=etat)
    fabrique.producteur("Ferme expirée", valide_jusqu_au=hier)
    ailleurs = fabrique.commune("69123", "Lyon", departement="69", codes_postaux=["69001"])
    fabrique.producteur("Ferme lyonnaise", commune=ailleurs)
    muette = fabrique.producteur("Ferme muette")
    muette.dossier.fraicheur = Fraicheur.RETIRE
    session.commit()
    assert [ligne["identifiant"] for ligne in _tableau(client)] == ["bergerie"]
    assert [objet["identifiant"] for objet in _proprietes(client)] == ["bergerie"]
    graphe = json.loads(_lire(client, "producteurs.jsonld"))["@graph"]
    assert [chose.get("name") for chose in graphe[1:]] == ["Bergerie"]
    assert _lire(client, "nouvelles.atom").count(b"<entry>") == 1


@pytest.mark.parametrize("nom", ["producteurs.csv", "producteurs.geojson"])
def test_geopandas_ouvre_le_fichier_tel_quel(
    client: FlaskClient, bergerie: Producteur, tmp_path: Path, nom: str
) -> None:
    fabrique.producteur("Ferme de Roanne", commune=fabrique.roanne())
    (tmp_path / nom).write_bytes(_lire(client, nom))
    lues = geopandas.read_file(tmp_path / nom)
    assert list(lues["nom"]) == ["Bergerie", "Ferme de Roanne"]
    assert {c.nom for c in CHAMPS} <= set(lues.columns)
    assert [(p.x, p.y) for p in lues.geometry] == [(4.0653, 45.6075), (4.0797, 46.0449)]


def test_le_schema_decrit_les_colonnes_du_tableau_dans_leur_ordre(
    client: FlaskClient, bergerie: Producteur
) -> None:
    schema = json.loads(_lire(client, "schema.json"))
    [ligne] = _tableau(client)
    assert [champ["name"] for champ in schema["fields"]] == list(ligne)
    assert all(champ["description"] and champ["title"] for champ in schema["fields"])
    assert schema["primaryKey"] == "identifiant"
    for champ in schema["fields"]:
        valeur, bornes = ligne[champ["name"]], champ["constraints"]
        assert valeur or not bornes.get("required"), champ["name"]
        assert valeur in bornes.get("enum", [valeur]), champ["name"]


def test_le_json_ld_est_un_jeu_de_donnees_sous_licence_ouverte(
    client: FlaskClient, bergerie: Producteur
) -> None:
    decrit = json.loads(_lire(client, "producteurs.jsonld"))
    jeu, ferme = decrit["@graph"]
    assert decrit["@context"] == "https://schema.org"
    assert jeu["@type"] == "Dataset"
    assert "licence-ouverte" in jeu["license"]
    assert ferme["geo"] == {"@type": "GeoCoordinates", "latitude": 45.6075, "longitude": 4.0653}
    assert ferme["hasCertification"] == [{"@type": "Certification", "name": "ab"}]


def test_le_fil_annonce_les_fermes_par_leur_premiere_validation(
    client: FlaskClient, bergerie: Producteur
) -> None:
    agent = fabrique.compte("Odile", roles=[(Role.CHAMBRE, "42")])
    ancienne = fabrique.producteur("Vieille ferme\x0b")
    with horloge.arretee_a(horloge.maintenant() - timedelta(days=700)):
        noter("dossier", ancienne.dossier.id, de="soumis", vers="valide", par=agent)
        debut = horloge.maintenant()
    noter("dossier", ancienne.dossier.id, de="valide", vers="valide", par=agent)
    session.commit()
    fil = ElementTree.fromstring(_lire(client, "nouvelles.atom"))  # noqa: S314 (our own)
    titres = [entree.findtext(f"{ATOM}title") for entree in fil.iter(f"{ATOM}entry")]
    assert titres == ["Bergerie, Montbrison", "Vieille ferme, Montbrison"]
    dates = [entree.findtext(f"{ATOM}published") for entree in fil.iter(f"{ATOM}entry")]
    assert dates[1] == debut.replace(microsecond=0).isoformat()


def test_un_registre_vide_donne_des_fichiers_vides_et_lisibles(client: FlaskClient) -> None:
    fabrique.plateforme()
    assert _tableau(client) == []
    assert _proprietes(client) == []
    ElementTree.fromstring(_lire(client, "nouvelles.atom"))  # noqa: S314 (our own)
    assert client.get("/loire/donnees/").status_code == 200


@pytest.mark.parametrize("nom", FICHIERS)
def test_un_fichier_inchange_n_est_pas_envoye_deux_fois(
    client: FlaskClient, bergerie: Producteur, nom: str
) -> None:
    premiere = client.get(f"/loire/donnees/{nom}")
    assert premiere.headers["Cache-Control"] == "private, max-age=3600"
    assert premiere.headers["Access-Control-Allow-Origin"] == "*"
    entetes = {"If-None-Match": premiere.headers["ETag"]}
    assert client.get(f"/loire/donnees/{nom}", headers=entetes).status_code == 304


def test_la_page_mene_a_chaque_fichier_et_chaque_page_y_mene(
    client: FlaskClient, bergerie: Producteur
) -> None:
    page = client.get("/loire/donnees/").text
    for nom in FICHIERS:
        assert f'href="/loire/donnees/{nom}"' in page
    assert all(f"<code>{c.nom}</code>" in page for c in CHAMPS)
    accueil = client.get("/loire/").text
    assert 'href="/loire/donnees/"' in accueil
    assert 'type="application/atom+xml" href="/loire/donnees/nouvelles.atom"' in accueil


def test_un_autre_fichier_ou_une_autre_plateforme_sont_introuvables(
    client: FlaskClient, bergerie: Producteur
) -> None:
    assert client.get("/loire/donnees/comptes.csv").status_code == 404
    assert client.get("/ailleurs/donnees/producteurs.csv").status_code == 404


def test_le_nombre_de_questions_ne_depend_pas_du_nombre_de_fermes(
    client: FlaskClient, bergerie: Producteur, requetes: Requetes
) -> None:
    for _ in range(5):
        fabrique.producteur()
    for nom in FICHIERS:
        requetes.clear()
        _lire(client, nom)
        assert len(requetes) <= 3, nom  # the platform, its perimeter, the farms
