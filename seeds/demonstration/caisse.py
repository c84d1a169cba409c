"""Card payments that happened before the demonstration was opened.

They are written where the payment simulator keeps its own (``CABAS_DATA_DIR``), by the simulator's
own code: when it starts, it knows them, and gives them back like any other if their order is
cancelled. No server is needed while the demonstration is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from socle import horloge
from socle.paiements.prestataire import SessionDePaiement
from socle.paiements.simulateur.banque import Banque
from socle.paiements.simulateur.facteur import Facteur
from socle.paiements.simulateur.horloge import Horloge
from socle.paiements.simulateur.registre import Registre

FICHIER = "stripe-simule.json"
"""The file that the Procfile gives to the simulator."""
ADRESSE = "https://paiement.cabas.example"
"""Where the pages would have been: they are paid, nobody opens them again."""


@dataclass(frozen=True, slots=True)
class Page:
    """A session of the simulator, as ``SessionDePaiement`` wants it."""

    id: str
    url: str | None
    statut: str
    intent_id: str | None
    montant_centimes: int
    reference: str
    payee: bool


@dataclass(frozen=True, slots=True)
class Caisse:
    """A ``Prestataire`` without a network: the simulator's bank, under the site's own clock."""

    banque: Banque
    pages: dict[str, str] = field(default_factory=dict)

    def payer(self, reference: str) -> None:
        """The buyer pays the page opened for this reference."""
        self._mettre_a_l_heure()
        self.banque.payer(self.pages[reference])

    def creer_session(
        self,
        *,
        reference: str,
        montant_centimes: int,
        libelle: str,
        courriel: str,
        url_succes: str,
        url_abandon: str,
        expire_le: datetime,
        cle_idempotence: str,
    ) -> SessionDePaiement:
        self._mettre_a_l_heure()
        page = self.banque.creer_session(
            {
                "mode": "payment",
                "client_reference_id": reference,
                "customer_email": courriel,
                "success_url": url_succes,
                "cancel_url": url_abandon,
                "expires_at": int(expire_le.timestamp()),
                "metadata": {"reference": reference, "cle": cle_idempotence},
                "payment_intent_data": {"transfer_group": reference, "description": libelle},
                "line_items": [
                    {
                        "quantity": 1,
                        "price_data": {
                            "currency": "eur",
                            "unit_amount": montant_centimes,
                            "product_data": {"name": libelle},
                        },
                    }
                ],
            },
            base=ADRESSE,
        )
        self.pages[reference] = page["id"]
        return _page(page)

    def lire_session(self, session_id: str) -> SessionDePaiement:
        self._mettre_a_l_heure()
        return _page(self.banque.lire("sessions", session_id))

    def expirer_session(self, session_id: str) -> SessionDePaiement:
        self._mettre_a_l_heure()
        return _page(self.banque.expirer(session_id, cle=None))

    def rembourser(self, *, intent_id: str, montant_centimes: int, cle_idempotence: str) -> str:
        self._mettre_a_l_heure()
        demande = {"payment_intent": intent_id, "amount": str(montant_centimes)}
        return str(self.banque.rembourser(demande, cle=cle_idempotence)["id"])

    def _mettre_a_l_heure(self) -> None:
        self.banque.horloge.regler(horloge.maintenant().timestamp())


@contextmanager
def caisse_ouverte(dossier: Path) -> Iterator[Caisse]:
    """The bank, with what it already knew; what happens inside the block is kept at its end."""
    registre = Registre(dossier / FICHIER)
    fichier, registre.fichier = registre.fichier, None  # not written again at every payment
    try:
        yield Caisse(Banque(registre, Facteur(None, "", ()), Horloge()))
    finally:
        registre.fichier = fichier
        with registre.ecriture():
            pass


def _page(page: dict[str, Any]) -> Page:
    return Page(
        id=page["id"],
        url=page["url"],
        statut=page["status"],
        intent_id=page["payment_intent"],
        montant_centimes=page["amount_total"],
        reference=page["client_reference_id"],
        payee=page["status"] == "complete" and page["payment_status"] == "paid",
    )
