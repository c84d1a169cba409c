"""The calendar of a silent farm: the nights on which the worker passed, and what then happened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from producteurs.models import DemandeConfirmation, Fraicheur, Producteur
from producteurs.services import fraicheur
from socle import horloge
from socle.db import session
from socle.envois.models import Envoi
from tests import fabrique

J0 = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
"""The day on which the farms of these tests were last confirmed."""
DEMANDE, RELANCE, NON_CONFIRMEE, RETIREE = "demande", "relance", "non confirmée", "retirée"
_SUJETS = {
    "votre fiche est-elle toujours juste": DEMANDE,
    "Rappel": RELANCE,
    "non confirmée": NON_CONFIRMEE,
    "plus sur la carte": RETIREE,
}


@contextmanager
def au_jour(n: int) -> Iterator[None]:
    """The night of the ``n``-th day after ``J0``."""
    with horloge.arretee_a(J0.replace(hour=3, minute=0) + timedelta(days=n)):
        yield


def ferme_confirmee(nom: str = "Ferme du Pont", **autres: Any) -> Producteur:
    """A farm confirmed on ``J0``, valid for three years."""
    with horloge.arretee_a(J0):
        fin = horloge.aujourdhui() + timedelta(days=1095)
        return fabrique.producteur(nom, valide_jusqu_au=fin, **autres)


def passer(producteur: Producteur, jours: Iterable[int]) -> list[tuple[int, Fraicheur]]:
    """Let the worker pass on these nights; when the freshness changed, and to what."""
    producteur = session.get_one(Producteur, producteur.id)
    suite = []
    for jour in jours:
        avant = producteur.dossier.fraicheur
        with au_jour(jour):
            fraicheur.avancer(producteur)
            session.commit()
        if producteur.dossier.fraicheur is not avant:
            suite.append((jour, producteur.dossier.fraicheur))
    return suite


def courriels_a(adresse: str) -> list[tuple[int, str]]:
    """The mails that went to this address: on which day after ``J0``, and of which kind."""
    envois = session.scalars(
        select(Envoi).where(Envoi.destinataire == adresse).order_by(Envoi.id)
    ).all()
    return [((horloge.jour_de(e.cree_le) - J0.date()).days, _sorte(e.sujet)) for e in envois]


def _sorte(sujet: str) -> str:
    return next(sorte for debut, sorte in _SUJETS.items() if debut in sujet)


def dernier_lien(adresse: str) -> str:
    """The path of the link « tout est juste » in the last mail to this address."""
    envoi = session.scalars(
        select(Envoi).where(Envoi.destinataire == adresse).order_by(Envoi.id.desc())
    ).first()
    assert envoi is not None
    trouve = re.search(r"(/confirmer/[\w-]+)\n", envoi.texte)
    assert trouve is not None, envoi.texte
    return trouve[1]


def demande_de(producteur: Producteur) -> DemandeConfirmation:
    """The last request sent to this farm."""
    demande = session.scalars(
        select(DemandeConfirmation)
        .where(DemandeConfirmation.producteur_id == producteur.id)
        .order_by(DemandeConfirmation.id.desc())
    ).first()
    assert demande is not None
    return demande
