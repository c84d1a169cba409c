"""The list, the map and a farm's page over HTTP: the same farms, safely, whatever is asked."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from livraisons.models import GenreZone
from producteurs.models import (
    EtatDossier,
    EtatLabel,
    Famille,
    Genre,
    Label,
    ModeVente,
    Producteur,
    SorteLabel,
)
from socle import horloge
from tests import fabrique
from tests.cartes.pages import PageLue
from tests.conftest import Requetes

MECHANT = "<script>alert(1)</script>\"'&</script><img src=x onerror=alert(2)>"


@pytest.fixture
def loire(client: FlaskClient) -> FlaskClient:
    fabrique.plateforme()
    return client


def lire(client: FlaskClient, adresse: str, statut: int = 200) -> PageLue:
    reponse = client.get(adresse)
    assert reponse.status_code == statut, reponse.text[:500]
    return PageLue(reponse.text)


def slugs_des_points(client: FlaskClient, suite: str) -> set[str]:
    return {p[0] for p in client.get(f"/loire/carte/points{suite}").get_json()["points"]}


def quelques_fermes() -> list[Producteur]:
    roanne = fabrique.roanne()
    fermes = [
        fabrique.producteur("Abeilles", familles=[Famille.MIELS_SUCRES], modes=[ModeVente.MARCHE]),
        fabrique.producteur("Bergerie", familles=[Famille.LAITAGES, Famille.VIANDES]),
        fabrique.producteur("Cave", genre=Genre.COMMERCE, commune=roanne),
        fabrique.producteur(
            "Délices",
            commune=roanne,
            familles=[Famille.VIANDES],
            labels=[Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE)],
            horaires={str(j): [["09:00", "12:00"]] for j in range(7)},
        ),
    ]
    fabrique.zone(producteur=fermes[0])
    return fermes


@pytest.mark.parametrize(
    ("suite", "attendues"),
    [
        ("", "ABCD"),
        ("?famille=viandes", "BD"),
        ("?famille=viandes&famille=miels_sucres", "ABD"),
        ("?mode=marche", "A"),
        ("?label=ab&ouvert=1", "D"),
        ("?q=bergerie", "B"),
        ("?livre_a=45.6075,4.0653", "A"),
        ("?lat=46.0449&lon=4.0797&rayon_km=3", "CD"),
        ("?famille=poissons", ""),
    ],
)
def test_liste_carte_points_et_api_montrent_les_memes_fermes(
    loire: FlaskClient, suite: str, attendues: str
) -> None:
    fermes = {f.slug for f in quelques_fermes() if f.nom[0] in attendues}
    assert lire(loire, f"/loire/producteurs{suite}").liens_de_fermes() == fermes
    assert lire(loire, f"/loire/carte{suite}").liens_de_fermes() == fermes
    assert slugs_des_points(loire, suite) == fermes
    api = loire.get(f"/api/v1/producteurs{suite}").get_json()
    assert {e["slug"] for e in api["elements"]} == fermes
    assert api["total"] == len(fermes)


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
    assert not slugs_des_points(loire, "")
    assert ailleurs in loire.get("/api/v1/producteurs").text
    assert ailleurs not in loire.get("/api/v1/producteurs?plateforme=loire").text


@pytest.mark.parametrize(
    ("suite", "nom"),
    [
        ("lat=abc&lon=4", "lat"),
        ("lat=45.6", "lon"),
        ("lat=nan&lon=nan", "lat"),
        ("page=0", "page"),
        ("page=-3", "page"),
        ("par_page=1000", "par_page"),
        ("famille=licornes", "famille"),
        ("livre_a=45,6;4,0", "livre_a"),
        ("rayon_km=5", "rayon_km"),
        ("ouvert=peut-etre", "ouvert"),
    ],
)
def test_un_filtre_illisible_est_dit_et_nomme(loire: FlaskClient, suite: str, nom: str) -> None:
    for adresse in ("/loire/producteurs", "/loire/carte"):
        assert f"« {nom} »" in lire(loire, f"{adresse}?{suite}", 422).mots.replace("\xa0", " ")
    probleme = loire.get(f"/api/v1/producteurs?{suite}")
    assert probleme.status_code == 422
    assert probleme.get_json(force=True)["parametre"] == nom


@pytest.mark.parametrize("suite", ["bbox=1,2,3", "bbox=a,b,c,d", "zoom=99", "zoom=-1"])
def test_une_vue_illisible_est_refusee(loire: FlaskClient, suite: str) -> None:
    assert loire.get(f"/loire/carte/points?{suite}").status_code == 422


def test_sans_reponse_la_page_dit_quel_choix_retirer(loire: FlaskClient) -> None:
    quelques_fermes()
    page = lire(loire, "/loire/producteurs?famille=poissons&label=demeter&q=miel")
    assert "Aucune ferme ne répond à tout cela" in page.mots
    liens = page.attributs("href", "a")
    assert "/loire/producteurs?q=miel&label=demeter" in liens
    assert "/loire/producteurs?q=miel&famille=poissons" in liens
    assert "/loire/producteurs?famille=poissons&label=demeter" in liens


def test_une_page_au_dela_de_la_fin_ramene_a_la_premiere(loire: FlaskClient) -> None:
    quelques_fermes()
    page = lire(loire, "/loire/producteurs?page=9&famille=viandes")
    assert not page.liens_de_fermes()
    assert "/loire/producteurs?famille=viandes" in page.attributs("href", "a")


def test_de_la_liste_a_la_carte_et_retour_les_filtres_restent(loire: FlaskClient) -> None:
    quelques_fermes()
    suite = "?famille=viandes&label=ab&ouvert=1"
    assert f"/loire/carte{suite}" in lire(loire, f"/loire/producteurs{suite}").attributs("href")
    assert f"/loire/producteurs{suite}" in lire(loire, f"/loire/carte{suite}").attributs("href")
    coches = [a for _, a in lire(loire, f"/loire/producteurs{suite}").elements if "checked" in a]
    assert {(c["name"], c["value"]) for c in coches} == {
        ("famille", "viandes"),
        ("label", "ab"),
        ("ouvert", "1"),
    }


def test_avec_un_lieu_retenu_un_rayon_devient_une_adresse_complete(loire: FlaskClient) -> None:
    quelques_fermes()
    with loire.session_transaction() as cookie:
        cookie["lieu"] = {"lat": 46.0449, "lon": 4.0797, "libelle": "Roanne"}
    proches = lire(loire, "/loire/producteurs")
    assert "Roanne" in proches.mots
    assert "0,0 km" in proches.mots.replace("\xa0", " ")
    reponse = loire.get("/loire/producteurs?rayon_km=10")
    assert reponse.headers["Location"] == ("/loire/producteurs?lat=46.0449&lon=4.0797&rayon_km=10")
    assert len(lire(loire, reponse.headers["Location"]).liens_de_fermes()) == 2


@pytest.mark.parametrize("adresse", ["/loire/producteurs", "/loire/carte"])
def test_cinq_fermes_ou_cinquante_coutent_autant_de_requetes(
    loire: FlaskClient, requetes: Requetes, adresse: str
) -> None:
    couts = []
    for nombre in (5, 45):
        for n in range(nombre):
            fabrique.producteur(f"Ferme {nombre} {n}", familles=list(Famille)[: n % 12 + 1])
        loire.get(f"{adresse}?par_page=50")
        requetes.clear()
        assert loire.get(f"{adresse}?par_page=50").status_code == 200
        couts.append(len(requetes))
    assert couts[0] == couts[1] <= 4


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


def test_la_page_d_une_ferme_dit_qui_l_a_verifiee_et_ce_qu_elle_vend(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(
        "Cave du Pic",
        slug="cave",
        genre=Genre.COMMERCE,
        telephone="+33477585858",
        horaires={"0": [["09:00", "12:00"], ["14:30", "19:00"]]},
        labels=[
            Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE, source="Agence Bio"),
            Label(sorte=SorteLabel.HVE),
        ],
    )
    fabrique.produit(
        ferme, nom="Miel", prix_centimes=650, contenance=500, contenance_unite="g", mois=[6, 7]
    )
    fabrique.zone(producteur=ferme, nom="Autour de nous", frais_centimes=300)
    mots = lire(loire, "/producteurs/cave").mots.replace("\xa0", " ").replace("\u202f", " ")
    for attendu in (
        "Vérifié par la Chambre d’agriculture de la Loire",
        "Ce commerce revend",
        "de 9 h à 12 h et de 14 h 30 à 19 h",
        "04 77 58 58 58",
        "Agriculture biologique vérifié",
        "déclaré",
        "6,50 €",
        "13,00 € le kg",
        "De saison de juin à juillet",
        "Montbrison",
        "Livraison : 3,00 €",
    ):
        assert attendu in mots, attendu


def test_la_page_d_une_ferme_dit_comment_l_avoir_chez_soi(loire: FlaskClient) -> None:
    ferme, voisine = fabrique.producteur(slug="ferme"), fabrique.producteur("Voisine du Pic")
    plateforme = fabrique.plateforme("autre", "Autre", departements=["42"])
    carottes = fabrique.produit(ferme)
    relais = fabrique.point_relais(plateforme)
    zone = fabrique.zone(plateforme=plateforme)
    fabrique.vente(
        plateforme,
        produits=[carottes, fabrique.produit(voisine)],
        distributions=[fabrique.distribution(relais)],
        creneaux=[fabrique.creneau(zone)],
    )
    slug = voisine.slug
    page = lire(loire, "/producteurs/ferme")
    assert "À retirer « Mairie de Montbrison »" in page.mots.replace("\xa0", " ")
    assert slug in page.liens_de_fermes()
    with loire.session_transaction() as cookie:
        cookie["lieu"] = {
            "lat": 45.6075, "lon": 4.0653, "libelle": "Montbrison", "code_insee": "42147",
        }  # fmt: skip
    assert "Livré chez vous" in lire(loire, "/producteurs/ferme").mots


@pytest.mark.parametrize(
    ("libelle", "position", "phrase"),
    [
        ("Montbrison", fabrique.MONTBRISON, "Cette ferme livre chez vous."),
        ("Roanne", fabrique.ROANNE, "Cette ferme ne livre pas jusque chez vous."),
    ],
)
def test_la_page_dit_si_la_ferme_livre_chez_vous(
    loire: FlaskClient, libelle: str, position: tuple[float, float], phrase: str
) -> None:
    fabrique.zone(producteur=fabrique.producteur(slug="ferme"))
    fabrique.roanne()
    sans_lieu = lire(loire, "/producteurs/ferme").mots
    assert "livre chez vous" not in sans_lieu
    assert "dans aucune vente ouverte" in sans_lieu
    code = {"Montbrison": "42147", "Roanne": "42187"}[libelle]
    with loire.session_transaction() as cookie:
        lat, lon = position
        cookie["lieu"] = {"lat": lat, "lon": lon, "libelle": libelle, "code_insee": code}
    assert phrase in lire(loire, "/producteurs/ferme").mots


def test_une_vente_livree_a_domicile_seulement_demande_ou_l_on_habite(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(slug="ferme")
    plateforme = fabrique.plateforme("autre", "Autre", departements=["42"])
    creneau = fabrique.creneau(fabrique.zone(plateforme=plateforme))
    fabrique.vente(plateforme, produits=[fabrique.produit(ferme)], creneaux=[creneau])
    assert "Dites où vous habitez" in lire(loire, "/producteurs/ferme").mots


def test_une_voisine_suspendue_n_est_pas_proposee(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(slug="ferme")
    suspendue = fabrique.producteur("Suspendue", etat=EtatDossier.SUSPENDU)
    fabrique.vente(
        fabrique.plateforme("autre", "Autre"),
        produits=[fabrique.produit(ferme), fabrique.produit(suspendue)],
    )
    assert not lire(loire, "/producteurs/ferme").liens_de_fermes()


@pytest.mark.parametrize("nombre", [3, 30])
def test_trois_produits_ou_trente_coutent_autant_de_requetes(
    loire: FlaskClient, requetes: Requetes, nombre: int
) -> None:
    ferme = fabrique.producteur(slug="ferme")
    plateforme = fabrique.plateforme("autre", "Autre", departements=["42"])
    produits = [fabrique.produit(ferme, f"Produit {n}") for n in range(nombre)]
    for n in range(nombre):
        fabrique.zone(producteur=ferme, nom=f"Zone {n}")
        fabrique.vente(
            plateforme,
            produits=[produits[n], fabrique.produit(nom="Autre")],
            distributions=[fabrique.distribution(fabrique.point_relais(plateforme))],
            creneaux=[fabrique.creneau(fabrique.zone(plateforme=plateforme))],
        )
    loire.get("/producteurs/ferme")
    requetes.clear()
    assert loire.get("/producteurs/ferme").status_code == 200
    assert len(requetes) == 4
    with loire.session_transaction() as cookie:
        cookie["lieu"] = {
            "lat": 45.6075, "lon": 4.0653, "libelle": "Montbrison", "code_insee": "42147",
        }  # fmt: skip
    requetes.clear()
    assert "Livré chez vous" in loire.get("/producteurs/ferme").text
    assert len(requetes) == 7


def test_les_zones_sont_un_cercle_une_forme_ou_des_communes_approchees(loire: FlaskClient) -> None:
    ferme = fabrique.producteur(slug="ferme")
    fabrique.roanne()
    fabrique.zone(producteur=ferme, nom="A")
    fabrique.zone(
        producteur=ferme,
        nom="B",
        genre=GenreZone.RAYON,
        communes=[],
        centre_lat=45.6,
        centre_lon=4.0,
        rayon_km=12.5,
    )
    triangle = {"type": "Polygon", "coordinates": [[[4, 45], [4.1, 45], [4, 45.1], [4, 45]]]}
    fabrique.zone(
        producteur=ferme, nom="C", genre=GenreZone.POLYGONE, communes=[], polygone=triangle
    )
    fabrique.zone(producteur=ferme, nom="D", actif=False)
    a, b, c = loire.get("/producteurs/ferme/zones.json").get_json()["zones"]
    assert (a["forme"]["type"], a["approximatif"]) == ("Polygon", True)
    assert (b["cercle"], b["approximatif"]) == ([45.6, 4.0, 12.5], False)
    assert (c["forme"], c["approximatif"]) == (triangle, False)
