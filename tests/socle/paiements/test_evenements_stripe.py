"""Reading signed events: only what Stripe signed, and only its ids."""

from __future__ import annotations

import json
import time

import pytest

from socle.paiements.errors import (
    SignatureInvalide,
)
from socle.paiements.simulateur.facteur import signer
from tests.socle.paiements.simulation import (
    SECRET_WEBHOOK,
    StripeSimule,
)


def corps_d_evenement() -> bytes:
    objet = {"id": "cs_test_1", "object": "checkout.session"}
    return json.dumps(
        {
            "id": "evt_1",
            "object": "event",
            "type": "checkout.session.completed",
            "data": {"object": objet},
        }
    ).encode()


def test_un_evenement_signe_donne_ses_identifiants(stripe_simule: StripeSimule) -> None:
    corps = corps_d_evenement()

    evenement = stripe_simule.adaptateur.lire_evenement(
        corps, signer(corps, SECRET_WEBHOOK, int(time.time()))
    )

    assert (evenement.id, evenement.type) == ("evt_1", "checkout.session.completed")
    assert evenement.objet_id == "cs_test_1"


@pytest.mark.parametrize(
    ("corps", "secret", "age_s"),
    [
        pytest.param(corps_d_evenement(), "whsec_un_autre", 0, id="autre secret"),
        pytest.param(corps_d_evenement(), SECRET_WEBHOOK, 301, id="trop vieux"),
        pytest.param(b"pas du JSON", SECRET_WEBHOOK, 0, id="illisible"),
        pytest.param(b'["une liste"]', SECRET_WEBHOOK, 0, id="pas un evenement"),
        pytest.param(b'{"object": "event"}', SECRET_WEBHOOK, 0, id="sans objet"),
        pytest.param(b"\xff\xfe", SECRET_WEBHOOK, 0, id="pas de l'UTF-8"),
    ],
)
def test_un_evenement_mal_signe_ou_illisible_est_refuse(
    stripe_simule: StripeSimule, corps: bytes, secret: str, age_s: int
) -> None:
    signature = signer(corps, secret, int(time.time()) - age_s)

    with pytest.raises(SignatureInvalide):
        stripe_simule.adaptateur.lire_evenement(corps, signature)


@pytest.mark.parametrize("signature", ["", "t=,v1=", "n'importe quoi", "t=1,v0=abc"])
def test_une_signature_absente_ou_tordue_est_refusee(
    stripe_simule: StripeSimule, signature: str
) -> None:
    with pytest.raises(SignatureInvalide):
        stripe_simule.adaptateur.lire_evenement(corps_d_evenement(), signature)


def test_un_corps_change_apres_signature_est_refuse(stripe_simule: StripeSimule) -> None:
    corps = corps_d_evenement()
    signature = signer(corps, SECRET_WEBHOOK, int(time.time()))

    with pytest.raises(SignatureInvalide):
        stripe_simule.adaptateur.lire_evenement(corps.replace(b"cs_test_1", b"cs_x"), signature)
