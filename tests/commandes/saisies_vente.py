"""What the form of a sale sends, and a market at round hours: a form knows minutes only."""

from __future__ import annotations

from datetime import date, time, timedelta

from commandes.models import Vente
from livraisons.models import CreneauLivraison, Distribution
from socle import horloge
from socle.db import session
from tests.commandes.marche import Marche, marche

NOUVELLE = "/equipe/commandes/ventes/nouvelle"
Envoi = dict[str, str | list[str]]


def dans_jours(jours: int) -> date:
    return horloge.aujourdhui() + timedelta(days=jours)


def envoi(m: Marche, **changes: str | list[str]) -> Envoi:
    """A whole sale: opened tomorrow, closed in three days, fetched in five."""
    jour = dans_jours(5).isoformat()
    return {
        "titre": "Le marché des Rois",
        "description": "Galettes et poireaux.",
        "ouverture": f"{dans_jours(1)}T08:00",
        "cloture": f"{dans_jours(3)}T20:00",
        "minimum": "10",
        "fermes": [str(m.jardin.id), str(m.laiterie.id)],
        "distributions-0-lieu": str(m.relais.id),
        "distributions-0-jour": jour,
        "distributions-0-debut": "16:30",
        "distributions-0-fin": "19:00",
        "distributions-0-capacite": "60",
        "creneaux-0-lieu": str(m.creneau.zone_id),
        "creneaux-0-jour": jour,
        "creneaux-0-debut": "18:00",
        "creneaux-0-fin": "20:00",
        "creneaux-0-capacite": "12",
        "creneaux-0-frais": "4,50",
        **changes,
    }


def remplie(vente: Vente) -> Envoi:
    """What the form of a sale sends back when nothing is touched."""

    def ligne(genre: str, rang: int, f: Distribution | CreneauLivraison, lieu: int) -> Envoi:
        debut, fin = f.debut.astimezone(horloge.PARIS), f.fin.astimezone(horloge.PARIS)
        return {
            f"{genre}-{rang}-numero": str(f.id),
            f"{genre}-{rang}-lieu": str(lieu),
            f"{genre}-{rang}-jour": debut.date().isoformat(),
            f"{genre}-{rang}-debut": f"{debut:%H:%M}",
            f"{genre}-{rang}-fin": f"{fin:%H:%M}",
            f"{genre}-{rang}-capacite": str(f.capacite),
        }

    rempli: Envoi = {
        "titre": vente.titre,
        "description": vente.description,
        "ouverture": f"{vente.ouverture.astimezone(horloge.PARIS):%Y-%m-%dT%H:%M}",
        "cloture": f"{vente.cloture.astimezone(horloge.PARIS):%Y-%m-%dT%H:%M}",
        "minimum": "",
        "fermes": [str(p.producteur_id) for p in vente.participations],
    }
    for rang, distribution in enumerate(vente.distributions):
        rempli |= ligne("distributions", rang, distribution, distribution.point_relais_id)
    for rang, creneau in enumerate(vente.creneaux):
        rempli |= ligne("creneaux", rang, creneau, creneau.zone_id)
        rempli[f"creneaux-{rang}-frais"] = "4,00"
    return rempli


def marche_a_l_heure() -> Marche:
    """The market, fetched and brought in three days from 16 to 18 h."""
    jour = horloge.a_paris(dans_jours(3), time(16))
    m = marche()
    for fenetre in (m.distribution, m.creneau):
        fenetre.debut, fenetre.fin = jour, jour + timedelta(hours=2)
    m.vente.fin = jour + timedelta(hours=2)
    session.commit()
    return m
