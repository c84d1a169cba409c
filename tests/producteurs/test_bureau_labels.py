"""The agent's list of labels and registers, through HTTP; who may see it, and who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from producteurs.models import (
    AvisBio,
    EtatLabel,
    EtatSirene,
    Label,
    Producteur,
    SorteLabel,
    VerificationSirene,
)
from producteurs.registres.agencebio import AgenceBio
from producteurs.registres.ouverts import Registres
from producteurs.services import sirene
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.conftest import Requetes

Connecter = Callable[[FlaskClient, Compte], None]
ROLES = [Role.PRODUCTEUR, Role.RELAIS, Role.PLATEFORME]


@pytest.fixture
def agent(client: FlaskClient, connecter: Connecter) -> FlaskClient:
    """The Loire's agent, signed in."""
    connecter(client, fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]))
    return client


def contredite(nom: str = "Ferme du Pont") -> int:
    """The number of a farm that declares AB, which the Agence Bio does not know."""
    label = Label(sorte=SorteLabel.AB, avis=AvisBio.INCONNU, controle_le=horloge.maintenant())
    return fabrique.producteur(nom, labels=[label]).id


def label_de(numero: int) -> Label:
    return session.scalars(
        sa.select(Label).where(Label.producteur_id == numero),
        execution_options={"populate_existing": True},
    ).one()


def mots(client: FlaskClient, adresse: str) -> str:
    return client.get(adresse).text.replace("\u00a0", " ").replace("\u202f", " ")


def test_l_agent_verifie_sur_une_preuve_et_la_liste_se_vide(agent: FlaskClient) -> None:
    numero = contredite()
    page = mots(agent, "/equipe/producteurs/labels")
    assert "Ferme du Pont" in page
    assert "SIRET inconnu de l’Agence Bio" in page
    agent.post(
        f"/equipe/producteurs/labels/{numero}/ab/verifier",
        data={
            "source": "certificat lu",
            "organisme": "Bio Rhône",
            "certificat": "https://a.example/1",
        },
    )
    label = label_de(numero)
    assert (label.etat, label.source, label.organisme) == (
        EtatLabel.VERIFIE,
        "certificat lu",
        "Bio Rhône",
    )
    assert "Plus rien à faire" in mots(agent, "/equipe/producteurs/labels")


def test_une_verification_sans_preuve_est_refusee_avec_une_phrase(agent: FlaskClient) -> None:
    numero = contredite()
    reponse = agent.post(
        f"/equipe/producteurs/labels/{numero}/ab/verifier",
        data={"source": " "},
        follow_redirects=True,
    )
    assert "Dites sur quelle preuve" in reponse.text
    assert label_de(numero).etat is EtatLabel.DECLARE


def test_l_agent_retire_un_label_et_la_ferme_lit_pourquoi(
    agent: FlaskClient, courriels: Callable[[], list[object]]
) -> None:
    numero = contredite()
    agent.post(
        f"/equipe/producteurs/labels/{numero}/ab/retirer",
        data={"motif": "jamais", "precision": "Rappelez-nous.", "retour": "dossier"},
    )
    assert label_de(numero).etat is EtatLabel.RETIRE
    assert "Rappelez-nous." in str(getattr(courriels()[0], "texte", ""))
    assert "Retiré : le public ne le voit plus." in mots(agent, f"/equipe/producteurs/{numero}")


def test_l_agent_laisse_un_label_ainsi_avec_une_raison(agent: FlaskClient) -> None:
    numero = contredite()
    agent.post(f"/equipe/producteurs/labels/{numero}/ab/garder", data={"motif": "Dossier en cours"})
    assert label_de(numero).etat is EtatLabel.DECLARE
    assert "Plus rien à faire" in mots(agent, "/equipe/producteurs/labels")
    page = mots(agent, f"/equipe/producteurs/{numero}")
    assert page.count("Dossier en cours") == 2
    assert "Agriculture biologique : déclaré par la ferme" in page


def test_un_siret_introuvable_se_tranche_sur_la_ligne(agent: FlaskClient) -> None:
    ferme = fabrique.producteur("Ferme du Pont")
    sirene.noter_sirene(ferme, None)
    session.commit()
    numero = ferme.id
    page = mots(agent, "/equipe/producteurs/labels")
    assert "absent du répertoire public" in page
    assert "ce n’est pas un refus" in page
    agent.post(f"/equipe/producteurs/labels/{numero}/sirene", data={"motif": "Avis vu"})
    assert session.get_one(VerificationSirene, numero).etat is EtatSirene.INTROUVABLE
    assert "Plus rien à faire" in mots(agent, "/equipe/producteurs/labels")
    assert "SIRENE : absent du répertoire public" in mots(agent, f"/equipe/producteurs/{numero}")


def test_verifier_maintenant_note_la_demande_et_n_attend_personne(
    app: Flask, agent: FlaskClient
) -> None:
    numero = fabrique.producteur("Ferme du Pont").id
    app.extensions["registres"] = Registres(AgenceBio("http://127.0.0.1:9"), None)
    reponse = agent.post(f"/equipe/producteurs/labels/{numero}/demander", follow_redirects=True)
    app.extensions["registres"] = Registres()
    assert "Les registres sont interrogés" in reponse.text
    assert session.get_one(VerificationSirene, numero).demande_le is not None


def test_sans_registre_a_interroger_verifier_maintenant_le_dit(agent: FlaskClient) -> None:
    numero = fabrique.producteur("Ferme du Pont").id
    reponse = agent.post(f"/equipe/producteurs/labels/{numero}/demander", follow_redirects=True)
    assert "ne sont interrogés par ce site" in reponse.text
    page = mots(agent, f"/equipe/producteurs/{numero}")
    assert "SIRENE n’est pas interrogé par ce site" in page


@pytest.mark.parametrize("nombre", [1, 12])
def test_la_liste_coute_autant_de_requetes_pour_une_ferme_que_pour_douze(
    agent: FlaskClient, requetes: Requetes, nombre: int
) -> None:
    for n in range(nombre):
        contredite(f"Ferme {n}")
    session.expunge_all()
    requetes.clear()
    assert agent.get("/equipe/producteurs/labels").status_code == 200
    assert len(requetes) <= 7


ACTES = [
    "labels/{n}/ab/verifier", "labels/{n}/ab/retirer", "labels/{n}/ab/garder",
    "labels/{n}/sirene", "labels/{n}/demander",
]  # fmt: skip
SAISIE = {"source": "moi", "motif": "arrete"}


@pytest.mark.parametrize("acte", ACTES)
def test_l_agent_d_un_autre_departement_ne_touche_a_rien(
    client: FlaskClient, connecter: Connecter, acte: str
) -> None:
    numero = contredite()
    connecter(client, fabrique.compte("Bruno", roles=[(Role.CHAMBRE, "69")]))
    assert (
        client.post(f"/equipe/producteurs/{acte.format(n=numero)}", data=SAISIE).status_code == 404
    )
    assert label_de(numero).etat is EtatLabel.DECLARE
    assert "Ferme du Pont" not in client.get("/equipe/producteurs/labels").text


@pytest.mark.parametrize("role", [*ROLES, None])
def test_personne_d_autre_qu_un_agent_n_entre(
    client: FlaskClient, connecter: Connecter, role: Role | None
) -> None:
    numero = contredite()
    roles = [(role, numero)] if role else []
    connecter(client, fabrique.compte("Chloé", roles=roles))
    assert client.get("/equipe/producteurs/labels").status_code == 403
    for acte in ACTES:
        chemin = f"/equipe/producteurs/{acte.format(n=numero)}"
        assert client.post(chemin, data=SAISIE).status_code == 403
    assert label_de(numero).etat is EtatLabel.DECLARE


def test_un_inconnu_est_prie_de_se_connecter(client: FlaskClient) -> None:
    numero = contredite()
    for acte in ACTES:
        reponse = client.post(f"/equipe/producteurs/{acte.format(n=numero)}", data=SAISIE)
        assert reponse.status_code == 302
        assert "/connexion" in reponse.headers["Location"]
    assert session.get_one(Producteur, numero).labels[0].etat is EtatLabel.DECLARE


def test_un_label_qui_n_existe_pas_n_est_pas_trouve(agent: FlaskClient) -> None:
    numero = contredite()
    for code in ("hve", "inconnu"):
        chemin = f"/equipe/producteurs/labels/{numero}/{code}/verifier"
        assert agent.post(chemin, data=SAISIE).status_code in (302, 404)
    assert [label.sorte for label in session.get_one(Producteur, numero).labels] == [SorteLabel.AB]
