"""What the public registers make of a farm's labels, night after night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from producteurs.errors.label import CertificatIllisible, PreuveManquante, RaisonManquante
from producteurs.models import (
    AvisBio,
    EtatLabel,
    Label,
    Producteur,
    ReglesChambre,
    SorteLabel,
)
from producteurs.queries.labels import compter_labels, fermes_a_voir
from producteurs.registres.agencebio import CertificatBio, OperateurBio
from producteurs.services import label as labels
from producteurs.services import sirene
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
