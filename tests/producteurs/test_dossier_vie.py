"""A dossier from its first reader to its last: taken, completed, visited, renewed, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from producteurs import queries
from producteurs.errors import DossierIncomplet, FicheChangee, MotifManquant
from producteurs.errors.dossier import (
    ArretAConfirmer,
    DecisionDeLaFerme,
    DossierAilleurs,
    FicheFusionnee,
    RenouvellementDejaDemande,
    RenouvellementTropTot,
)
from producteurs.models import (
    EtatDossier,
    EtatVisite,
    Producteur,
    Situation,
    Visite,
)
from producteurs.services import dossier as services
from producteurs.vocabulaire import phrase_du_journal
from socle import horloge
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.dossiers import Acte, Courriels, agent, ecrit_a, ferme, journal

pytestmark = pytest.mark.usefixtures("contexte")


def test_un_agent_prend_le_dossier_et_la_ferme_sait_qui_le_suit(courriels: Courriels) -> None:
    _, dossier = ferme()
    qui = agent()
    services.prendre_en_instruction(dossier, par=qui)
    assert (dossier.etat, dossier.instruit_par) == (EtatDossier.INSTRUCTION, qui)
    assert qui.nom_complet in ecrit_a(courriels, dossier).texte
    assert journal(dossier) == [("soumis", "instruction")]


def test_le_second_agent_qui_prend_le_meme_dossier_en_est_averti() -> None:
    _, dossier = ferme()
    services.prendre_en_instruction(dossier, par=agent())
    with pytest.raises(DossierAilleurs, match="en instruction"):
        services.prendre_en_instruction(dossier, par=agent("Autre"))


def test_un_complement_dit_ce_qui_manque_et_la_ferme_y_repond_en_renvoyant(
    courriels: Courriels,
) -> None:
    fermiere, dossier = ferme()
    with pytest.raises(MotifManquant):
        services.demander_complement(dossier, par=agent(), motif=" ")
    services.demander_complement(dossier, par=agent(), motif="Il manque une pièce. Page 2.")
    assert dossier.etat is EtatDossier.COMPLEMENT
    assert "Il manque une pièce. Page 2." in ecrit_a(courriels, dossier).texte
    assert queries.compter_a_instruire(["42"]) == 0
    services.soumettre_dossier(dossier, par=fermiere)
    assert (dossier.etat, dossier.motif) == (EtatDossier.SOUMIS, "")
    assert journal(dossier) == [("soumis", "complement"), ("complement", "soumis")]
    assert queries.compter_a_instruire(["42"]) == 1


def test_l_agent_reprend_un_dossier_sans_attendre_le_complement() -> None:
    _, dossier = ferme(EtatDossier.COMPLEMENT)
    services.prendre_en_instruction(dossier, par=agent())
    assert dossier.etat is EtatDossier.INSTRUCTION


def test_une_visite_prevue_puis_faite_rend_le_dossier_a_son_lecteur() -> None:
    _, dossier = ferme()
    services.mettre_en_visite(dossier, par=agent())
    services.mettre_en_visite(dossier, par=agent(), motif="Reportée.")
    services.reprendre_instruction(dossier, par=agent())
    services.reprendre_instruction(dossier, par=agent())
    assert dossier.etat is EtatDossier.INSTRUCTION
    assert journal(dossier) == [
        ("soumis", "visite"),
        ("visite", "visite"),
        ("visite", "instruction"),
    ]


@pytest.mark.parametrize("etat", [EtatDossier.VALIDE, EtatDossier.SUSPENDU, EtatDossier.APPEL])
def test_une_visite_de_controle_ne_change_pas_l_etat_de_la_ferme(etat: EtatDossier) -> None:
    _, dossier = ferme(etat)
    services.mettre_en_visite(dossier, par=agent())
    services.reprendre_instruction(dossier, par=agent())
    assert dossier.etat is etat
    assert journal(dossier) == []


@pytest.mark.parametrize("etat", [EtatDossier.BROUILLON, EtatDossier.REFUSE, EtatDossier.RADIE])
def test_on_ne_visite_pas_une_ferme_qui_n_a_rien_demande(etat: EtatDossier) -> None:
    _, dossier = ferme(etat)
    with pytest.raises(DossierAilleurs):
        services.mettre_en_visite(dossier, par=agent())


def test_une_visite_a_venir_n_est_pas_du_travail_avant_son_jour() -> None:
    _, dossier = ferme(EtatDossier.VISITE)
    visite = Visite(
        dossier=dossier,
        etat=EtatVisite.PREVUE,
        prevue_le=horloge.maintenant() + timedelta(days=2),
        conseiller="Agathe",
    )
    session.add(visite)
    session.flush()
    assert queries.compter_a_instruire(["42"]) == 0
    with horloge.arretee_a(horloge.maintenant() + timedelta(days=3)):
        assert queries.compter_a_instruire(["42"]) == 1
    visite.etat = EtatVisite.ANNULEE
    session.flush()
    assert queries.compter_a_instruire(["42"]) == 1


def test_un_dossier_ferme_est_garde_et_peut_etre_rouvert(courriels: Courriels) -> None:
    _, dossier = ferme(EtatDossier.VALIDE)
    services.radier_dossier(dossier, par=agent(), motif="L’activité a cessé.")
    assert dossier.situation(horloge.aujourdhui()) is Situation.RADIE
    assert "L’activité a cessé." in ecrit_a(courriels, dossier).texte
    qui = agent("Autre")
    services.rouvrir_dossier(dossier, par=qui, motif="La ferme reprend.")
    assert (dossier.etat, dossier.instruit_par) == (EtatDossier.INSTRUCTION, qui)
    assert queries.compter_a_instruire(["42"]) == 1
    with pytest.raises(DossierAilleurs):
        services.rouvrir_dossier(dossier, par=qui, motif="Encore.")


@pytest.mark.parametrize("etat", [e for e in EtatDossier if e is not EtatDossier.RADIE])
def test_une_ferme_arrete_quand_elle_veut_si_elle_le_confirme(
    etat: EtatDossier, courriels: Courriels
) -> None:
    fermiere, dossier = ferme(etat)
    with pytest.raises(ArretAConfirmer):
        services.arreter_ferme(dossier, par=fermiere, motif="La retraite.", confirme=False)
    services.arreter_ferme(dossier, par=fermiere, motif="La retraite.", confirme=True)
    assert not dossier.en_regle(horloge.aujourdhui())
    assert queries.fermee_par_elle_meme(dossier)
    assert "restent dues" in ecrit_a(courriels, dossier).texte
    with pytest.raises(DecisionDeLaFerme):
        services.contester_decision(dossier, par=fermiere, texte="Je me ravise.")
    services.soumettre_dossier(dossier, par=fermiere)
    assert dossier.etat is EtatDossier.SOUMIS


def test_une_ferme_que_la_chambre_a_fermee_ne_se_rouvre_pas_en_renvoyant() -> None:
    fermiere, dossier = ferme(EtatDossier.RADIE)
    with pytest.raises(DossierAilleurs):
        services.soumettre_dossier(dossier, par=fermiere)
    assert not queries.fermee_par_elle_meme(dossier)


def test_une_fiche_reunie_avec_une_autre_n_a_plus_de_dossier_a_elle() -> None:
    fermiere, dossier = ferme(EtatDossier.RADIE)
    dossier.producteur.fusionne_dans_id = fabrique.producteur().id
    session.flush()
    actes: list[Acte] = [
        lambda: services.rouvrir_dossier(dossier, par=agent(), motif="Oui."),
        lambda: services.contester_decision(dossier, par=fermiere, texte="Non."),
        lambda: services.soumettre_dossier(dossier, par=fermiere),
    ]
    for acte in actes:
        with pytest.raises(FicheFusionnee):
            acte()
    assert services.actes_possibles(dossier, agent()) == ()


def test_le_renouvellement_se_demande_dans_les_deux_derniers_mois(courriels: Courriels) -> None:
    fermiere, dossier = ferme(EtatDossier.VALIDE, jours=61)
    with pytest.raises(RenouvellementTropTot):
        services.demander_renouvellement(dossier, par=fermiere)
    with horloge.arretee_a(horloge.maintenant() + timedelta(days=5)):
        services.demander_renouvellement(dossier, par=fermiere)
        assert dossier.en_regle(horloge.aujourdhui())
        assert queries.compter_a_instruire(["42"]) == 1
        with pytest.raises(RenouvellementDejaDemande):
            services.demander_renouvellement(dossier, par=fermiere)
        assert "demande de renouvellement" in ecrit_a(courriels, dossier).texte
        services.valider_dossier(dossier, par=agent(), jusqu_au=services.echeance(3))
    assert dossier.renouvellement_demande_le is None
    assert queries.compter_a_instruire(["42"]) == 0
    assert "a renouvelé la validation" in ecrit_a(courriels, dossier).texte
    assert journal(dossier) == [("valide", "a_renouveler"), ("valide", "valide")]


def test_un_renouvellement_differe_dit_pourquoi_et_se_redemande(courriels: Courriels) -> None:
    fermiere, dossier = ferme(EtatDossier.VALIDE, jours=20)
    with pytest.raises(DossierAilleurs):
        services.differer_renouvellement(dossier, par=agent(), motif="Une pièce.")
    services.demander_renouvellement(dossier, par=fermiere)
    services.differer_renouvellement(dossier, par=agent(), motif="L’assurance est finie.")
    assert dossier.en_regle(horloge.aujourdhui())
    assert queries.compter_a_instruire(["42"]) == 0
    assert "L’assurance est finie." in ecrit_a(courriels, dossier).texte
    services.demander_renouvellement(dossier, par=fermiere)
    assert dossier.motif == ""


def test_une_ferme_expiree_renvoie_son_dossier_une_ferme_en_regle_non() -> None:
    fermiere, dossier = ferme(EtatDossier.VALIDE, jours=0)
    with pytest.raises(DossierAilleurs):
        services.soumettre_dossier(dossier, par=fermiere)
    with horloge.arretee_a(horloge.maintenant() + timedelta(days=1)):
        assert dossier.situation(horloge.aujourdhui()) is Situation.EXPIRE
        with pytest.raises(DossierAilleurs):
            services.demander_renouvellement(dossier, par=fermiere)
        services.soumettre_dossier(dossier, par=fermiere)
        services.valider_dossier(dossier, par=agent(), jusqu_au=services.echeance(1))
        assert dossier.en_regle(horloge.aujourdhui())


def test_une_demande_arrivee_a_temps_reste_a_traiter_apres_l_echeance() -> None:
    fermiere, dossier = ferme(EtatDossier.VALIDE, jours=1)
    services.demander_renouvellement(dossier, par=fermiere)
    with horloge.arretee_a(horloge.maintenant() + timedelta(days=2)):
        assert not dossier.en_regle(horloge.aujourdhui())
        assert queries.compter_a_instruire(["42"]) == 1
        services.valider_dossier(dossier, par=agent(), jusqu_au=services.echeance(1))
        assert dossier.en_regle(horloge.aujourdhui())


def test_un_renouvellement_demande_une_fiche_complete() -> None:
    fermiere, dossier = ferme(EtatDossier.VALIDE, jours=10)
    dossier.producteur.description = ""
    with pytest.raises(DossierIncomplet, match="une description"):
        services.demander_renouvellement(dossier, par=fermiere)


def test_aucune_decision_ne_porte_sur_une_fiche_changee_depuis_sa_lecture() -> None:
    hier = horloge.maintenant() - timedelta(days=1)
    un_an = services.echeance(1)
    _, soumise = ferme()
    _, valide = ferme(EtatDossier.VALIDE)
    fermiere, refusee = ferme(EtatDossier.REFUSE)
    services.contester_decision(refusee, par=fermiere, texte="Relisez.")
    par = agent("Autre")
    actes: list[Acte] = [
        lambda: services.valider_dossier(soumise, par=par, jusqu_au=un_an, vu_le=hier),
        lambda: services.refuser_dossier(soumise, par=par, motif="Non.", vu_le=hier),
        lambda: services.demander_complement(soumise, par=par, motif="Oui.", vu_le=hier),
        lambda: services.radier_dossier(soumise, par=par, motif="Non.", vu_le=hier),
        lambda: services.suspendre_dossier(valide, par=par, motif="Non.", vu_le=hier),
        lambda: services.donner_raison(refusee, par=par, jusqu_au=un_an, vu_le=hier),
        lambda: services.confirmer_en_appel(refusee, par=par, motif="Non.", vu_le=hier),
    ]
    for acte in actes:
        with pytest.raises(FicheChangee):
            acte()


def test_le_journal_se_lit_en_phrases() -> None:
    fermiere, dossier = ferme()
    qui = agent()
    services.prendre_en_instruction(dossier, par=qui)
    services.demander_complement(dossier, par=qui, motif="Une pièce.")
    services.soumettre_dossier(dossier, par=fermiere)
    services.valider_dossier(dossier, par=qui, jusqu_au=services.echeance(1))
    phrases = [phrase_du_journal(ligne) for ligne in lire_journal("dossier", dossier.id)]
    assert phrases == [
        f"{qui.nom_complet} a pris le dossier en instruction",
        f"{qui.nom_complet} a demandé un complément",
        f"{fermiere.nom_complet} a répondu à la demande de complément",
        f"{qui.nom_complet} a validé la ferme",
    ]


def test_chaque_ferme_a_son_propre_dossier() -> None:
    _, un = ferme()
    _, autre = ferme()
    services.prendre_en_instruction(un, par=agent())
    assert session.get_one(Producteur, autre.producteur_id).dossier.etat is EtatDossier.SOUMIS
