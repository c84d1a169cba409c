"""What the chamber and the farm do with a dossier, through HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from producteurs.models import EtatDossier, EtatPiece, Fraicheur
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.dossiers import dossier_en, ferme, lu, relu
from tests.producteurs.saisies import verser

Connecter = Callable[[FlaskClient, Compte], None]
BUREAU = "/equipe/producteurs"


@pytest.fixture
def agent(client: FlaskClient, connecter: Connecter) -> Compte:
    """The Loire's agent, signed in."""
    compte = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    connecter(client, compte)
    return compte


@pytest.mark.parametrize(
    "cas",
    [
        ("soumis", "prendre", {}, "instruction"),
        ("complement", "prendre", {}, "instruction"),
        ("instruction", "completer", {"motif": "piece"}, "complement"),
        ("visite", "refuser", {"motif": "revente"}, "refuse"),
        ("visite", "valider", {"annees": "3"}, "valide"),
        ("valide", "suspendre", {"motif": "sanitaire"}, "suspendu"),
        ("brouillon", "radier", {"motif": "abandon"}, "radie"),
        ("radie", "rouvrir", {"motif": "reprise"}, "instruction"),
        ("appel", "donner-raison", {"annees": "1"}, "valide"),
        ("appel", "confirmer", {"motif": "faits"}, "refuse"),
    ],
)
def test_chaque_acte_se_fait_de_sa_page_et_la_ferme_en_est_prevenue(
    client: FlaskClient,
    agent: Compte,
    courriels: Callable[[], list[Envoi]],
    cas: tuple[str, str, dict[str, str], str],
) -> None:
    de, acte, donnees, vers = cas
    numero = dossier_en(EtatDossier(de))
    assert f'action="{BUREAU}/{numero}/{acte}"' in client.get(f"{BUREAU}/{numero}").text
    reponse = client.post(f"{BUREAU}/{numero}/{acte}", data=donnees | lu(numero))
    assert reponse.status_code == 302
    assert relu(numero).etat == vers
    assert courriels()
    page = client.get(f"{BUREAU}/{numero}").text
    assert f"{agent.prenom} {agent.nom} a " in page
    assert client.get(reponse.location).status_code == 200


def test_de_la_liste_on_revient_a_la_liste(client: FlaskClient, agent: Compte) -> None:
    numero = dossier_en(EtatDossier.SOUMIS)
    page = client.get(f"{BUREAU}/a-instruire").text
    for touche in ("o", "i", "v", "c", "r"):
        assert f'data-raccourci="{touche}"' in page
    assert 'name="retour" value="liste"' in page
    donnees = {"motif": "siret", "retour": "liste"} | lu(numero)
    reponse = client.post(f"{BUREAU}/{numero}/refuser", data=donnees)
    assert reponse.location == f"{BUREAU}/a-instruire#suite"
    page = client.get(f"{BUREAU}/a-instruire").text
    assert "Plus rien à faire" in page
    assert 'id="suite" tabindex="-1"' in page


def test_dans_la_liste_le_clavier_reste_sur_le_dossier_pris_puis_va_au_suivant(
    client: FlaskClient, agent: Compte
) -> None:
    premier, second = dossier_en(EtatDossier.SOUMIS), dossier_en(EtatDossier.SOUMIS)
    assert f'id="ferme-{second}"' in client.get(f"{BUREAU}/a-instruire").text
    reponse = client.post(f"{BUREAU}/{second}/prendre", data={"retour": "liste"})
    assert reponse.location == f"{BUREAU}/a-instruire#ferme-{second}"
    donnees = {"motif": "siret", "retour": "liste"} | lu(second)
    reponse = client.post(f"{BUREAU}/{second}/refuser", data=donnees)
    assert reponse.location == f"{BUREAU}/a-instruire#ferme-{premier}"


@pytest.mark.parametrize(("de", "acte"), [("valide", "suspendre"), ("suspendu", "valider")])
def test_apres_un_acte_sur_une_ferme_cherchee_on_reste_sur_sa_page(
    client: FlaskClient, agent: Compte, de: str, acte: str
) -> None:
    dossier_en(EtatDossier.SOUMIS)
    numero = dossier_en(EtatDossier(de))
    donnees = {"motif": "sanitaire", "annees": "1"} | lu(numero)
    reponse = client.post(f"{BUREAU}/{numero}/{acte}", data=donnees)
    assert reponse.location == f"{BUREAU}/{numero}"


def test_on_ne_dit_pas_prevenue_une_ferme_sans_adresse_de_courriel(
    client: FlaskClient, agent: Compte, courriels: Callable[[], list[Envoi]]
) -> None:
    producteur = fabrique.producteur("Ferme importée", etat=EtatDossier.SOUMIS)
    producteur.courriel = ""
    session.commit()
    donnees = {"motif": "siret"} | lu(producteur.id)
    reponse = client.post(f"{BUREAU}/{producteur.id}/refuser", data=donnees)
    page = client.get(reponse.location).text
    assert "« Ferme importée » est refusée." in page.replace("\u00a0", " ")
    assert "prévenez-la" in page
    assert "prévenue par courriel" not in page
    assert courriels() == []


def test_une_faute_dans_la_liste_ouvre_le_dossier_avec_ce_qui_etait_ecrit(
    client: FlaskClient, agent: Compte
) -> None:
    numero = dossier_en(EtatDossier.SOUMIS)
    donnees = {"motif": "", "precision": "À garder.", "retour": "liste"} | lu(numero)
    reponse = client.post(f"{BUREAU}/{numero}/refuser", data=donnees)
    assert reponse.status_code == 422
    assert "À garder." in reponse.text
    assert 'name="retour" value="liste"' in reponse.text


@pytest.mark.parametrize("vu_le", [None, "", "hier", "2020-01-01T00:00:00+00:00"])
@pytest.mark.parametrize(
    "cas",
    [
        ("soumis", "valider", {"annees": "3"}),
        ("soumis", "refuser", {"motif": "siret"}),
        ("soumis", "completer", {"motif": "siret"}),
        ("valide", "suspendre", {"motif": "sanitaire"}),
        ("valide", "radier", {"motif": "cessation"}),
        ("appel", "confirmer", {"motif": "faits"}),
        ("appel", "donner-raison", {"annees": "3"}),
    ],
)
def test_une_decision_dit_quelle_fiche_elle_a_lue(
    client: FlaskClient, agent: Compte, cas: tuple[str, str, dict[str, str]], vu_le: str | None
) -> None:
    etat, acte, donnees = cas
    numero = dossier_en(EtatDossier(etat))
    lecture = {} if vu_le is None else {"vu_le": vu_le}
    reponse = client.post(f"{BUREAU}/{numero}/{acte}", data=donnees | lecture)
    assert reponse.status_code == 422
    assert "a modifié sa fiche pendant que vous la lisiez" in reponse.text
    assert relu(numero).etat == etat
    assert f'name="vu_le" value="{lu(numero)["vu_le"]}"' in reponse.text


def test_valider_sans_piece_montre_ce_qui_manque_et_demande_pourquoi(
    client: FlaskClient, agent: Compte
) -> None:
    producteur = fabrique.producteur(etat=EtatDossier.SOUMIS)
    verser(producteur, EtatPiece.DEPOSEE)
    session.commit()
    numero = producteur.id
    page = client.get(f"{BUREAU}/{numero}").text
    assert "Pièce demandée et pas acceptée" in page
    assert "Je valide sans cette pièce" in page
    essais: list[dict[str, str]] = [{}, {"sans_piece": "y"}, {"raison": "Vue au bureau."}]
    for essai in essais:
        reponse = client.post(
            f"{BUREAU}/{numero}/valider", data={"annees": "3"} | lu(numero) | essai
        )
        assert reponse.status_code == 422
        assert "attestation d’affiliation à la MSA" in reponse.text
    donnees = {"annees": "3", "sans_piece": "y", "raison": "Vue au bureau."} | lu(numero)
    client.post(f"{BUREAU}/{numero}/valider", data=donnees)
    assert relu(numero).etat is EtatDossier.VALIDE
    assert "Vue au bureau." in lire_journal("dossier", relu(numero).id)[-1].motif


def test_qui_a_decide_ne_juge_pas_le_recours(client: FlaskClient, agent: Compte) -> None:
    numero = dossier_en(EtatDossier.APPEL)
    relu(numero).decide_par_id = agent.id
    session.commit()
    page = client.get(f"{BUREAU}/{numero}").text
    assert "une autre personne de la chambre doit la réexaminer" in page
    assert "Relisez bien." in page
    assert "/confirmer" not in page
    assert "Plus rien à faire" in client.get(f"{BUREAU}/a-instruire").text
    reponse = client.post(f"{BUREAU}/{numero}/confirmer", data={"motif": "faits"} | lu(numero))
    assert reponse.status_code == 422
    assert relu(numero).etat is EtatDossier.APPEL


def test_un_renouvellement_demande_se_traite_dans_la_liste(
    client: FlaskClient, agent: Compte
) -> None:
    numero = dossier_en(EtatDossier.VALIDE, jours=20)
    relu(numero).renouvellement_demande_le = horloge.maintenant()
    session.commit()
    page = client.get(f"{BUREAU}/a-instruire").text
    assert "Renouvellement demandé" in page
    donnees = {"motif": "piece", "retour": "liste"} | lu(numero)
    client.post(f"{BUREAU}/{numero}/differer", data=donnees)
    assert "Plus rien à faire" in client.get(f"{BUREAU}/a-instruire").text
    assert relu(numero).en_regle(horloge.aujourdhui())


def test_une_ferme_retiree_faute_de_reponse_le_lit_et_son_agent_aussi(
    client: FlaskClient, connecter: Connecter, agent: Compte
) -> None:
    fermiere, dossier = ferme(EtatDossier.VALIDE)
    dossier.fraicheur = Fraicheur.RETIRE
    session.commit()
    numero, jeanne = dossier.producteur_id, fermiere
    assert "retirée de la carte, faute de réponse" in client.get(f"{BUREAU}/{numero}").text
    assert "etirée de la carte, faute de réponse" in client.get(f"{BUREAU}/").text
    connecter(client, session.merge(jeanne))
    assert "retirée de la carte, faute de réponse" in client.get(f"/espace/fermes/{numero}").text


def test_la_liste_a_instruire_se_lit_en_peu_de_requetes(
    client: FlaskClient, agent: Compte, requetes: Requetes
) -> None:
    def lues(combien: int) -> int:
        for _ in range(combien):
            dossier_en(EtatDossier.SOUMIS)
        requetes.clear()
        assert client.get(f"{BUREAU}/a-instruire").status_code == 200
        return len(requetes)

    assert lues(2) == lues(8)


# The farm's own gestures.


@pytest.fixture
def chez_elle(client: FlaskClient, connecter: Connecter) -> Callable[..., int]:
    """The number of a farm in some state, whose farmer is signed in."""

    def entrer(etat: EtatDossier, jours: int = 365) -> int:
        fermiere, dossier = ferme(etat, jours=jours)
        session.commit()
        numero = dossier.producteur_id
        connecter(client, fermiere)
        return numero

    return entrer


def test_la_ferme_conteste_de_sa_page(client: FlaskClient, chez_elle: Callable[..., int]) -> None:
    numero = chez_elle(EtatDossier.REFUSE)
    page = client.get(f"/espace/fermes/{numero}").text
    assert "Contester cette décision" in page
    assert client.post(f"/espace/fermes/{numero}/contester", data={"texte": " "}).status_code == 422
    donnees = {"texte": "Le SIRET est le nôtre."}
    assert client.post(f"/espace/fermes/{numero}/contester", data=donnees).status_code == 302
    page = client.get(f"/espace/fermes/{numero}").text
    assert "réexamine sa décision" in page
    assert "Le SIRET est le nôtre." in page


def test_la_ferme_demande_son_renouvellement_d_un_bouton(
    client: FlaskClient, chez_elle: Callable[..., int]
) -> None:
    numero = chez_elle(EtatDossier.VALIDE, 20)
    assert "Demander le renouvellement" in client.get(f"/espace/fermes/{numero}").text
    client.post(f"/espace/fermes/{numero}/renouveler")
    page = client.get(f"/espace/fermes/{numero}").text
    assert "Renouvellement demandé le" in page
    assert "Demander le renouvellement" not in page


def test_la_ferme_arrete_apres_avoir_confirme(
    client: FlaskClient, chez_elle: Callable[..., int]
) -> None:
    numero = chez_elle(EtatDossier.VALIDE)
    adresse = f"/espace/fermes/{numero}/arreter"
    essais: list[dict[str, str]] = [{}, {"motif": "retraite"}, {"confirme": "y"}]
    for essai in essais:
        assert client.post(adresse, data=essai).status_code == 422
    assert relu(numero).etat is EtatDossier.VALIDE
    client.post(adresse, data={"motif": "retraite", "precision": "Merci.", "confirme": "y"})
    assert relu(numero).etat is EtatDossier.RADIE
    assert relu(numero).motif == "Je prends ma retraite. Merci."
    page = client.get(f"/espace/fermes/{numero}").text
    assert "Vous avez arrêté" in page
    assert "Contester" not in page
    client.post(f"/espace/fermes/{numero}/soumettre")
    assert relu(numero).etat is EtatDossier.SOUMIS


def test_un_geste_qui_ne_se_peut_plus_est_dit_et_ne_change_rien(
    client: FlaskClient, chez_elle: Callable[..., int]
) -> None:
    numero = chez_elle(EtatDossier.VALIDE)
    for geste in ("renouveler", "soumettre"):
        page = client.post(f"/espace/fermes/{numero}/{geste}", follow_redirects=True)
        assert "alerte-attention" in page.text
    reponse = client.post(f"/espace/fermes/{numero}/contester", data={"texte": "Non."})
    assert reponse.status_code == 422
    assert relu(numero).etat is EtatDossier.VALIDE
