"""What the chamber decides of a proposed change, alone or several at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from producteurs import services
from producteurs.errors import (
    CommuneHorsDeVous,
    MotifManquant,
    PositionLointaine,
    PropositionClose,
    PropositionDepassee,
    SiretDejaInscrit,
)
from producteurs.models import (
    EtatDossier,
    EtatLabel,
    EtatRevision,
    Genre,
    ModeVente,
    Producteur,
    ReglesChambre,
    SorteLabel,
)
from producteurs.models.fiche import appliquer, etat_de
from producteurs.services import revision
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import dite, ferme_inscrite, nouveau_siret, proposer

pytestmark = pytest.mark.usefixtures("contexte")
Courriels = Callable[[], list[Envoi]]


@pytest.fixture
def ferme() -> Producteur:
    return fabrique.producteur("Ferme du Pont")


@pytest.fixture
def jeanne(ferme: Producteur) -> Compte:
    return fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)])


@pytest.fixture
def agathe() -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])


def test_une_proposition_acceptee_devient_la_fiche(
    ferme: Producteur, jeanne: Compte, agathe: Compte, courriels: Courriels
) -> None:
    fabrique.roanne()
    fabrique.produit(ferme, "Topinambours")
    proposition = proposer(
        ferme,
        jeanne,
        nom="Ferme du Viaduc",
        genre=Genre.TRANSFORMATEUR,
        commune_code="42187",
        labels=[SorteLabel.AB],
        modes=[ModeVente.MARCHE, ModeVente.FERME],
        revend=True,
    )
    attendu = appliquer(etat_de(ferme), proposition.changements)
    revision.accepter_revision(proposition, par=agathe)
    session.flush()
    session.refresh(ferme)
    assert etat_de(ferme) == attendu
    assert (ferme.commune.nom, ferme.version, ferme.lat) == ("Roanne", 2, fabrique.ROANNE[0])
    assert ferme.recherche.startswith("ferme du viaduc roanne")
    assert "topinambours" in ferme.recherche
    assert (proposition.etat, proposition.decidee_par) == (EtatRevision.ACCEPTEE, agathe)
    assert lire_journal("dossier", ferme.dossier.id)[-1].vers == "acceptee"
    assert {e.destinataire for e in courriels()} == {jeanne.courriel, ferme.courriel}
    assert f"/producteurs/{ferme.slug}" in courriels()[0].texte


def test_une_ferme_suspendue_apprend_que_sa_modification_paraitra_avec_elle(
    agathe: Compte, courriels: Courriels
) -> None:
    ferme = fabrique.producteur("Suspendue", etat=EtatDossier.SUSPENDU)
    revision.accepter_revision(proposer(ferme, fabrique.compte(), nom="Autre"), par=agathe)
    (courriel,) = courriels()
    assert "Elle paraîtra avec la ferme." in courriel.texte
    assert "/producteurs/" not in courriel.texte


def test_une_proposition_refusee_laisse_la_fiche_et_dit_pourquoi(
    ferme: Producteur, jeanne: Compte, agathe: Compte, courriels: Courriels
) -> None:
    avant = etat_de(ferme)
    proposition = proposer(ferme, jeanne, nom="Le Roi du Melon")
    with pytest.raises(MotifManquant):
        revision.refuser_revision(proposition, par=agathe, motif="  ")
    revision.refuser_revision(proposition, par=agathe, motif="Ce n’est pas une ferme.")
    assert (etat_de(ferme), ferme.version) == (avant, 1)
    assert "Ce n’est pas une ferme." in courriels()[0].texte
    assert "Ce n’est pas une ferme." in lire_journal("dossier", ferme.dossier.id)[-1].motif


def test_une_ferme_retire_sa_proposition(
    ferme: Producteur, jeanne: Compte, agathe: Compte, courriels: Courriels
) -> None:
    proposition = proposer(ferme, jeanne, nom="Autre")
    revision.retirer_revision(proposition, par=jeanne)
    assert courriels() == []
    for geste in (
        lambda: revision.accepter_revision(proposition, par=agathe),
        lambda: revision.refuser_revision(proposition, par=agathe, motif="Non."),
        lambda: revision.retirer_revision(proposition, par=jeanne),
    ):
        with pytest.raises(PropositionClose):
            geste()  # type: ignore[no-untyped-call]
    assert ferme.nom == "Ferme du Pont"


def test_l_agent_n_accepte_jamais_ce_qu_il_n_a_pas_lu(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    lue = proposer(ferme, jeanne, nom="Premier")
    proposer(ferme, jeanne, nom="Second")
    with pytest.raises(PropositionClose):
        revision.accepter_revision(lue, par=agathe)
    assert ferme.nom == "Ferme du Pont"


def test_une_proposition_que_la_fiche_a_depassee_nomme_le_champ(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    proposition = proposer(ferme, jeanne, nom="Autre nom", adresse="Le Haut")
    ferme.nom = "Nom venu d’un import"
    session.flush()
    with pytest.raises(PropositionDepassee, match="le nom") as refus:
        revision.accepter_revision(proposition, par=agathe)
    assert "l’adresse" not in str(refus.value)
    assert (ferme.nom, ferme.adresse) == ("Nom venu d’un import", "Le Bourg")


def test_un_siret_pris_entre_temps_se_voit_en_acceptant(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    siret = nouveau_siret()
    proposition = proposer(ferme, jeanne, siret=siret)
    fabrique.producteur("L’autre", siret=siret)
    with pytest.raises(SiretDejaInscrit):
        revision.accepter_revision(proposition, par=agathe)


def test_un_siret_deja_pris_ne_se_propose_pas(ferme: Producteur, jeanne: Compte) -> None:
    autre = fabrique.producteur("L’autre")
    with pytest.raises(SiretDejaInscrit, match="L’autre"):
        proposer(ferme, jeanne, siret=autre.siret)


def test_une_position_se_juge_avec_sa_commune(ferme: Producteur, jeanne: Compte) -> None:
    roanne = fabrique.roanne()
    with pytest.raises(PositionLointaine):
        proposer(ferme, jeanne, lat=46.04, lon=4.08)
    proposition = proposer(ferme, jeanne, commune_code=roanne.code_insee, lat=46.04, lon=4.08)
    assert proposition.changements["position"] == {"avant": None, "apres": [46.04, 4.08]}


def test_une_position_laissee_libre_attend_quand_meme_sa_commune(
    ferme: Producteur, jeanne: Compte
) -> None:
    regles = ReglesChambre.par_defaut("42")
    regles.champs_libres = ["position"]
    session.add(regles)
    roanne = fabrique.roanne()
    proposition = proposer(ferme, jeanne, commune_code=roanne.code_insee, lat=46.04, lon=4.08)
    assert set(proposition.changements) == {"commune", "position"}
    assert ferme.lat == fabrique.MONTBRISON[0]


def test_une_ferme_ne_quitte_pas_le_departement_sans_un_agent_de_l_autre(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    fabrique.departement("69", "Rhône", "du Rhône")
    lieu = {"departement": "69", "lat": 45.76, "lon": 4.83, "codes_postaux": ["69001"]}
    fabrique.commune("69123", "Lyon", **lieu)
    proposition = proposer(ferme, jeanne, commune_code="69123")
    with pytest.raises(CommuneHorsDeVous, match="Lyon"):
        revision.accepter_revision(proposition, par=agathe)
    des_deux = fabrique.compte("Rose", roles=[(Role.CHAMBRE, "42"), (Role.CHAMBRE, "69")])
    revision.accepter_revision(proposition, par=des_deux)
    assert ferme.departement == "69"


def test_un_label_redemande_revient_comme_declare_et_un_verifie_le_reste(
    jeanne: Compte,
) -> None:
    compte, ferme = ferme_inscrite(labels=[SorteLabel.AB, SorteLabel.HVE])
    ab, hve = ferme.labels
    ab.etat, hve.etat = EtatLabel.VERIFIE, EtatLabel.RETIRE
    assert etat_de(ferme)["labels"] == ["ab"]
    services.modifier_producteur(ferme, dite(ferme, description="Autre."), par=compte)
    assert {x.sorte: x.etat for x in ferme.labels} == {
        SorteLabel.AB: EtatLabel.VERIFIE,
        SorteLabel.HVE: EtatLabel.RETIRE,
    }
    redite = dite(ferme, labels=[SorteLabel.AB, SorteLabel.HVE])
    services.modifier_producteur(ferme, redite, par=compte)
    assert [x.etat for x in ferme.labels] == [EtatLabel.VERIFIE, EtatLabel.DECLARE]


def test_plusieurs_propositions_s_acceptent_ensemble_et_une_depassee_n_arrete_pas_les_autres(
    jeanne: Compte, agathe: Compte
) -> None:
    fermes = [fabrique.producteur(f"Ferme {n}") for n in range(3)]
    propositions = [proposer(f, jeanne, nom=f"Nouvelle {n}") for n, f in enumerate(fermes)]
    fermes[1].nom = "Nom venu d’un import"
    session.flush()
    bilan = revision.accepter_revisions(propositions, par=agathe)
    assert [r.producteur.nom for r in bilan.acceptees] == ["Nouvelle 0", "Nouvelle 2"]
    ((refusee, refus),) = bilan.refusees
    assert (refusee.id, type(refus)) == (propositions[1].id, PropositionDepassee)
    assert fermes[1].nom == "Nom venu d’un import"
