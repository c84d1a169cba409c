"""Papers through HTTP: sent from a phone, streamed to those entitled and to nobody else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from producteurs.models import EtatPiece, Piece, Producteur, SortePiece
from producteurs.services import pieces
from producteurs.services.pieces import SaisiePiece
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.fichiers.prives import garder_papier
from tests import fabrique
from tests.photos import photo
from tests.scans import pdf

Connecter = Callable[[FlaskClient, Compte], None]


def envoyer(
    client: FlaskClient, ferme: int, contenu: bytes | None, nom: str = "msa.pdf", **autres: str
) -> TestResponse:
    donnees: dict[str, object] = {"sorte": "msa", "fin_le": "", **autres}
    if contenu is not None:
        donnees["papier"] = (io.BytesIO(contenu), nom)
    reponse = client.post(f"/espace/fermes/{ferme}/pieces", data=donnees)
    reponse.request.environ["wsgi.input"].close()
    return reponse


def deposer(contenu: bytes | None = None, sorte: SortePiece = SortePiece.MSA) -> tuple[int, int]:
    """The numbers of a farm and of a paper that it has sent."""
    ferme = fabrique.producteur("Ferme du Pont")
    garde = garder_papier(io.BytesIO(contenu or pdf()))
    saisie = SaisiePiece(sorte, garde, "Attestation MSA.pdf")
    piece = pieces.deposer_piece(ferme.dossier, saisie, par=fabrique.compte("Jeanne"))
    session.commit()
    return ferme.id, piece.id


def relue(numero: int) -> Piece:
    return session.get_one(Piece, numero, populate_existing=True)


def seule() -> Piece:
    return session.scalars(select(Piece)).one()


@pytest.fixture
def agente(client: FlaskClient, connecter: Connecter) -> None:
    connecter(client, fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]))


def test_une_photo_prise_au_champ_devient_une_piece(client: FlaskClient, ferme: Producteur) -> None:
    page = client.get(f"/espace/fermes/{ferme.id}/pieces?sorte=msa").text
    champ = re.search(r'<input [^>]*type="file"[^>]*>', page)
    assert champ
    assert 'accept="application/pdf,image/jpeg,image/png,image/webp"' in champ[0]
    assert "capture" not in champ[0]
    assert 'selected value="msa"' in page
    reponse = envoyer(client, ferme.id, photo(), "IMG_20261122.jpg")
    assert reponse.status_code == 302
    piece = seule()
    numero = piece.id
    assert (piece.sorte, piece.nom_fichier) == (SortePiece.MSA, "IMG_20261122.webp")
    assert "À examiner" in client.get(f"/espace/fermes/{ferme.id}/pieces").text
    lue = client.get(f"/espace/fermes/{ferme.id}/pieces/{numero}")
    assert (lue.content_type, lue.data[:4]) == ("image/webp", b"RIFF")


def test_une_reponse_fausse_ne_fait_pas_choisir_le_fichier_deux_fois(
    client: FlaskClient, ferme: Producteur
) -> None:
    hier = str(horloge.aujourdhui() - timedelta(days=1))
    refusee = envoyer(client, ferme.id, pdf(), "msa.pdf", fin_le=hier)
    assert refusee.status_code == 422
    assert "est bien reçue" in refusee.text
    trouvee = re.search(r'name="papier_garde"[^>]*value="([^"]+)"', refusee.text)
    assert trouvee
    assert envoyer(client, ferme.id, None, papier_garde=trouvee[1]).status_code == 302
    assert seule().nom_fichier == "msa.pdf"


def test_un_fichier_garde_ne_sert_que_pour_sa_ferme(
    client: FlaskClient, connecter: Connecter, ferme: Producteur
) -> None:
    refusee = envoyer(client, ferme.id, pdf(), sorte="")
    garde = re.search(r'name="papier_garde"[^>]*value="([^"]+)"', refusee.text)
    assert garde
    autre = fabrique.producteur("Autre").id
    connecter(client, fabrique.compte("Paul", roles=[(Role.PRODUCTEUR, autre)]))
    for cle in (garde[1], "a.b.c", "0" * 32):
        reponse = envoyer(client, autre, None, papier_garde=cle)
        assert reponse.status_code == 422
        assert "Choisissez un PDF, ou prenez le papier en photo." in reponse.text


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"MZ\x90 un programme", "n’est ni un PDF ni une photo"),
        (b"<svg onload=alert(1)>", "n’est ni un PDF ni une photo"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "HEIC"),
        (pdf(b"/OpenAction << /S /JavaScript >>"), "autre chose que des pages"),
        (pdf(b"/Encrypt 4 0 R"), "mot de passe"),
        (None, "Choisissez un PDF"),
    ],
)
def test_ce_qui_n_est_pas_un_papier_est_refuse_en_clair(
    client: FlaskClient, ferme: Producteur, contenu: bytes | None, phrase: str
) -> None:
    reponse = envoyer(client, ferme.id, contenu)
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert session.scalars(select(Piece)).all() == []


def test_le_papier_est_servi_sans_pouvoir_rien_faire(client: FlaskClient, agente: None) -> None:
    ferme, piece = deposer()
    reponse = client.get(f"/equipe/producteurs/{ferme}/pieces/{piece}")
    assert (reponse.status_code, reponse.data) == (200, pdf())
    assert reponse.headers["Content-Type"] == "application/pdf"
    assert reponse.headers["Content-Disposition"] == 'inline; filename="Attestation MSA.pdf"'
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Cache-Control"] == "no-store"
    assert reponse.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


QUI: dict[str, tuple[list[tuple[Role, object]], int, int]] = {
    # who: roles, status in the farmer's space, status at the chamber
    "un habitant": ([], 403, 403),
    "une autre ferme": ([(Role.PRODUCTEUR, "autre")], 404, 403),
    "un agent d’un autre département": ([(Role.CHAMBRE, "69")], 403, 404),
    "un agent de plateforme": ([(Role.PLATEFORME, "loire")], 403, 403),
    "une gardienne de relais": ([(Role.RELAIS, "1")], 403, 403),
    "la ferme": ([(Role.PRODUCTEUR, "la sienne")], 200, 403),
    "l’agent du département": ([(Role.CHAMBRE, "42")], 403, 200),
    "un administrateur": ([(Role.ADMIN, "*")], 200, 200),
}


@pytest.mark.parametrize("qui", QUI)
def test_chacun_ne_lit_que_ses_papiers(client: FlaskClient, connecter: Connecter, qui: str) -> None:
    roles, espace, equipe = QUI[qui]
    ferme, piece = deposer()
    autre = fabrique.producteur("Autre").id
    numeros = {"autre": autre, "la sienne": ferme}
    tenus = [(role, numeros.get(str(objet), objet)) for role, objet in roles]
    cle = relue(piece).cle
    connecter(client, fabrique.compte("Qui", roles=tenus))
    for adresse, statut in (
        (f"/espace/fermes/{ferme}/pieces", espace),
        (f"/espace/fermes/{ferme}/pieces/{piece}", espace),
        (f"/equipe/producteurs/{ferme}/pieces/{piece}", equipe),
        (f"/equipe/producteurs/{ferme}/pieces/{piece}/examen", equipe),
    ):
        assert client.get(adresse).status_code == statut, adresse
    # By the number of a farm that is not the paper's, or by the name of its file: nobody.
    for adresse in (
        f"/espace/fermes/{autre}/pieces/{piece}",
        f"/equipe/producteurs/{autre}/pieces/{piece}",
        f"/fichiers/{cle}",
        f"/fichiers/{cle}.webp",
        f"/fichiers/prives/{cle[:2]}/{cle}",
    ):
        assert client.get(adresse).status_code in {403, 404}, adresse


def test_sans_compte_on_est_mene_a_la_connexion(client: FlaskClient) -> None:
    ferme, piece = deposer()
    for adresse in (
        f"/espace/fermes/{ferme}/pieces",
        f"/espace/fermes/{ferme}/pieces/{piece}",
        "/equipe/producteurs/pieces",
        f"/equipe/producteurs/{ferme}/pieces/{piece}",
        f"/equipe/producteurs/{ferme}/pieces/{piece}/examen",
    ):
        reponse = client.get(adresse)
        assert reponse.status_code == 302
        assert reponse.headers["Location"].startswith("/compte/connexion")


@pytest.mark.parametrize(
    "roles", [[], [(Role.PRODUCTEUR, "1")], [(Role.PLATEFORME, "loire")], [(Role.CHAMBRE, "69")]]
)
def test_seule_la_chambre_du_departement_decide(
    client: FlaskClient, connecter: Connecter, roles: list[tuple[Role, object]]
) -> None:
    ferme, piece = deposer()
    connecter(client, fabrique.compte("Qui", roles=roles))
    for verbe in ("accepter", "refuser", "rappeler"):
        adresse = f"/equipe/producteurs/{ferme}/pieces/{piece}/{verbe}"
        assert client.post(adresse, data={"motif": "illisible"}).status_code in {403, 404}
    assert relue(piece).etat is EtatPiece.DEPOSEE


def test_on_n_envoie_rien_pour_la_ferme_d_un_autre(client: FlaskClient, ferme: Producteur) -> None:
    autre = fabrique.producteur("Autre").id
    assert envoyer(client, autre, pdf()).status_code == 404
    assert session.scalars(select(Piece)).all() == []


def test_l_agente_vide_sa_liste_et_y_revient(
    client: FlaskClient, agente: None, courriels: Callable[[], list[Envoi]]
) -> None:
    premiere, seconde = deposer(), deposer(photo())
    page = client.get("/equipe/producteurs/pieces").text
    assert page.count("data-travail") == 2
    assert f'src="/equipe/producteurs/{seconde[0]}/pieces/{seconde[1]}"' in page
    commun = {"vu": "deposee", "retour": "liste"}
    fin = str(horloge.aujourdhui() + timedelta(days=200))
    reponse = client.post(
        f"/equipe/producteurs/{premiere[0]}/pieces/{premiere[1]}/accepter",
        data=commun | {"fin_le": fin},
    )
    assert reponse.headers["Location"] == "/equipe/producteurs/pieces#suite"
    assert (relue(premiere[1]).etat, str(relue(premiere[1]).fin_le)) == (EtatPiece.ACCEPTEE, fin)
    reponse = client.post(
        f"/equipe/producteurs/{seconde[0]}/pieces/{seconde[1]}/refuser",
        data=commun | {"motif": "illisible", "precision": "On ne lit pas la date."},
    )
    assert reponse.headers["Location"] == "/equipe/producteurs/pieces#suite"
    assert relue(seconde[1]).motif == "Elle n’est pas lisible. On ne lit pas la date."
    assert len(courriels()) == 2
    assert "Plus rien à faire" in client.get("/equipe/producteurs/pieces").text


def test_un_refus_sans_motif_garde_ce_qui_etait_ecrit(client: FlaskClient, agente: None) -> None:
    ferme, piece = deposer()
    reponse = client.post(
        f"/equipe/producteurs/{ferme}/pieces/{piece}/refuser",
        data={"motif": "", "precision": "À garder.", "vu": "deposee", "retour": "liste"},
    )
    assert reponse.status_code == 422
    assert "À garder." in reponse.text
    assert 'href="/equipe/producteurs/pieces" data-raccourci="l"' in reponse.text
    assert relue(piece).etat is EtatPiece.DEPOSEE


def test_ce_qu_un_autre_vient_de_decider_se_relit(client: FlaskClient, agente: None) -> None:
    ferme, piece = deposer()
    pieces.accepter_piece(relue(piece), par=fabrique.compte("Denis"), fin_le=None)
    session.commit()
    reponse = client.post(
        f"/equipe/producteurs/{ferme}/pieces/{piece}/refuser",
        data={"motif": "illisible", "vu": "deposee"},
    )
    assert reponse.status_code == 422
    assert "a déjà été examinée" in reponse.text
    assert relue(piece).etat is EtatPiece.ACCEPTEE


def test_une_piece_qui_finit_se_rappelle_depuis_la_liste(
    client: FlaskClient, agente: None, courriels: Callable[[], list[Envoi]]
) -> None:
    ferme, piece = deposer(sorte=SortePiece.BIO)
    fin = horloge.aujourdhui() + timedelta(days=20)
    pieces.accepter_piece(relue(piece), par=fabrique.compte("Denis"), fin_le=fin)
    session.commit()
    assert "Finit bientôt" in client.get("/equipe/producteurs/pieces").text
    adresse = f"/equipe/producteurs/{ferme}/pieces/{piece}/rappeler"
    assert client.post(adresse, data={"retour": "liste"}).status_code == 302
    assert "à remplacer" in courriels()[-1].sujet
    assert "Plus rien à faire" in client.get("/equipe/producteurs/pieces").text
    assert client.post(adresse, data={"retour": "liste"}).status_code == 302


def test_la_liste_ne_montre_que_les_departements_de_l_agent(
    client: FlaskClient, connecter: Connecter
) -> None:
    deposer()
    connecter(client, fabrique.compte("Rose", roles=[(Role.CHAMBRE, "69")]))
    assert "Ferme du Pont" not in client.get("/equipe/producteurs/pieces").text


@pytest.mark.parametrize("suite", ["?page=99", "?page=abc", "?page=9999999999999"])
def test_une_adresse_mal_ecrite_montre_quand_meme_la_liste(
    client: FlaskClient, agente: None, suite: str
) -> None:
    deposer()
    assert "Ferme du Pont" in client.get(f"/equipe/producteurs/pieces{suite}").text
