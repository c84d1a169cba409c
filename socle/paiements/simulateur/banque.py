"""What can happen to a payment: it is opened, tried, refused, authenticated, paid, given back."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from socle.monnaie import ecrire_prix
from socle.paiements.simulateur.errors import ErreurStripe, ParametreInvalide
from socle.paiements.simulateur.facteur import Facteur
from socle.paiements.simulateur.horloge import Horloge
from socle.paiements.simulateur.objets.charge import nouvelle_charge
from socle.paiements.simulateur.objets.evenement import nouvel_evenement
from socle.paiements.simulateur.objets.identifiants import Objet, identifiant
from socle.paiements.simulateur.objets.intent import (
    authentification_ratee,
    carte_refusee,
    nouvel_intent,
)
from socle.paiements.simulateur.objets.remboursement import nouveau_remboursement
from socle.paiements.simulateur.objets.session import coordonnees, nouvelle_session
from socle.paiements.simulateur.parametres import (
    CHAMPS_REMBOURSEMENT,
    entier,
    lire_demande,
    obligatoire,
    refuser_inconnus,
)
from socle.paiements.simulateur.registre import Registre


@dataclass(frozen=True)
class Banque:
    """The use cases. Each runs under the register's lock, so a double click pays once."""

    registre: Registre
    facteur: Facteur
    horloge: Horloge

    def creer_session(self, parametres: dict[str, Any], *, base: str) -> Objet:
        with self.registre.ecriture() as registre:
            demande = lire_demande(parametres, self.horloge.maintenant())
            session = nouvelle_session(demande, cree_le=self.horloge.maintenant(), base=base)
            registre.sessions[session["id"]] = session
            registre.donnees_intent[session["id"]] = demande.intent
            registre.libelles[session["id"]] = demande.libelle
            return deepcopy(session)

    def lire(self, sorte: str, objet_id: str, *, param: str = "id") -> Objet:
        self.expirer_echues()
        with self.registre.lecture() as registre:
            return self._montrer(registre.trouver(sorte, objet_id, param=param))

    def libelle(self, session_id: str) -> str:
        return self.registre.libelles[session_id]

    def lister(self, sorte: str) -> list[Objet]:
        """Newest first, as Stripe lists."""
        self.expirer_echues()
        with self.registre.lecture() as registre:
            return [self._montrer(objet) for objet in reversed(getattr(registre, sorte).values())]

    def payer(self, session_id: str, *, authentifie: bool = False) -> Objet:
        """The bank says yes: charged once, however often it is asked."""
        with self.registre.ecriture() as registre:
            session = self._session_a_jour(session_id)
            if session["status"] != "open":
                return deepcopy(session)
            intent = self._intent(session)
            intent["payment_method"] = identifiant("pm")
            charge = nouvelle_charge(
                intent,
                courriel=session["customer_email"],
                cree_le=self.horloge.maintenant(),
                authentifie=authentifie,
            )
            registre.charges[charge["id"]] = charge
            intent |= {
                "status": "succeeded",
                "amount_received": intent["amount"],
                "latest_charge": charge["id"],
                "last_payment_error": None,
                "next_action": None,
            }
            session |= {"status": "complete", "payment_status": "paid", "url": None}
            session["customer_details"] = coordonnees(session["customer_email"])
            self._annoncer("payment_intent.succeeded", intent)
            self._annoncer("checkout.session.completed", session)
            return deepcopy(session)

    def refuser(self, session_id: str) -> Objet:
        """The bank says no; the session stays open for another try."""
        return self._echouer(session_id, carte_refusee())

    def demander_authentification(self, session_id: str) -> Objet:
        """3-D Secure: nothing is charged until the buyer has confirmed."""
        with self.registre.ecriture():
            session = self._session_a_jour(session_id)
            if session["status"] == "open":
                self._intent(session).update(
                    status="requires_action",
                    last_payment_error=None,
                    next_action={
                        "type": "redirect_to_url",
                        "redirect_to_url": {
                            "return_url": session["url"],
                            "url": f"{session['url']}/authentification",
                        },
                    },
                )
            return deepcopy(session)

    def confirmer_authentification(self, session_id: str) -> Objet:
        """Pays if an authentication was under way; else leaves the session as it is."""
        with self.registre.ecriture():
            session = self._session_a_jour(session_id)
            if not self._attend_authentification(session):
                return deepcopy(session)
            return self.payer(session_id, authentifie=True)

    def rater_authentification(self, session_id: str) -> Objet:
        with self.registre.ecriture():
            session = self._session_a_jour(session_id)
            if not self._attend_authentification(session):
                return deepcopy(session)
            return self._echouer(session_id, authentification_ratee())

    def expirer(self, session_id: str, *, cle: str | None) -> Objet:
        with self.registre.ecriture():
            session = self._session_a_jour(session_id)
            if session["status"] != "open":
                raise ErreurStripe(
                    'Only Checkout Sessions with a status in ["open"] can be expired. This '
                    f"Checkout Session has a status of {session['status']}."
                )
            return deepcopy(self._fermer(session, cle=cle))

    def expirer_echues(self) -> None:
        """Close each open session whose time has come."""
        with self.registre.lecture() as registre:
            maintenant = self.horloge.maintenant()
            echues = [
                session
                for session in registre.sessions.values()
                if session["status"] == "open" and session["expires_at"] <= maintenant
            ]
            if echues:
                with self.registre.ecriture():
                    for session in echues:
                        self._fermer(session, cle=None)

    def rembourser(self, parametres: dict[str, Any], *, cle: str | None) -> Objet:
        refuser_inconnus(parametres, CHAMPS_REMBOURSEMENT)
        with self.registre.ecriture() as registre:
            charge = self._charge_a_rembourser(parametres)
            reste = charge["amount"] - charge["amount_refunded"]
            montant = entier(parametres.get("amount", reste), "amount")
            _verifier_montant(charge, montant, reste)
            remboursement = nouveau_remboursement(
                charge,
                montant,
                raison=parametres.get("reason"),
                metadonnees=parametres.get("metadata") or {},
                cree_le=self.horloge.maintenant(),
            )
            registre.remboursements[remboursement["id"]] = remboursement
            charge["amount_refunded"] += montant
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
            charge["refunds"]["data"].insert(0, deepcopy(remboursement))
            self._annoncer("charge.refunded", charge, cle=cle)
            return deepcopy(remboursement)

    def renvoyer(self) -> int:
        """Send every event again, as if Stripe had doubts; gives how many."""
        with self.registre.lecture() as registre:
            evenements = deepcopy(list(registre.evenements.values()))
        self.facteur.renvoyer(evenements)
        return len(evenements)

    def _montrer(self, objet: Objet) -> Objet:
        """A copy; an event tells whether its webhook has still to arrive."""
        copie = deepcopy(objet)
        if copie["object"] == "event":
            copie["pending_webhooks"] = int(copie["id"] not in self.facteur.livres)
        return copie

    def _session_a_jour(self, session_id: str) -> Objet:
        self.expirer_echues()
        return self.registre.trouver("sessions", session_id, param="session")

    def _intent(self, session: Objet) -> Objet:
        """The session's PaymentIntent, made at the first attempt."""
        if session["payment_intent"] is None:
            intent = nouvel_intent(
                session,
                self.registre.donnees_intent[session["id"]],
                cree_le=self.horloge.maintenant(),
            )
            self.registre.intents[intent["id"]] = intent
            session["payment_intent"] = intent["id"]
        return self.registre.intents[session["payment_intent"]]

    def _attend_authentification(self, session: Objet) -> bool:
        return (
            session["status"] == "open"
            and session["payment_intent"] is not None
            and self._intent(session)["status"] == "requires_action"
        )

    def _echouer(self, session_id: str, erreur: Objet) -> Objet:
        with self.registre.ecriture():
            session = self._session_a_jour(session_id)
            if session["status"] == "open":
                intent = self._intent(session)
                intent |= {
                    "status": "requires_payment_method",
                    "last_payment_error": erreur,
                    "next_action": None,
                }
                self._annoncer("payment_intent.payment_failed", intent)
            return deepcopy(session)

    def _fermer(self, session: Objet, *, cle: str | None) -> Objet:
        session |= {"status": "expired", "url": None}
        if session["payment_intent"]:
            self._intent(session).update(
                status="canceled",
                canceled_at=self.horloge.maintenant(),
                cancellation_reason="expired",
                next_action=None,
            )
        self._annoncer("checkout.session.expired", session, cle=cle)
        return session

    def _charge_a_rembourser(self, parametres: dict[str, Any]) -> Objet:
        if "charge" in parametres:
            return self.registre.trouver("charges", str(parametres["charge"]), param="charge")
        intent_id = str(obligatoire(parametres, "payment_intent"))
        intent = self.registre.trouver("intents", intent_id, param="payment_intent")
        if intent["latest_charge"] is None:
            raise ErreurStripe(
                f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.",
                param="payment_intent",
            )
        return self.registre.charges[intent["latest_charge"]]

    def _annoncer(self, sorte: str, objet: Objet, *, cle: str | None = None) -> None:
        evenement = nouvel_evenement(sorte, objet, cree_le=self.horloge.maintenant(), cle=cle)
        self.registre.evenements[evenement["id"]] = evenement
        self.facteur.poster(deepcopy(evenement))


def _verifier_montant(charge: Objet, montant: int, reste: int) -> None:
    if reste == 0:
        raise ErreurStripe(
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
        )
    if montant < 1:
        raise ParametreInvalide(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param="amount",
        )
    if montant > reste:
        raise ErreurStripe(
            f"Refund amount ({ecrire_prix(montant)}) is greater than unrefunded amount on charge "
            f"({ecrire_prix(reste)})",
            param="amount",
        )
