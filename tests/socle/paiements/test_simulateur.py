"""The simulator itself: its objects beside Stripe's own, its page, its API without the library."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stripe

from socle.paiements.simulateur.serveur import Options, Simulateur
from socle.paiements.stripe import SessionPaiement
from tests.socle.paiements.conformite import RACINE, ecarts, modele
from tests.socle.paiements.simulation import (
    CLE_SECRETE,
    REPRISES_S,
    SECRET_WEBHOOK,
    StripeSimule,
    appeler,
    remplir,
    stripe_ouvert,
)

DEMANDE = {
    "mode": "payment",
    "success_url": "http://boutique.example/retour?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://boutique.example/commande",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "123450",
    "line_items[0][price_data][product_data][name]": "Commande <LOI-2K7F>",
}


def ouvrir(simule: StripeSimule, **changements: str) -> dict[str, Any]:
    reponse = simule.api("POST", "/v1/checkout/sessions", DEMANDE | changements)
    assert reponse.statut == 200, reponse.texte
    session: dict[str, Any] = reponse.json
    return session


def payee(simule: StripeSimule) -> dict[str, Any]:
    session = ouvrir(simule)
    simule.payer(session["url"])
    relue: dict[str, Any] = simule.api("GET", f"/v1/checkout/sessions/{session['id']}").json
    return relue


def en_attente_de_banque(simule: StripeSimule) -> dict[str, Any]:
    """A PaymentIntent that waits for 3-D Secure."""
    session = ouvrir(simule)
    remplir(session["url"], issue="authentification")
    intent_id = simule.api("GET", f"/v1/checkout/sessions/{session['id']}").json["payment_intent"]
    intent: dict[str, Any] = simule.api("GET", f"/v1/payment_intents/{intent_id}").json
    return intent


def rembourse(simule: StripeSimule) -> dict[str, Any]:
    demande = {"payment_intent": payee(simule)["payment_intent"], "amount": "450"}
    remboursement: dict[str, Any] = simule.api("POST", "/v1/refunds", demande).json
    return remboursement


def debitee(simule: StripeSimule) -> dict[str, Any]:
    charge: dict[str, Any] = simule.api("GET", f"/v1/charges/{rembourse(simule)['charge']}").json
    assert charge == simule.evenements[-1]["data"]["object"]
    return charge


def intent_paye(simule: StripeSimule) -> dict[str, Any]:
    intent: dict[str, Any] = simule.api(
        "GET", f"/v1/payment_intents/{payee(simule)['payment_intent']}"
    ).json
    return intent


def evenement(simule: StripeSimule) -> dict[str, Any]:
    payee(simule)
    lu: dict[str, Any] = simule.api("GET", "/v1/events").json["data"][0]
    return lu


@pytest.mark.parametrize(
    ("sorte", "fabriquer", "classe"),
    [
        pytest.param("checkout.session", ouvrir, stripe.checkout.Session, id="session ouverte"),
        pytest.param("checkout.session", payee, stripe.checkout.Session, id="session payée"),
        pytest.param("payment_intent", intent_paye, stripe.PaymentIntent, id="intent payé"),
        pytest.param(
            "payment_intent", en_attente_de_banque, stripe.PaymentIntent, id="intent en attente"
        ),
        pytest.param("charge", debitee, stripe.Charge, id="charge"),
        pytest.param("refund", rembourse, stripe.Refund, id="remboursement"),
        pytest.param("event", evenement, stripe.Event, id="événement"),
    ],
)
def test_les_objets_ont_les_champs_de_ceux_de_stripe(
    stripe_simule: StripeSimule,
    sorte: str,
    fabriquer: Callable[[StripeSimule], dict[str, Any]],
    classe: type,
) -> None:
    attendu = modele(sorte)
    if sorte == "event":
        attendu["data"] = {"object": {}}  # the sample event is about another kind of object

    assert ecarts(attendu, fabriquer(stripe_simule), classe, sorte) == []


def test_la_page_dit_qu_aucun_argent_ne_circule_le_montant_et_l_heure_limite(
    stripe_simule: StripeSimule,
) -> None:
    stripe_simule.regler_horloge(datetime(2026, 11, 26, 9, 30, tzinfo=UTC))
    fin = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)
    session = ouvrir(stripe_simule, expires_at=str(int(fin.timestamp())))

    page = appeler("GET", session["url"]).texte

    assert "Simulateur : aucun argent ne circule." in page
    assert "1\u202f234,50\u00a0€" in page
    assert "jeudi 26 novembre à 11\u00a0h\u00a015" in page
    assert "Commande &lt;LOI-2K7F&gt;" in page


def test_la_page_n_admet_aucun_script_et_laisse_revenir_a_la_boutique(
    stripe_simule: StripeSimule,
) -> None:
    reponse = appeler("GET", ouvrir(stripe_simule)["url"])

    politique = reponse.entetes["Content-Security-Policy"]
    nonce = re.search(r"style-src 'nonce-([^']+)'", politique)
    assert nonce
    assert f'nonce="{nonce[1]}"' in reponse.texte
    assert "default-src 'none'" in politique
    assert "form-action 'self' http://boutique.example" in politique
    assert "<script" not in reponse.texte


def test_une_page_de_paiement_inconnue_le_dit(stripe_simule: StripeSimule) -> None:
    adresse = f"{stripe_simule.base}/c/pay/cs_test_x"

    for reponse in (appeler("GET", adresse), remplir(adresse, issue="succes")):
        assert reponse.statut == 404
        assert "Cette page de paiement n’existe pas" in reponse.texte


def test_cliquer_deux_fois_sur_payer_ne_debite_qu_une_fois(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule)

    with ThreadPoolExecutor(8) as clics:
        arrivees = set(clics.map(lambda _: stripe_simule.payer(session["url"]), range(8)))

    assert arrivees == {f"http://boutique.example/retour?session={session['id']}"}
    assert [e["type"] for e in stripe_simule.evenements] == [
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_confirmer_deux_fois_aupres_de_la_banque_ne_debite_qu_une_fois(
    stripe_simule: StripeSimule,
) -> None:
    session = ouvrir(stripe_simule)
    remplir(session["url"], issue="authentification")

    for _ in range(2):
        remplir(f"{session['url']}/authentification", issue="confirmer")

    types = [e["type"] for e in stripe_simule.evenements]
    assert types.count("payment_intent.succeeded") == 1


def test_confirmer_sans_authentification_en_cours_ne_paie_pas(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule)

    remplir(f"{session['url']}/authentification", issue="confirmer")

    assert stripe_simule.evenements == []


def test_chaque_issue_annonce_ce_qui_est_arrive(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule)
    for issue in ("refus", "authentification_ratee", "abandon", "succes"):
        stripe_simule.payer(session["url"], issue)
    abandonnee = ouvrir(stripe_simule)
    stripe_simule.avancer(timedelta(hours=25))

    assert [e["type"] for e in stripe_simule.evenements] == [
        "payment_intent.payment_failed",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "checkout.session.expired",
    ]
    assert stripe_simule.evenements[-1]["data"]["object"]["id"] == abandonnee["id"]


def test_une_session_fermee_annule_l_essai_en_cours(stripe_simule: StripeSimule) -> None:
    intent = en_attente_de_banque(stripe_simule)

    stripe_simule.avancer(timedelta(hours=25))

    apres = stripe_simule.api("GET", f"/v1/payment_intents/{intent['id']}").json
    assert (apres["status"], apres["cancellation_reason"]) == ("canceled", "expired")


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
