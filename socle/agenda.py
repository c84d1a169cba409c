"""An appointment as a file for people's calendars (iCalendar, RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from socle import horloge


@dataclass(frozen=True, slots=True)
class RendezVous:
    """One appointment. The same ``reference`` sent again moves it, or cancels it when ``annule``:
    calendars keep the one that was written last."""

    reference: str
    debut: datetime
    fin: datetime
    titre: str
    lieu: str
    details: str
    rappel: str
    """What the alarm says."""
    rappel_avant: timedelta
    annule: bool = False


def ecrire_agenda(rendez_vous: RendezVous) -> bytes:
    """The file that a calendar opens, with an alarm before unless it is cancelled."""
    instant = horloge.maintenant()
    agenda = Calendar()
    agenda.add("prodid", "-//Cabas//FR")
    agenda.add("version", "2.0")
    agenda.add("method", "CANCEL" if rendez_vous.annule else "PUBLISH")
    evenement = Event()
    evenement.add("uid", f"{rendez_vous.reference}@cabas")
    evenement.add("dtstamp", instant)
    # Grows with each writing, in minutes: fits RFC 5545's 32-bit integer for four thousand years.
    evenement.add("sequence", int(instant.timestamp()) // 60)
    evenement.add("dtstart", rendez_vous.debut)
    evenement.add("dtend", rendez_vous.fin)
    evenement.add("summary", rendez_vous.titre)
    evenement.add("location", rendez_vous.lieu)
    evenement.add("description", rendez_vous.details)
    if rendez_vous.annule:
        evenement.add("status", "CANCELLED")
    else:
        alarme = Alarm()
        alarme.add("action", "DISPLAY")
        alarme.add("description", rendez_vous.rappel)
        alarme.add("trigger", -rendez_vous.rappel_avant)
        evenement.add_component(alarme)
    agenda.add_component(evenement)
    contenu: bytes = agenda.to_ical()
    return contenu
