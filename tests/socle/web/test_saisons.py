"""Months said in words."""

from __future__ import annotations

import pytest

from socle.web.saisons import phrase_saison


@pytest.mark.parametrize(
    ("mois", "phrase"),
    [
        ([], ""),
        ([6], "en juin"),
        ([5, 6, 7, 8, 9, 10], "de mai à octobre"),
        ([4, 5], "d’avril à mai"),
        ([8, 9], "d’août à septembre"),
        ([11, 12, 1, 2], "de novembre à février"),
        ([3, 9, 10], "en mars et de septembre à octobre"),
        ([1, 5, 8], "en janvier, en mai et en août"),
        (range(1, 13), "toute l’année"),
    ],
)
def test_les_mois_se_disent_en_une_phrase(mois: list[int], phrase: str) -> None:
    assert phrase_saison(mois) == phrase
