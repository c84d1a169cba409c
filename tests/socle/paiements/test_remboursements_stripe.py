"""Giving back through the adapter, in whole and in parts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socle.paiements.errors import (
    RemboursementImpossible,
)
from tests.socle.paiements.achats import adresse, intent, ouvrir, payee
from tests.socle.paiements.simulation import (
    StripeSimule,
)


def test_un_paiement_entier_est_rembourse(stripe_simule: StripeSimule) -> None:
    session = payee(stripe_simule)

    remboursement = stripe_simule.adaptateur.rembourser(
        intent_id=intent(session), montant_centimes=4250, cle_idempotence="remb-1"
    )

    rendu = stripe_simule.api("GET", f"/v1/refunds/{remboursement}").json
    assert (rendu["amount"], rendu["status"]) == (4250, "succeeded")
    assert rendu["payment_intent"] == session.intent_id


def test_un_paiement_est_rembourse_en_plusieurs_parts_et_pas_au_dela(
    stripe_simule: StripeSimule,
) -> None:
    session = payee(stripe_simule)
    stripe = stripe_simule.adaptateur

    def rendre(montant: int, cle: str) -> str:
        return stripe.rembourser(
            intent_id=intent(session), montant_centimes=montant, cle_idempotence=cle
        )

    assert rendre(1000, "a") != rendre(3000, "b")
    with pytest.raises(RemboursementImpossible) as refus:
        rendre(251, "c")
    assert "2,50" in refus.value.details["motif"]
    rendre(250, "d")
    with pytest.raises(RemboursementImpossible):
        rendre(1, "e")


def test_ce_qui_n_est_pas_paye_n_est_pas_rembourse(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule.adaptateur)
    stripe_simule.payer(adresse(session), "refus")
    essai = stripe_simule.adaptateur.lire_session(session.id)

    with pytest.raises(RemboursementImpossible):
        stripe_simule.adaptateur.rembourser(
            intent_id=intent(essai), montant_centimes=100, cle_idempotence="remb-1"
        )


def test_demander_deux_fois_le_meme_remboursement_ne_rend_qu_une_fois(
    stripe_simule: StripeSimule,
) -> None:
    session = payee(stripe_simule)
    stripe = stripe_simule.adaptateur

    premier, second = (
        stripe.rembourser(
            intent_id=intent(session), montant_centimes=1000, cle_idempotence="remb-1"
        )
        for _ in range(2)
    )

    assert premier == second
    assert len(stripe_simule.api("GET", "/v1/refunds").json["data"]) == 1


def test_un_remboursement_redemande_des_jours_apres_ne_rend_qu_une_fois(
    stripe_simule: StripeSimule,
) -> None:
    session = payee(stripe_simule)
    stripe = stripe_simule.adaptateur
    faits = []
    for cle in ("remb-1", "remb-2", "remb-1"):
        faits.append(
            stripe.rembourser(intent_id=intent(session), montant_centimes=1000, cle_idempotence=cle)
        )
        stripe_simule.avancer(timedelta(hours=25))

    assert faits[0] == faits[2] != faits[1]
    assert len(stripe_simule.api("GET", "/v1/refunds").json["data"]) == 2


def test_un_remboursement_que_la_banque_a_rejete_est_refait(stripe_simule: StripeSimule) -> None:
    session = payee(stripe_simule)
    stripe = stripe_simule.adaptateur

    def rendre() -> str:
        return stripe.rembourser(
            intent_id=intent(session), montant_centimes=1000, cle_idempotence="remb-1"
        )

    premier = rendre()
    stripe_simule.simulateur.banque.registre.remboursements[premier]["status"] = "failed"
    stripe_simule.avancer(timedelta(hours=25))
    assert rendre() != premier
