"""The chamber's decisions: who may take them, what they change, who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from producteurs import queries, services
from producteurs.errors import DossierIncomplet, EcheanceRefusee, FicheChangee, MotifManquant
from producteurs.errors.dossier import PiecesNonAcceptees
from producteurs.models import EtatDossier, EtatPiece, Producteur, Situation
from producteurs.queries import FiltreDossiers
from producteurs.services.dossier import echeance
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.errors import Introuvable, TransitionImpossible
from socle.journal.services import lire_journal
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.saisies import ferme_inscrite, saisie, verser

pytestmark = pytest.mark.usefixtures("contexte")
Courriels = Callable[[], list[Envoi]]


def agent(departement: str = "42") -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, departement)])


def ferme_soumise(**autres: Any) -> tuple[Compte, Producteur]:
    compte, producteur = ferme_inscrite(**autres)
    verser(producteur, EtatPiece.ACCEPTEE)
    services.soumettre_dossier(producteur.dossier, par=compte)
    return compte, producteur


def dans_un_an() -> date:
    return horloge.aujourdhui() + timedelta(days=365)


def test_un_dossier_incomplet_dit_tout_ce_qui_lui_manque() -> None:
    compte, producteur = ferme_inscrite(
        adresse="", description="", familles=[], modes=[], telephone=""
    )
    with pytest.raises(DossierIncomplet) as refus:
        services.soumettre_dossier(producteur.dossier, par=compte)
    champs = ("l’adresse", "description", "famille", "façon de vendre", "téléphone")
    for mot in (*champs, "avis de situation SIRENE", "affiliation à la MSA"):
        assert mot in str(refus.value)
    assert producteur.dossier.etat is EtatDossier.BROUILLON


def test_un_dossier_complet_part_a_la_chambre_et_la_ferme_en_recoit_la_nouvelle(
    courriels: Courriels,
) -> None:
    compte, producteur = ferme_soumise(courriel="Ferme@Cabas.example")
    assert producteur.dossier.soumis_le is not None
    assert [e.destinataire for e in courriels()] == [compte.courriel, "ferme@cabas.example"]
    assert "a votre dossier" in courriels()[0].sujet


def test_un_dossier_ne_part_pas_sans_les_pieces_que_la_chambre_demande() -> None:
    compte, producteur = ferme_inscrite()
    with pytest.raises(DossierIncomplet, match="avis de situation SIRENE") as refus:
        services.soumettre_dossier(producteur.dossier, par=compte)
    assert "une description" not in str(refus.value)
    verser(producteur)
    services.soumettre_dossier(producteur.dossier, par=compte)
    assert producteur.dossier.etat is EtatDossier.SOUMIS


def test_une_piece_refusee_manque_de_nouveau() -> None:
    compte, producteur = ferme_inscrite()
    verser(producteur, EtatPiece.REFUSEE)
    with pytest.raises(DossierIncomplet, match="MSA"):
        services.soumettre_dossier(producteur.dossier, par=compte)


def test_valider_sans_une_piece_acceptee_demande_de_dire_pourquoi() -> None:
    compte, producteur = ferme_inscrite()
    verser(producteur)
    dossier, un_an = producteur.dossier, dans_un_an()
    services.soumettre_dossier(dossier, par=compte)
    for raison in ("", "  "):
        with pytest.raises(PiecesNonAcceptees, match="MSA"):
            services.valider_dossier(dossier, par=agent(), jusqu_au=un_an, sans_piece=raison)
    assert dossier.etat is EtatDossier.SOUMIS
    services.valider_dossier(dossier, par=agent(), jusqu_au=un_an, sans_piece="Vues au bureau.")
    motif = lire_journal("dossier", dossier.id)[-1].motif
    assert "MSA" in motif
    assert "Vues au bureau." in motif
    assert dossier.motif == ""


def test_une_ferme_validee_devient_publique_et_en_est_prevenue(courriels: Courriels) -> None:
    compte, producteur = ferme_soumise(courriel="")
    par = agent()
    services.valider_dossier(producteur.dossier, par=par, jusqu_au=dans_un_an())
    trouve = queries.producteur_public(producteur.slug, horloge.aujourdhui())
    assert trouve is producteur
    message = courriels()[-1]
    assert message.destinataire == compte.courriel
    assert "validé" in message.sujet
    assert f"/producteurs/{producteur.slug}" in message.texte
    ligne = lire_journal("dossier", producteur.dossier.id)[-1]
    assert (ligne.de, ligne.vers, ligne.par) == ("soumis", "valide", par)


def test_une_ferme_refusee_lit_le_motif_corrige_et_recommence(courriels: Courriels) -> None:
    compte, producteur = ferme_soumise()
    services.refuser_dossier(producteur.dossier, par=agent(), motif="Le SIRET est celui du voisin.")
    assert "Le SIRET est celui du voisin." in courriels()[-1].texte
    assert lire_journal("dossier", producteur.dossier.id)[-1].motif
    with pytest.raises(Introuvable):
        queries.producteur_public(producteur.slug, horloge.aujourdhui())
    services.soumettre_dossier(producteur.dossier, par=compte)
    assert producteur.dossier.situation(horloge.aujourdhui()) is Situation.SOUMIS


def test_une_ferme_suspendue_quitte_la_carte_aussitot_puis_revient(courriels: Courriels) -> None:
    producteur = fabrique.producteur("Ferme du Pont", courriel="pont@cabas.example")
    verser(producteur, EtatPiece.ACCEPTEE)
    services.suspendre_dossier(producteur.dossier, par=agent(), motif="Contrôle en cours.")
    assert courriels()[-1].destinataire == "pont@cabas.example"
    with pytest.raises(Introuvable):
        queries.producteur_public(producteur.slug, horloge.aujourdhui())
    services.valider_dossier(producteur.dossier, par=agent(), jusqu_au=dans_un_an())
    assert producteur.dossier.motif == ""
    assert queries.producteur_public(producteur.slug, horloge.aujourdhui())


@pytest.mark.parametrize("motif", ["", "   "])
def test_un_refus_ou_une_suspension_sans_motif_n_est_pas_enregistre(motif: str) -> None:
    _, soumise = ferme_soumise()
    validee = fabrique.producteur()
    with pytest.raises(MotifManquant):
        services.refuser_dossier(soumise.dossier, par=agent(), motif=motif)
    with pytest.raises(MotifManquant):
        services.suspendre_dossier(validee.dossier, par=agent(), motif=motif)
    assert soumise.dossier.etat is EtatDossier.SOUMIS


def test_une_validation_va_de_demain_a_trois_ans() -> None:
    _, producteur = ferme_soumise()
    jour = horloge.aujourdhui()
    for mauvaise in (jour, jour - timedelta(days=1), echeance(3) + timedelta(days=1)):
        with pytest.raises(EcheanceRefusee):
            services.valider_dossier(producteur.dossier, par=agent(), jusqu_au=mauvaise)
    services.valider_dossier(producteur.dossier, par=agent(), jusqu_au=echeance(3))
    assert producteur.dossier.valide_jusqu_au == echeance(3)


def test_trois_ans_apres_un_29_fevrier_tombent_le_28() -> None:
    with horloge.arretee_a(datetime(2028, 2, 29, 12, tzinfo=UTC)):
        assert echeance(3) == date(2031, 2, 28)
        assert echeance(1) == date(2029, 2, 28)


def test_un_brouillon_ne_se_valide_ni_ne_se_refuse() -> None:
    _, producteur = ferme_inscrite()
    with pytest.raises(TransitionImpossible):
        services.valider_dossier(producteur.dossier, par=agent(), jusqu_au=dans_un_an())
    with pytest.raises(TransitionImpossible):
        services.refuser_dossier(producteur.dossier, par=agent(), motif="Non.")


def test_la_chambre_ne_se_porte_garante_que_de_ce_qu_elle_a_lu() -> None:
    compte, producteur = ferme_soumise()
    vu_le = producteur.modifie_le
    autre = saisie(siret=producteur.siret, nom="Autre nom")
    services.modifier_producteur(producteur, autre, par=compte)
    with pytest.raises(FicheChangee):
        services.valider_dossier(
            producteur.dossier, par=agent(), jusqu_au=dans_un_an(), vu_le=vu_le
        )
    assert producteur.dossier.etat is EtatDossier.SOUMIS


def test_une_ferme_expire_le_lendemain_de_sa_date_sans_que_rien_ne_soit_ecrit() -> None:
    fin = horloge.aujourdhui() + timedelta(days=10)
    producteur = fabrique.producteur(valide_jusqu_au=fin)
    assert producteur.dossier.situation(horloge.aujourdhui()) is Situation.A_RENOUVELER
    assert queries.producteur_public(producteur.slug, fin) is producteur
    with pytest.raises(Introuvable):
        queries.producteur_public(producteur.slug, fin + timedelta(days=1))
    assert producteur.dossier.situation(fin + timedelta(days=1)) is Situation.EXPIRE
    assert producteur.dossier.etat is EtatDossier.VALIDE


def test_la_base_et_le_modele_voient_les_memes_situations() -> None:
    jour = horloge.aujourdhui()
    for ecart in (-1, 0, 59, 60, 61, 400):
        fabrique.producteur(valide_jusqu_au=jour + timedelta(days=ecart))
    for etat in (EtatDossier.BROUILLON, EtatDossier.REFUSE, EtatDossier.SUSPENDU):
        fabrique.producteur(etat=etat)
    nombres = queries.nombres_par_situation(["42"], jour)
    for situation in Situation:
        page = queries.dossiers(["42"], FiltreDossiers(situation), jour, 1)
        assert [d.situation(jour) for d in page.elements] == [situation] * nombres[situation]
    assert sum(nombres.values()) == 9
    assert nombres[Situation.A_RENOUVELER] == 2


def test_ce_qui_attend_depuis_le_plus_longtemps_vient_d_abord() -> None:
    recent = ferme_soumise(nom="Récente")[1]
    ancien = ferme_soumise(nom="Ancienne")[1]
    ancien.dossier.soumis_le = horloge.maintenant() - timedelta(days=9)
    fabrique.producteur("Validée")
    session.flush()
    qui = agent()
    noms = [d.producteur.nom for d in queries.a_instruire(["42"], qui, 1).elements]
    assert noms == ["Ancienne", "Récente"]
    assert queries.suivant_a_instruire(["42"], qui) == ancien.id
    assert queries.compter_a_instruire(["42"]) == 2
    page = queries.dossiers(["42"], FiltreDossiers(), horloge.aujourdhui(), 1)
    assert [d.producteur.nom for d in page.elements] == ["Ancienne", "Récente", "Validée"]
    assert recent.dossier in page.elements


def test_apres_ce_qui_attend_vient_ce_qui_expire_le_plus_tot() -> None:
    for nom, jours, envoi in (("Tard", 300, 400), ("Tôt", 10, 20), ("Finie", -5, 100)):
        ferme = fabrique.producteur(
            nom, valide_jusqu_au=horloge.aujourdhui() + timedelta(days=jours)
        )
        ferme.dossier.soumis_le = horloge.maintenant() - timedelta(days=envoi)
    fabrique.producteur("Brouillon", etat=EtatDossier.BROUILLON, valide_jusqu_au=None)
    ferme_soumise(nom="À décider")
    page = queries.dossiers(["42"], FiltreDossiers(), horloge.aujourdhui(), 1)
    noms = [d.producteur.nom for d in page.elements]
    assert noms == ["À décider", "Finie", "Tôt", "Tard", "Brouillon"]


def test_l_agent_cherche_par_mot_sans_accent_ou_par_siret() -> None:
    ferme = fabrique.producteur("Chèvrerie d’Éole")
    fabrique.producteur("Autre")

    def trouves(texte: str) -> list[str]:
        page = queries.dossiers(["42"], FiltreDossiers(texte=texte), horloge.aujourdhui(), 1)
        return [d.producteur.nom for d in page.elements]

    assert trouves("chevrerie") == ["Chèvrerie d’Éole"]
    assert trouves(f"{ferme.siret[:9]} {ferme.siret[9:]}") == ["Chèvrerie d’Éole"]
    assert trouves("introuvable") == []


def test_un_agent_n_ouvre_que_les_dossiers_de_ses_departements() -> None:
    _, producteur = ferme_soumise()
    assert queries.dossier_pour(agent("42"), producteur.id) is producteur.dossier
    with pytest.raises(Introuvable):
        queries.dossier_pour(agent("69"), producteur.id)
    with pytest.raises(Introuvable):
        queries.dossier_pour(fabrique.compte(), producteur.id)
    assert queries.a_instruire(["69"], agent("69"), 1).elements == []
    assert queries.compter_a_instruire(["69"]) == 0
    assert queries.suivant_a_instruire(["69"], agent("69")) is None
    administrateur = fabrique.compte(roles=[(Role.ADMIN, "*")])
    assert queries.dossier_pour(administrateur, producteur.id) is producteur.dossier


def test_la_liste_de_travail_se_lit_en_deux_requetes_quelle_que_soit_sa_longueur(
    requetes: Requetes,
) -> None:
    for _ in range(25):
        fabrique.producteur(etat=EtatDossier.SOUMIS)
    session.expunge_all()
    requetes.clear()
    page = queries.dossiers(["42"], FiltreDossiers(), horloge.aujourdhui(), 2)
    assert [d.producteur.commune.nom for d in page.elements] == ["Montbrison"] * 5
    assert (page.total, page.pages) == (25, 2)
    assert len(requetes) == 2
