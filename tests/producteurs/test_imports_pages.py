"""The wizard: a file is sent, looked at, corrected, written and undone, by whoever may."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from producteurs.models import EtatImport, Import, IssueLigne, Producteur
from producteurs.opendata.deroulement import defaire_ce_qui_reste, ecrire_import, lire_import
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.producteurs.fichiers import importer, issues, ligne, numero_de, recevoir

Connecter = Callable[[FlaskClient, Compte], None]
CSV = (
    "Nom;Adresse;Code postal;Commune;Latitude;Longitude;Catégorie\n"
    "Ferme du Pont;Le Bourg;42600;Montbrison;45,61;4,07;Maraîchage\n"
    "=Formule;La Côte;42600;Montbrison;48,85;2,35;Fromages\n"
    ";La Côte;42600;Montbrison;45,61;4,07;Fromages\n"
)


@pytest.fixture
def agente(client: FlaskClient, connecter: Connecter) -> Compte:
    fabrique.commune()
    compte = fabrique.compte("Odile", roles=[(Role.CHAMBRE, "42")])
    connecter(client, compte)
    return compte


def envoyer(client: FlaskClient, contenu: bytes, source: str = "Annuaire") -> TestResponse:
    fichier = (io.BytesIO(contenu), "fermes.csv")
    champs = {"fichier": fichier, "source": source}
    return client.post("/equipe/producteurs/imports/nouveau", data=champs)


def le_dernier() -> Import:
    session.expire_all()
    return session.scalars(sa.select(Import).order_by(Import.id.desc())).first() or Import()


def test_de_l_envoi_du_fichier_au_retour_en_arriere(client: FlaskClient, agente: Compte) -> None:
    assert envoyer(client, CSV.encode()).status_code == 302
    numero = le_dernier().id
    ici = f"/equipe/producteurs/imports/{numero}"
    page = client.get(ici).text
    assert 'http-equiv="refresh"' in page
    assert "Arrêter" in page
    session.rollback()
    lire_import(numero)
    page = client.get(ici).text
    assert "Rien n’est encore écrit" in page
    assert "Ferme du Pont" in page
    assert "position hors de France" in page
    assert issues(le_dernier()) == {"cree": 1, "a_revoir": 1, "refuse": 1}
    assert session.scalars(sa.select(Producteur)).all() == []
    decide = client.post(f"{ici}/lignes/3/accepter?issue=a_revoir")
    assert decide.location.endswith(f"{ici}?issue=a_revoir#suite")
    assert client.post(f"{ici}/ecrire", data={"nouvelles": "1"}).status_code == 302
    session.rollback()
    ecrire_import(numero)
    assert len(session.scalars(sa.select(Producteur)).all()) == 2
    page = client.get(ici).text
    assert "chaque ligne du fichier a son issue" in page
    rapport = json.loads(client.get(f"{ici}/rapport.json").data)
    assert rapport["lignes"] == sum(rapport["issues"].values()) == len(rapport["details"]) == 3
    texte = client.get(f"{ici}/non-pris.csv").data.decode("utf-8-sig")
    [refusee] = csv.DictReader(io.StringIO(texte), delimiter=";")
    assert (refusee["ligne"], refusee["motifs"]) == ("4", "sans nom")
    assert client.post(f"{ici}/defaire").status_code == 302
    session.rollback()
    defaire_ce_qui_reste(numero)
    assert "Fermes retirées : 2" in client.get(ici).text.replace("\u00a0", " ")
    assert session.scalars(sa.select(Producteur)).all() == []


def test_les_colonnes_sont_montrees_avec_leurs_exemples_et_se_corrigent(
    client: FlaskClient, agente: Compte
) -> None:
    envoyer(client, CSV.encode())
    numero = le_dernier().id
    session.rollback()
    lire_import(numero)
    ici = f"/equipe/producteurs/imports/{numero}/colonnes"
    page = client.get(ici).text
    assert "Maraîchage" in page
    assert '<option selected value="nom">' in page
    sans_nom = client.post(ici, data={f"colonne_{n}": "" for n in range(7)})
    assert sans_nom.status_code == 422
    assert "quelle colonne donne le nom" in sans_nom.text
    choix = {f"colonne_{n}": "" for n in range(7)} | {"colonne_1": "nom", "colonne_3": "commune"}
    assert client.post(ici, data=choix).status_code == 302
    relu = le_dernier()
    assert relu.etat is EtatImport.ANALYSE
    assert relu.source.correspondance == {"nom": ["Adresse"], "commune": ["Commune"]}


def test_un_mot_de_la_source_prend_le_sens_qu_on_lui_donne(
    client: FlaskClient, agente: Compte
) -> None:
    envoyer(client, CSV.replace("Maraîchage", "Zorglub").encode())
    numero = le_dernier().id
    session.rollback()
    lire_import(numero)
    ici = f"/equipe/producteurs/imports/{numero}/categories"
    assert "Zorglub" in client.get(ici).text
    mots = list(le_dernier().resume["mots"])
    choix = {f"mot_{rang}": "" for rang in range(len(mots))}
    choix[f"mot_{mots.index('Zorglub')}"] = "famille:miels_sucres"
    assert client.post(ici, data=choix).status_code == 302
    session.rollback()
    lire_import(numero)
    importee = next(li for li in _lignes(client, numero) if li["nom"] == "Ferme du Pont")
    assert importee["issue"] == "cree"
    assert le_dernier().source.categories == {"Zorglub": ["famille:miels_sucres"]}


def _lignes(client: FlaskClient, numero: int) -> list[dict[str, object]]:
    rapport = client.get(f"/equipe/producteurs/imports/{numero}/rapport.json")
    details: list[dict[str, object]] = json.loads(rapport.data)["details"]
    return details


def test_un_fichier_vide_ou_sans_source_est_refuse_avec_une_phrase(
    client: FlaskClient, agente: Compte
) -> None:
    vide = envoyer(client, b"")
    assert vide.status_code == 422
    assert "vide" in vide.text
    assert envoyer(client, b"nom\n", source="").status_code == 422
    assert session.scalars(sa.select(Import)).all() == []


def test_des_axes_inverses_se_regardent_sur_la_carte_avant_d_ecrire(
    client: FlaskClient, agente: Compte
) -> None:
    recu = recevoir([ligne()], par=agente)
    recu.resume = {"axes_inverses": True, "colonnes": []}
    session.commit()
    ici = f"/equipe/producteurs/imports/{numero_de(recu)}"
    assert "latitude et longitude sont inversées" in client.get(ici).text
    refus = client.post(f"{ici}/ecrire", data={"nouvelles": "soumis"})
    assert refus.status_code == 422
    assert "Regardez la carte" in refus.text
    vu = {"nouvelles": "soumis", "positions_vues": "y"}
    assert client.post(f"{ici}/ecrire", data=vu).status_code == 302


def test_un_import_abandonne_dit_que_rien_n_est_ecrit_et_rien_n_est_a_defaire(
    client: FlaskClient, agente: Compte
) -> None:
    envoyer(client, CSV.encode())
    numero = le_dernier().id
    session.rollback()
    lire_import(numero)
    ici = f"/equipe/producteurs/imports/{numero}"
    assert client.post(f"{ici}/annuler").status_code == 302
    page = client.get(ici).text
    assert "rien n’a été écrit" in page
    assert "Ce qui était écrit" not in page
    assert f"{ici}/defaire" not in page


def test_la_carte_et_la_liste_montrent_les_memes_lignes(
    client: FlaskClient, agente: Compte
) -> None:
    une = ligne("Une")
    doute = ligne("Douteuse", issue=IssueLigne.A_REVOIR, motifs=["siret_faux"])
    refusee = ligne("Sans place", issue=IssueLigne.REFUSE, motifs=["sans_nom"])
    recu = recevoir([une, doute, refusee], par=agente)
    ici = f"/equipe/producteurs/imports/{numero_de(recu)}"
    tous = client.get(f"{ici}/points").get_json()["points"]
    assert [p["nom"] for p in tous] == ["Une", "Douteuse"], "a refused row has no place that holds"
    [seule] = client.get(f"{ici}/points?issue=a_revoir").get_json()["points"]
    assert seule["nom"] == "Douteuse"
    for question in ("issue=a_revoir", "motif=siret_faux"):
        page = client.get(f"{ici}?{question}").text
        assert "Douteuse" in page
        assert "Une</h2>" not in page


def test_le_travailleur_dit_ou_il_en_est_puis_la_page_se_relit(
    client: FlaskClient, agente: Compte
) -> None:
    recu = recevoir([ligne()], par=agente)
    recu.etat = EtatImport.ANALYSE
    session.commit()
    ici = f"/equipe/producteurs/imports/{numero_de(recu)}"
    assert "<progress" in client.get(f"{ici}/avancement").text
    assert client.post(f"{ici}/annuler").status_code == 302
    assert client.get(f"{ici}/avancement").headers["HX-Refresh"] == "true"


PORTES = (
    "",
    "/avancement",
    "/points",
    "/colonnes",
    "/categories",
    "/rapport.json",
    "/non-pris.csv",
)
GESTES = ("/ecrire", "/annuler", "/defaire", "/relire", "/lignes/2/passer")


@pytest.mark.parametrize("porte", PORTES)
def test_seul_un_agent_du_departement_voit_un_import(
    client: FlaskClient, connecter: Connecter, porte: str
) -> None:
    fait = importer([ligne("Secrète", numero=2)])
    adresse = f"/equipe/producteurs/imports/{numero_de(fait)}{porte}"
    attendus: list[tuple[Compte | None, int]] = [
        (None, 302),
        (fabrique.compte("Passante"), 403),
        (fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, 1)]), 403),
        (fabrique.compte("Paul", roles=[(Role.PLATEFORME, "loire")]), 403),
        (fabrique.compte("Rhône", roles=[(Role.CHAMBRE, "69")]), 404),
        (fabrique.compte("Odile", roles=[(Role.CHAMBRE, "42")]), 200),
        (fabrique.compte("Deux", roles=[(Role.CHAMBRE, "42"), (Role.CHAMBRE, "69")]), 200),
        (fabrique.compte("Ada", roles=[(Role.ADMIN, "")]), 200),
    ]
    for compte, attendu in attendus:
        if compte is not None:
            connecter(client, compte)
        reponse = client.get(adresse)
        assert reponse.status_code == attendu, compte and compte.prenom
        assert attendu == 200 or "Secrète" not in reponse.text


@pytest.mark.parametrize("geste", GESTES)
def test_seul_un_agent_du_departement_agit_sur_un_import(
    client: FlaskClient, connecter: Connecter, geste: str
) -> None:
    recu = recevoir([ligne("Secrète", numero=2)])
    numero = numero_de(recu)
    adresse = f"/equipe/producteurs/imports/{numero}{geste}"
    assert client.post(adresse).status_code == 302
    for roles, attendu in (
        ([], 403),
        ([(Role.PLATEFORME, "loire")], 403),
        ([(Role.CHAMBRE, "69")], 404),
    ):
        connecter(client, fabrique.compte("Autre", roles=roles))
        assert client.post(adresse).status_code == attendu
    session.expire_all()
    assert session.get_one(Import, numero).etat is EtatImport.A_VERIFIER
    assert issues(session.get_one(Import, numero)) == {"cree": 1}


def test_un_import_de_plusieurs_departements_demande_de_les_tenir_tous(
    client: FlaskClient, agente: Compte
) -> None:
    large = recevoir([ligne()], departements=["42", "69"])
    assert client.get(f"/equipe/producteurs/imports/{numero_de(large)}").status_code == 404
    liste = client.get("/equipe/producteurs/imports").text
    assert "Aucun fichier n’a encore été importé" in liste


def test_le_fichier_garde_n_a_pas_d_adresse(client: FlaskClient, agente: Compte) -> None:
    recu = recevoir([ligne()], par=agente)
    for chemin in (f"/fichiers/{recu.cle}", f"/fichiers/prives/{recu.cle}"):
        assert client.get(chemin).status_code == 404
