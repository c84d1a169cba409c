"""Paying by card, through the site and the simulated provider: the order is confirmed once,
whatever the browser, the webhooks and the poller do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from commandes import queries, tasks
from commandes.models import EtatCommande
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.models import Envoi
from socle.paiements import tasks as taches_de_paiement
from socle.paiements.models import EtatPaiement, EtatRemboursement, EvenementStripe, Moyen
from socle.paiements.queries import paiements_de, references_desequilibrees
from socle.reglages import Reglages
from tests import fabrique
from tests.commandes.marche import Marche, commander, dans, marche, soldes
from tests.serveurs import port_libre
from tests.socle.paiements.boite import Boite, Recu, boite_ouverte
from tests.socle.paiements.simulation import StripeSimule, stripe_simule

__all__ = ["stripe_simule"]
Connecter = Callable[[FlaskClient, Compte], None]


@pytest.fixture
def boite(stripe_simule: StripeSimule) -> Iterator[Boite]:
    """Where the provider's webhooks wait until the test lets them in."""
    with boite_ouverte() as ouverte:
        stripe_simule.diriger(ouverte.url)
        yield ouverte


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


@pytest.fixture
def achat(site: Flask, client: FlaskClient, connecter: Connecter) -> Achat:
    """Camille has ordered two bunches of carrots and is to pay 6.00 € by card."""
    with site.app_context():
        m, camille = marche(), fabrique.compte()
        connecter(client, camille)
        return Achat(site, client, m, commander(m, par=camille, moyen=Moyen.CARTE).reference)


class Achat:
    """One order to pay, and the gestures around it."""

    def __init__(self, site: Flask, client: FlaskClient, m: Marche, reference: str) -> None:
        self.site, self.client, self.m, self.reference = site, client, m, reference

    def ouvrier(self, tache: Callable[[], None], *, fois: int = 1) -> None:
        """The worker carries a task out."""
        for _ in range(fois):
            with self.site.app_context():
                tache()

    @property
    def jeton(self) -> str:
        return paiements_de("commande", self.reference)[0].jeton

    def aller_payer(self) -> str:
        """Press « Payer maintenant »; the address of the provider's page."""
        reponse = self.client.get(f"/paiements/{self.jeton}")
        assert reponse.status_code == 303
        return reponse.location

    def revenir(self) -> str:
        """The way back; the text of the page where the browser ends."""
        reponse = self.client.get(f"/paiements/{self.jeton}/retour", follow_redirects=True)
        assert reponse.status_code == 200
        assert reponse.request.path == f"/commandes/{self.reference}"
        return reponse.text

    def recevoir(self, *webhooks: Recu) -> None:
        for recu in webhooks:
            reponse = self.client.post(
                "/paiements/stripe",
                data=recu.corps,
                headers={"Stripe-Signature": recu.signature, "Content-Type": "application/json"},
            )
            assert reponse.status_code == 204

    def confirmee_une_fois(self, courriels: Callable[[], list[Envoi]]) -> None:
        """The state that every road must lead to."""
        session.expire_all()
        commande = queries.commande_par_reference(self.reference)
        (paiement,) = paiements_de("commande", self.reference)
        assert commande.etat is EtatCommande.CONFIRMEE
        assert paiement.etat is EtatPaiement.PAYE
        assert paiement.remboursements == []
        assert [c.sujet for c in courriels()] == [f"Votre commande {self.reference} est confirmée"]
        assert soldes(self.reference) == {f"producteur:{self.m.jardin.id}": 600, "encaisse": -600}
        assert self.m.restes() == (8, 10)
        assert references_desequilibrees() == []


def test_payer_puis_revenir_confirme_la_commande(
    achat: Achat, stripe_simule: StripeSimule, courriels: Callable[[], list[Envoi]]
) -> None:
    retour = stripe_simule.payer(achat.aller_payer())
    assert retour.endswith(f"/paiements/{achat.jeton}/retour")
    page = achat.revenir()
    assert "Elle est confirmée" in page
    assert "Payer maintenant" not in page
    achat.confirmee_une_fois(courriels)


def test_le_navigateur_ferme_apres_le_paiement_le_webhook_confirme_une_fois(
    achat: Achat,
    boite: Boite,
    stripe_simule: StripeSimule,
    courriels: Callable[[], list[Envoi]],
) -> None:
    stripe_simule.payer(achat.aller_payer())
    stripe_simule.attendre()
    achat.recevoir(*boite.recus)
    achat.confirmee_une_fois(courriels)


def test_chaque_webhook_double_et_renverse_donne_le_meme_etat(
    achat: Achat,
    boite: Boite,
    stripe_simule: StripeSimule,
    courriels: Callable[[], list[Envoi]],
) -> None:
    stripe_simule.payer(achat.aller_payer())
    stripe_simule.attendre()
    achat.recevoir(*reversed(boite.recus))
    achat.revenir()
    achat.recevoir(*boite.recus, *reversed(boite.recus))
    achat.revenir()
    achat.confirmee_une_fois(courriels)
    vus = session.scalars(sa.select(EvenementStripe.id)).all()
    assert len(vus) == len(set(vus))


def test_un_webhook_perdu_est_rattrape_par_la_relecture(
    achat: Achat, stripe_simule: StripeSimule, courriels: Callable[[], list[Envoi]]
) -> None:
    stripe_simule.payer(achat.aller_payer())
    achat.ouvrier(taches_de_paiement.relire_les_paiements)
    assert queries.commande_par_reference(achat.reference).etat is EtatCommande.A_PAYER
    with dans(minutes=3):
        achat.ouvrier(taches_de_paiement.relire_les_paiements, fois=2)
    achat.confirmee_une_fois(courriels)


def test_un_webhook_mal_signe_est_refuse(achat: Achat) -> None:
    reponse = achat.client.post(
        "/paiements/stripe",
        data=b'{"id": "evt_faux", "type": "checkout.session.completed"}',
        headers={"Stripe-Signature": "t=1,v1=00"},
    )
    assert reponse.status_code == 400
    assert queries.commande_par_reference(achat.reference).etat is EtatCommande.A_PAYER


def test_aller_payer_deux_fois_mene_a_la_meme_page(achat: Achat) -> None:
    assert achat.aller_payer() == achat.aller_payer()


@pytest.mark.parametrize("issue", ["refus", "abandon", "authentification_ratee"])
def test_une_carte_refusee_ou_un_abandon_laisse_la_commande_a_payer(
    achat: Achat, stripe_simule: StripeSimule, issue: str, courriels: Callable[[], list[Envoi]]
) -> None:
    stripe_simule.payer(achat.aller_payer(), issue)
    page = achat.revenir()
    assert "Payer maintenant" in page
    assert "Changer ma commande" in page
    assert courriels() == []
    stripe_simule.payer(achat.aller_payer(), "authentification")
    achat.revenir()
    achat.confirmee_une_fois(courriels)


def test_un_paiement_arrive_apres_l_expiration_est_rendu(
    achat: Achat,
    boite: Boite,
    stripe_simule: StripeSimule,
    courriels: Callable[[], list[Envoi]],
) -> None:
    page = achat.aller_payer()
    with dans(minutes=41):
        achat.ouvrier(tasks.expirer_les_commandes)
    stripe_simule.payer(page)
    stripe_simule.attendre()
    achat.recevoir(*boite.recus)
    session.expire_all()
    commande = queries.commande_par_reference(achat.reference)
    (paiement,) = paiements_de("commande", achat.reference)
    assert commande.etat is EtatCommande.EXPIREE
    assert [r.etat for r in paiement.remboursements] == [EtatRemboursement.A_FAIRE]
    achat.ouvrier(taches_de_paiement.executer_les_remboursements, fois=2)
    session.expire_all()
    (remboursement,) = paiements_de("commande", achat.reference)[0].remboursements
    assert remboursement.etat is EtatRemboursement.FAIT
    assert len(stripe_simule.simulateur.banque.lister("remboursements")) == 1
    assert soldes(achat.reference) == {}
    assert achat.m.restes() == (10, 10)
    assert [c.sujet.split("\u00a0")[0] for c in courriels()] == [
        "Votre paiement est arrivé trop tard"
    ]


def test_une_commande_reprise_ferme_sa_page_de_paiement(
    achat: Achat, stripe_simule: StripeSimule
) -> None:
    achat.aller_payer()
    reponse = achat.client.post(f"/commandes/{achat.reference}/reprendre")
    assert reponse.status_code == 303
    with dans(minutes=3):
        achat.ouvrier(taches_de_paiement.relire_les_paiements)
    session.expire_all()
    (paiement,) = paiements_de("commande", achat.reference)
    assert paiement.etat is EtatPaiement.EXPIRE
    (page_fermee,) = stripe_simule.simulateur.banque.lister("sessions")
    assert page_fermee["status"] == "expired"


def test_une_page_de_paiement_qui_expire_laisse_reprendre_la_commande(
    achat: Achat, stripe_simule: StripeSimule
) -> None:
    achat.aller_payer()
    stripe_simule.avancer(timedelta(hours=1))
    page = achat.revenir()
    assert "Le temps de payer est passé" in page
    assert "Reprendre ma commande" in page


def test_le_prestataire_injoignable_garde_la_commande(achat: Achat, site: Flask) -> None:
    jeton = achat.jeton
    site.config["REGLAGES"] = replace(
        site.config["REGLAGES"], stripe_api_base=f"http://127.0.0.1:{port_libre()}"
    )
    reponse = achat.client.get(f"/paiements/{jeton}")
    assert reponse.status_code == 503
    assert "Votre commande est gardée" in reponse.text
    assert queries.commande_par_reference(achat.reference).etat is EtatCommande.A_PAYER


def test_une_commande_payee_puis_annulee_est_rendue_une_seule_fois(
    achat: Achat, stripe_simule: StripeSimule
) -> None:
    stripe_simule.payer(achat.aller_payer())
    achat.revenir()
    assert achat.client.post(f"/commandes/{achat.reference}/annuler").status_code == 303
    assert achat.client.post(f"/commandes/{achat.reference}/annuler").status_code == 409
    achat.ouvrier(taches_de_paiement.executer_les_remboursements, fois=2)
    (rendu,) = stripe_simule.simulateur.banque.lister("remboursements")
    assert rendu["amount"] == 600
    page = achat.client.get(f"/commandes/{achat.reference}").text
    assert "Remboursement de 6,00" in page
    assert references_desequilibrees() == []
