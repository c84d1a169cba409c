"""One's own account: name, telephone, address, and the places where one works."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from socle.comptes.models import Compte, Role
from socle.comptes.queries import compte_par_courriel
from socle.comptes.services import SaisieCompte, creer_compte, habiliter, retirer_habilitation
from socle.db import session
from socle.envois.models import Envoi
from tests import fabrique
from tests.socle.comptes.saisies import COURRIEL, MOT_DE_PASSE, est_connecte, se_connecter

Courriels = Callable[[], list[Envoi]]
Entrer = Callable[[], FlaskClient]
Lien = Callable[[], str]


def test_on_change_son_nom_et_son_telephone(entrer: Entrer) -> None:
    donnees = {"prenom": "Camille", "nom": "Faure-Roux", "telephone": "04.77.12.34.56"}
    assert entrer().post("/compte/", data=donnees).status_code == 303
    compte = compte_par_courriel(COURRIEL)
    assert compte is not None
    assert (compte.nom, compte.telephone) == ("Faure-Roux", "+33477123456")


def test_la_page_du_compte_mene_aux_commandes(entrer: Entrer) -> None:
    page = entrer().get("/compte/")
    assert page.status_code == 200
    assert 'href="/compte/commandes"' in page.text
    assert "/equipe/" not in page.text


def test_la_page_du_compte_est_fermee_aux_visiteurs(client: FlaskClient) -> None:
    assert client.get("/compte/").location == "/compte/connexion?suite=/compte/"


@pytest.mark.parametrize(
    ("role", "objet", "ou"),
    [
        (Role.CHAMBRE, "42", "/equipe/producteurs/"),
        (Role.PLATEFORME, "loire", "/equipe/commandes/ventes"),
        (Role.PRODUCTEUR, 7, "/espace/"),
        (Role.RELAIS, 3, "/espace/relais/3"),
    ],
)
def test_chacun_arrive_la_ou_il_travaille(
    client: FlaskClient, camille: Compte, role: Role, objet: object, ou: str
) -> None:
    habiliter(camille, role, objet)
    session.commit()
    assert se_connecter(client).location == ou
    assert f'href="{ou}"' in client.get("/compte/").text


def test_une_habilitation_donnee_deux_fois_n_en_fait_qu_une(camille: Compte) -> None:
    assert habiliter(camille, Role.RELAIS, 3) is habiliter(camille, Role.RELAIS, "3")
    assert camille.objets(Role.RELAIS) == ["3"]
    assert camille.peut(Role.RELAIS, 3)
    assert not camille.peut(Role.RELAIS, 4)


def test_une_habilitation_retiree_ne_permet_plus_rien(camille: Compte) -> None:
    habiliter(camille, Role.RELAIS, 3)
    habiliter(camille, Role.RELAIS, 4)
    retirer_habilitation(camille, Role.RELAIS, 3)
    retirer_habilitation(camille, Role.CHAMBRE, "42")
    assert camille.objets(Role.RELAIS) == ["4"]


def test_une_nouvelle_adresse_sert_une_fois_confirmee(
    app: Flask, entrer: Entrer, courriels: Courriels, dernier_lien: Lien
) -> None:
    client, ailleurs = entrer(), app.test_client()
    se_connecter(ailleurs)
    donnees = {"courriel": "faure@cabas.example", "mot_de_passe": MOT_DE_PASSE}
    assert client.post("/compte/courriel", data=donnees).status_code == 303
    assert courriels()[-1].destinataire == "faure@cabas.example"
    lien = dernier_lien()
    assert "faure@cabas.example" in client.get(lien).text
    assert client.post(lien).status_code == 303
    assert est_connecte(client)
    assert not est_connecte(ailleurs)
    assert courriels()[-1].destinataire == COURRIEL
    assert client.post(lien).status_code == 410
    client.post("/compte/deconnexion")
    assert se_connecter(client).status_code == 422
    assert se_connecter(client, courriel="faure@cabas.example").status_code == 303


def test_une_nouvelle_adresse_deja_prise_avertit_son_proprietaire_et_lui_seul(
    entrer: Entrer, courriels: Courriels
) -> None:
    client = entrer()
    louise = fabrique.compte("Louise")
    libre = client.post(
        "/compte/courriel", data={"courriel": "x@cabas.example", "mot_de_passe": MOT_DE_PASSE}
    )
    prise = client.post(
        "/compte/courriel", data={"courriel": louise.courriel, "mot_de_passe": MOT_DE_PASSE}
    )
    assert (libre.status_code, libre.location) == (prise.status_code, prise.location)
    assert courriels()[-1].destinataire == louise.courriel
    assert courriels()[-1].sujet == "Vous avez déjà un compte"


def test_une_adresse_prise_entre_temps_n_est_pas_donnee(entrer: Entrer, dernier_lien: Lien) -> None:
    client = entrer()
    client.post(
        "/compte/courriel", data={"courriel": "x@cabas.example", "mot_de_passe": MOT_DE_PASSE}
    )
    lien = dernier_lien()
    fabrique.compte("Louise", courriel="x@cabas.example")
    assert client.post(lien).status_code == 409
    assert compte_par_courriel(COURRIEL) is not None


def test_le_lien_d_un_autre_ne_change_pas_mon_adresse(
    app: Flask, entrer: Entrer, dernier_lien: Lien, connecter: Callable[..., None]
) -> None:
    entrer().post(
        "/compte/courriel", data={"courriel": "x@cabas.example", "mot_de_passe": MOT_DE_PASSE}
    )
    louise, ailleurs = fabrique.compte("Louise"), app.test_client()
    connecter(ailleurs, louise)
    assert ailleurs.post(dernier_lien()).status_code == 410


def test_les_comptes_de_demonstration_restent_comme_ils_sont(client: FlaskClient) -> None:
    saisie = SaisieCompte(COURRIEL, "C", "F", "demonstration", demonstration="Résidente.")
    creer_compte(saisie, confirme=True)
    session.commit()
    se_connecter(client, mot_de_passe="demonstration")
    donnees = {"mot_de_passe": "demonstration", "nouveau_mot_de_passe": "un tout autre mot"}
    reponse = client.post("/compte/mot-de-passe", data=donnees)
    assert reponse.status_code == 422
    assert "Les comptes de la démonstration" in reponse.text
