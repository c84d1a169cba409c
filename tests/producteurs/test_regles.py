"""The settings of a chamber: who sets them, what they must be, two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from producteurs.errors.pieces import DelaisEnDesordre, GrilleVide, ReglesChangees
from producteurs.models import Genre, ReglesChambre, SortePiece
from producteurs.queries.regles import regles_de, regles_des
from producteurs.services.regles import SaisieRegles, enregistrer_regles
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique

Connecter = Callable[[FlaskClient, Compte], None]
ADRESSE = "/equipe/producteurs/regles"


def saisie(**autres: Any) -> SaisieRegles:
    """The default settings, as somebody would type them."""
    defaut = ReglesChambre.par_defaut("42")
    valeurs: dict[str, Any] = {
        "pieces": {g: [SortePiece(s) for s in defaut.pieces[g.value]] for g in Genre},
        "grille": defaut.grille,
        "champs_libres": defaut.champs_libres,
        "confirmation_jours": 90,
        "relances_jours": [10, 20],
        "sans_reponse_jours": 30,
        "non_confirme_jours": 45,
        "retrait_jours": 90,
        "grace_label_jours": 30,
    } | autres
    return SaisieRegles(**valeurs)


@pytest.fixture
def denis(base: object) -> Compte:
    fabrique.departement()
    return fabrique.compte("Denis", roles=[(Role.CHAMBRE, "42")])


def test_sans_rien_regler_la_chambre_a_des_regles_raisonnables(base: object) -> None:
    assert regles_de("42").pieces["ferme"] == ["siret", "msa"]
    assert set(regles_des(["42", "69"])) == {"42", "69"}
    assert session.get(ReglesChambre, "42") is None


def test_enregistrer_sans_rien_changer_n_ecrit_rien(denis: Compte) -> None:
    enregistrer_regles("42", saisie(), par=denis, vu_le=None)
    assert session.get(ReglesChambre, "42") is None
    assert lire_journal("regles", "42") == []


def test_ce_qui_change_est_au_journal_en_mots(denis: Compte) -> None:
    nouvelle = saisie(pieces={Genre.FERME: [SortePiece.ASSURANCE]}, retrait_jours=120)
    enregistrer_regles("42", nouvelle, par=denis, vu_le=None)
    assert regles_de("42").pieces == {
        "ferme": ["assurance"],
        "transformateur": [],
        "commerce": [],
        "cuisinier": [],
    }
    assert regles_de("69").pieces["ferme"] == ["siret", "msa"]
    (ligne,) = lire_journal("regles", "42")
    assert ligne.par_id == denis.id
    assert ligne.motif == "Ont changé\u00a0: les pièces demandées, les délais de confirmation."


@pytest.mark.parametrize(
    "delais",
    [
        {"relances_jours": [20, 10]},
        {"relances_jours": [10, 10]},
        {"relances_jours": [0, 10]},
        {"sans_reponse_jours": 15},
        {"non_confirme_jours": 30},
        {"retrait_jours": 45},
    ],
)
def test_les_delais_se_suivent(denis: Compte, delais: dict[str, Any]) -> None:
    with pytest.raises(DelaisEnDesordre):
        enregistrer_regles("42", saisie(**delais), par=denis, vu_le=None)


@pytest.mark.parametrize("grille", [[], ["Propre", "Propre"]])
def test_la_grille_a_des_lignes_toutes_differentes(denis: Compte, grille: list[str]) -> None:
    with pytest.raises(GrilleVide):
        enregistrer_regles("42", saisie(grille=grille), par=denis, vu_le=None)


def test_de_deux_agents_le_second_est_prevenu_meme_la_premiere_fois(denis: Compte) -> None:
    regles = enregistrer_regles("42", saisie(retrait_jours=100), par=denis, vu_le=None)
    premier = regles.modifie_le
    for vu_le in (None, premier.replace(year=2020) if premier else None):
        with pytest.raises(ReglesChangees) as refus:
            enregistrer_regles("42", saisie(retrait_jours=200), par=denis, vu_le=vu_le)
        assert "Denis Essai" in str(refus.value)
    assert regles_de("42").retrait_jours == 100
    enregistrer_regles("42", saisie(retrait_jours=200), par=denis, vu_le=premier)
    assert regles_de("42").retrait_jours == 200


@pytest.fixture
def agente(client: FlaskClient, connecter: Connecter) -> None:
    fabrique.departement()
    fabrique.departement("69", "Rhône", "du Rhône")
    roles: list[tuple[Role, object]] = [(Role.CHAMBRE, "42"), (Role.CHAMBRE, "69")]
    connecter(client, fabrique.compte("Agathe", roles=roles))


def donnees(page: str = "", **autres: Any) -> dict[str, Any]:
    lue = re.search(r'name="vu_le"[^>]*value="([^"]*)"', page)
    defaut = saisie()
    return {
        **{f"pieces_{g.value}": [s.value for s in defaut.pieces[g]] for g in Genre},
        "grille": "\r\n".join(defaut.grille),
        "champs_libres": list(defaut.champs_libres),
        "confirmation_jours": "90",
        "premiere_relance": "10",
        "seconde_relance": "20",
        "sans_reponse_jours": "30",
        "non_confirme_jours": "45",
        "retrait_jours": "90",
        "grace_label_jours": "30",
        "vu_le": lue[1] if lue else "",
        **autres,
    }


def envoyer(client: FlaskClient, departement: str = "42", **autres: Any) -> TestResponse:
    page = client.get(f"{ADRESSE}?departement={departement}").text
    return client.post(f"{ADRESSE}?departement={departement}", data=donnees(page, **autres))


def test_l_agente_regle_chacun_de_ses_departements(client: FlaskClient, agente: None) -> None:
    page = client.get(ADRESSE).text
    assert "Rhône (69)" in page
    assert "Ce que la visite vérifie" in page
    nouvelle = {"grille": "  Une ligne \r\n\r\nUne  autre", "pieces_commerce": []}
    assert envoyer(client, "69", **nouvelle).status_code == 302
    regles = regles_de("69")
    assert (regles.grille, regles.pieces["commerce"]) == (["Une ligne", "Une autre"], [])
    assert regles_de("42").modifie_le is None
    assert "Ont changé" in client.get(f"{ADRESSE}?departement=69").text


def test_le_second_de_deux_agents_compare_et_ne_perd_rien(
    client: FlaskClient, agente: None
) -> None:
    avant = donnees(client.get(f"{ADRESSE}?departement=42").text, retrait_jours="200")
    denis = fabrique.compte("Denis")
    autre = replace(saisie(), retrait_jours=100, champs_libres=["site"])
    enregistrer_regles("42", autre, par=denis, vu_le=None)
    session.commit()
    refusee = client.post(f"{ADRESSE}?departement=42", data=avant)
    assert refusee.status_code == 422
    assert "Denis Essai a changé ces règles" in refusee.text
    assert "Ce qui vient d’être enregistré autrement" in refusee.text
    assert 'value="200"' in refusee.text
    assert regles_de("42").retrait_jours == 100
    session.commit()
    suite = donnees(refusee.text, retrait_jours="200")
    assert client.post(f"{ADRESSE}?departement=42", data=suite).status_code == 302
    assert regles_de("42").retrait_jours == 200


@pytest.mark.parametrize(
    "faute",
    [
        {"retrait_jours": "20"},
        {"retrait_jours": "beaucoup"},
        {"confirmation_jours": ""},
        {"confirmation_jours": "0"},
        {"grace_label_jours": "-1"},
        {"grille": " \r\n "},
        {"grille": "\r\n".join(str(n) for n in range(31))},
        {"grille": "long" * 60},
        {"pieces_ferme": ["autre"]},
        {"champs_libres": ["siret"]},
    ],
)
def test_une_reponse_fausse_revient_avec_le_formulaire(
    client: FlaskClient, agente: None, faute: dict[str, Any]
) -> None:
    assert envoyer(client, **faute).status_code == 422
    assert regles_de("42").modifie_le is None


def test_personne_ne_regle_le_departement_d_un_autre(
    client: FlaskClient, connecter: Connecter, agente: None
) -> None:
    for code in ("38", "", "42' or 1=1"):
        attendu = 200 if not code else 404
        assert client.get(ADRESSE, query_string={"departement": code}).status_code == attendu
    assert client.post(f"{ADRESSE}?departement=38", data=donnees()).status_code == 404
    for roles in ([], [(Role.PRODUCTEUR, 1)], [(Role.PLATEFORME, "loire")]):
        connecter(client, fabrique.compte(roles=roles))
        assert client.get(ADRESSE).status_code == 403
        assert client.post(ADRESSE, data=donnees()).status_code == 403


def test_sans_compte_on_est_mene_a_la_connexion(client: FlaskClient) -> None:
    assert client.get(ADRESSE).headers["Location"].startswith("/compte/connexion")
