"""The night's worker, a farm that answers and an agent who calls, at the same instant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from producteurs.errors.public import LienDejaServi, LienPerdu
from producteurs.models import EtatDossier, Fraicheur, Producteur, ReponseConfirmation
from producteurs.services import confirmation, fraicheur
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.croisement import croiser
from tests.commandes.test_concurrence import vraie_base
from tests.producteurs.calendrier import (
    au_jour,
    courriels_a,
    demande_de,
    dernier_lien,
    ferme_confirmee,
    passer,
)

__all__ = ["vraie_base"]
pytestmark = pytest.mark.usefixtures("vraie_base")
Geste = Callable[[], object]
COURRIEL = "pont@cabas.example"


def asseoir(app: Flask, jours: range) -> int:
    """The number of a farm on which the worker passed on these nights."""
    with app.app_context():
        ferme = ferme_confirmee(courriel=COURRIEL)
        numero = ferme.id
        passer(ferme, jours)
    return numero


def nuit(numero: int, jour: int) -> Geste:
    def geste() -> None:
        with au_jour(jour):
            fraicheur.avancer(session.get_one(Producteur, numero))

    return geste


def repondre(jeton: str, jour: int) -> Geste:
    def geste() -> None:
        with au_jour(jour):
            demande = confirmation.lire_lien(jeton)
            confirmation.confirmer_par_lien(demande, version=demande.producteur.version)

    return geste


def arreter(jeton: str, jour: int) -> Geste:
    def geste() -> None:
        with au_jour(jour):
            confirmation.arreter_par_lien(confirmation.lire_lien(jeton))

    return geste


@pytest.mark.parametrize("jour", [90, 100])
def test_deux_ouvriers_la_meme_nuit_n_ecrivent_qu_une_fois(app: Flask, jour: int) -> None:
    numero = asseoir(app, range(jour))
    avant = len(courriels_a(COURRIEL))
    croiser(app, nuit(numero, jour), nuit(numero, jour))
    assert len(courriels_a(COURRIEL)) == avant + 1


def test_une_ferme_qui_repond_quand_la_nuit_la_retire_reste_sur_la_carte(app: Flask) -> None:
    numero = asseoir(app, range(180))
    jeton = dernier_lien(COURRIEL).rpartition("/")[2]
    faits = croiser(app, repondre(jeton, 180), nuit(numero, 180))
    assert faits == [None, None]
    assert session.get_one(Producteur, numero).dossier.fraicheur is Fraicheur.CONFIRME
    assert "plus sur la carte" not in str(courriels_a(COURRIEL)[-1])


def test_un_lien_remplace_pendant_qu_on_repond_ne_sert_plus(app: Flask) -> None:
    numero = asseoir(app, range(100))
    jeton = dernier_lien(COURRIEL).rpartition("/")[2]
    _nuit, refus = croiser(app, nuit(numero, 100), repondre(jeton, 100))
    assert isinstance(refus, LienPerdu)
    assert demande_de(session.get_one(Producteur, numero)).repondue_le is None


def test_deux_reponses_au_meme_lien_la_premiere_compte(app: Flask) -> None:
    numero = asseoir(app, range(91))
    jeton = dernier_lien(COURRIEL).rpartition("/")[2]
    _juste, refus = croiser(app, repondre(jeton, 91), arreter(jeton, 91))
    assert isinstance(refus, LienDejaServi)
    ferme = session.get_one(Producteur, numero)
    assert ferme.dossier.etat is EtatDossier.VALIDE
    assert demande_de(ferme).reponse is ReponseConfirmation.JUSTE


def test_un_agent_appelle_pendant_que_la_ferme_arrete(app: Flask) -> None:
    numero = asseoir(app, range(125))
    jeton = dernier_lien(COURRIEL).rpartition("/")[2]
    qui = fabrique.compte("Agathe").id

    def appeler() -> None:
        with au_jour(125):
            demande = demande_de(session.get_one(Producteur, numero))
            confirmation.confirmer_par_telephone(demande, par=session.get_one(Compte, qui))

    _arret, refus = croiser(app, arreter(jeton, 125), appeler)
    assert isinstance(refus, LienDejaServi)
    assert session.get_one(Producteur, numero).dossier.etat is EtatDossier.RADIE
