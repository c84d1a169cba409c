"""Time: aware UTC inside, Paris on the wall, right on both nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from socle import horloge
from socle.db import InstantUTC


def test_une_heure_de_paris_suit_l_heure_d_ete_et_l_heure_d_hiver() -> None:
    assert horloge.a_paris(date(2026, 7, 1), time(18)) == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert horloge.a_paris(date(2026, 12, 1), time(18)) == datetime(2026, 12, 1, 17, tzinfo=UTC)


def test_le_dimanche_du_passage_a_l_heure_d_ete_n_a_que_23_heures() -> None:
    debut = horloge.a_paris(date(2026, 3, 29), time(0))
    assert horloge.a_paris(date(2026, 3, 30), time(0)) - debut == timedelta(hours=23)


def test_le_dimanche_du_passage_a_l_heure_d_hiver_a_25_heures() -> None:
    debut = horloge.a_paris(date(2026, 10, 25), time(0))
    assert horloge.a_paris(date(2026, 10, 26), time(0)) - debut == timedelta(hours=25)


def test_aujourd_hui_est_le_jour_de_paris() -> None:
    with horloge.arretee_a(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert horloge.aujourdhui() == date(2026, 7, 1)


def test_une_heure_sans_fuseau_ne_peut_pas_etre_gardee() -> None:
    naive = datetime.now(UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="naive"):
        InstantUTC().process_bind_param(naive, None)  # type: ignore[arg-type]
