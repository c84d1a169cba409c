"""What must never show: hidden farms, code in names, anything from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from producteurs.models import (
    EtatDossier,
)
from socle import horloge
from tests import fabrique
from tests.cartes.pages import PageLue, lire, quelques_fermes

MECHANT = "<script>alert(1)</script>\"'&</script><img src=x onerror=alert(2)>"


@pytest.mark.parametrize(
    ("etat", "jours"),
    [
        (EtatDossier.SOUMIS, 9),
        (EtatDossier.REFUSE, 9),
        (EtatDossier.SUSPENDU, 9),
        (EtatDossier.VALIDE, -1),
    ],
)
def test_une_ferme_cachee_ne_se_trouve_nulle_part(
    loire: FlaskClient, etat: EtatDossier, jours: int
) -> None:
    echeance = horloge.aujourdhui() + timedelta(days=jours)
    cachee = fabrique.producteur("Cachée du Pic", etat=etat, valide_jusqu_au=echeance)
    fabrique.zone(producteur=cachee)
    slug = cachee.slug
    for adresse in ("/loire/producteurs", "/loire/carte", "/loire/carte/points"):
        assert "Cachée" not in loire.get(adresse).text
        assert slug not in loire.get(f"{adresse}?q=cachee").text
    assert slug not in loire.get("/api/v1/producteurs").text
    for adresse in ("/producteurs/{}", "/producteurs/{}/zones.json", "/api/v1/producteurs/{}"):
        assert loire.get(adresse.format(slug)).status_code == 404


def test_une_ferme_d_un_autre_departement_n_est_pas_sur_la_plateforme(loire: FlaskClient) -> None:
    lyon = fabrique.commune(
        "69123", "Lyon", departement="69", codes_postaux=["69001"], lat=45.76, lon=4.83
    )
    ailleurs = fabrique.producteur("Ailleurs", commune=lyon).slug
    assert not lire(loire, "/loire/producteurs").liens_de_fermes()
    assert loire.get("/loire/carte/points").get_json()["points"] == []
    assert ailleurs in loire.get("/api/v1/producteurs").text
    assert ailleurs not in loire.get("/api/v1/producteurs?plateforme=loire").text


def test_un_nom_mechant_reste_un_nom(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(MECHANT, slug="mechante", description=MECHANT, adresse=MECHANT)
    fabrique.produit(ferme, nom=MECHANT)
    fabrique.zone(producteur=ferme, nom=MECHANT)
    for adresse in ("/loire/producteurs", "/loire/carte", "/producteurs/mechante"):
        page = lire(loire, adresse)
        assert not [
            s for a, s in page.dans if "alert(1)" in s and "ld+json" not in a.get("type", "")
        ]
        assert not [a for _, a in page.elements if "onerror" in a]
        assert MECHANT.replace("'", "'") in page.mots
    for adresse in ("/loire/carte/points", "/producteurs/mechante/zones.json"):
        assert loire.get(adresse).content_type == "application/json"
    assert loire.get("/loire/carte/points").get_json()["points"][0][1] == MECHANT
    [(_, donnees)] = [
        d for d in lire(loire, "/producteurs/mechante").dans if "ld+json" in d[0].get("type", "")
    ]
    assert "<" not in donnees


@pytest.mark.parametrize("adresse", ["/loire/producteurs", "/loire/carte", "/producteurs/ferme"])
def test_rien_ne_vient_d_ailleurs_et_rien_n_echappe_a_la_politique(
    loire: FlaskClient, adresse: str
) -> None:
    fabrique.producteur(slug="ferme")
    reponse = loire.get(adresse)
    page = PageLue(reponse.text)
    nonce = reponse.headers["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    assert nonce
    for attributs, _texte in page.dans:
        assert attributs.get("nonce") == nonce
    charges = [
        *page.attributs("src"),
        *(
            a["href"]
            for tag, a in page.elements
            if tag in {"link", "use"} and "canonical" not in a.get("rel", "")
        ),
    ]
    assert charges
    assert {urlsplit(adresse).netloc for adresse in charges} == {""}
    assert not page.attributs("style")
    assert not [nom for _, a in page.elements for nom in a if nom.startswith("on")]


def test_la_carte_n_ecrit_aucune_ferme_dans_son_script(loire: FlaskClient) -> None:
    quelques_fermes()
    page = lire(loire, "/loire/carte")
    [script] = [texte for attributs, texte in page.dans if "L.map" in texte]
    assert "CarteCabas.demarrer" in script
    assert "Bergerie" not in script
    assert "http" not in script  # the tests have no tile server
