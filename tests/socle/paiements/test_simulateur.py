"""The simulator's API without Stripe's library, its switches and its command."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from socle.paiements.simulateur.serveur import Options, Simulateur
from socle.paiements.stripe import SessionPaiement
from tests.socle.paiements.conformite import RACINE
from tests.socle.paiements.demandes import DEMANDE, ouvrir, payee
from tests.socle.paiements.simulation import (
    CLE_SECRETE,
    REPRISES_S,
    SECRET_WEBHOOK,
    StripeSimule,
    appeler,
    stripe_ouvert,
)


@pytest.mark.parametrize(
    ("autorisation", "message"),
    [
        (None, "You did not provide an API key."),
        ("Bearer sk_test_fausse_cle", "Invalid API Key provided: sk_test_************_cle"),
        ("Basic pas-du-base64", "Invalid API Key provided"),
    ],
)
def test_sans_la_bonne_cle_stripe_repond_401(
    stripe_simule: StripeSimule, autorisation: str | None, message: str
) -> None:
    reponse = stripe_simule.api("GET", "/v1/events", autorisation=autorisation)

    assert reponse.statut == 401
    assert reponse.json["error"]["type"] == "invalid_request_error"
    assert reponse.json["error"]["message"].startswith(message)


def test_la_cle_est_aussi_lue_comme_nom_d_utilisateur(stripe_simule: StripeSimule) -> None:
    jeton = base64.b64encode(f"{CLE_SECRETE}:".encode()).decode()

    assert stripe_simule.api("GET", "/v1/events", autorisation=f"Basic {jeton}").statut == 200


@pytest.mark.parametrize(
    ("changement", "code", "param"),
    [
        ({"payment_method_types[0]": "card"}, "parameter_unknown", "payment_method_types"),
        ({"line_items[0][prix]": "3"}, "parameter_unknown", "line_items[prix]"),
        ({"success_url": ""}, "parameter_missing", "success_url"),
        ({"success_url": "/retour"}, "url_invalid", "success_url"),
        ({"customer_email": "pas une adresse"}, "email_invalid", "customer_email"),
        ({"expires_at": "demain"}, "parameter_invalid_integer", "expires_at"),
        (
            {"line_items[0][price_data][unit_amount]": "12,5"},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
    ],
)
def test_un_parametre_faux_est_refuse_et_nomme(
    stripe_simule: StripeSimule, changement: dict[str, str], code: str, param: str
) -> None:
    reponse = stripe_simule.api("POST", "/v1/checkout/sessions", DEMANDE | changement)

    assert reponse.statut == 400
    assert reponse.json["error"]["type"] == "invalid_request_error"
    assert (reponse.json["error"]["code"], reponse.json["error"]["param"]) == (code, param)


@pytest.mark.parametrize("lignes", [{"line_items": "x"}, {"line_items[0]": "x"}, {"metadata": "x"}])
def test_un_parametre_d_une_autre_forme_est_refuse(
    stripe_simule: StripeSimule, lignes: dict[str, str]
) -> None:
    autres = {nom: valeur for nom, valeur in DEMANDE.items() if "line_items" not in nom}

    assert stripe_simule.api("POST", "/v1/checkout/sessions", autres | lignes).statut == 400


def test_une_cle_d_idempotence_rejoue_la_reponse_ou_refuse_une_autre_demande(
    stripe_simule: StripeSimule,
) -> None:
    chemin = "/v1/checkout/sessions"
    premiere = stripe_simule.api("POST", chemin, DEMANDE, cle="a")
    rejouee = stripe_simule.api("POST", chemin, DEMANDE, cle="a")
    autre = stripe_simule.api("POST", chemin, DEMANDE | {"locale": "fr"}, cle="a")

    assert premiere.json == rejouee.json
    assert rejouee.entetes["Idempotent-Replayed"] == "true"
    assert (autre.statut, autre.json["error"]["type"]) == (400, "idempotency_error")


def test_une_cle_d_idempotence_est_oubliee_apres_un_jour(stripe_simule: StripeSimule) -> None:
    chemin = "/v1/checkout/sessions"
    premiere = stripe_simule.api("POST", chemin, DEMANDE, cle="a").json
    stripe_simule.avancer(timedelta(hours=23))
    assert stripe_simule.api("POST", chemin, DEMANDE, cle="a").json["id"] == premiere["id"]
    stripe_simule.avancer(timedelta(hours=2))
    assert stripe_simule.api("POST", chemin, DEMANDE, cle="a").json["id"] != premiere["id"]


def test_une_demande_mal_ecrite_ne_prend_pas_la_cle(stripe_simule: StripeSimule) -> None:
    chemin = "/v1/checkout/sessions"
    fausse = stripe_simule.api("POST", chemin, DEMANDE | {"mode": "don"}, cle="a")
    corrigee = stripe_simule.api("POST", chemin, DEMANDE, cle="a")

    assert (fausse.statut, corrigee.statut) == (400, 200)


def test_les_listes_vont_du_plus_recent_au_plus_ancien_par_pages(
    stripe_simule: StripeSimule,
) -> None:
    ids = [ouvrir(stripe_simule)["id"] for _ in range(3)]

    page = stripe_simule.api("GET", "/v1/checkout/sessions?limit=2").json
    suite = stripe_simule.api("GET", f"/v1/checkout/sessions?starting_after={ids[1]}").json

    assert [s["id"] for s in page["data"]] == ids[:0:-1]
    assert (page["object"], page["has_more"], page["url"]) == (
        "list",
        True,
        "/v1/checkout/sessions",
    )
    assert [s["id"] for s in suite["data"]] == ids[:1]
    assert suite["has_more"] is False


def test_une_adresse_que_stripe_n_a_pas_repond_404_a_sa_facon(stripe_simule: StripeSimule) -> None:
    reponse = stripe_simule.api("POST", "/v1/customers", {})

    assert reponse.statut == 404
    assert reponse.json["error"]["message"].startswith("Unrecognized request URL (POST: /v1/cust")


def test_les_paiements_gardes_dans_un_fichier_se_remboursent_apres_un_redemarrage(
    tmp_path: Path,
) -> None:
    options = Options(
        port=0,
        cle_secrete=CLE_SECRETE,
        secret_webhook=SECRET_WEBHOOK,
        reprises_s=REPRISES_S,
        fichier=tmp_path / "paiements.json",
    )
    with Simulateur(options) as avant:
        intent_id = payee(StripeSimule(avant))["payment_intent"]

    with Simulateur(options) as apres:
        rendu = StripeSimule(apres).adaptateur.rembourser(
            intent_id=intent_id, montant_centimes=450, cle_idempotence="remb-1"
        )

    assert rendu.startswith("re_")


def test_le_simulateur_se_lance_en_ligne_de_commande(tmp_path: Path) -> None:
    commande = [sys.executable, "-m", "socle.paiements.simulateur", "--port", "0"]
    options = ["--secret-key", CLE_SECRETE, "--state", str(tmp_path / "etat.json"), "--double"]
    with subprocess.Popen(
        commande + options, cwd=RACINE, stdout=subprocess.PIPE, text=True
    ) as lance:
        try:
            assert lance.stdout is not None
            base = lance.stdout.readline().rpartition(" ")[2].strip()
            sante = appeler("GET", f"{base}/simulateur/sante")
            etat = appeler("GET", f"{base}/simulateur/webhooks").json
        finally:
            lance.terminate()

    assert lance.returncode == 0
    assert sante.json == {"etat": "pret"}
    assert etat["pannes"]["double"] is True


def test_l_horloge_se_regle_par_http(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule)
    commande = json.dumps({"avance_s": 25 * 3600})

    appeler(
        "POST",
        f"{stripe_simule.base}/simulateur/horloge",
        commande,
        {"Content-Type": "application/json"},
    )

    apres: SessionPaiement = stripe_simule.adaptateur.lire_session(session["id"])
    assert apres.statut == "expired"


def test_deux_simulateurs_ne_melangent_pas_leurs_paiements(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule)

    with stripe_ouvert() as autre:
        assert autre.api("GET", f"/v1/checkout/sessions/{session['id']}").statut == 404
