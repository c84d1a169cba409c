"""What the buyer is told by mail."""

from __future__ import annotations

from commandes.agenda import rendez_vous
from commandes.models import Commande
from socle.envois.courriel import Courriel, Piece, composer
from socle.langue import _
from socle.paiements.models import Paiement


def commande_confirmee(commande: Commande) -> Courriel:
    """The order with where, when and the code to show; the appointment is attached."""
    return composer(
        commande.compte.courriel,
        _("Votre commande %(reference)s est confirmée", reference=commande.reference),
        "commandes/courriels/confirmee.txt",
        piece=Piece(f"commande-{commande.reference}.ics", rendez_vous(commande)),
        commande=commande,
    )


def commande_modifiee(commande: Commande) -> Courriel:
    """The order as it is now, and what its change costs or gives back."""
    return composer(
        commande.compte.courriel,
        _("Votre commande %(reference)s a changé", reference=commande.reference),
        "commandes/courriels/modifiee.txt",
        commande=commande,
    )


def commande_annulee(commande: Commande, motif: str, *, rendu_centimes: int) -> Courriel:
    """The order is cancelled, and how much of what was paid by card comes back."""
    return composer(
        commande.compte.courriel,
        _("Votre commande %(reference)s est annulée", reference=commande.reference),
        "commandes/courriels/annulee.txt",
        commande=commande,
        motif=motif,
        rendu_centimes=rendu_centimes,
    )


def paiement_trop_tardif(commande: Commande, paiement: Paiement) -> Courriel:
    """A payment came after its order had ended: it is given back whole."""
    return composer(
        commande.compte.courriel,
        _("Votre paiement est arrivé trop tard : il vous est rendu"),
        "commandes/courriels/trop_tard.txt",
        commande=commande,
        paiement=paiement,
    )
