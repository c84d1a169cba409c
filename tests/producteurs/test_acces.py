"""Nobody enters the registry's rooms who is not of them: every address, every role, a stranger.

The addresses are read from the application, so that a new page is tried as soon as it exists; the
numbers are those of real things of the Loire, so that only the right to see them is missing.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from producteurs.models import (
    EtatDossier,
    Label,
    MotifSignalement,
    Rapprochement,
    SorteLabel,
    SortePiece,
)
from producteurs.services import visites
from producteurs.services.fraicheur import demander
from producteurs.services.importation.reception import recevoir_fichier
from producteurs.services.pieces import SaisiePiece, deposer_piece
from producteurs.services.revision import modifier_producteur
from producteurs.services.signalement import signaler
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.fichiers.prives import garder_brut
from tests import fabrique
from tests.producteurs.saisies import dite

Connecter = Callable[[FlaskClient, Compte], None]
SECRET = "Ferme de la Combe secrète"
ETRANGERS: Mapping[str, list[tuple[Role, Any]]] = {
    "anonyme": [],
    "habitante": [],
    "plateforme": [(Role.PLATEFORME, "loire")],
    "relais": [(Role.RELAIS, 1)],
    "autre ferme": [(Role.PRODUCTEUR, "ailleurs")],
    "chambre d’ailleurs": [(Role.CHAMBRE, "69")],
}
PORTES_FERMEES = {302, 303, 400, 403, 404}


def adresses(app: Flask, salle: str, methode: str) -> list[Rule]:
    """The rules of a blueprint that name something by its number."""
    return [
        regle
        for regle in app.url_map.iter_rules()
        if regle.endpoint.startswith(f"{salle}.")
        and regle.arguments
        and "fusions" not in regle.rule  # tried with merges of their own in test_doublons_equipe
        and methode in (regle.methods or ())
    ]


@pytest.fixture
def choses(client: FlaskClient) -> Mapping[str, Any]:
    """One of each thing of the Loire's registry, and its numbers by the words of the addresses."""
    ferme = fabrique.producteur(SECRET, etat=EtatDossier.VALIDE)
    double = fabrique.producteur(f"{SECRET} bis")
    fermiere = fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)])
    agente = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    papier = garder_brut(b"%PDF-1.4 secret %%EOF", "application/pdf")
    piece = deposer_piece(
        ferme.dossier, SaisiePiece(SortePiece.SIRET, papier, "secret.pdf"), par=fermiere
    )
    visite = visites.proposer_visite(
        ferme.dossier,
        visites.SaisieVisite(horloge.maintenant() + timedelta(days=3), "Agathe"),
        par=agente,
    )
    session.add(Label(producteur_id=ferme.id, sorte=SorteLabel.AB))
    produit = fabrique.produit(ferme)
    panier = fabrique.panier(ferme)
    session.commit()
    proposition = modifier_producteur(ferme, dite(ferme, nom="Autre nom"), par=fermiere)
    assert proposition is not None
    signalement = signaler(double, motif=MotifSignalement.ARRETEE)
    assert signalement is not None
    recu = recevoir_fichier(
        io.BytesIO(b"nom;commune\nA;Montbrison\n"),
        "secret.csv",
        source="secret",
        departements=["42"],
        par=agente,
    )
    session.add(
        Rapprochement(
            premier_id=ferme.id,
            second_id=double.id,
            motifs=["nom_et_lieu"],
            score=0.9,
            vu_le=horloge.maintenant(),
        )
    )
    session.commit()
    demande = demander(ferme)
    session.commit()
    return {
        "numero": ferme.id,
        "piece": piece.id,
        "visite": visite.id,
        "rang": 0,
        "code": "ab",
        "produit": produit.id,
        "panier": panier.id,
        "proposition": proposition.id,
        "premier": ferme.id,
        "second": double.id,
        "ligne": 2,
        "acte": "accepter",
        # What « numero » is where it is not the farm's.
        "imports": recu.id,
        "propositions": proposition.id,
        "sans-reponse": demande.id,
        "signalements": double.id,
    }


def chemin(regle: Rule, choses: Mapping[str, Any]) -> str:
    """The address of this rule with the numbers of the real things."""
    salle = regle.rule.removeprefix("/equipe/producteurs/").partition("/")[0]
    valeurs = {mot: choses[mot] for mot in regle.arguments}
    if salle in choses and "numero" in valeurs:
        valeurs["numero"] = choses[salle]
    adresse = regle.build(valeurs)
    assert adresse is not None
    return adresse[1]


@pytest.fixture(params=ETRANGERS)
def etranger(
    request: pytest.FixtureRequest,
    choses: Mapping[str, Any],
    client: FlaskClient,
    connecter: Connecter,
) -> FlaskClient:
    """Somebody who has no right to any of them."""
    roles = [
        (role, fabrique.producteur("Autre").id if objet == "ailleurs" else objet)
        for role, objet in ETRANGERS[request.param]
    ]
    if request.param != "anonyme":
        connecter(client, fabrique.compte(roles=roles))
    return client


@pytest.mark.parametrize("salle", ["equipe_producteurs", "espace_producteurs"])
@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_un_etranger_n_entre_par_aucune_adresse(
    app: Flask, choses: Mapping[str, Any], etranger: FlaskClient, salle: str, methode: str
) -> None:
    essayees = 0
    for regle in adresses(app, salle, methode):
        adresse = chemin(regle, choses)
        reponse = etranger.open(adresse, method=methode)
        assert reponse.status_code in PORTES_FERMEES, f"{methode} {adresse}"
        if reponse.status_code in {302, 303}:
            assert "/compte/connexion" in (reponse.location or ""), f"{methode} {adresse}"
        assert SECRET not in reponse.text, f"{methode} {adresse}"
        essayees += 1
    assert essayees >= 10


def test_une_chambre_ne_voit_dans_aucune_liste_ce_qui_est_d_ailleurs(
    app: Flask, choses: Mapping[str, Any], client: FlaskClient, connecter: Connecter
) -> None:
    fabrique.departement("69", nom="Rhône", du="du Rhône")
    session.commit()
    connecter(client, fabrique.compte(roles=[(Role.CHAMBRE, "69")]))
    listes = [
        regle.rule
        for regle in app.url_map.iter_rules()
        if regle.endpoint.startswith("equipe_producteurs.")
        and not regle.arguments
        and "GET" in (regle.methods or ())
    ]
    assert len(listes) >= 10
    for adresse in [*listes, f"/equipe/producteurs/?q={SECRET}", "/equipe/"]:
        reponse = client.get(adresse)
        assert reponse.status_code == 200, adresse
        page = reponse.text.replace("\u00a0", " ")
        page = page.replace(f'value="{SECRET}"', "").replace(f"« {SECRET} »", "")  # what was asked
        assert SECRET not in page, adresse
        assert "secret.csv" not in page, adresse


def test_la_chambre_du_lieu_trouve_chaque_chose(
    app: Flask, choses: Mapping[str, Any], client: FlaskClient, connecter: Connecter
) -> None:
    """Else the doors above would be closed on nothing."""
    connecter(client, fabrique.compte(roles=[(Role.CHAMBRE, "42")]))
    absentes = [
        adresse
        for regle in adresses(app, "equipe_producteurs", "GET")
        if client.get(adresse := chemin(regle, choses)).status_code == 404
    ]
    assert all("photos" in adresse for adresse in absentes), absentes
