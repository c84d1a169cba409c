"""Giving back: owed once written, carried out by the worker."""

from __future__ import annotations

from socle import horloge
from socle.db import session, transaction
from socle.paiements.errors import RemboursementImpossible
from socle.paiements.models import EtatRemboursement, Moyen, Paiement, Remboursement
from socle.paiements.prestataire import Prestataire


def rembourser(paiement: Paiement, montant_centimes: int, *, motif: str) -> Remboursement:
    """Owe ``montant_centimes`` back to whoever paid; never more than is left of the payment.

    Money received on the spot is given back on the spot: that refund is written as done.
    """
    if not 0 < montant_centimes <= paiement.net_centimes:
        raise RemboursementImpossible
    instant = horloge.maintenant()
    sur_place = paiement.moyen is Moyen.SUR_PLACE
    remboursement = Remboursement(
        montant_centimes=montant_centimes,
        motif=motif,
        cree_le=instant,
        etat=EtatRemboursement.FAIT if sur_place else EtatRemboursement.A_FAIRE,
        fait_le=instant if sur_place else None,
    )
    paiement.remboursements.append(remboursement)
    session.flush()
    return remboursement


def executer_remboursement(numero: int, prestataire: Prestataire) -> None:
    """Ask the provider to give the money back; its key makes another try harmless, however late.

    Raises what the provider refuses; the row then waits for the next try.
    """
    with transaction():
        remboursement = session.get_one(Remboursement, numero, populate_existing=True)
        if remboursement.etat is EtatRemboursement.FAIT:
            return
        remboursement.essais += 1
        intention = remboursement.paiement.intention_stripe
        cle = f"remboursement-{remboursement.paiement.jeton}-{numero}"
        montant = remboursement.montant_centimes
    assert intention is not None, "a card payment that was collected has its intent"
    recu = prestataire.rembourser(
        intent_id=intention,
        montant_centimes=montant,
        cle_idempotence=cle,
    )
    with transaction():
        remboursement = session.get_one(Remboursement, numero)
        remboursement.etat = EtatRemboursement.FAIT
        remboursement.remboursement_stripe = recu
        remboursement.fait_le = horloge.maintenant()
