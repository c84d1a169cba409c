"""The farmer's pages, through HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from producteurs.models import EtatDossier, Famille, Producteur
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.photos import photo
from tests.producteurs.formulaires import (
    enregistres,
    envoyer_photo,
    fermes_de,
    fiche,
    identite,
    inscription,
    produit,
    relue,
)
from tests.producteurs.saisies import proposer, verser

Connecter = Callable[[FlaskClient, Compte], None]


def test_sans_compte_on_est_invite_a_se_connecter(client: FlaskClient) -> None:
    for adresse in ("/espace/", "/espace/fermes/nouvelle", "/espace/fermes/1"):
        reponse = client.get(adresse)
        assert reponse.status_code == 302
        assert "/compte/connexion" in reponse.headers["Location"]


def test_qui_n_a_pas_encore_de_ferme_est_invite_a_l_inscrire(
    client: FlaskClient, fermiere: Compte
) -> None:
    page = client.get("/espace/").text
    assert "Vous n’avez pas encore de ferme ici" in page
    assert "/espace/fermes/nouvelle" in page


def test_une_ferme_s_inscrit_se_raconte_puis_s_envoie_a_la_chambre(
    client: FlaskClient, fermiere: Compte
) -> None:
    reponse = client.post("/espace/fermes/nouvelle", data=inscription())
    (producteur,) = fermes_de(fermiere)
    session.expunge_all()
    assert reponse.headers["Location"] == f"/espace/fermes/{producteur.id}/fiche"

    numero, siret = producteur.id, producteur.siret
    page = client.get(f"/espace/fermes/{numero}").text
    assert "il manque" in page
    assert "une description" in page
    assert "Envoyer à la chambre" not in page

    identite = inscription(siret=siret)
    client.post(f"/espace/fermes/{numero}/fiche", data=identite | fiche())
    producteur = session.get_one(Producteur, numero, populate_existing=True)
    assert (producteur.lat, producteur.lon) == (45.61, 4.07)
    assert producteur.telephone == "+33477245060"
    assert producteur.site == "https://www.lignon.example"
    assert producteur.horaires == {"2": [["09:00", "12:00"], ["14:00", "18:00"]]}
    assert set(producteur.familles) == {Famille.LEGUMES, Famille.FRUITS}

    page = client.get(f"/espace/fermes/{numero}").text
    assert "avis de situation SIRENE" in page
    assert "Envoyer à la chambre" not in page
    verser(session.get_one(Producteur, numero))
    session.commit()
    assert "Envoyer à la chambre" in client.get(f"/espace/fermes/{numero}").text
    client.post(f"/espace/fermes/{numero}/soumettre")
    assert session.get_one(Producteur, numero).dossier.etat is EtatDossier.SOUMIS
    assert "lit votre dossier" in client.get(f"/espace/fermes/{numero}").text


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("siret", "732 829 320", "nous en lisons 9"),
        ("siret", "73282932000047", "faute de frappe"),
        ("nom", "", "Remplissez ce champ"),
        ("genre", "", "Remplissez ce champ"),
        ("commune", "Montbrizon", "Est-ce Montbrison (42600)"),
        ("commune", "Xyzzy", "Nous ne connaissons pas de commune"),
        ("lat", "quarante-cinq", "Écrivez des degrés"),
        ("lat", "45,6", "la latitude et la longitude, ou aucune"),
    ],
)
def test_une_inscription_fautive_revient_remplie_avec_une_phrase(
    client: FlaskClient, fermiere: Compte, champ: str, valeur: str, phrase: str
) -> None:
    reponse = client.post("/espace/fermes/nouvelle", data=inscription(**{champ: valeur}))
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert "Le Bourg" in reponse.text
    assert f'value="{valeur}"' in reponse.text or not valeur or champ == "genre"
    assert fermes_de(fermiere) == []


def test_une_position_inversee_revient_remise_a_l_endroit(
    client: FlaskClient, fermiere: Compte
) -> None:
    donnees = inscription(lat="4,07", lon="45,61")
    reponse = client.post("/espace/fermes/nouvelle", data=donnees)
    assert reponse.status_code == 422
    assert "étaient inversées" in reponse.text
    assert 'name="lat" type="text" value="45,61000"' in reponse.text
    assert 'name="lon" type="text" value="4,07000"' in reponse.text


def test_une_position_lointaine_est_refusee_avec_la_distance(
    client: FlaskClient, fermiere: Compte
) -> None:
    reponse = client.post("/espace/fermes/nouvelle", data=inscription(lat="46,04", lon="4,08"))
    assert reponse.status_code == 422
    assert "à 48 km de Montbrison" in reponse.text


@pytest.mark.parametrize(
    ("etat", "nommee"), [(EtatDossier.VALIDE, True), (EtatDossier.SOUMIS, False)]
)
def test_un_siret_deja_inscrit_revient_avec_le_nom_de_la_ferme_si_elle_est_publique(
    client: FlaskClient, fermiere: Compte, etat: EtatDossier, nommee: bool
) -> None:
    siret = fabrique.producteur("Ferme du Pont", etat=etat).siret
    reponse = client.post("/espace/fermes/nouvelle", data=inscription(siret=siret))
    assert reponse.status_code == 422
    assert "déjà inscrit" in reponse.text
    assert ("Ferme du Pont" in reponse.text) is nommee
    assert f'value="{siret}"' in reponse.text


def test_les_communes_sont_proposees_pendant_qu_on_ecrit(
    client: FlaskClient, fermiere: Compte
) -> None:
    fabrique.commune()
    page = client.get("/espace/communes?commune=mont").text
    assert '<option value="Montbrison (42600)" data-lat="45.6075" data-lon="4.0653"' in page
    assert 'data-fond="/fonds-de-carte/' in page
    assert client.get("/espace/communes?commune=m").text.strip() == ""


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("telephone", "06 12", "06 12 34 56 78"),
        ("courriel", "ferme(at)cabas", "pas complète"),
        ("site", "javascript:alert(1)", "www.maferme.fr"),
        ("site", "ma ferme", "www.maferme.fr"),
        ("jour_3", "le matin", "9h-12h, 14h-18h"),
        ("familles", ["cailloux"], "réponses proposées"),
    ],
)
def test_une_fiche_fautive_revient_remplie(
    client: FlaskClient, ferme: Producteur, champ: str, valeur: Any, phrase: str
) -> None:
    donnees = identite(ferme) | fiche(**{champ: valeur})
    reponse = client.post(f"/espace/fermes/{ferme.id}/fiche", data=donnees)
    assert reponse.status_code == 422
    assert phrase in reponse.text or "liste" in reponse.text
    assert "Des légumes de plein champ." in reponse.text


def test_la_photo_d_une_ferme_est_gardee_sans_sa_position(
    client: FlaskClient, connecter: Connecter
) -> None:
    ferme = fabrique.producteur(etat=EtatDossier.BROUILLON)
    connecter(client, fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)]))
    assert envoyer_photo(client, ferme, photo(900, 600)).status_code == 302
    cle = relue(ferme).image
    assert client.get(f"/fichiers/{cle}?largeur=480").status_code == 200
    assert cle in client.get(f"/espace/fermes/{ferme.id}").text

    depart = identite(ferme)
    garde = depart | fiche(image_gardee=cle, version="2")
    client.post(f"/espace/fermes/{ferme.id}/fiche", data=garde)
    assert relue(ferme).image == cle
    client.post(f"/espace/fermes/{ferme.id}/fiche", data=garde | {"sans_image": "y"})
    assert relue(ferme).image == ""


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"\xff\xd8" + b"\0" * 20 * 1024 * 1024, "10 Mo au plus"),
        (b"MZ\x90\x00" * 400, "JPEG, PNG ou WebP de 10 Mo"),
    ],
    ids=["20 Mo", "programme renommé"],
)
def test_une_photo_impossible_est_refusee_et_le_reste_du_formulaire_est_garde(
    client: FlaskClient, ferme: Producteur, contenu: bytes, phrase: str
) -> None:
    reponse = envoyer_photo(client, ferme, contenu, description="À ne pas perdre.")
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert "À ne pas perdre." in reponse.text


def test_une_photo_choisie_reste_choisie_quand_un_autre_champ_est_faux(
    client: FlaskClient, ferme: Producteur
) -> None:
    reponse = envoyer_photo(client, ferme, photo(500, 400), telephone="06")
    assert reponse.status_code == 422
    assert "/fichiers/" in reponse.text
    assert 'name="image_gardee"' in reponse.text


@pytest.mark.parametrize(
    "page",
    ["", "/fiche", "/catalogue", "/produits/nouveau", "/paniers/nouveau", "/produits/{produit}"],
)
def test_un_fermier_n_ouvre_pas_la_ferme_d_un_autre(
    client: FlaskClient, ferme: Producteur, page: str
) -> None:
    voisin = fabrique.producteur("Le voisin")
    chemin = page.format(produit=fabrique.produit(voisin).id)
    session.expunge_all()
    for numero in (voisin.id, ferme.id + voisin.id):
        assert client.get(f"/espace/fermes/{numero}{chemin}").status_code == 404


def test_un_fermier_n_ecrit_pas_chez_un_autre(client: FlaskClient, ferme: Producteur) -> None:
    voisin = fabrique.producteur("Le voisin", description="Intacte.")
    sien = fabrique.produit(voisin)
    session.expunge_all()
    for chemin, donnees in (
        (f"/espace/fermes/{voisin.id}/fiche", fiche()),
        (f"/espace/fermes/{voisin.id}/soumettre", {}),
        (f"/espace/fermes/{voisin.id}/produits/nouveau", produit()),
        (f"/espace/fermes/{ferme.id}/produits/{sien.id}", produit()),
        (f"/espace/fermes/{ferme.id}/catalogue/{sien.id}/retirer", {}),
    ):
        assert client.post(chemin, data=donnees).status_code == 404, chemin
    assert relue(voisin).description == "Intacte."
    assert [p.actif for p in enregistres()] == [True]


def test_un_habitant_n_entre_pas_dans_l_espace_d_une_ferme(
    client: FlaskClient, fermiere: Compte
) -> None:
    producteur = fabrique.producteur()
    assert client.get(f"/espace/fermes/{producteur.id}").status_code == 403


@pytest.mark.parametrize("etat", list(EtatDossier))
def test_chaque_etat_du_dossier_dit_ou_l_on_en_est(
    client: FlaskClient, connecter: Connecter, etat: EtatDossier
) -> None:
    producteur = fabrique.producteur(etat=etat)
    producteur.dossier.motif = "Un motif."
    producteur.dossier.soumis_le = producteur.cree_le
    producteur.dossier.decide_par = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    session.commit()
    connecter(client, fabrique.compte(roles=[(Role.PRODUCTEUR, producteur.id)]))
    page = client.get(f"/espace/fermes/{producteur.id}").text
    attendu = {
        EtatDossier.BROUILLON: "Le dossier n’est pas encore envoyé",
        EtatDossier.SOUMIS: "lit votre dossier",
        EtatDossier.INSTRUCTION: "étudie votre dossier",
        EtatDossier.VISITE: "Une visite est prévue",
        EtatDossier.COMPLEMENT: "a besoin d’une chose de plus",
        EtatDossier.APPEL: "réexamine sa décision",
        EtatDossier.RADIE: "a fermé le dossier",
        EtatDossier.VALIDE: "La ferme est visible de tous",
        EtatDossier.REFUSE: "n’a pas accepté le dossier",
        EtatDossier.SUSPENDU: "a suspendu la ferme",
    }[etat]
    assert attendu in page
    muets = {
        EtatDossier.BROUILLON,
        EtatDossier.SOUMIS,
        EtatDossier.INSTRUCTION,
        EtatDossier.VISITE,
        EtatDossier.VALIDE,
    }
    assert ("Un motif." in page) is (etat not in muets)
    assert client.get("/espace/").status_code == 200


def test_une_ferme_expiree_ne_dit_rien_de_ce_que_le_public_lit(
    client: FlaskClient, connecter: Connecter
) -> None:
    producteur = fabrique.producteur(valide_jusqu_au=horloge.aujourdhui() - timedelta(days=1))
    fermiere = fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, producteur.id)])
    proposer(producteur, fermiere, nom="Ferme du Viaduc")
    session.commit()
    connecter(client, fermiere)
    for chemin in ("", "/fiche"):
        page = client.get(f"/espace/fermes/{producteur.id}{chemin}").text
        assert "Votre proposition attend" in page
        assert "En attendant, le public lit" not in page
        assert "Vos clients lisent" not in page
