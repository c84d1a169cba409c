"""The appointment of an order, as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from commandes.models import Commande
from livraisons.models import Mode
from socle import horloge
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
    agenda = Calendar()
    agenda.add("prodid", "-//Cabas//FR")
    agenda.add("version", "2.0")
    evenement = Event()
    evenement.add("uid", f"{commande.reference}@cabas")
    evenement.add("dtstamp", horloge.maintenant())
    evenement.add("dtstart", fenetre.debut)
    evenement.add("dtend", fenetre.fin)
    evenement.add("summary", _("Recevoir ma commande") if domicile else _("Chercher ma commande"))
    evenement.add("location", lieu)
    evenement.add(
        "description",
        _("Commande %(ref)s, code %(code)s", ref=commande.reference, code=livraison.code),
    )
    rappel = Alarm()
    rappel.add("action", "DISPLAY")
    rappel.add("description", _("Votre commande vous attend dans une heure"))
    rappel.add("trigger", timedelta(hours=-1))
    evenement.add_component(rappel)
    agenda.add_component(evenement)
    contenu: bytes = agenda.to_ical()
    return contenu
