"""What people read: dates in words, no-break spaces, quantities with units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from socle import horloge
from socle.typographie import contenu, creneau, date_longue, heure, il_y_a, nombre, sans_accents

NOEL = horloge.a_paris(date(2026, 12, 1), time(12))


@dataclass
class Fenetre:
    debut: datetime
    fin: datetime


def test_un_creneau_se_dit_en_mots() -> None:
    jour = date(2026, 11, 26)
    fenetre = Fenetre(horloge.a_paris(jour, time(16, 30)), horloge.a_paris(jour, time(19)))
    with horloge.arretee_a(NOEL):
        assert creneau(fenetre) == "jeudi 26 novembre, de 16\u00a0h\u00a030 à\u00a019\u00a0h"


def test_le_premier_du_mois_est_le_premier_et_une_autre_annee_se_dit() -> None:
    with horloge.arretee_a(NOEL):
        assert date_longue(date(2026, 12, 1)) == "mardi 1er décembre"
        assert date_longue(date(2027, 5, 2)) == "dimanche 2 mai 2027"


@pytest.mark.parametrize(
    ("jour", "dit"),
    [
        (date(2026, 12, 1), "aujourd’hui"),
        (date(2026, 12, 2), "aujourd’hui"),
        (date(2026, 11, 30), "hier"),
        (date(2026, 11, 29), "il y a 2 jours"),
        (date(2026, 10, 3), "il y a 59 jours"),
        (date(2026, 10, 2), "il y a 2 mois"),
        (date(2024, 12, 2), "il y a 24 mois"),
        (date(2024, 12, 1), "il y a 2 ans"),
    ],
)
def test_le_temps_passe_se_dit_en_gros(jour: date, dit: str) -> None:
    with horloge.arretee_a(NOEL):
        assert il_y_a(jour) == dit


def test_hier_soir_a_paris_est_hier() -> None:
    with horloge.arretee_a(horloge.a_paris(date(2026, 7, 2), time(0, 30))):
        assert il_y_a(horloge.a_paris(date(2026, 7, 1), time(23, 30))) == "hier"


def test_une_heure_se_dit_a_l_heure_de_paris() -> None:
    assert heure(horloge.a_paris(date(2026, 7, 1), time(9, 5))) == "9\u00a0h\u00a005"


@pytest.mark.parametrize(
    ("quantite", "unite", "dit"),
    [
        (500, "g", "500\u00a0g"), (1500, "g", "1,5\u00a0kg"), (2000, "g", "2\u00a0kg"),
        (750, "ml", "75\u00a0cl"), (1000, "ml", "1\u00a0l"), (125, "ml", "125\u00a0ml"),
    ],
)  # fmt: skip
def test_une_quantite_se_dit_avec_son_unite(quantite: int, unite: str, dit: str) -> None:
    assert contenu(quantite, unite) == dit


def test_un_nombre_s_ecrit_avec_une_virgule() -> None:
    assert nombre(1234.5, 1) == "1\u202f234,5"


@pytest.mark.parametrize(
    ("texte", "plat"),
    [
        ("Saint-Étienne", "saint etienne"), ("L’Étrat", "l etrat"), ("Œufs & bœuf", "oeufs boeuf"),
        ("  CÔTE\u00a0Roannaise ", "cote roannaise"),
    ],
)  # fmt: skip
def test_on_cherche_sans_accents(texte: str, plat: str) -> None:
    assert sans_accents(texte) == plat
