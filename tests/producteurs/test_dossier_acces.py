"""Who may read and act on a dossier: its farm, and the chamber of its département."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from producteurs.models import EtatDossier
from producteurs.services import dossier as services
from socle.comptes.models import Compte, Role
from tests import fabrique
from tests.producteurs.dossiers import dossier_en, lu, relu

Connecter = Callable[[FlaskClient, Compte], None]
BUREAU = "/equipe/producteurs"
ACTES = (
    "prendre",
    "valider",
    "completer",
    "differer",
    "refuser",
    "suspendre",
    "radier",
    "rouvrir",
    "donner-raison",
    "confirmer",
)
GESTES_DE_LA_FERME = ("soumettre", "renouveler", "contester", "arreter")


def entrer(client: FlaskClient, connecter: Connecter, qui: tuple[str, str], numero: int) -> None:
    """Somebody with one role, or none, or not signed in; « elle » is this farm, « autre » not."""
    role, objet = qui
    if role == "personne":
        return
    fermes = {"elle": numero, "autre": fabrique.producteur("Le voisin").id}
    roles = [] if role == "habitante" else [(Role(role), fermes.get(objet, objet))]
    connecter(client, fabrique.compte(roles=roles))


@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        (("personne", ""), 302),
        (("habitante", ""), 403),
        (("producteur", "autre"), 403),
        (("producteur", "elle"), 403),
        (("plateforme", "loire"), 403),
        (("relais", "1"), 403),
        (("chambre", "69"), 404),
    ],
)
def test_les_actes_de_la_chambre_sont_fermes_aux_autres(
    client: FlaskClient, connecter: Connecter, qui: tuple[str, str], statut: int
) -> None:
    numero = dossier_en(EtatDossier.SOUMIS)
    entrer(client, connecter, qui, numero)
    assert client.get(f"{BUREAU}/{numero}").status_code == statut
    for acte in ACTES:
        donnees = {"annees": "3", "motif": "siret"} | lu(numero)
        assert client.post(f"{BUREAU}/{numero}/{acte}", data=donnees).status_code == statut, acte
    attendu = 200 if qui[0] == "chambre" else statut
    for liste in (f"{BUREAU}/", f"{BUREAU}/a-instruire", f"{BUREAU}/?q=pont"):
        reponse = client.get(liste)
        assert reponse.status_code == attendu
        assert "Ferme du Pont" not in reponse.text
    assert relu(numero).etat is EtatDossier.SOUMIS


@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        (("personne", ""), 302),
        (("habitante", ""), 403),
        (("producteur", "autre"), 404),
        (("plateforme", "loire"), 403),
        (("chambre", "42"), 403),
    ],
)
def test_les_gestes_de_la_ferme_sont_a_elle_seule(
    client: FlaskClient, connecter: Connecter, qui: tuple[str, str], statut: int
) -> None:
    numero = dossier_en(EtatDossier.REFUSE)
    entrer(client, connecter, qui, numero)
    donnees = {"texte": "Non.", "motif": "autre", "confirme": "y"}
    for geste in GESTES_DE_LA_FERME:
        reponse = client.post(f"/espace/fermes/{numero}/{geste}", data=donnees)
        assert reponse.status_code == statut, geste
    assert client.get(f"/espace/fermes/{numero}").status_code == statut
    assert relu(numero).etat is EtatDossier.REFUSE


def test_l_administratrice_decide_partout(client: FlaskClient, connecter: Connecter) -> None:
    numero = dossier_en(EtatDossier.SOUMIS)
    connecter(client, fabrique.compte(roles=[(Role.ADMIN, "*")]))
    donnees = {"annees": "1"} | lu(numero)
    client.post(f"{BUREAU}/{numero}/valider", data=donnees)
    assert relu(numero).valide_jusqu_au == services.echeance(1)
