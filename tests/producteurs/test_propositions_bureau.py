"""The chamber's work list of proposed changes, and what the public must not see before it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from producteurs.models import EtatRevision, Famille, Producteur, Revision, SorteLabel
from producteurs.queries import revision as revisions
from producteurs.services import revision as services
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.formulaires import relue
from tests.producteurs.saisies import proposer

Connecter = Callable[[FlaskClient, Compte], None]
LISTE = "/equipe/producteurs/propositions"


@pytest.fixture
def agent(client: FlaskClient, connecter: Connecter) -> int:
    compte = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    connecter(client, compte)
    return compte.id


def proposees(combien: int) -> list[Revision]:
    jeanne = fabrique.compte("Jeanne")
    faites = [
        proposer(fabrique.producteur(f"Ferme {n}"), jeanne, nom=f"Domaine {n}")
        for n in range(combien)
    ]
    session.commit()
    session.expunge_all()  # a request ends the session: what the test holds must not expire with it
    return faites


def etat(revision: Revision) -> EtatRevision:
    return session.get_one(Revision, revision.id, populate_existing=True).etat


def test_l_agent_lit_avant_et_apres_et_accepte_d_un_geste(
    client: FlaskClient, agent: int, courriels: Callable[[], list[Envoi]]
) -> None:
    premiere, seconde = proposees(2)
    page = client.get(LISTE).text
    assert page.index("<del>Ferme</del>") < page.index("<ins>Domaine</ins>")
    assert page.count("data-travail") == 2
    for touche in "arxoc":
        assert f'data-raccourci="{touche}"' in page
    reponse = client.post(f"{LISTE}/{premiere.id}/accepter")
    assert reponse.headers["Location"] == f"{LISTE}#p{seconde.id}"
    assert relue(premiere.producteur).nom == "Domaine 0"
    assert relue(seconde.producteur).nom == "Ferme 1"
    assert len(courriels()) == 1
    client.post(f"{LISTE}/{seconde.id}/accepter")
    assert "Plus rien à faire" in client.get(LISTE).text


def test_plusieurs_cochees_s_acceptent_ensemble(client: FlaskClient, agent: int) -> None:
    trois = proposees(3)
    cochees = [str(r.id) for r in trois[:2]]
    client.post(f"{LISTE}/accepter", data={"proposition": cochees})
    assert [etat(r) for r in trois] == [EtatRevision.ACCEPTEE] * 2 + [EtatRevision.PROPOSEE]
    page = client.post(f"{LISTE}/accepter", data={"proposition": [*cochees, str(trois[2].id)]})
    assert page.status_code == 302
    page_suivante = client.get(LISTE).text
    assert "Une modification est en ligne" in page_suivante
    assert page_suivante.count("n’attend plus de réponse") == 2


@pytest.mark.parametrize("envoye", [[], ["abc"], ["-1"], ["99999999999999999999"]])
def test_ne_rien_cocher_le_dit(client: FlaskClient, agent: int, envoye: list[str]) -> None:
    (seule,) = proposees(1)
    client.post(f"{LISTE}/accepter", data={"proposition": envoye})
    assert "Cochez d’abord" in client.get(LISTE).text
    assert etat(seule) is EtatRevision.PROPOSEE


def test_une_acceptation_impossible_dit_pourquoi_et_laisse_la_ligne(
    client: FlaskClient, agent: int
) -> None:
    (seule,) = proposees(1)
    session.get_one(Producteur, seule.producteur_id).nom = "Nom venu d’un import"
    session.commit()
    client.post(f"{LISTE}/{seule.id}/accepter")
    page = client.get(LISTE).text
    assert "La fiche a changé depuis cette proposition (le nom)" in page
    assert page.count("data-travail") == 1


def test_refuser_demande_un_motif_et_le_dit_a_la_ferme(
    client: FlaskClient, agent: int, courriels: Callable[[], list[Envoi]]
) -> None:
    (seule,) = proposees(1)
    adresse, prefixe = f"{LISTE}/{seule.id}/refuser", f"p{seule.id}-"
    reponse = client.post(adresse, data={f"{prefixe}precision": "Gardé."})
    assert reponse.status_code == 422
    assert "Gardé." in reponse.text
    assert etat(seule) is EtatRevision.PROPOSEE
    motif = {f"{prefixe}motif": "a_prouver", f"{prefixe}precision": "Envoyez le bail."}
    assert client.post(adresse, data=motif).status_code == 302
    assert etat(seule) is EtatRevision.REFUSEE
    (courriel,) = courriels()
    assert "preuve de ce changement. Envoyez le bail." in courriel.texte
    assert client.post(adresse, data=motif).status_code == 302
    assert "n’attend plus de réponse" in client.get(LISTE).text


def test_le_dossier_montre_la_proposition_et_mene_a_la_liste(
    client: FlaskClient, agent: int
) -> None:
    (seule,) = proposees(1)
    page = client.get(f"/equipe/producteurs/{seule.producteur_id}").text
    assert "Une modification attend votre réponse" in page
    assert f"{LISTE}#p{seule.id}" in page
    assert f"{LISTE}/{seule.id}/accepter" in page


@pytest.mark.parametrize("suite", ["?page=99", "?page=abc", "?page=-4", "?page=9999999999999"])
def test_une_adresse_de_liste_mal_ecrite_montre_quand_meme_la_liste(
    client: FlaskClient, agent: int, suite: str
) -> None:
    proposees(1)
    assert client.get(LISTE + suite).text.count("data-travail") == 1


def test_vingt_lignes_ne_se_lisent_pas_en_plus_de_requetes_qu_une(
    client: FlaskClient, agent: int, requetes: Requetes
) -> None:
    proposees(1)
    client.get(LISTE)
    requetes.clear()
    client.get(LISTE)
    une = len(requetes)
    proposees(12)
    requetes.clear()
    client.get(LISTE)
    assert len(requetes) == une


def test_un_agent_d_ailleurs_ne_voit_ni_n_accepte_ni_ne_refuse(
    client: FlaskClient, connecter: Connecter
) -> None:
    (seule,) = proposees(1)
    connecter(client, fabrique.compte("Rose", roles=[(Role.CHAMBRE, "69")]))
    assert "Domaine" not in client.get(LISTE).text
    assert client.post(f"{LISTE}/{seule.id}/accepter").status_code == 404
    motif = {f"p{seule.id}-motif": "inexact"}
    assert client.post(f"{LISTE}/{seule.id}/refuser", data=motif).status_code == 404
    client.post(f"{LISTE}/accepter", data={"proposition": [str(seule.id)]})
    assert etat(seule) is EtatRevision.PROPOSEE
    assert revisions.compter_propositions(["69"]) == 0


@pytest.mark.parametrize(
    ("role", "objet"),
    [(None, ""), (Role.PRODUCTEUR, "1"), (Role.PLATEFORME, "loire"), (Role.RELAIS, "1")],
)
def test_la_liste_est_fermee_aux_autres(
    client: FlaskClient, connecter: Connecter, role: Role | None, objet: str
) -> None:
    (seule,) = proposees(1)
    connecter(client, fabrique.compte(roles=[(role, objet)] if role else []))
    assert client.get(LISTE).status_code == 403
    for adresse in (f"{LISTE}/accepter", f"{LISTE}/{seule.id}/accepter"):
        donnees = {"proposition": [str(seule.id)]}
        assert client.post(adresse, data=donnees).status_code == 403
    assert client.post(f"{LISTE}/{seule.id}/refuser").status_code == 403
    assert etat(seule) is EtatRevision.PROPOSEE


def test_un_inconnu_est_mene_a_la_connexion(client: FlaskClient) -> None:
    (seule,) = proposees(1)
    for reponse in (client.get(LISTE), client.post(f"{LISTE}/{seule.id}/accepter")):
        assert reponse.status_code == 302
        assert "/compte/connexion" in reponse.headers["Location"]
    assert etat(seule) is EtatRevision.PROPOSEE


PUBLIQUES = (
    "/loire/",
    "/loire/producteurs",
    "/loire/producteurs?q=secret",
    "/loire/producteurs?famille=miels_sucres",
    "/loire/producteurs?label=demeter",
    "/loire/carte",
    "/loire/carte/points?bbox=3,45,5,47&zoom=9",
    "/producteurs/{slug}",
    "/api/v1/producteurs",
    "/api/v1/producteurs/{slug}",
    "/loire/donnees/producteurs.csv",
    "/loire/donnees/producteurs.geojson",
    "/loire/donnees/producteurs.jsonld",
    "/loire/donnees/nouvelles.atom",
)


def test_rien_de_propose_n_est_public_avant_d_etre_accepte(client: FlaskClient) -> None:
    fabrique.plateforme()
    roanne = fabrique.roanne()
    ferme, jeanne = fabrique.producteur("Ferme du Pont"), fabrique.compte("Jeanne")
    proposition = proposer(
        ferme,
        jeanne,
        nom="Domaine secret",
        description="Description secrète.",
        adresse="Adresse secrète",
        site="https://secret.example",
        courriel="secret@cabas.example",
        commune_code=roanne.code_insee,
        lat=46.05123,
        lon=4.08123,
        familles=[Famille.MIELS_SUCRES],
        labels=[SorteLabel.DEMETER],
        image="cle-secrete",
        revend=True,
    )
    session.commit()
    session.expunge_all()
    adresses = [adresse.format(slug=ferme.slug) for adresse in PUBLIQUES]
    for adresse in adresses:
        reponse = client.get(adresse)
        assert reponse.status_code == 200, adresse
        texte = reponse.text.lower().replace('value="secret"', "").replace("q=secret", "")
        texte = texte.replace("« secret »", "").replace("«\u00a0secret\u00a0»", "")
        for cache in ("domaine secret", "secrète", "secret.", "secret@", "46.05123", "cle-secret"):
            assert cache not in texte, (adresse, cache)
    assert "Ferme du Pont" not in client.get(adresses[3]).text
    assert "Ferme du Pont" not in client.get(adresses[4]).text

    rhone = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    services.accepter_revision(session.get_one(Revision, proposition.id), par=rhone)
    session.commit()
    assert "Domaine secret" in client.get(adresses[2]).text
    assert "Domaine secret" in client.get("/api/v1/producteurs").text
    assert "secrète" in client.get(f"/producteurs/{ferme.slug}").text


def test_le_mot_du_moment_et_la_revente_se_lisent_sur_la_page_de_la_ferme(
    client: FlaskClient,
) -> None:
    fabrique.plateforme()
    ferme = fabrique.producteur(texte_saison="Les <noix> sont là.", revend=True)
    page = client.get(f"/producteurs/{ferme.slug}").text
    assert "En ce moment" in page
    assert "Les &lt;noix&gt; sont là." in page
    assert "ce que d’autres produisent" in page
    sobre = client.get(f"/producteurs/{fabrique.producteur().slug}").text
    assert "En ce moment</p>" not in sobre


def test_une_ferme_fermee_ne_demande_plus_rien_a_l_agent(client: FlaskClient, agent: int) -> None:
    (seule,) = proposees(1)
    dossier = session.get_one(Producteur, seule.producteur_id).dossier
    dossier.valide_jusqu_au = horloge.aujourdhui()
    session.commit()
    assert revisions.compter_propositions(["42"]) == 1
    dossier = session.get_one(Producteur, seule.producteur_id).dossier
    dossier.etat = type(dossier.etat).RADIE
    session.commit()
    assert revisions.compter_propositions(["42"]) == 0
