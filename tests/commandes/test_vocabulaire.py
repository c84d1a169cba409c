"""What is said of a deadline, a distance, a place left."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from commandes.models import EtatCommande, EtatVente
from commandes.vocabulaire import (
    ETATS_COMMANDE,
    ETATS_PAIEMENT,
    ETATS_REMBOURSEMENT,
    ETATS_VENTE,
    MODES,
    MOYENS,
    a_distance,
    echeance,
    option_en_mots,
    places,
)
from livraisons.models import Mode
from livraisons.services import Option
from socle import horloge
from socle.paiements.models import EtatPaiement, EtatRemboursement, Moyen
from tests.commandes.marche import plat

MIDI = horloge.a_paris(date(2026, 11, 26), time(12))


def option(**autres: object) -> Option:
    valeurs = {
        "mode": Mode.RELAIS,
        "fenetre_id": 1,
        "libelle": "Mairie",
        "frais_centimes": 0,
        "debut": MIDI,
        "fin": MIDI + timedelta(hours=2, minutes=30),
        "places_restantes": 8,
    } | autres
    return Option(**valeurs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cloture", "mots"),
    [
        (MIDI + timedelta(seconds=20), "dans une minute"),
        (MIDI + timedelta(minutes=40, seconds=59), "dans 40 minutes"),
        (MIDI + timedelta(hours=1), "dans 60 minutes"),
        (MIDI + timedelta(hours=8), "aujourd’hui à 20 h"),
        (MIDI + timedelta(hours=12), "demain à 0 h"),
        (MIDI + timedelta(days=2), "samedi 28 novembre à 12 h"),
        (MIDI - timedelta(hours=1), "aujourd’hui à 11 h"),
    ],
)
def test_une_echeance_se_dit_en_mots(cloture: datetime, mots: str) -> None:
    with horloge.arretee_a(MIDI):
        assert plat(echeance(cloture, MIDI)) == mots


@pytest.mark.parametrize(
    ("km", "mots"), [(None, ""), (3.24, "à 3,2 km"), (0.0, "à 0,0 km"), (12.4, "à 12 km")]
)
def test_une_distance_se_dit_en_kilometres(km: float | None, mots: str) -> None:
    assert plat(a_distance(option(distance_km=km))) == mots


@pytest.mark.parametrize(
    ("reste", "mots"), [(1, "reste une place"), (20, "reste 20 places"), (21, "")]
)
def test_les_places_se_disent_quand_elles_comptent(reste: int, mots: str) -> None:
    assert plat(places(option(places_restantes=reste))) == mots


def test_une_option_se_dit_d_un_trait() -> None:
    with horloge.arretee_a(MIDI):
        dite = plat(option_en_mots(option(distance_km=3.2)))
    assert dite == "jeudi 26 novembre, de 12 h à 14 h 30 · à 3,2 km · reste 8 places"


def test_chaque_etat_a_son_mot() -> None:
    for etats, mots in (
        (EtatCommande, ETATS_COMMANDE),
        (EtatVente, ETATS_VENTE),
        (Mode, MODES),
        (Moyen, MOYENS),
        (EtatPaiement, ETATS_PAIEMENT),
        (EtatRemboursement, ETATS_REMBOURSEMENT),
    ):
        assert set(mots) == set(etats)
