"""The calendar of confirmations, whatever the nights on which the worker passed."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from producteurs.models import (
    DemandeConfirmation,
    EtatDossier,
    EtatPiece,
    Fraicheur,
    Producteur,
    ReglesChambre,
    ReponseConfirmation,
)
from producteurs.queries.fraicheur import (
    DEMANDES_PAR_NUIT,
    a_avancer,
    compter_sans_reponse,
)
from producteurs.services import confirmation
from producteurs.services.dossier import echeance, valider_dossier
from producteurs.services.revision import modifier_producteur
from producteurs.tasks.fraicheur import tenir_les_fiches_vivantes
from socle import horloge
from socle.comptes.models import Role
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.calendrier import (
    DEMANDE,
    J0,
    NON_CONFIRMEE,
    RELANCE,
    RETIREE,
    au_jour,
    courriels_a,
    demande_de,
    ferme_confirmee,
    passer,
)
from tests.producteurs.saisies import dite, verser

pytestmark = pytest.mark.usefixtures("contexte")
TOUS_LES_COURRIELS = [DEMANDE, RELANCE, RELANCE, NON_CONFIRMEE, RETIREE]
JOURS_DES_COURRIELS = [90, 100, 110, 135, 180]
DEGRES = [Fraicheur.SANS_REPONSE, Fraicheur.NON_CONFIRME, Fraicheur.RETIRE]


def courriels_de(ferme: Producteur) -> list[tuple[int, str]]:
    return courriels_a(ferme.courriel)


def test_une_ferme_silencieuse_suit_tout_le_calendrier_jour_pour_jour() -> None:
    ferme = ferme_confirmee()
    degres = passer(ferme, range(400))
    assert courriels_de(ferme) == list(zip(JOURS_DES_COURRIELS, TOUS_LES_COURRIELS, strict=True))
    assert degres == list(zip([120, 135, 180], DEGRES, strict=True))
    assert not ferme.dossier.en_regle(J0.date() + timedelta(days=180))
    assert [(li.de, li.vers, li.par) for li in lire_journal("dossier", ferme.dossier.id)] == [
        ("confirme", "sans_reponse", None),
        ("sans_reponse", "non_confirme", None),
        ("non_confirme", "retire", None),
    ]


@given(jours=st.sets(st.integers(0, 500), max_size=60))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_quelles_que_soient_les_nuits_les_etapes_restent_dans_l_ordre_et_a_distance(
    jours: set[int],
) -> None:
    """A worker that was down for weeks never brings two steps closer than they were meant."""
    ferme = ferme_confirmee()
    degres = passer(ferme, sorted(jours))
    envois = courriels_de(ferme)
    assert [sorte for _, sorte in envois] == TOUS_LES_COURRIELS[: len(envois)]
    assert [degre for _, degre in degres] == DEGRES[: len(degres)]
    prevus = zip(pairwise(JOURS_DES_COURRIELS), pairwise(envois), strict=False)
    for (avant, apres), ((jour, _), (suivant, _)) in prevus:
        assert suivant - jour >= apres - avant
    if envois:
        assert envois[0][0] >= 90
    for (jour, _), delai in zip(degres, (30, 45, 90), strict=False):
        assert jour - envois[0][0] >= delai
    if len(degres) == 3:
        assert len(envois) == len(TOUS_LES_COURRIELS)


def test_passer_deux_fois_la_meme_nuit_n_ecrit_qu_une_fois() -> None:
    ferme = ferme_confirmee()
    passer(ferme, [90, 90, 90, 100, 100])
    assert courriels_de(ferme) == [(90, DEMANDE), (100, RELANCE)]


def test_la_nuit_ecrit_a_chaque_ferme_publique_et_a_elles_seules() -> None:
    publique, suspendue = ferme_confirmee("Publique"), ferme_confirmee("Suspendue")
    brouillon = ferme_confirmee("Brouillon", etat=EtatDossier.BROUILLON)
    suspendue.dossier.etat = EtatDossier.SUSPENDU
    session.commit()
    with au_jour(200):
        tenir_les_fiches_vivantes()
        tenir_les_fiches_vivantes()
    assert courriels_de(publique) == [(200, DEMANDE)]
    assert courriels_de(suspendue) == courriels_de(brouillon) == []


def test_la_chambre_regle_ses_delais() -> None:
    ferme = ferme_confirmee()
    regles = ReglesChambre.par_defaut("42")
    regles.confirmation_jours, regles.relances_jours = 30, [5]
    regles.sans_reponse_jours, regles.non_confirme_jours, regles.retrait_jours = 7, 14, 21
    session.add(regles)
    session.commit()
    with au_jour(29):
        assert ferme.id not in a_avancer(horloge.aujourdhui())
    with au_jour(30):
        assert ferme.id in a_avancer(horloge.aujourdhui())
    degres = passer(ferme, range(100))
    assert courriels_de(ferme) == [
        (30, DEMANDE),
        (35, RELANCE),
        (44, NON_CONFIRMEE),
        (51, RETIREE),
    ]
    assert [jour for jour, _ in degres] == [37, 44, 51]


@pytest.mark.parametrize("jusqu_a", [95, 125, 140, 190])
def test_une_reponse_a_tout_moment_remet_le_calendrier_a_zero(jusqu_a: int) -> None:
    ferme = ferme_confirmee()
    passer(ferme, range(jusqu_a + 1))
    with au_jour(jusqu_a):
        confirmation.confirmer_fiche(ferme, version=ferme.version, par=fabrique.compte("Jeanne"))
        session.commit()
    assert ferme.dossier.fraicheur is Fraicheur.CONFIRME
    assert demande_de(ferme).reponse is ReponseConfirmation.JUSTE
    avant = len(courriels_de(ferme))
    passer(ferme, range(jusqu_a + 1, jusqu_a + 90))
    assert len(courriels_de(ferme)) == avant
    passer(ferme, [jusqu_a + 90])
    assert courriels_de(ferme)[-1] == (jusqu_a + 90, DEMANDE)
    assert len(session.scalars(select(DemandeConfirmation)).all()) == 2


def test_une_ferme_sans_adresse_va_tout_de_suite_chez_l_agent_et_ne_quitte_pas_la_carte() -> None:
    ferme = ferme_confirmee(courriel="", telephone="+33477000001")
    degres = passer(ferme, range(400))
    assert degres == [(90, Fraicheur.SANS_REPONSE)]
    with au_jour(400):
        assert compter_sans_reponse(["42"]) == 1


def test_une_adresse_donnee_plus_tard_recoit_d_abord_ses_courriels() -> None:
    ferme = ferme_confirmee(courriel="")
    passer(ferme, range(300))
    ferme.courriel = "pont@cabas.example"
    session.commit()
    degres = passer(ferme, range(300, 500))
    assert courriels_de(ferme) == [
        (300, DEMANDE),
        (310, RELANCE),
        (320, RELANCE),
        (345, NON_CONFIRMEE),
        (390, RETIREE),
    ]
    assert [jour for jour, _ in degres] == [345, 390]


def test_redemander_recommence_le_calendrier_depuis_ce_jour() -> None:
    ferme = ferme_confirmee()
    passer(ferme, range(125))
    with au_jour(125):
        confirmation.redemander(demande_de(ferme), par=fabrique.compte("Agathe"))
        session.commit()
    degres = passer(ferme, range(126, 400))
    assert courriels_de(ferme)[3:] == [
        (125, DEMANDE),
        (135, RELANCE),
        (145, RELANCE),
        (170, NON_CONFIRMEE),
        (215, RETIREE),
    ]
    assert [jour for jour, _ in degres] == [170, 215]


def test_enregistrer_ou_proposer_un_changement_confirme_la_fiche() -> None:
    ferme = ferme_confirmee()
    passer(ferme, range(140))
    with au_jour(140):
        autre = dite(ferme, description="Du fromage, maintenant.")
        modifier_producteur(ferme, autre, par=fabrique.compte("Jeanne"))
        session.commit()
        assert horloge.jour_de(ferme.confirme_le) == horloge.aujourdhui()
    assert demande_de(ferme).reponse is ReponseConfirmation.A_CHANGER
    assert ferme.dossier.fraicheur is Fraicheur.CONFIRME


def test_renouveler_une_ferme_la_confirme() -> None:
    ferme = ferme_confirmee()
    passer(ferme, range(140))
    with au_jour(140):
        agent = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
        verser(ferme, EtatPiece.ACCEPTEE)
        valider_dossier(ferme.dossier, par=agent, jusqu_au=echeance(1))
        session.commit()
    assert demande_de(ferme).reponse is ReponseConfirmation.JUSTE
    assert ferme.dossier.fraicheur is Fraicheur.CONFIRME


def test_des_fermes_arrivees_le_meme_jour_ne_sont_pas_toutes_sollicitees_la_meme_nuit() -> None:
    """They came by one file: to be asked at once would be to be called at once, and to be silent
    at once."""
    fermes = [ferme_confirmee(f"Ferme {n}", siret="").id for n in range(DEMANDES_PAR_NUIT + 5)]
    with horloge.arretee_a(J0 - timedelta(days=1)):
        session.get_one(Producteur, fermes[-1]).confirme_le = horloge.maintenant()
    session.commit()
    with au_jour(90):
        premieres = a_avancer(horloge.aujourdhui())
        assert list(premieres) == [fermes[-1], *fermes[: DEMANDES_PAR_NUIT - 1]]
        tenir_les_fiches_vivantes()
    with au_jour(91):
        suite = a_avancer(horloge.aujourdhui())
    assert sorted(suite) == sorted(fermes)
    assert list(suite[DEMANDES_PAR_NUIT:]) == fermes[DEMANDES_PAR_NUIT - 1 : -1]
