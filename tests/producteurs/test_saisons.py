"""What is in season, month by month."""

import pytest

from producteurs.models import Famille
from producteurs.saisons import en_saison, saisons


@pytest.mark.parametrize("mois", range(1, 13))
def test_chaque_mois_a_de_quoi_manger(mois: int) -> None:
    presents = en_saison(mois)
    assert len(presents) >= 12
    assert all(mois in saison.mois for saison in presents)


def test_un_produit_n_a_qu_une_saison() -> None:
    noms = [saison.produit for saison in saisons()]
    assert len(noms) == len(set(noms)) >= 60
    assert all(1 <= mois <= 12 for saison in saisons() for mois in saison.mois)
    assert {saison.famille for saison in saisons()} >= {Famille.LEGUMES, Famille.FRUITS}


def test_ce_qui_ne_dure_pas_vient_en_premier() -> None:
    durees = [len(saison.mois) for saison in en_saison(6)]
    assert durees == sorted(durees)


def test_l_asperge_n_est_pas_de_novembre() -> None:
    assert "Asperge" in {saison.produit for saison in en_saison(5)}
    assert "Asperge" not in {saison.produit for saison in en_saison(11)}
