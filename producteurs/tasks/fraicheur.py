"""Each night: ask the farms whose confirmation has lived its time, and go on with the silent."""

from __future__ import annotations

from producteurs.models import Producteur
from producteurs.queries.fraicheur import a_avancer
from producteurs.services import fraicheur
from socle import horloge
from socle.db import session, transaction
from socle.travaux import chacun, periodique


@periodique(minutes=1440)
def tenir_les_fiches_vivantes() -> None:
    """One step at most for each farm, each in a transaction of its own."""
    numeros = a_avancer(horloge.aujourdhui())
    session.rollback()
    chacun(numeros, _avancer, echec="fraicheur_non_avancee")


def _avancer(numero: int) -> None:
    with transaction():
        fraicheur.avancer(session.get_one(Producteur, numero))
