"""A farm contests a decision: somebody else looks again, once."""

from __future__ import annotations

import pytest

from producteurs import queries
from producteurs.errors.dossier import (
    AppelDejaJuge,
    AutreAgentRequis,
    ContestationVide,
    DossierAilleurs,
    RienAContester,
)
from producteurs.models import (
    EtatDossier,
)
from producteurs.services import dossier as services
from socle import horloge
from tests.producteurs.dossiers import Acte, Courriels, agent, ecrit_a, ferme, journal

pytestmark = pytest.mark.usefixtures("contexte")


@pytest.mark.parametrize("etat", [EtatDossier.REFUSE, EtatDossier.SUSPENDU, EtatDossier.RADIE])
def test_une_ferme_qui_conteste_obtient_raison_d_un_autre_agent(
    etat: EtatDossier, courriels: Courriels
) -> None:
    fermiere, dossier = ferme(etat)
    premiere = dossier.decide_par
    assert premiere
    services.contester_decision(dossier, par=fermiere, texte="Le SIRET est bien le nôtre.")
    assert (dossier.etat, dossier.conteste) == (EtatDossier.APPEL, etat)
    assert "Le SIRET est bien le nôtre." in ecrit_a(courriels, dossier).texte
    with pytest.raises(AutreAgentRequis):
        services.donner_raison(dossier, par=premiere, jusqu_au=services.echeance(1))
    services.donner_raison(dossier, par=agent("Autre"), jusqu_au=services.echeance(1))
    assert dossier.en_regle(horloge.aujourdhui())
    assert (dossier.conteste, dossier.contestation, dossier.motif) == (None, "", "")
    assert "vous donne raison" in ecrit_a(courriels, dossier).texte
    assert journal(dossier) == [(etat.value, "appel"), ("appel", "valide")]


@pytest.mark.parametrize("etat", [EtatDossier.REFUSE, EtatDossier.SUSPENDU, EtatDossier.RADIE])
def test_une_decision_confirmee_en_appel_revient_avec_son_motif_et_ne_se_conteste_plus(
    etat: EtatDossier, courriels: Courriels
) -> None:
    fermiere, dossier = ferme(etat)
    premiere, autre = dossier.decide_par, agent("Autre")
    assert premiere
    services.contester_decision(dossier, par=fermiere, texte="Nous ne sommes pas d’accord.")
    with pytest.raises(AutreAgentRequis):
        services.confirmer_en_appel(dossier, par=premiere, motif="Rien de neuf.")
    services.confirmer_en_appel(dossier, par=autre, motif="Rien de neuf.")
    assert (dossier.etat, dossier.decide_par) == (etat, autre)
    assert "Rien de neuf." in ecrit_a(courriels, dossier).texte
    with pytest.raises(AppelDejaJuge):
        services.contester_decision(dossier, par=fermiere, texte="Encore.")
    if etat is EtatDossier.REFUSE:
        services.soumettre_dossier(dossier, par=fermiere)
        services.refuser_dossier(dossier, par=agent(), motif="Toujours pas.")
        services.contester_decision(dossier, par=fermiere, texte="Cette fois, si.")
        assert dossier.etat is EtatDossier.APPEL


def test_un_recours_ne_se_juge_que_par_un_autre_et_pas_par_les_decisions_ordinaires() -> None:
    fermiere, dossier = ferme(EtatDossier.REFUSE)
    services.contester_decision(dossier, par=fermiere, texte="Relisez.")
    un_an = services.echeance(1)
    actes: list[Acte] = [
        lambda: services.valider_dossier(dossier, par=agent(), jusqu_au=un_an),
        lambda: services.refuser_dossier(dossier, par=agent(), motif="Non."),
        lambda: services.suspendre_dossier(dossier, par=agent(), motif="Non."),
        lambda: services.radier_dossier(dossier, par=agent(), motif="Non."),
    ]
    for acte in actes:
        with pytest.raises(DossierAilleurs, match="contesté"):
            acte()
    assert dossier.etat is EtatDossier.APPEL


def test_le_recours_n_est_pas_dans_la_liste_de_qui_a_decide() -> None:
    fermiere, dossier = ferme(EtatDossier.REFUSE)
    services.contester_decision(dossier, par=fermiere, texte="Relisez.")
    premiere, autre = dossier.decide_par, agent("Autre")
    assert premiere
    assert queries.a_instruire(["42"], premiere, 1).elements == []
    assert queries.compter_a_instruire(["42"], premiere) == 0
    assert queries.suivant_a_instruire(["42"], premiere) is None
    assert queries.a_instruire(["42"], autre, 1).elements == [dossier]
    assert services.actes_possibles(dossier, premiere) == ()
    assert services.actes_possibles(dossier, autre) == ("donner_raison", "confirmer")


def test_on_ne_conteste_ni_rien_ni_sans_rien_dire() -> None:
    fermiere, valide = ferme(EtatDossier.VALIDE)
    with pytest.raises(RienAContester):
        services.contester_decision(valide, par=fermiere, texte="Pourquoi pas.")
    fermiere, refusee = ferme(EtatDossier.REFUSE)
    with pytest.raises(ContestationVide):
        services.contester_decision(refusee, par=fermiere, texte="  ")
