"""The appointment of an order, for the buyer's calendar."""

from __future__ import annotations

from datetime import timedelta

from commandes.models import Commande
from livraisons.models import Mode
from socle.agenda import RendezVous, ecrire_agenda
from socle.langue import _


def rendez_vous(commande: Commande) -> bytes:
    """One event: where and when the order is fetched or brought, with an alarm an hour before."""
    livraison = commande.livraison
    fenetre = livraison.fenetre
    domicile = livraison.mode is Mode.DOMICILE
    point = livraison.distribution.point_relais if livraison.distribution else None
    lieu = (
        f"{livraison.adresse}, {livraison.commune_nom}"
        if domicile or point is None
        else f"{point.nom}, {point.adresse}, {point.commune.nom}"
    )
    return ecrire_agenda(
        RendezVous(
            reference=commande.reference,
            debut=fenetre.debut,
            fin=fenetre.fin,
            titre=_("Recevoir ma commande") if domicile else _("Chercher ma commande"),
            lieu=lieu,
            details=_(
                "Commande %(ref)s, code %(code)s", ref=commande.reference, code=livraison.code
            ),
            rappel=_("Votre commande vous attend dans une heure"),
            rappel_avant=timedelta(hours=1),
        )
    )
