"""What the public registers make of a farm's labels, night after night."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from producteurs.errors.label import CertificatIllisible, PreuveManquante, RaisonManquante
from producteurs.models import (
    ActiviteSirene,
    AvisBio,
    EtatDossier,
    EtatLabel,
    EtatSirene,
    Genre,
    Label,
    Producteur,
    ReglesChambre,
    SorteLabel,
    VerificationSirene,
)
from producteurs.queries.labels import a_controler, compter_labels, demandees, fermes_a_voir
from producteurs.registres.agencebio import AgenceBio, CertificatBio, OperateurBio
from producteurs.registres.ouverts import Registres
from producteurs.registres.simulateur.registre import (
    BioSimule,
    EtablissementSimule,
    Humeur,
    RegistresSimules,
)
from producteurs.registres.simulateur.serveur import servis
from producteurs.registres.sirene import Etablissement, Sirene
from producteurs.services import label as labels
from producteurs.services import sirene
from producteurs.tasks.labels import controler_les_demandees, controler_les_registres
from socle import horloge
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique

Courriels = Callable[[], list[Envoi]]
JOUR = horloge.maintenant()


def dit(
    etat: str = "ENGAGEE", *, organisme: str = "Bio Rhône", productions: tuple[str, ...] = ("AB",)
) -> OperateurBio:
    certificat = CertificatBio(
        organisme, etat, "https://certificats.cabas.example/1", date(2019, 5, 14)
    )
    return OperateurBio("", "Ferme", [certificat], productions)


def ferme_ab(etat: EtatLabel = EtatLabel.DECLARE, **autres: object) -> Producteur:
    return fabrique.producteur(labels=[Label(sorte=SorteLabel.AB, etat=etat, **autres)])


def controler(ferme: Producteur, reponse: OperateurBio | None, jours: int = 0) -> Label:
    """What Agence Bio answers so many days from now."""
    with horloge.arretee_a(JOUR + timedelta(days=jours)):
        label = labels.controler_label_ab(ferme, reponse)
        session.commit()
    assert label
    return label


def test_un_certificat_en_cours_verifie_le_label(base: sa.Connection, courriels: Courriels) -> None:
    ferme = ferme_ab()
    label = controler(ferme, dit())
    assert (label.etat, label.source, label.organisme) == (
        EtatLabel.VERIFIE,
        "Agence Bio",
        "Bio Rhône",
    )
    assert (label.verifie_le, label.certifie_depuis) == (horloge.aujourdhui(), date(2019, 5, 14))
    assert label.certificat == "https://certificats.cabas.example/1"
    [ligne] = lire_journal("label", f"{ferme.id}/ab")
    assert (ligne.par_id, ligne.vers, ligne.motif) == (None, "verifie", "Agence Bio, Bio Rhône")
    assert courriels() == []


def test_une_nuit_sans_changement_n_ecrit_rien_au_journal_mais_date_la_verification(
    base: sa.Connection,
) -> None:
    ferme = ferme_ab()
    controler(ferme, dit())
    label = controler(ferme, dit(), 1)
    assert label.verifie_le == (JOUR + timedelta(days=1)).date()
    assert len(lire_journal("label", f"{ferme.id}/ab")) == 1


def test_une_ferme_en_conversion_est_certifiee_et_le_dit(base: sa.Connection) -> None:
    label = controler(ferme_ab(), dit(productions=("C1",)))
    assert (label.etat, label.avis) == (EtatLabel.VERIFIE, AvisBio.CONVERSION)


@pytest.mark.parametrize("reponse", [dit("ARRETEE"), None])
def test_un_certificat_qui_cesse_est_echu_et_la_ferme_le_sait(
    base: sa.Connection, courriels: Courriels, reponse: OperateurBio | None
) -> None:
    ferme = ferme_ab()
    controler(ferme, dit())
    label = controler(ferme, reponse, 10)
    assert (label.etat, label.echu_le) == (EtatLabel.ECHU, (JOUR + timedelta(days=10)).date())
    [courriel] = courriels()
    assert courriel.destinataire == ferme.courriel
    assert "n’est plus en cours" in courriel.texte
    assert compter_labels(["42"]) == 1


def test_le_badge_tombe_au_bout_de_la_grace_de_la_chambre_pas_avant(
    base: sa.Connection, courriels: Courriels
) -> None:
    ferme = ferme_ab()
    regles = ReglesChambre.par_defaut("42")
    regles.grace_label_jours = 15
    session.add(regles)
    controler(ferme, dit())
    controler(ferme, dit("SUSPENDUE"), 1)
    assert controler(ferme, dit("SUSPENDUE"), 15).etat is EtatLabel.ECHU
    label = controler(ferme, dit("SUSPENDUE"), 16)
    assert label.etat is EtatLabel.RETIRE
    assert ["n’est plus affiché" in c.sujet for c in courriels()] == [False, True]
    assert [ligne.vers for ligne in lire_journal("label", f"{ferme.id}/ab")] == [
        "verifie",
        "echu",
        "retire",
    ]
    assert compter_labels(["42"]) == 0


def test_un_certificat_renouvele_remet_le_badge(base: sa.Connection, courriels: Courriels) -> None:
    ferme = ferme_ab()
    controler(ferme, dit())
    controler(ferme, None, 1)
    assert controler(ferme, None, 40).etat is EtatLabel.RETIRE
    label = controler(ferme, dit(organisme="Autre"), 50)
    assert (label.etat, label.organisme, label.echu_le) == (EtatLabel.VERIFIE, "Autre", None)
    assert "de nouveau vérifié" in courriels()[-1].sujet


def test_un_label_retire_par_un_agent_ne_revient_pas_seul(base: sa.Connection) -> None:
    ferme, agente = ferme_ab(), fabrique.compte("Florence")
    controler(ferme, None)
    labels.retirer_label(ferme, SorteLabel.AB, par=agente, motif="Certificat d’une autre ferme.")
    for nuit in (1, 2, 3):
        assert controler(ferme, dit(), nuit).etat is EtatLabel.RETIRE
    [vue] = fermes_a_voir(["42"], 1).elements
    assert [e.sorte for e in vue.labels] == [SorteLabel.AB]
    labels.garder_label(ferme, SorteLabel.AB, par=agente, motif="C’est bien une autre ferme.")
    session.commit()
    assert controler(ferme, dit(), 4).etat is EtatLabel.RETIRE
    assert compter_labels(["42"]) == 0


def test_un_label_verifie_sur_piece_n_est_pas_defait_par_une_absence(base: sa.Connection) -> None:
    """A register that is late does not undo what an agent read on paper; a human looks."""
    ferme = ferme_ab()
    labels.verifier_label(ferme, SorteLabel.AB, source="certificat papier", par=fabrique.compte())
    label = controler(ferme, None)
    assert (label.etat, label.source) == (EtatLabel.VERIFIE, "certificat papier")
    assert compter_labels(["42"]) == 1


def test_un_label_verifie_sur_piece_echoit_quand_le_registre_dit_qu_il_est_arrete(
    base: sa.Connection,
) -> None:
    ferme, agente = ferme_ab(), fabrique.compte()
    labels.verifier_label(ferme, SorteLabel.AB, source="certificat papier", par=agente)
    assert controler(ferme, dit("ARRETEE")).etat is EtatLabel.ECHU
    labels.verifier_label(ferme, SorteLabel.AB, source="nouveau certificat", par=agente)
    session.commit()
    assert controler(ferme, dit("ARRETEE"), 1).etat is EtatLabel.VERIFIE
    assert compter_labels(["42"]) == 0


def test_ce_qu_un_agent_a_garde_revient_quand_la_reponse_change(base: sa.Connection) -> None:
    ferme, agente = ferme_ab(), fabrique.compte()
    controler(ferme, None)
    assert compter_labels(["42"]) == 1
    labels.garder_label(ferme, SorteLabel.AB, par=agente, motif="Première certification en cours.")
    session.commit()
    controler(ferme, None, 1)
    assert compter_labels(["42"]) == 0
    controler(ferme, dit("ARRETEE"), 2)
    assert compter_labels(["42"]) == 1


def test_un_label_se_verifie_sur_une_preuve(base: sa.Connection) -> None:
    ferme, agente = ferme_ab(), fabrique.compte()
    with pytest.raises(PreuveManquante):
        labels.verifier_label(ferme, SorteLabel.AB, source="  ", par=agente)
    with pytest.raises(CertificatIllisible):
        labels.verifier_label(
            ferme, SorteLabel.AB, source="a", certificat="javascript:x", par=agente
        )
    with pytest.raises(RaisonManquante):
        labels.retirer_label(ferme, SorteLabel.AB, par=agente, motif=" ")


def test_une_reponse_sur_un_ancien_siret_est_oubliee(base: sa.Connection) -> None:
    ferme = ferme_ab(EtatLabel.VERIFIE, source="Agence Bio", avis=AvisBio.CERTIFIE)
    assert labels.controler_label_ab(ferme, None, siret=fabrique.siret(77)) is None
    assert ferme.labels[0].etat is EtatLabel.VERIFIE
    assert sirene.noter_sirene(ferme, None, siret=fabrique.siret(77)) is None


@pytest.mark.parametrize(
    ("naf", "attendue"),
    [
        ("01.13Z", ActiviteSirene.PRODUCTION), ("03.22Z", ActiviteSirene.PRODUCTION),
        ("10.51C", ActiviteSirene.TRANSFORMATION), ("11.02B", ActiviteSirene.TRANSFORMATION),
        ("47.21Z", ActiviteSirene.REVENTE), ("70.22Z", ActiviteSirene.AUTRE), ("", None),
    ],
)  # fmt: skip
def test_le_code_naf_laisse_deviner_le_metier(naf: str, attendue: ActiviteSirene | None) -> None:
    assert sirene.activite_du_naf(naf) is attendue


def noter(ferme: Producteur, naf: str = "01.13Z", *, ouvert: bool = True) -> VerificationSirene:
    connue = sirene.noter_sirene(ferme, Etablissement(ferme.siret, "EARL", naf, ouvert))
    session.commit()
    assert connue
    return connue


@pytest.mark.parametrize(
    ("genre", "revend", "naf", "a_voir"),
    [
        (Genre.FERME, False, "01.13Z", 0), (Genre.FERME, False, "47.21Z", 1),
        (Genre.FERME, True, "47.21Z", 0), (Genre.FERME, True, "70.22Z", 1),
        (Genre.TRANSFORMATEUR, False, "10.51C", 0), (Genre.COMMERCE, False, "47.21Z", 0),
        (Genre.COMMERCE, False, "10.51C", 1), (Genre.CUISINIER, False, "56.21Z", 0),
        (Genre.FERME, False, "", 0),
    ],
)  # fmt: skip
def test_une_activite_inattendue_est_montree_a_l_agent(
    base: sa.Connection, genre: Genre, revend: bool, naf: str, a_voir: int
) -> None:
    noter(fabrique.producteur(genre=genre, revend=revend), naf)
    assert compter_labels(["42"]) == a_voir


def test_un_siret_introuvable_va_a_un_humain_et_la_ferme_reste_publique(
    base: sa.Connection,
) -> None:
    ferme = fabrique.producteur()
    connue = sirene.noter_sirene(ferme, None)
    session.commit()
    assert connue
    assert connue.etat is EtatSirene.INTROUVABLE
    assert ferme.dossier.en_regle(horloge.aujourdhui())
    assert compter_labels(["42"]) == 1
    sirene.garder_sirene(ferme, par=fabrique.compte(), motif="Avis de situation vu.")
    sirene.noter_sirene(ferme, None)
    session.commit()
    assert compter_labels(["42"]) == 0
    noter(ferme, ouvert=False)
    assert compter_labels(["42"]) == 1
    assert [ligne.vers for ligne in lire_journal("sirene", ferme.id)] == [
        "introuvable",
        "introuvable",
        "ferme",
    ]


def test_la_liste_ne_montre_que_les_departements_de_l_agent(base: sa.Connection) -> None:
    sirene.noter_sirene(fabrique.producteur(), None)
    session.commit()
    assert (compter_labels(["42"]), compter_labels(["69"]), compter_labels([])) == (1, 0, 0)


@pytest.mark.parametrize("etat", [EtatDossier.BROUILLON, EtatDossier.REFUSE, EtatDossier.RADIE])
def test_on_ne_demande_rien_des_fermes_qui_ne_sont_pas_au_registre(
    base: sa.Connection, etat: EtatDossier
) -> None:
    fabrique.producteur(etat=etat)
    assert a_controler(horloge.maintenant(), agencebio=True, sirene=True, limite=9) == []


@pytest.mark.parametrize(("heures", "due"), [(19, False), (21, True)])
def test_une_ferme_est_due_vingt_heures_apres_sa_derniere_reponse(
    base: sa.Connection, heures: int, due: bool
) -> None:
    ferme = ferme_ab()
    noter(ferme)
    controler(ferme, dit())
    instant = JOUR + timedelta(hours=heures)
    assert bool(a_controler(instant, agencebio=True, sirene=True, limite=9)) is due
    assert a_controler(instant, agencebio=False, sirene=False, limite=9) == []


@pytest.fixture
def registres() -> RegistresSimules:
    return RegistresSimules()


@pytest.fixture
def demandes(app: Flask, base: sa.Connection, registres: RegistresSimules) -> Iterator[None]:
    """The site asks the simulator, without a pause between failures."""
    with servis(registres) as adresse, app.app_context():
        avant = app.extensions["registres"]
        app.extensions["registres"] = Registres(AgenceBio(adresse), Sirene(adresse))
        yield
        app.extensions["registres"] = avant


def inscrire(registres: RegistresSimules, ferme: Producteur, bio: BioSimule | None) -> None:
    registres.etablissements.append(EtablissementSimule(siret=ferme.siret, nom=ferme.nom, bio=bio))


def test_la_nuit_chaque_ferme_est_controlee_une_fois(
    demandes: None, registres: RegistresSimules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producteurs.tasks.labels.PAUSE_S", 0.0)
    bio, arretee, sans = ferme_ab(), ferme_ab(), fabrique.producteur()
    inscrire(registres, bio, BioSimule())
    inscrire(registres, arretee, BioSimule(etat="ARRETEE"))
    inscrire(registres, sans, None)
    numeros = [bio.id, arretee.id, sans.id]
    controler_les_registres()
    lus = {
        e.producteur_id: e.etat
        for e in session.scalars(sa.select(Label).order_by(Label.producteur_id))
    }
    assert lus == {numeros[0]: EtatLabel.VERIFIE, numeros[1]: EtatLabel.DECLARE}
    assert len(session.scalars(sa.select(VerificationSirene)).all()) == 3
    vues = len(registres.demandes)
    assert vues == 5
    controler_les_registres()
    assert len(registres.demandes) == vues


@pytest.mark.parametrize("panne", [Humeur.EN_PANNE, Humeur.SATUREE, Humeur.ILLISIBLE])
def test_un_registre_en_panne_ne_change_rien_et_n_est_pas_harcele(
    demandes: None, registres: RegistresSimules, courriels: Courriels, panne: Humeur
) -> None:
    quand = horloge.maintenant() - timedelta(days=2)
    fermes = [
        ferme_ab(EtatLabel.VERIFIE, source="Agence Bio", avis=AvisBio.CERTIFIE, controle_le=quand)
        for _ in range(3)
    ]
    numeros = [ferme.id for ferme in fermes]
    registres.humeur = panne
    controler_les_registres()
    assert len(registres.demandes) == 2
    for label in session.scalars(sa.select(Label)):
        assert (label.etat, label.controle_le) == (EtatLabel.VERIFIE, quand)
    premiere = session.get_one(VerificationSirene, numeros[0])
    assert premiere.repondu_le is None
    assert premiere.echoue_le is not None
    assert courriels() == []


def test_une_verification_demandee_se_fait_sans_attendre_la_nuit(
    demandes: None, registres: RegistresSimules
) -> None:
    ferme = ferme_ab()
    noter(ferme)
    controler(ferme, None)
    inscrire(registres, ferme, BioSimule())
    controler_les_demandees()
    assert registres.demandes == []
    sirene.demander_verification(ferme)
    session.commit()
    assert [cible.id for cible in demandees(9)] == [ferme.id]
    controler_les_demandees()
    session.refresh(ferme)
    assert ferme.labels[0].etat is EtatLabel.VERIFIE
    assert demandees(9) == []


def test_une_ferme_dont_la_reponse_est_absurde_ne_prive_pas_les_autres(
    demandes: None, registres: RegistresSimules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producteurs.tasks.labels.PAUSE_S", 0.0)
    fabrique.producteur()
    fabrique.producteur()
    registres.reponse = {"results": [{"siege": 3}]}
    controler_les_registres()
    assert len(registres.demandes) == 2
    echecs = session.scalars(sa.select(VerificationSirene.echoue_le)).all()
    assert [isinstance(e, datetime) for e in echecs] == [True, True]
