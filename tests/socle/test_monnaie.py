"""Money: what people type becomes cents, or a clear refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socle.monnaie import PRIX_MAXIMAL_CENTIMES, PrixIllisible, ecrire_prix, lire_prix, part_de_tva


@pytest.mark.parametrize("texte", ["12,5", "12.50", " 12,50 € ", "12,50\u00a0€", "12,50\u202f€"])
def test_un_prix_se_lit_comme_on_l_ecrit(texte: str) -> None:
    assert lire_prix(texte) == 1250


@pytest.mark.parametrize("texte", ["-3", "abc", "1e9", "", "12,555", "1,2,3", "99999,00", "٣"])
def test_un_prix_illisible_est_refuse(texte: str) -> None:
    with pytest.raises(PrixIllisible):
        lire_prix(texte)


@given(st.integers(min_value=0, max_value=PRIX_MAXIMAL_CENTIMES))
def test_un_prix_ecrit_se_relit(centimes: int) -> None:
    assert lire_prix(ecrire_prix(centimes)) == centimes


def test_un_prix_s_ecrit_a_la_francaise() -> None:
    assert ecrire_prix(1250) == "12,50\u00a0€"
    assert ecrire_prix(123_456) == "1\u202f234,56\u00a0€"
    assert ecrire_prix(-5) == "-0,05\u00a0€"


def test_la_tva_est_contenue_dans_le_prix() -> None:
    assert part_de_tva(1055, 55) == 55
    assert part_de_tva(1200, 200) == 200
    assert part_de_tva(1000, 0) == 0
