"""Webhooks of the simulator: signed, tried again, delayed, doubled, reordered, lost."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.socle.paiements.boite import Boite
from tests.socle.paiements.simulation import ReponseHttp, StripeSimule, appeler

PAIEMENT = ["payment_intent.succeeded", "checkout.session.completed"]


def payer(simule: StripeSimule) -> str:
    session = simule.adaptateur.creer_session(
        reference="LOI-2K7F",
        montant_centimes=4250,
        libelle="Commande LOI-2K7F",
        courriel="camille@cabas.example",
        url_succes="http://boutique.example/retour",
        url_abandon="http://boutique.example/commande",
        expire_le=datetime.now(UTC) + timedelta(minutes=35),
        cle_idempotence="paiement-1",
    )
    assert session.url is not None
    simule.payer(session.url)
    return session.id


def regler(simule: StripeSimule, chemin: str, **reglages: object) -> ReponseHttp:
    return appeler(
        "POST",
        f"{simule.base}/simulateur/{chemin}",
        json.dumps(reglages),
        {"Content-Type": "application/json"},
    )


def test_un_paiement_est_annonce_par_des_messages_signes(
    stripe_simule: StripeSimule, boite: Boite
) -> None:
    session_id = payer(stripe_simule)
    stripe_simule.attendre()

    assert boite.types == PAIEMENT
    lus = [stripe_simule.adaptateur.lire_evenement(r.corps, r.signature) for r in boite.recus]
    assert lus[1].objet_id == session_id
    assert [lu.id for lu in lus] == [e["id"] for e in stripe_simule.evenements]


def test_un_remboursement_est_annonce(stripe_simule: StripeSimule, boite: Boite) -> None:
    intent_id = stripe_simule.adaptateur.lire_session(payer(stripe_simule)).intent_id
    assert intent_id is not None

    stripe_simule.adaptateur.rembourser(
        intent_id=intent_id, montant_centimes=250, cle_idempotence="remb-1"
    )
    stripe_simule.attendre()

    assert boite.types == [*PAIEMENT, "charge.refunded"]
    charge = boite.recus[-1].evenement["data"]["object"]
    assert (charge["amount_refunded"], charge["refunded"]) == (250, False)
    assert boite.recus[-1].evenement["request"]["idempotency_key"] == "remb-1"


def test_un_site_en_panne_recoit_le_message_quand_il_revient(
    stripe_simule: StripeSimule, boite: Boite
) -> None:
    boite.refus = 3
    payer(stripe_simule)
    stripe_simule.attendre()

    assert sorted(boite.types) == sorted(PAIEMENT)
    assert [envoi.statut for envoi in stripe_simule.envois].count(500) == 3
    assert max(envoi.essai for envoi in stripe_simule.envois) > 1


def test_un_site_arrete_est_abandonne_apres_les_reprises_puis_renvoye(
    stripe_simule: StripeSimule, boite: Boite
) -> None:
    stripe_simule.diriger("http://127.0.0.1:9/paiements/stripe")
    payer(stripe_simule)
    stripe_simule.attendre()
    essais = [envoi.essai for envoi in stripe_simule.envois if envoi.type == PAIEMENT[0]]
    assert essais == [1, 2, 3, 4]
    assert all(envoi.statut is None for envoi in stripe_simule.envois)
    assert {e["pending_webhooks"] for e in stripe_simule.evenements} == {1}

    stripe_simule.diriger(boite.url)
    assert stripe_simule.renvoyer() == 2
    stripe_simule.attendre()

    assert boite.types == PAIEMENT
    assert {e["pending_webhooks"] for e in stripe_simule.evenements} == {0}


def test_les_messages_peuvent_arriver_en_retard(stripe_simule: StripeSimule, boite: Boite) -> None:
    stripe_simule.webhooks(retard_s=0.3)
    debut = time.monotonic()
    payer(stripe_simule)
    stripe_simule.attendre()

    assert boite.types == PAIEMENT
    assert boite.recus[0].instant - debut >= 0.3


def test_les_messages_peuvent_arriver_deux_fois(stripe_simule: StripeSimule, boite: Boite) -> None:
    stripe_simule.webhooks(double=True)
    payer(stripe_simule)
    stripe_simule.attendre()

    assert boite.types == [PAIEMENT[0], PAIEMENT[0], PAIEMENT[1], PAIEMENT[1]]
    assert len({recu.evenement["id"] for recu in boite.recus}) == 2


def test_les_messages_peuvent_arriver_a_l_envers_et_deux_fois(
    stripe_simule: StripeSimule, boite: Boite
) -> None:
    stripe_simule.webhooks(inverse=True, double=True)
    payer(stripe_simule)
    stripe_simule.attendre()

    assert boite.types == [PAIEMENT[1], PAIEMENT[1], PAIEMENT[0], PAIEMENT[0]]


def test_les_messages_peuvent_se_perdre_et_etre_renvoyes(
    stripe_simule: StripeSimule, boite: Boite
) -> None:
    stripe_simule.webhooks(perdu=True)
    payer(stripe_simule)
    stripe_simule.attendre()
    assert boite.recus == []

    stripe_simule.renvoyer()
    stripe_simule.attendre()

    assert boite.types == PAIEMENT


def test_les_pannes_se_reglent_par_http(stripe_simule: StripeSimule, boite: Boite) -> None:
    assert regler(stripe_simule, "webhooks", perdu=True).json["pannes"]["perdu"] is True
    payer(stripe_simule)
    stripe_simule.attendre()
    assert boite.recus == []

    assert regler(stripe_simule, "webhooks", double=True).json["pannes"]["perdu"] is False
    assert regler(stripe_simule, "webhooks/renvoyer").json == {"renvoyes": 2}
    stripe_simule.attendre()

    assert len(boite.recus) == 4


@pytest.mark.parametrize("reglage", [{"retard": 1}, {"double": "oui"}, {"retard_s": "1"}])
def test_une_panne_mal_ecrite_est_refusee(
    stripe_simule: StripeSimule, reglage: dict[str, object]
) -> None:
    assert regler(stripe_simule, "webhooks", **reglage).statut == 400


def test_une_session_qui_expire_l_annonce_sans_qu_on_la_regarde(
    stripe_simule: StripeSimule, boite: Boite
) -> None:
    stripe_simule.adaptateur.creer_session(
        reference="LOI-2K7F",
        montant_centimes=4250,
        libelle="Commande LOI-2K7F",
        courriel="camille@cabas.example",
        url_succes="http://boutique.example/retour",
        url_abandon="http://boutique.example/commande",
        expire_le=datetime.now(UTC) + timedelta(minutes=35),
        cle_idempotence="paiement-1",
    )

    stripe_simule.simulateur.horloge.avancer(36 * 60)
    fin = time.monotonic() + 5
    while not boite.recus and time.monotonic() < fin:
        time.sleep(0.05)

    assert boite.types == ["checkout.session.expired"]
