"""Two people in each other's way: one is half-way through when the other begins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from commandes import queries, services
from commandes.models import (
    PanierEnCours,
    Vente,
)
from livraisons.models import Livraison
from socle import db
from socle.comptes.models import Compte, Role
from socle.db import session, transaction
from socle.errors import Refus
from tests import fabrique
from tests.commandes.marche import CHEZ_CAMILLE, Marche, choix

ATTENTE_S = 0.5


def croiser(
    app: Flask, premier: Callable[[], object], *suivants: Callable[[], object]
) -> list[object]:
    """Do the first without ending it, begin the others, then end the first; what each came to."""
    faits: list[object] = [None] * (1 + len(suivants))
    a_moitie, finir = threading.Event(), threading.Event()

    def jouer(rang: int, geste: Callable[[], object], *, s_arreter: bool) -> None:
        db.ecriture.set(True)
        try:
            with app.app_context(), transaction():
                faits[rang] = geste()
                session.flush()
                if s_arreter:
                    a_moitie.set()
                    finir.wait(10)
        except Refus as refus:
            faits[rang] = refus
        finally:
            a_moitie.set()
            session.remove()

    session.commit()
    session.remove()
    fils = [
        threading.Thread(target=jouer, args=(0, premier), kwargs={"s_arreter": True}),
        *(
            threading.Thread(target=jouer, args=(rang, geste), kwargs={"s_arreter": False})
            for rang, geste in enumerate(suivants, 1)
        ),
    ]
    fils[0].start()
    a_moitie.wait(10)
    for fil in fils[1:]:
        fil.start()
        time.sleep(ATTENTE_S)  # long enough for it to be waiting for the first
    finir.set()
    for fil in fils:
        fil.join(30)
    return faits


def agent() -> int:
    return fabrique.compte("Agent", roles=[(Role.PLATEFORME, "loire")]).id


def remettre(reference: str, par: int) -> None:
    livraison = session.scalars(sa.select(Livraison).where(Livraison.reference == reference)).one()
    services.remettre_commande(livraison, par=session.get_one(Compte, par))


def decocher(reference: str, par: int) -> None:
    livraison = session.scalars(sa.select(Livraison).where(Livraison.reference == reference)).one()
    services.decocher_commande(livraison, par=session.get_one(Compte, par))


def annuler(reference: str, par: int) -> None:
    commande = queries.commande_par_reference(reference)
    services.annuler_commande(commande, par=session.get_one(Compte, par), motif="gel")


def appeler(m: Marche, par: int, numero: int = 0) -> int:
    vente = session.get_one(Vente, numero or m.numero)
    return services.annuler_vente(vente, par=session.get_one(Compte, par), motif="gel")


def acheter(m: Marche, panier: int, compte: int) -> str:
    return services.passer_commande(
        session.get_one(PanierEnCours, panier),
        choix(m.en_relais),
        compte=session.get_one(Compte, compte),
        lieu=CHEZ_CAMILLE,
    ).reference
