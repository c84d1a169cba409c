"""Each night: forget who reported what was settled a month ago."""

from __future__ import annotations

from producteurs.models import Signalement
from producteurs.queries.signalements import adresses_a_oublier
from producteurs.services import signalement as signalements
from socle import horloge
from socle.db import session, transaction
from socle.travaux import chacun, periodique


@periodique(minutes=1440)
def oublier_les_adresses() -> None:
    """The address of a reporter lives thirty days after the outcome."""
    numeros = adresses_a_oublier(horloge.maintenant() - signalements.MEMOIRE_D_UNE_ADRESSE)
    session.rollback()
    chacun(numeros, _oublier, echec="adresse_non_oubliee")


def _oublier(numero: int) -> None:
    with transaction():
        signalements.oublier_l_adresse(session.get_one(Signalement, numero))
