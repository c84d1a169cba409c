"""The worker and money: nothing that is owed is forgotten, whatever breaks on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from socle import horloge
from socle.db import session, transaction
from socle.paiements import tasks
from socle.paiements.models import (
    EtatPaiement,
    EtatRemboursement,
    Moyen,
    Paiement,
    Remboursement,
)
from socle.paiements.services import demander_paiement, rembourser
from socle.reglages import Reglages
from tests.serveurs import port_libre
from tests.socle.paiements.achats import payee
from tests.socle.paiements.simulation import StripeSimule


@pytest.fixture
def site(app: Flask, stripe_simule: StripeSimule, reglages: Reglages) -> Iterator[Flask]:
    """The site, with the simulated provider behind it."""
    app.config["REGLAGES"] = replace(
        reglages,
        stripe_api_base=stripe_simule.base,
        stripe_secret_key=stripe_simule.secret_key,
        stripe_webhook_secret=stripe_simule.webhook_secret,
    )
    yield app
    app.config["REGLAGES"] = reglages


def payer(simule: StripeSimule, reference: str) -> Paiement:
    """12.50 euros that Camille paid by card."""
    with transaction():
        paiement = demander_paiement(
            genre="commande",
            reference=reference,
            libelle=f"Commande {reference}",
            courriel="camille@cabas.example",
            montant_centimes=1250,
            moyen=Moyen.CARTE,
        )
        page = payee(
            simule, reference=paiement.jeton, montant_centimes=1250, cle_idempotence=reference
        )
        paiement.etat, paiement.session_stripe = EtatPaiement.PAYE, page.id
        paiement.intention_stripe = page.intent_id
    return paiement


def devoir(paiement: Paiement, montant_centimes: int) -> int:
    with transaction():
        return rembourser(paiement, montant_centimes, motif="annulée").id


def travailler(site: Flask) -> None:
    with site.app_context():
        tasks.executer_les_remboursements()


def etat_de(numero: int) -> EtatRemboursement:
    return session.get_one(Remboursement, numero, populate_existing=True).etat


@pytest.mark.usefixtures("base")
def test_un_remboursement_est_tente_tant_qu_il_n_est_pas_fait(
    site: Flask, stripe_simule: StripeSimule
) -> None:
    numero = devoir(payer(stripe_simule, "LOI-2K7F"), 1250)
    with transaction():
        session.execute(sa.update(Remboursement).values(essais=1000))
    with horloge.arretee_a(horloge.maintenant() + timedelta(days=365)):
        travailler(site)
    assert etat_de(numero) is EtatRemboursement.FAIT


@pytest.mark.usefixtures("base")
def test_un_prestataire_injoignable_n_est_pas_harcele(
    site: Flask, stripe_simule: StripeSimule
) -> None:
    numero = devoir(payer(stripe_simule, "LOI-2K7F"), 1250)
    ouvert = site.config["REGLAGES"]
    site.config["REGLAGES"] = replace(ouvert, stripe_api_base=f"http://127.0.0.1:{port_libre()}")
    travailler(site)
    site.config["REGLAGES"] = ouvert
    travailler(site)
    assert etat_de(numero) is EtatRemboursement.A_FAIRE, "not before its time"
    with horloge.arretee_a(horloge.maintenant() + timedelta(minutes=2)):
        travailler(site)
    assert etat_de(numero) is EtatRemboursement.FAIT


@pytest.mark.usefixtures("base")
def test_un_remboursement_fait_dont_la_reponse_s_est_perdue_n_est_pas_refait_le_lendemain(
    site: Flask, stripe_simule: StripeSimule
) -> None:
    numero = devoir(payer(stripe_simule, "LOI-2K7F"), 300)
    travailler(site)
    with transaction():
        session.execute(sa.update(Remboursement).values(etat=EtatRemboursement.A_FAIRE))
    stripe_simule.avancer(timedelta(hours=25))
    with horloge.arretee_a(horloge.maintenant() + timedelta(hours=25)):
        travailler(site)
    assert etat_de(numero) is EtatRemboursement.FAIT
    assert len(stripe_simule.api("GET", "/v1/refunds").json["data"]) == 1


@pytest.mark.usefixtures("base")
def test_un_remboursement_casse_n_arrete_pas_les_suivants(
    site: Flask, stripe_simule: StripeSimule
) -> None:
    sans_intention = payer(stripe_simule, "LOI-2K7F")
    casse = devoir(sans_intention, 1250)
    with transaction():
        session.get_one(Paiement, sans_intention.id).intention_stripe = None
    suivant = devoir(payer(stripe_simule, "LOI-9XQM"), 300)
    travailler(site)
    assert etat_de(suivant) is EtatRemboursement.FAIT
    assert etat_de(casse) is EtatRemboursement.A_FAIRE


@pytest.mark.usefixtures("base")
def test_une_suite_en_panne_n_empeche_pas_de_relire_les_autres_paiements(
    site: Flask, stripe_simule: StripeSimule
) -> None:
    recus: list[str] = []

    def suite(paiement: Paiement) -> None:
        if paiement.reference == "LOI-2K7F":
            raise ZeroDivisionError
        recus.append(paiement.reference)

    for reference in ("LOI-2K7F", "LOI-9XQM"):
        paiement = payer(stripe_simule, reference)
        with transaction():
            session.get_one(Paiement, paiement.id).etat = EtatPaiement.A_PAYER
    habituelles = site.config["SUITES_PAIEMENT"]
    site.config["SUITES_PAIEMENT"] = {"commande": suite}
    with (
        site.app_context(),
        horloge.arretee_a(horloge.maintenant() + timedelta(minutes=5)),
    ):
        tasks.relire_les_paiements()
    site.config["SUITES_PAIEMENT"] = habituelles
    assert recus == ["LOI-9XQM"]


def test_au_retour_la_commande_est_montree_quoi_que_dise_le_prestataire(
    site: Flask, stripe_simule: StripeSimule, client: FlaskClient
) -> None:
    paiement = payer(stripe_simule, "LOI-2K7F")
    with transaction():
        perdu = session.get_one(Paiement, paiement.id)
        perdu.etat, perdu.session_stripe = EtatPaiement.A_PAYER, "cs_test_inconnue"
    reponse = client.get(f"/paiements/{perdu.jeton}/retour")
    assert (reponse.status_code, reponse.location) == (303, "/commandes/LOI-2K7F")
    assert client.get("/paiements/inconnu/retour").status_code == 404
