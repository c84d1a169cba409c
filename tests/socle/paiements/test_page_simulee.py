"""The hosted payment page and what each of its buttons does."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from tests.socle.paiements.demandes import en_attente_de_banque, ouvrir
from tests.socle.paiements.simulation import (
    StripeSimule,
    appeler,
    remplir,
)


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
