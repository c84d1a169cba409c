"""Labels: claimed by the farm, verified by an agent."""

import pytest
import sqlalchemy as sa

from producteurs.models import EtatLabel, Label, SorteLabel
from producteurs.queries.revision import proposition_ouverte
from producteurs.services import modifier_producteur, verifier_label
from producteurs.services.fiche import ecrire_fiche
from producteurs.services.revision import accepter_revision
from socle import horloge
from socle.comptes.models import Role
from socle.db import session
from socle.errors import Introuvable
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import dite


def test_un_label_verifie_dit_par_qui_quand_et_ou(base: sa.Connection) -> None:
    ferme = fabrique.producteur(labels=[Label(sorte=SorteLabel.AB)])
    agente = fabrique.compte("Florence")
    verifier_label(ferme, SorteLabel.AB, source="annuaire de l’Agence Bio", par=agente)
    session.commit()
    label = session.scalars(sa.select(Label).where(Label.producteur_id == ferme.id)).one()
    assert label.etat is EtatLabel.VERIFIE
    assert (label.source, label.verifie_le) == ("annuaire de l’Agence Bio", horloge.aujourdhui())
    [ligne] = lire_journal("label", f"{ferme.id}/ab")
    assert (ligne.par_id, ligne.de, ligne.vers) == (agente.id, "declare", "verifie")


def test_on_ne_verifie_pas_un_label_que_la_ferme_ne_revendique_pas(base: sa.Connection) -> None:
    ferme = fabrique.producteur()
    with pytest.raises(Introuvable):
        verifier_label(ferme, SorteLabel.DEMETER, source="liste", par=fabrique.compte())


def test_une_preuve_ne_suit_pas_la_ferme_sous_un_autre_siret(base: sa.Connection) -> None:
    ferme = fabrique.producteur(labels=[Label(sorte=SorteLabel.AB), Label(sorte=SorteLabel.HVE)])
    agente = fabrique.compte("Florence", roles=[(Role.CHAMBRE, "42")])
    verifier_label(
        ferme,
        SorteLabel.AB,
        source="le certificat",
        organisme="Écocert",
        certificat="https://certificat.example/1",
        par=agente,
    )
    session.commit()
    modifier_producteur(ferme, dite(ferme, siret="73282932000074"), par=fabrique.compte("Jean"))
    session.commit()
    assert [x.etat for x in ferme.labels] == [EtatLabel.VERIFIE, EtatLabel.DECLARE]
    proposition = proposition_ouverte(ferme)
    assert proposition is not None
    accepter_revision(proposition, par=agente)
    session.commit()
    ab = ferme.labels[0]
    assert ferme.siret == "73282932000074"
    assert ab.etat is EtatLabel.DECLARE
    assert (ab.source, ab.verifie_le, ab.organisme, ab.certificat) == ("", None, "", "")
    assert [(li.de, li.vers) for li in lire_journal("label", f"{ferme.id}/ab")] == [
        ("declare", "verifie"),
        ("verifie", "declare"),
    ]


def test_un_premier_siret_laisse_la_preuve_donnee_avant_lui(base: sa.Connection) -> None:
    ferme = fabrique.producteur(siret="", labels=[Label(sorte=SorteLabel.AB)])
    agente = fabrique.compte("Florence", roles=[(Role.CHAMBRE, "42")])
    verifier_label(ferme, SorteLabel.AB, source="le certificat", par=agente)
    ecrire_fiche(ferme, {"siret": "73282932000074"}, par=agente)
    assert ferme.labels[0].etat is EtatLabel.VERIFIE
