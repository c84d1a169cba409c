"""Sending the outbox."""

from __future__ import annotations

from flask import current_app

from socle.envois import services
from socle.envois.smtp import livreur
from socle.travaux import periodique


@periodique(minutes=1, des_que_possible=True)
def expedier_les_courriels() -> None:
    """Send the mails that are due."""
    services.expedier(livreur(current_app.config["REGLAGES"]))
