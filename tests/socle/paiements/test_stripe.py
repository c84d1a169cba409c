"""The adapter on Stripe's library, against the simulator over real HTTP."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from socle.paiements.errors import (
    CleIdempotenceReprise,
    MontantTropFaible,
    PaiementInconnu,
    PaiementMalConfigure,
    PaiementRefuseParPrestataire,
    PrestatairePaiementInjoignable,
)
from socle.paiements.stripe import Stripe
from socle.reglages import Reglages
from tests.socle.paiements.achats import ABANDON, adresse, intent, ouvrir, payee
from tests.socle.paiements.boite import boite_ouverte
from tests.socle.paiements.simulation import (
    CLE_SECRETE,
    SECRET_WEBHOOK,
    StripeSimule,
    appeler,
    stripe_ouvert,
)


def test_une_session_ouverte_attend_son_paiement(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    assert session == stripe_simule.adaptateur.lire_session(session.id)
    assert (session.statut, session.paiement_statut, session.payee) == ("open", "unpaid", False)
    assert (session.montant_centimes, session.reference) == (4250, "LOI-2K7F")
    assert session.intent_id is None
    assert adresse(session).startswith(stripe_simule.base)


def test_payer_mene_a_la_page_de_succes_et_la_session_est_payee(
    stripe_simule: StripeSimule,
) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    arrivee = stripe_simule.payer(adresse(session))

    assert arrivee == f"http://boutique.example/retour?session={session.id}"
    apres = stripe_simule.adaptateur.lire_session(session.id)
    assert apres.payee
    assert apres.url is None
    assert intent(apres).startswith("pi_")


def test_l_argent_recu_porte_le_groupe_de_transfert_et_la_reference(
    stripe_simule: StripeSimule,
) -> None:
    session = payee(stripe_simule)

    recu = stripe_simule.api("GET", f"/v1/payment_intents/{intent(session)}").json

    assert (recu["status"], recu["amount_received"]) == ("succeeded", 4250)
    assert recu["transfer_group"] == "LOI-2K7F"
    assert recu["metadata"] == {"reference": "LOI-2K7F"}


def test_une_carte_refusee_laisse_la_session_ouverte_pour_un_autre_essai(
    stripe_simule: StripeSimule,
) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    retour = stripe_simule.payer(adresse(session), "refus")

    assert retour == adresse(session)
    assert "Votre carte a été refusée." in appeler("GET", retour).texte
    essai = stripe_simule.adaptateur.lire_session(session.id)
    assert (essai.statut, essai.payee) == ("open", False)
    stripe_simule.payer(adresse(session))
    reussi = stripe_simule.adaptateur.lire_session(session.id)
    assert reussi.payee
    assert reussi.intent_id == essai.intent_id


def test_l_authentification_confirmee_paie(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    arrivee = stripe_simule.payer(adresse(session), "authentification")

    assert arrivee == f"http://boutique.example/retour?session={session.id}"
    assert stripe_simule.adaptateur.lire_session(session.id).payee


def test_l_authentification_ratee_ne_debite_rien(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    retour = stripe_simule.payer(adresse(session), "authentification_ratee")

    assert "a échoué" in appeler("GET", retour).texte
    apres = stripe_simule.adaptateur.lire_session(session.id)
    assert (apres.statut, apres.payee) == ("open", False)


def test_abandonner_ramene_a_la_boutique_et_laisse_payer_plus_tard(
    stripe_simule: StripeSimule,
) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    assert stripe_simule.payer(adresse(session), "abandon") == ABANDON
    assert stripe_simule.adaptateur.lire_session(session.id) == session


def test_une_session_fermee_ne_peut_plus_etre_payee(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    fermee = stripe_simule.adaptateur.expirer_session(session.id)
    stripe_simule.payer(adresse(session))

    assert (fermee.statut, fermee.url) == ("expired", None)
    assert stripe_simule.adaptateur.lire_session(session.id) == fermee
    assert "n’est plus valable" in appeler("GET", adresse(session)).texte


def test_fermer_deux_fois_est_sans_effet(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    premiere = stripe_simule.adaptateur.expirer_session(session.id)

    assert stripe_simule.adaptateur.expirer_session(session.id) == premiere


def test_fermer_une_session_deja_payee_dit_qu_elle_est_payee(stripe_simule: StripeSimule) -> None:
    session = payee(stripe_simule)

    assert stripe_simule.adaptateur.expirer_session(session.id) == session
    assert session.payee


def test_une_session_se_ferme_seule_a_son_heure(stripe_simule: StripeSimule) -> None:
    session = ouvrir(stripe_simule.adaptateur)

    stripe_simule.avancer(timedelta(minutes=34))
    assert stripe_simule.adaptateur.lire_session(session.id).statut == "open"
    stripe_simule.avancer(timedelta(minutes=2))

    stripe_simule.payer(adresse(session))
    assert stripe_simule.adaptateur.lire_session(session.id).statut == "expired"


def test_demander_deux_fois_la_meme_session_n_en_ouvre_qu_une(
    stripe_simule: StripeSimule,
) -> None:
    expire_le = datetime.now(UTC) + timedelta(minutes=35)

    premiere = ouvrir(stripe_simule.adaptateur, expire_le=expire_le)
    seconde = ouvrir(stripe_simule.adaptateur, expire_le=expire_le)

    assert premiere == seconde
    assert len(stripe_simule.api("GET", "/v1/checkout/sessions").json["data"]) == 1


def test_une_cle_ne_sert_pas_a_deux_montants(stripe_simule: StripeSimule) -> None:
    expire_le = datetime.now(UTC) + timedelta(minutes=35)
    ouvrir(stripe_simule.adaptateur, expire_le=expire_le)

    with pytest.raises(CleIdempotenceReprise):
        ouvrir(stripe_simule.adaptateur, expire_le=expire_le, montant_centimes=4300)


def test_moins_de_cinquante_centimes_ne_se_paie_pas_par_carte(stripe_simule: StripeSimule) -> None:
    with pytest.raises(MontantTropFaible):
        ouvrir(stripe_simule.adaptateur, montant_centimes=49)


@pytest.mark.parametrize("minutes", [29, 24 * 60 + 1])
def test_une_session_dure_entre_trente_minutes_et_un_jour(
    stripe_simule: StripeSimule, minutes: int
) -> None:
    expire_le = datetime.now(UTC) + timedelta(minutes=minutes)

    with pytest.raises(PaiementRefuseParPrestataire) as refus:
        ouvrir(stripe_simule.adaptateur, expire_le=expire_le)

    assert "expires_at" in refus.value.details["motif"]


def test_une_cle_secrete_fausse_est_une_faute_de_reglage(stripe_simule: StripeSimule) -> None:
    with pytest.raises(PaiementMalConfigure) as refus:
        ouvrir(Stripe("sk_test_une_autre", SECRET_WEBHOOK, stripe_simule.base))

    assert "sk_test_une_autre" not in refus.value.details["motif"]


def test_une_session_inconnue_est_dite_inconnue(stripe_simule: StripeSimule) -> None:
    with pytest.raises(PaiementInconnu):
        stripe_simule.adaptateur.lire_session("cs_test_inconnue")
    with pytest.raises(PaiementInconnu):
        stripe_simule.adaptateur.expirer_session("cs_test_inconnue")
    with pytest.raises(PaiementInconnu):
        stripe_simule.adaptateur.rembourser(
            intent_id="pi_inconnu", montant_centimes=100, cle_idempotence="remb-1"
        )


def test_un_prestataire_arrete_est_dit_injoignable() -> None:
    with stripe_ouvert() as simule:
        stripe = simule.adaptateur

    with pytest.raises(PrestatairePaiementInjoignable) as refus:
        stripe.lire_session("cs_test_1")

    assert "ne répond pas" in str(refus.value)


def test_un_prestataire_en_panne_est_sollicite_trois_fois_puis_dit_injoignable() -> None:
    with boite_ouverte() as panne:
        panne.refus = 10
        stripe = Stripe(CLE_SECRETE, SECRET_WEBHOOK, f"http://127.0.0.1:{panne.port}")

        with pytest.raises(PrestatairePaiementInjoignable):
            ouvrir(stripe)

        assert panne.refuses == 3


def test_un_prestataire_muet_ne_fait_pas_attendre() -> None:
    with boite_ouverte() as muet:
        muet.lenteur_s = 2.0
        stripe = Stripe(
            CLE_SECRETE, SECRET_WEBHOOK, f"http://127.0.0.1:{muet.port}", delais_s=(0.2, 0.2)
        )
        debut = time.monotonic()

        with pytest.raises(PrestatairePaiementInjoignable):
            ouvrir(stripe)

        assert time.monotonic() - debut < 5


def test_les_reglages_nomment_le_compte(stripe_simule: StripeSimule) -> None:
    reglages = Reglages(
        stripe_secret_key=CLE_SECRETE,
        stripe_webhook_secret=SECRET_WEBHOOK,
        stripe_api_base=f"{stripe_simule.base}/",
    )

    assert ouvrir(Stripe.depuis(reglages)).statut == "open"
