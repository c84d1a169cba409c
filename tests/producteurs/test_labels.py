"""Labels: claimed by the farm, verified by an agent."""

import pytest
import sqlalchemy as sa

from producteurs.models import EtatLabel, Label, SorteLabel
from producteurs.services import verifier_label
from socle import horloge
from socle.db import session
from socle.errors import Introuvable
from socle.journal.services import lire_journal
from tests import fabrique


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
