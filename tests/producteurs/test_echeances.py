"""A farm is told 60, 30 and 7 days before its validation ends, once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from producteurs.models import Dossier, EtatDossier, EtatPiece, Producteur
from producteurs.services import dossier as services
from producteurs.tasks.echeances import prevenir_des_echeances
from socle import horloge
from socle.comptes.models import Role
from socle.db import session
from socle.envois.models import Envoi
from tests import fabrique
from tests.producteurs.saisies import verser

pytestmark = pytest.mark.usefixtures("contexte")
Courriels = Callable[[], list[Envoi]]
FIN = date(2027, 6, 30)


def ferme(**autres: Any) -> Dossier:
    valeurs: dict[str, Any] = {"courriel": "pont@cabas.example", "valide_jusqu_au": FIN} | autres
    return fabrique.producteur("Ferme du Pont", **valeurs).dossier


def passer(*jours_avant: int) -> None:
    """The worker's night, so many days before the end."""
    for jours in jours_avant:
        with horloge.arretee_a(horloge.a_paris(FIN - timedelta(days=jours), time(4))):
            prevenir_des_echeances()


def sujets(courriels: Courriels) -> list[str]:
    return [e.sujet.replace("\u00a0", " ").partition(" : ")[2] for e in courriels()]


def test_la_ferme_est_prevenue_a_60_30_et_7_jours_une_fois_chacun(courriels: Courriels) -> None:
    ferme()
    passer(*range(90, -5, -1))
    assert sujets(courriels) == [
        "votre validation se termine dans 60 jours",
        "votre validation se termine dans 30 jours",
        "votre validation se termine dans 7 jours",
    ]
    texte = courriels()[0].texte
    assert "mercredi 30 juin" in texte
    assert "demandez le renouvellement" in texte


def test_un_travailleur_en_retard_n_envoie_que_le_rappel_le_plus_proche(
    courriels: Courriels,
) -> None:
    ferme()
    passer(5, 4, 3)
    assert sujets(courriels) == ["votre validation se termine dans 5 jours"]


def test_un_travailleur_absent_entre_deux_rattrape_le_suivant(courriels: Courriels) -> None:
    ferme()
    passer(58, 25, 1)
    assert sujets(courriels) == [
        "votre validation se termine dans 58 jours",
        "votre validation se termine dans 25 jours",
        "votre validation se termine dans 1 jour",
    ]


def test_le_dernier_jour_se_dit_ce_soir_et_le_lendemain_on_ne_previent_plus(
    courriels: Courriels,
) -> None:
    ferme()
    passer(0, -1)
    assert sujets(courriels) == ["votre validation se termine ce soir"]


def test_une_ferme_renouvelee_sera_prevenue_de_nouveau(courriels: Courriels) -> None:
    dossier = ferme()
    verser(dossier.producteur, EtatPiece.ACCEPTEE)
    session.commit()
    passer(60, 30)
    agent = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    with horloge.arretee_a(horloge.a_paris(FIN - timedelta(days=20), time(10))):
        dossier = session.get_one(Dossier, dossier.id)
        services.valider_dossier(dossier, par=agent, jusqu_au=FIN + timedelta(days=365))
    assert dossier.rappel_echeance is None
    session.commit()
    avant = len(courriels())
    passer(10, -305)
    assert sujets(courriels)[avant:] == ["votre validation se termine dans 60 jours"]


def test_une_demande_en_cours_se_dit_dans_le_rappel(courriels: Courriels) -> None:
    dossier = ferme()
    dossier.renouvellement_demande_le = horloge.a_paris(FIN - timedelta(days=40), time(9))
    session.commit()
    passer(30)
    assert "est entre les mains de la chambre" in courriels()[0].texte
    assert "un bouton suffit" not in courriels()[0].texte


@pytest.mark.parametrize("etat", [e for e in EtatDossier if e is not EtatDossier.VALIDE])
def test_seule_une_ferme_validee_est_prevenue(etat: EtatDossier, courriels: Courriels) -> None:
    dossier = ferme(etat=etat)
    dossier.valide_jusqu_au = FIN
    session.commit()
    passer(60, 30, 7, 0)
    assert courriels() == []


def test_une_ferme_sans_adresse_n_arrete_pas_les_autres(courriels: Courriels) -> None:
    muette = ferme()
    producteur = session.get_one(Producteur, muette.producteur_id)
    producteur.courriel = ""
    session.commit()
    ferme(courriel="autre@cabas.example")
    passer(30)
    assert [e.destinataire for e in courriels()] == ["autre@cabas.example"]
