"""The work list of possible duplicates and the merge screen, through HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from producteurs.models import EtatDossier, EtatRapprochement, Fusion, Producteur, Rapprochement
from producteurs.tasks.doublons import chercher_doublons
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.producteurs.saisies import nouveau_siret

Connecter = Callable[[FlaskClient, Compte], None]
ICI = "/equipe/producteurs/doublons"


def deux_piamot(**autres: Any) -> tuple[int, int]:
    """The numbers of two entries of one farm, already on the list."""
    un = fabrique.producteur("Ferme de Piamot", telephone="+33477111111")
    valeurs = {"siret": "", "etat": EtatDossier.SOUMIS, "telephone": "+33477222222"} | autres
    deux = fabrique.producteur("La Ferme de Piamot", **valeurs)
    numeros = un.id, deux.id
    chercher_doublons()
    assert session.scalar(sa.select(sa.func.count()).select_from(Rapprochement)) == 1
    return numeros


def affoux(code: str = "69001") -> Any:
    """A commune of the Rhône that is at Montbrison's own place, for two farms side by side."""
    return fabrique.commune(code, "Affoux", departement="69", population=400)


def entrer(client: FlaskClient, connecter: Connecter, *departements: str) -> None:
    roles = [(Role.CHAMBRE, d) for d in departements or ("42",)]
    connecter(client, fabrique.compte("Agathe", roles=roles))


def etat() -> EtatRapprochement:
    session.expire_all()
    return session.scalars(sa.select(Rapprochement.etat)).one()


def lire_formulaire(page: str) -> dict[str, str]:
    """What the merge screen sends when nothing is touched."""
    caches = dict(re.findall(r'name="(vues)"[^>]*value="([^"]*)"', page))
    coches = re.findall(r'type="radio" name="(\w+)" value="(\w+)"[^>]* checked', page)
    return caches | dict(coches)


def test_l_agent_lit_les_deux_fiches_cote_a_cote(client: FlaskClient, connecter: Connecter) -> None:
    un, deux = deux_piamot()
    entrer(client, connecter)
    page = client.get(ICI).text
    assert "Presque le même nom, dans la même commune" in page
    assert "exactement au même endroit" in page
    assert page.count("data-travail") == 1
    for touche in ("n", "f", "o"):
        assert f'data-raccourci="{touche}"' in page
    assert f"/equipe/producteurs/doublons/{un}/{deux}/fusion" in page


def test_pas_un_doublon_vide_la_liste(client: FlaskClient, connecter: Connecter) -> None:
    un, deux = deux_piamot()
    entrer(client, connecter)
    reponse = client.post(f"{ICI}/{un}/{deux}/ecarter")
    assert reponse.headers["Location"] == f"{ICI}#suite"
    assert etat() is EtatRapprochement.ECARTE
    assert "Plus rien à faire" in client.get(ICI).text
    assert client.post(f"{ICI}/{un}/{deux}/ecarter").status_code == 404


def test_fusionner_champ_par_champ_puis_annuler(client: FlaskClient, connecter: Connecter) -> None:
    un, deux = deux_piamot()
    entrer(client, connecter)
    page = client.get(f"{ICI}/{un}/{deux}/fusion").text
    choix = lire_formulaire(page)
    assert (choix["nom"], choix["telephone"]) == ("garde", "garde")
    choix["telephone"] = "absorbe"
    reponse = client.post(f"{ICI}/{un}/{deux}/fusion?garde={un}", data=choix)
    assert reponse.status_code == 302
    assert etat() is EtatRapprochement.FUSIONNE
    assert session.get_one(Producteur, un).telephone == "+33477222222"
    assert session.get_one(Producteur, deux).fusionne_dans_id == un
    assert "Plus rien à faire" in client.get(ICI).text

    passees = client.get("/equipe/producteurs/fusions").text
    assert "a repris « La Ferme de Piamot »" in passees.replace("\u00a0", " ")
    numero = session.scalars(sa.select(Fusion.id)).one()
    client.post(f"/equipe/producteurs/fusions/{numero}/annuler")
    assert etat() is EtatRapprochement.POSSIBLE
    assert session.get_one(Producteur, un).telephone == "+33477111111"
    assert session.get_one(Producteur, deux).dossier.etat is EtatDossier.SOUMIS
    encore = client.post(f"/equipe/producteurs/fusions/{numero}/annuler", follow_redirects=True)
    assert "déjà annulée" in encore.text


def test_on_choisit_laquelle_est_gardee(client: FlaskClient, connecter: Connecter) -> None:
    un, deux = deux_piamot()
    entrer(client, connecter)
    page = client.get(f"{ICI}/{un}/{deux}/fusion?garde={deux}").text
    choix = lire_formulaire(page)
    assert (choix["nom"], choix["siret"]) == ("absorbe", "absorbe")
    client.post(f"{ICI}/{un}/{deux}/fusion?garde={deux}", data=choix)
    session.expire_all()
    assert session.get_one(Producteur, un).fusionne_dans_id == deux
    assert session.get_one(Producteur, deux).siret


def test_ce_qui_a_change_pendant_la_lecture_se_relit(
    client: FlaskClient, connecter: Connecter
) -> None:
    un, deux = deux_piamot()
    entrer(client, connecter)
    choix = lire_formulaire(client.get(f"{ICI}/{un}/{deux}/fusion").text)
    session.get_one(Producteur, un).version += 1
    session.commit()
    reponse = client.post(f"{ICI}/{un}/{deux}/fusion", data=choix)
    assert reponse.status_code == 422
    assert "a changé pendant que vous les lisiez" in reponse.text
    assert lire_formulaire(reponse.text)["vues"] == "2-1"
    assert client.post(f"{ICI}/{un}/{deux}/fusion", data={"nom": "garde"}).status_code == 422
    assert etat() is EtatRapprochement.POSSIBLE
    assert session.get_one(Producteur, deux).fusionne_dans_id is None


def test_deux_vendeurs_d_une_vente_ouverte_lisent_pourquoi(
    client: FlaskClient, connecter: Connecter
) -> None:
    un, deux = deux_piamot()
    produits = [fabrique.produit(session.get_one(Producteur, n)) for n in (un, deux)]
    fabrique.vente(produits=produits)
    entrer(client, connecter)
    choix = lire_formulaire(client.get(f"{ICI}/{un}/{deux}/fusion").text)
    reponse = client.post(f"{ICI}/{un}/{deux}/fusion", data=choix | {"nom": "absorbe"})
    assert reponse.status_code == 422
    assert "Marché du jeudi" in reponse.text
    session.expire_all()
    assert session.get_one(Producteur, un).nom == "Ferme de Piamot"


def test_un_agent_ecarte_une_paire_a_cheval_mais_ne_la_fusionne_pas(
    client: FlaskClient, connecter: Connecter
) -> None:
    un, deux = deux_piamot(commune=affoux(), courriel="secret@cabas.example")
    entrer(client, connecter, "42")
    page = client.get(ICI).text
    assert "La Ferme de Piamot" in page
    assert f"{un}/{deux}/fusion" not in page
    assert "secret@cabas.example" not in page
    assert f'href="/equipe/producteurs/{deux}"' not in page
    for methode in (client.get, client.post):
        assert methode(f"{ICI}/{un}/{deux}/fusion").status_code == 404
    entrer(client, connecter, "42", "69")
    assert client.get(f"{ICI}/{un}/{deux}/fusion").status_code == 200
    entrer(client, connecter, "69")
    assert client.post(f"{ICI}/{un}/{deux}/ecarter").status_code == 302
    assert etat() is EtatRapprochement.ECARTE


def test_un_agent_d_ailleurs_ne_voit_ni_paire_ni_fusion(
    client: FlaskClient, connecter: Connecter
) -> None:
    un, deux = deux_piamot()
    entrer(client, connecter, "71")
    assert "Piamot" not in client.get(ICI).text
    assert client.get(f"{ICI}/{un}/{deux}/fusion").status_code == 404
    assert client.post(f"{ICI}/{un}/{deux}/ecarter").status_code == 404
    entrer(client, connecter, "42")
    choix = lire_formulaire(client.get(f"{ICI}/{un}/{deux}/fusion").text)
    client.post(f"{ICI}/{un}/{deux}/fusion", data=choix)
    numero = session.scalars(sa.select(Fusion.id)).one()
    assert client.get(ICI).status_code == 200
    entrer(client, connecter, "71")
    assert "Piamot" not in client.get("/equipe/producteurs/fusions").text
    assert client.post(f"/equipe/producteurs/fusions/{numero}/annuler").status_code == 404
    assert etat() is EtatRapprochement.FUSIONNE


@pytest.mark.parametrize(
    ("role", "objet"),
    [
        (None, ""),
        (Role.PRODUCTEUR, "1"),
        (Role.PLATEFORME, "loire"),
        (Role.RELAIS, "1"),
    ],
)
def test_les_doublons_sont_fermes_aux_autres(
    client: FlaskClient, connecter: Connecter, role: Role | None, objet: str
) -> None:
    un, deux = deux_piamot()
    connecter(client, fabrique.compte(roles=[(role, objet)] if role else []))
    for adresse in (ICI, f"{ICI}/{un}/{deux}/fusion", "/equipe/producteurs/fusions"):
        assert client.get(adresse).status_code == 403
    for adresse in (
        f"{ICI}/{un}/{deux}/ecarter",
        f"{ICI}/{un}/{deux}/fusion",
        "/equipe/producteurs/fusions/1/annuler",
    ):
        assert client.post(adresse).status_code == 403


def test_un_inconnu_est_conduit_a_la_connexion(client: FlaskClient) -> None:
    un, deux = deux_piamot()
    for adresse in (ICI, f"{ICI}/{un}/{deux}/fusion", "/equipe/producteurs/fusions"):
        assert "/connexion" in client.get(adresse).headers["Location"]


def test_de_deux_agents_le_second_apprend_que_c_est_fait(
    client: FlaskClient, connecter: Connecter
) -> None:
    un, deux = deux_piamot()
    entrer(client, connecter)
    choix = lire_formulaire(client.get(f"{ICI}/{un}/{deux}/fusion").text)
    assert client.post(f"{ICI}/{un}/{deux}/fusion", data=choix).status_code == 302
    entrer(client, connecter)
    assert client.post(f"{ICI}/{un}/{deux}/fusion", data=choix).status_code == 404
    assert session.scalar(sa.select(sa.func.count()).select_from(Fusion)) == 1


def test_le_formulaire_montre_la_ferme_publique_puis_laisse_inscrire(
    client: FlaskClient, fermiere: Compte
) -> None:
    adresse = fabrique.producteur("Ferme de Piamot", telephone="+33477111111").slug
    donnees = {
        "nom": "La ferme de Piamot",
        "siret": nouveau_siret(),
        "genre": "ferme",
        "commune": "Montbrison (42600)",
        "adresse": "Piamot",
    }
    reponse = client.post("/espace/fermes/nouvelle", data=donnees)
    assert reponse.status_code == 422
    assert "Est-ce votre ferme" in reponse.text
    assert f"/producteurs/{adresse}" in reponse.text
    assert "77 11" not in reponse.text
    lues = re.search(r'name="lues"[^>]*value="([\d,]+)"', reponse.text)
    assert lues
    reponse = client.post("/espace/fermes/nouvelle", data=donnees | {"lues": lues[1]})
    assert reponse.status_code == 302
    for mauvaises in ("abc", "-1,²", "9" * 40):
        autre = donnees | {"lues": mauvaises, "siret": nouveau_siret()}
        assert client.post("/espace/fermes/nouvelle", data=autre).status_code == 422
