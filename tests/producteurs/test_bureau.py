"""The chamber's desk, through HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from producteurs import services
from producteurs.models import EtatDossier, EtatPiece, Producteur
from producteurs.services.dossier import echeance
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import saisie, verser

Connecter = Callable[[FlaskClient, Compte], None]


@pytest.fixture
def agent(client: FlaskClient, connecter: Connecter) -> int:
    """The number of the Loire's agent, signed in."""
    compte = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    connecter(client, compte)
    return compte.id


def a_decider(nom: str = "Ferme du Pont") -> int:
    """The number of a farm that waits for a decision."""
    producteur = fabrique.producteur(nom, etat=EtatDossier.SOUMIS)
    producteur.dossier.soumis_le = horloge.maintenant()
    verser(producteur, EtatPiece.ACCEPTEE)
    session.commit()
    return producteur.id


def etat_de(numero: int) -> EtatDossier:
    return session.get_one(Producteur, numero, populate_existing=True).dossier.etat


def vu_le(page: str) -> str:
    trouve = re.search(r'name="vu_le"[^>]*value="([^"]+)"', page)
    assert trouve
    return trouve[1]


def lu(numero: int) -> dict[str, str]:
    """What a form says of the record that its agent has read."""
    producteur = session.get_one(Producteur, numero, populate_existing=True)
    return {"vu_le": producteur.modifie_le.isoformat()}


def test_l_agent_voit_d_abord_ce_qui_attend(client: FlaskClient, agent: int) -> None:
    fabrique.producteur("Validée")
    a_decider("En attente")
    page = client.get("/equipe/producteurs/").text
    assert page.index("En attente</a>") < page.index("Validée</a>")
    seules = client.get("/equipe/producteurs/?situation=soumis").text
    assert "Validée</a>" not in seules


def test_quand_tout_est_decide_la_page_le_dit(client: FlaskClient, agent: int) -> None:
    fabrique.producteur("Validée")
    assert "Plus rien à décider" in client.get("/equipe/producteurs/").text
    assert "Plus rien à faire" in client.get("/equipe/producteurs/?situation=soumis").text


@pytest.mark.parametrize(
    "suite", ["?situation=inventee", "?page=99", "?page=abc", "?page=9999999999999", "?q=%25"]
)
def test_une_adresse_de_liste_mal_ecrite_montre_quand_meme_la_liste(
    client: FlaskClient, agent: int, suite: str
) -> None:
    fabrique.producteur("Validée")
    assert client.get(f"/equipe/producteurs/{suite}").status_code == 200


def test_valider_mene_au_dossier_suivant_puis_a_la_liste(
    client: FlaskClient, agent: int, courriels: Callable[[], list[Envoi]]
) -> None:
    premier, second = a_decider("Première"), a_decider("Seconde")
    page = client.get(f"/equipe/producteurs/{premier}").text
    assert 'data-raccourci="v"' in page

    donnees = {"annees": "3", "vu_le": vu_le(page)}
    reponse = client.post(f"/equipe/producteurs/{premier}/valider", data=donnees)
    assert reponse.headers["Location"] == f"/equipe/producteurs/{second}"
    donnees = {"annees": "1"} | lu(second)
    reponse = client.post(f"/equipe/producteurs/{second}/valider", data=donnees)
    assert reponse.headers["Location"] == "/equipe/producteurs/a-instruire#suite"
    assert "Plus rien à faire" in client.get("/equipe/producteurs/a-instruire").text

    dossiers = [session.get_one(Producteur, n).dossier for n in (premier, second)]
    assert [d.valide_jusqu_au for d in dossiers] == [echeance(3), echeance(1)]
    assert {d.decide_par_id for d in dossiers} == {agent}
    assert len(courriels()) == 2
    (ligne,) = lire_journal("dossier", dossiers[0].id)
    assert (ligne.par_id, ligne.vers) == (agent, "valide")
    assert "validé" in client.get(f"/equipe/producteurs/{premier}").text.lower()


def test_refuser_demande_un_motif_de_la_liste(
    client: FlaskClient, agent: int, courriels: Callable[[], list[Envoi]]
) -> None:
    numero = a_decider()
    for motif in ("", "invente"):
        reponse = client.post(
            f"/equipe/producteurs/{numero}/refuser",
            data={"motif": motif, "precision": "À garder."} | lu(numero),
        )
        assert reponse.status_code == 422
        assert "À garder." in reponse.text
    assert etat_de(numero) is EtatDossier.SOUMIS

    client.post(
        f"/equipe/producteurs/{numero}/refuser",
        data={"motif": "doublon", "precision": "Voir la ferme du Lac."} | lu(numero),
    )
    assert etat_de(numero) is EtatDossier.REFUSE
    (message,) = courriels()
    assert "Cette ferme est déjà inscrite. Voir la ferme du Lac." in message.texte
    assert "Voir la ferme du Lac." in client.get(f"/equipe/producteurs/{numero}").text


def test_suspendre_puis_lever_la_suspension(client: FlaskClient, agent: int) -> None:
    producteur = fabrique.producteur()
    verser(producteur, EtatPiece.ACCEPTEE)
    session.commit()
    numero = producteur.id
    client.post(f"/equipe/producteurs/{numero}/suspendre", data={"motif": "sanitaire"} | lu(numero))
    assert etat_de(numero) is EtatDossier.SUSPENDU
    assert "Lever la suspension" in client.get(f"/equipe/producteurs/{numero}").text
    client.post(f"/equipe/producteurs/{numero}/valider", data={"annees": "1"} | lu(numero))
    assert etat_de(numero) is EtatDossier.VALIDE


def test_decider_deux_fois_est_refuse_avec_l_etat_present(client: FlaskClient, agent: int) -> None:
    numero = a_decider()
    client.post(f"/equipe/producteurs/{numero}/refuser", data={"motif": "siret"} | lu(numero))
    reponse = client.post(
        f"/equipe/producteurs/{numero}/valider", data={"annees": "3"} | lu(numero)
    )
    assert reponse.status_code == 422
    assert "le dossier est maintenant «\u00a0refusé\u00a0»" in reponse.text
    assert etat_de(numero) is EtatDossier.REFUSE


def test_une_fiche_changee_pendant_la_lecture_se_relit_avant_de_decider(
    client: FlaskClient, agent: int
) -> None:
    numero = a_decider()
    avant = vu_le(client.get(f"/equipe/producteurs/{numero}").text)
    producteur = session.get_one(Producteur, numero)
    autre = saisie(siret=producteur.siret, nom="Autre nom")
    services.modifier_producteur(producteur, autre, par=fabrique.compte("Jeanne"))
    session.commit()

    donnees = {"annees": "3", "vu_le": avant}
    reponse = client.post(f"/equipe/producteurs/{numero}/valider", data=donnees)
    assert reponse.status_code == 422
    assert "a modifié sa fiche pendant que vous la lisiez" in reponse.text
    assert etat_de(numero) is EtatDossier.SOUMIS

    donnees = {"annees": "3", "vu_le": vu_le(reponse.text)}
    client.post(f"/equipe/producteurs/{numero}/valider", data=donnees)
    assert etat_de(numero) is EtatDossier.VALIDE


def test_un_agent_du_rhone_n_ouvre_ni_ne_decide_une_ferme_de_la_loire(
    client: FlaskClient, connecter: Connecter
) -> None:
    numero = a_decider("Ferme ligérienne")
    connecter(client, fabrique.compte("Rose", roles=[(Role.CHAMBRE, "69")]))
    assert "Ferme ligérienne" not in client.get("/equipe/producteurs/").text
    assert "Ferme ligérienne" not in client.get("/equipe/producteurs/?q=ligerienne").text
    assert client.get(f"/equipe/producteurs/{numero}").status_code == 404
    for verbe, donnees in (
        ("valider", {"annees": "3"}),
        ("refuser", {"motif": "doublon"}),
        ("suspendre", {"motif": "sanitaire"}),
    ):
        reponse = client.post(f"/equipe/producteurs/{numero}/{verbe}", data=donnees)
        assert reponse.status_code == 404
    assert etat_de(numero) is EtatDossier.SOUMIS


@pytest.mark.parametrize(
    ("role", "objet"),
    [
        (None, ""),
        (Role.PRODUCTEUR, "1"),
        (Role.PLATEFORME, "loire"),
        (Role.RELAIS, "1"),
    ],
)
def test_le_bureau_est_ferme_aux_autres(
    client: FlaskClient, connecter: Connecter, role: Role | None, objet: str
) -> None:
    numero = a_decider()
    connecter(client, fabrique.compte(roles=[(role, objet)] if role else []))
    assert client.get("/equipe/producteurs/").status_code == 403
    assert client.get(f"/equipe/producteurs/{numero}").status_code == 403
    reponse = client.post(f"/equipe/producteurs/{numero}/valider", data={"annees": "3"})
    assert reponse.status_code == 403


def test_une_ferme_qui_expire_change_de_liste_toute_seule(client: FlaskClient, agent: int) -> None:
    fin = horloge.aujourdhui() + timedelta(days=1)
    fabrique.producteur("Bientôt finie", valide_jusqu_au=fin)
    assert "Bientôt finie</a>" in client.get("/equipe/producteurs/?situation=a_renouveler").text
    with horloge.arretee_a(horloge.maintenant() + timedelta(days=3)):
        assert "Bientôt finie</a>" in client.get("/equipe/producteurs/?situation=expire").text


def test_la_liste_se_pagine_en_gardant_la_recherche(client: FlaskClient, agent: int) -> None:
    for n in range(22):
        fabrique.producteur(f"Ferme {n:02}")
    page = client.get("/equipe/producteurs/?situation=valide&q=ferme").text
    assert "situation=valide&amp;q=ferme&amp;page=2" in page
    assert client.get("/equipe/producteurs/?situation=valide&q=ferme&page=2").status_code == 200
