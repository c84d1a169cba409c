"""Farms are told in time that their validation ends."""

from __future__ import annotations

from producteurs.models import Dossier
from producteurs.queries.dossier import dossiers_pres_de_l_echeance
from producteurs.services.dossier import prevenir_de_l_echeance
from socle import horloge
from socle.db import session, transaction
from socle.travaux import chacun, periodique


@periodique(minutes=1440)
def prevenir_des_echeances() -> None:
    """Warn each farm 60, 30 and 7 days before the end of its validation, once each."""
    numeros = dossiers_pres_de_l_echeance(horloge.aujourdhui())
    session.rollback()
    chacun(numeros, _prevenir, echec="rappel_d_echeance")


def _prevenir(numero: int) -> None:
    with transaction():
        prevenir_de_l_echeance(session.get_one(Dossier, numero))
