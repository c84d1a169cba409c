"""What SIRENE says of a farm, and the round of the registers that asks about each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from producteurs.models import (
    ActiviteSirene,
    AvisBio,
    EtatDossier,
    EtatLabel,
    EtatSirene,
    Genre,
    Label,
    Producteur,
    SorteLabel,
    VerificationSirene,
)
from producteurs.queries.labels import a_controler, compter_labels, demandees
from producteurs.registres.agencebio import AgenceBio, OperateurBio
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
from tests.serveurs import attendre_port, port_libre

Courriels = Callable[[], list[Envoi]]
JOUR = horloge.maintenant()


def ferme_ab(etat: EtatLabel = EtatLabel.DECLARE, **autres: object) -> Producteur:
    return fabrique.producteur(labels=[Label(sorte=SorteLabel.AB, etat=etat, **autres)])


def controler(ferme: Producteur, reponse: OperateurBio | None, jours: int = 0) -> Label:
    """What Agence Bio answers so many days from now."""
    with horloge.arretee_a(JOUR + timedelta(days=jours)):
        label = labels.controler_label_ab(ferme, reponse)
        session.commit()
    assert label
    return label


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
    controler(ferme, None)
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
    demandes: None, registres: RegistresSimules
) -> None:
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
    demandes: None, registres: RegistresSimules
) -> None:
    fabrique.producteur()
    fabrique.producteur()
    registres.reponse = {"results": [{"siege": 3}]}
    controler_les_registres()
    assert len(registres.demandes) == 2
    echecs = session.scalars(sa.select(VerificationSirene.echoue_le)).all()
    assert [isinstance(e, datetime) for e in echecs] == [True, True]


class _Observateur(AgenceBio):
    """A register that notes how it was asked: from within a transaction, or not."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9")
        self.dedans: list[bool] = []

    def operateur(self, siret: str) -> OperateurBio | None:
        self.dedans.append(session().in_transaction())
        return None


def test_aucune_transaction_n_attend_un_registre(app: Flask, base: sa.Connection) -> None:
    ferme_ab()
    ferme_ab()
    avant = app.extensions["registres"]
    app.extensions["registres"] = Registres(observateur := _Observateur())
    with app.app_context():
        controler_les_registres()
    app.extensions["registres"] = avant
    assert observateur.dedans == [False, False]


def test_le_simulateur_se_lance_seul() -> None:
    port = port_libre()
    commande = [sys.executable, "-m", "producteurs.registres.simulateur", "--port", str(port)]
    with subprocess.Popen(commande, stdout=subprocess.DEVNULL) as processus:
        try:
            attendre_port(port)
            adresse = f"http://127.0.0.1:{port}"
            assert Sirene(adresse).etablissement("00028578300023")
            assert AgenceBio(adresse).operateur("00028578300023")
        finally:
            processus.terminate()
    assert processus.returncode == 0
