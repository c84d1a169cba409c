"""What can be had instead, when what was hoped for cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commandes.vocabulaire import verdict_en_une_phrase
from socle import horloge
from socle.db import session
from tests import fabrique
from tests.commandes.marche import (
    A_ROANNE,
    juger,
    marche,
    plat,
)

pytestmark = pytest.mark.usefixtures("contexte")


def test_qui_espere_une_livraison_impossible_voit_le_retrait_le_plus_proche() -> None:
    verdict = juger(marche(), A_ROANNE)
    assert verdict.alternative is not None
    assert plat(verdict.alternative.phrase).startswith("À retirer : Mairie de Montbrison, ")


def test_quand_il_reste_une_autre_livraison_c_est_elle_qui_est_proposee() -> None:
    m = marche()
    m.vente.distributions.clear()
    m.creneau.places = 0
    m.vente.creneaux.append(fabrique.creneau(m.creneau.zone))
    session.commit()
    verdict = juger(m)
    assert verdict.alternative is not None
    assert verdict.alternative.phrase.startswith("Livraison possible ")


def test_une_vente_close_propose_la_vente_ouverte_qui_ferme_la_premiere() -> None:
    m = marche()
    tard = fabrique.vente(m.plateforme, titre="Tard")
    tard.cloture += timedelta(days=1)
    tot = fabrique.vente(m.plateforme, titre="Tôt")
    m.vente.cloture = horloge.maintenant()
    session.commit()
    verdict = juger(m)
    assert verdict.alternative is not None
    assert verdict.alternative.vente_id == tot.id
    assert "« Tôt » est ouverte jusqu’à" in plat(verdict.alternative.phrase)


def test_une_vente_close_propose_sinon_la_prochaine_a_ouvrir() -> None:
    m = marche()
    suivante = fabrique.vente(
        m.plateforme,
        titre="Suivante",
        ouverture=horloge.maintenant() + timedelta(days=3),
        cloture=horloge.maintenant() + timedelta(days=5),
    )
    m.vente.cloture = horloge.maintenant()
    session.commit()
    verdict = juger(m)
    assert verdict.alternative is not None
    assert verdict.alternative.vente_id == suivante.id
    assert "« Suivante » ouvre" in plat(verdict.alternative.phrase)


def test_une_vente_close_ou_le_stock_manque_aussi_propose_l_autre_vente() -> None:
    m = marche()
    autre = fabrique.vente(m.plateforme, titre="Autre")
    m.vente.cloture = horloge.maintenant()
    session.commit()
    verdict = juger(m, lignes={m.offre(m.carottes).id: 99})
    assert verdict.alternative is not None
    assert verdict.alternative.vente_id == autre.id


@pytest.mark.parametrize("carottes", [11, 1])
def test_ce_que_le_visiteur_peut_corriger_ici_ne_l_envoie_pas_ailleurs(carottes: int) -> None:
    m = marche(minimum_centimes=2000)
    fabrique.vente(m.plateforme, titre="Autre")
    assert juger(m, lignes={m.offre(m.carottes).id: carottes}).alternative is None


def test_sans_lieu_une_vente_livree_seulement_demande_ou_l_on_habite() -> None:
    m = marche()
    m.vente.distributions.clear()
    fabrique.vente(m.plateforme, titre="Autre")
    session.commit()
    verdict = juger(m, None)
    assert not verdict.possible
    assert verdict.alternative is None
    assert "Dites où vous habitez" in verdict_en_une_phrase(verdict)
