"""Two people on one record: what each changed is kept, and what both changed is asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from producteurs import services
from producteurs.errors import FicheChangeeEntreTemps, PropositionRefuseeEntreTemps
from producteurs.models import Producteur
from producteurs.queries import revision as queries
from producteurs.services import revision
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.producteurs.saisies import dite, proposer

pytestmark = pytest.mark.usefixtures("contexte")


@pytest.fixture
def ferme() -> Producteur:
    return fabrique.producteur("Ferme du Pont")


@pytest.fixture
def jeanne(ferme: Producteur) -> Compte:
    return fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)])


@pytest.fixture
def agathe() -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])


def test_deux_personnes_qui_changent_des_champs_differents_ne_se_genent_pas(
    ferme: Producteur, jeanne: Compte
) -> None:
    paul, depart = fabrique.compte("Paul"), dite(ferme)
    services.modifier_producteur(ferme, replace(depart, nom="Paul"), par=paul, version=1)
    services.modifier_producteur(
        ferme, replace(depart, telephone="+33477222222"), par=jeanne, version=1
    )
    assert ferme.telephone == "+33477222222"
    ouverte = queries.proposition_ouverte(ferme)
    assert ouverte is not None
    assert ouverte.changements["nom"]["apres"] == "Paul"


def test_deux_personnes_qui_changent_le_meme_champ_la_seconde_l_apprend(
    ferme: Producteur, jeanne: Compte
) -> None:
    paul, depart = fabrique.compte("Paul"), dite(ferme)
    de_paul = replace(depart, telephone="+33477222222", horaires={"1": [["09:00", "12:00"]]})
    services.modifier_producteur(ferme, de_paul, par=paul, version=1)
    de_jeanne = replace(depart, telephone="+33477333333")
    with pytest.raises(FicheChangeeEntreTemps, match=r"Paul Essai.*le téléphone") as refus:
        services.modifier_producteur(ferme, de_jeanne, par=jeanne, version=1)
    assert ferme.telephone == "+33477222222"
    assert refus.value.details["conflits"] == {"telephone": "+33477222222"}
    assert refus.value.details["repris"] == {"horaires": {"1": [["09:00", "12:00"]]}}
    encore = dite(ferme, telephone="+33477333333")
    services.modifier_producteur(ferme, encore, par=jeanne, version=refus.value.details["version"])
    assert ferme.telephone == "+33477333333"
    assert ferme.horaires == {"1": [["09:00", "12:00"]]}


def test_deux_personnes_qui_ecrivent_la_meme_chose_sont_d_accord(
    ferme: Producteur, jeanne: Compte
) -> None:
    pareil = dite(ferme, telephone="+33477222222")
    for qui in (fabrique.compte("Paul"), jeanne):
        services.modifier_producteur(ferme, pareil, par=qui, version=1)
    assert ferme.version == 2


def test_deux_propositions_du_meme_champ_se_disent(ferme: Producteur, jeanne: Compte) -> None:
    paul, depart = fabrique.compte("Paul"), dite(ferme)
    de_paul = replace(depart, nom="De Paul")
    ouverte = services.modifier_producteur(ferme, de_paul, par=paul, version=1)
    with pytest.raises(FicheChangeeEntreTemps, match=r"Paul Essai.*le nom") as refus:
        services.modifier_producteur(ferme, replace(depart, nom="De Jeanne"), par=jeanne, version=1)
    assert ouverte is not None
    assert refus.value.details["proposition"] == ouverte.id
    assert queries.proposition_ouverte(ferme) is ouverte


def test_une_proposition_acceptee_pendant_qu_on_la_reprend_ne_gene_pas(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    proposition = proposer(ferme, jeanne, nom="Nouveau nom")
    affichee = dite(ferme, nom="Nouveau nom", adresse="Le Haut")
    revision.accepter_revision(proposition, par=agathe)
    suite = services.modifier_producteur(
        ferme, affichee, par=jeanne, version=1, proposition=proposition.id
    )
    assert suite is not None
    assert set(suite.changements) == {"adresse"}


def test_une_proposition_refusee_pendant_qu_on_la_reprend_se_relit_avant_d_etre_reproposee(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    proposition = proposer(ferme, jeanne, nom="Nouveau nom")
    affichee = dite(ferme, nom="Nouveau nom", adresse="Le Haut")
    revision.refuser_revision(proposition, par=agathe, motif="Non.")
    with pytest.raises(PropositionRefuseeEntreTemps, match="le nom"):
        services.modifier_producteur(
            ferme, affichee, par=jeanne, version=1, proposition=proposition.id
        )
    suite = services.modifier_producteur(ferme, affichee, par=jeanne, version=1)
    assert suite is not None
    assert set(suite.changements) == {"nom", "adresse"}


@pytest.mark.parametrize("version", [0, -3, 7])
def test_un_formulaire_d_on_ne_sait_quand_ne_remplace_rien(
    ferme: Producteur, jeanne: Compte, version: int
) -> None:
    autre = dite(ferme, telephone="+33477333333")
    with pytest.raises(FicheChangeeEntreTemps, match="le téléphone"):
        services.modifier_producteur(ferme, autre, par=jeanne, version=version)
    assert services.modifier_producteur(ferme, dite(ferme), par=jeanne, version=version) is None


def test_un_changement_venu_d_ailleurs_sans_trace_ne_se_remplace_pas_non_plus(
    ferme: Producteur, jeanne: Compte
) -> None:
    depart = dite(ferme)
    ferme.telephone, ferme.version = "+33477444444", 2
    session.flush()
    with pytest.raises(FicheChangeeEntreTemps, match="le téléphone"):
        services.modifier_producteur(
            ferme, replace(depart, adresse="Le Haut"), par=jeanne, version=1
        )
