"""A change of a validated record waits for the chamber; the public keeps reading the last state."""

from __future__ import annotations

import pytest

from producteurs import services
from producteurs.errors.dossier import FicheFusionnee
from producteurs.models import (
    EtatDossier,
    EtatRevision,
    Famille,
    Producteur,
    ReglesChambre,
    SorteLabel,
)
from producteurs.models.fiche import defaire, etat_de
from producteurs.queries import revision as queries
from producteurs.services import revision
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import dite, proposer, saisie

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


def test_ce_que_la_chambre_a_verifie_se_propose_et_ne_change_pas_encore(
    ferme: Producteur, jeanne: Compte
) -> None:
    proposition = proposer(ferme, jeanne, nom="Ferme du Viaduc", familles=[Famille.MIELS_SUCRES])
    assert proposition.changements == {
        "nom": {"avant": "Ferme du Pont", "apres": "Ferme du Viaduc"},
        "familles": {"avant": ["legumes"], "apres": ["miels_sucres"]},
    }
    assert (ferme.nom, ferme.familles, ferme.version) == ("Ferme du Pont", [Famille.LEGUMES], 1)
    assert "viaduc" not in ferme.recherche
    ligne = lire_journal("dossier", ferme.dossier.id)[-1]
    assert (ligne.vers, ligne.par) == ("proposee", jeanne)
    assert "le nom" in ligne.motif


def test_ce_qui_est_laisse_libre_par_la_chambre_passe_aussitot(
    ferme: Producteur, jeanne: Compte
) -> None:
    horaires = {"2": [["09:00", "12:00"]]}
    change = dite(ferme, telephone="+33477111111", horaires=horaires, texte_saison=" Les noix. ")
    assert services.modifier_producteur(ferme, change, par=jeanne) is None
    assert (ferme.telephone, ferme.horaires, ferme.texte_saison) == (
        "+33477111111",
        horaires,
        "Les noix.",
    )
    (trace,) = queries.historique(ferme, 1).elements
    assert (trace.etat, trace.decidee_par, ferme.version) == (EtatRevision.ACCEPTEE, None, 2)
    assert lire_journal("dossier", ferme.dossier.id)[-1].vers == "acceptee"


def test_un_enregistrement_melange_publie_le_libre_et_propose_le_reste(
    ferme: Producteur, jeanne: Compte
) -> None:
    proposition = proposer(ferme, jeanne, nom="Autre nom", telephone="+33477111111")
    assert set(proposition.changements) == {"nom"}
    assert (ferme.nom, ferme.telephone) == ("Ferme du Pont", "+33477111111")


def test_chaque_chambre_dit_ce_qu_elle_laisse_libre(ferme: Producteur, jeanne: Compte) -> None:
    regles = ReglesChambre.par_defaut("42")
    regles.champs_libres = ["description"]
    session.add(regles)
    proposition = proposer(ferme, jeanne, description="Libre.", telephone="+33477111111")
    assert set(proposition.changements) == {"telephone"}
    assert ferme.description == "Libre."


@pytest.mark.parametrize(
    "etat", [EtatDossier.BROUILLON, EtatDossier.SOUMIS, EtatDossier.COMPLEMENT, EtatDossier.REFUSE]
)
def test_tant_que_la_chambre_ne_s_est_pas_portee_garante_tout_change_aussitot(
    etat: EtatDossier,
) -> None:
    ferme, jeanne = fabrique.producteur("Avant", etat=etat), fabrique.compte("Jeanne")
    assert services.modifier_producteur(ferme, dite(ferme, nom="Après"), par=jeanne) is None
    assert (ferme.nom, ferme.version) == ("Après", 2)


@pytest.mark.parametrize("etat", [EtatDossier.VALIDE, EtatDossier.SUSPENDU, EtatDossier.APPEL])
def test_une_ferme_suspendue_ou_qui_conteste_propose_elle_aussi(etat: EtatDossier) -> None:
    ferme, jeanne = fabrique.producteur("Avant", etat=etat), fabrique.compte("Jeanne")
    assert services.modifier_producteur(ferme, dite(ferme, nom="Après"), par=jeanne) is not None
    assert ferme.nom == "Avant"


def test_enregistrer_sans_rien_changer_n_ecrit_rien(ferme: Producteur, jeanne: Compte) -> None:
    assert services.modifier_producteur(ferme, dite(ferme), par=jeanne) is None
    assert (ferme.version, queries.historique(ferme, 1).total) == (1, 0)


def test_une_fiche_venue_d_un_fichier_se_renvoie_sans_rien_changer(
    ferme: Producteur, jeanne: Compte
) -> None:
    ferme.nom, ferme.description = "Chez  Nous !", "Des noix,\r\ndu miel. "
    session.flush()
    envoyee = dite(ferme, nom="Chez Nous\u00a0!", description="Des noix,\r\ndu miel.")
    assert services.modifier_producteur(ferme, envoyee, par=jeanne, version=1) is None
    assert (ferme.nom, ferme.version) == ("Chez  Nous !", 1)


def test_une_fiche_reunie_avec_une_autre_ne_change_plus(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    proposition = proposer(ferme, jeanne, nom="Autre")
    ferme.fusionne_dans_id = fabrique.producteur("La gardée").id
    session.flush()
    with pytest.raises(FicheFusionnee):
        services.modifier_producteur(ferme, dite(ferme, nom="Encore"), par=jeanne)
    with pytest.raises(FicheFusionnee):
        revision.accepter_revision(proposition, par=agathe)


def test_une_proposition_reprise_en_remplace_une_autre(ferme: Producteur, jeanne: Compte) -> None:
    premiere = proposer(ferme, jeanne, nom="Premier")
    seconde = proposer(ferme, jeanne, nom="Second", adresse="Le Haut")
    assert queries.proposition_ouverte(ferme) is seconde
    assert premiere.etat is EtatRevision.RETIREE
    assert set(seconde.changements) == {"nom", "adresse"}
    assert [r.id for r in queries.historique(ferme, 1).elements] == [seconde.id]


def test_remettre_la_fiche_comme_elle_etait_retire_la_proposition(
    ferme: Producteur, jeanne: Compte
) -> None:
    proposer(ferme, jeanne, nom="Premier")
    assert services.modifier_producteur(ferme, dite(ferme), par=jeanne) is None
    assert queries.proposition_ouverte(ferme) is None


def test_enregistrer_de_nouveau_la_meme_proposition_ne_la_change_pas(
    ferme: Producteur, jeanne: Compte
) -> None:
    premiere = proposer(ferme, jeanne, nom="Premier")
    assert proposer(ferme, jeanne, nom="Premier") is premiere


def test_la_liste_de_l_agent_compte_les_siennes_les_plus_anciennes_d_abord(
    jeanne: Compte,
) -> None:
    fabrique.departement("69", "Rhône", "du Rhône")
    fermes = [fabrique.producteur(f"Ferme {n}") for n in range(2)]
    ailleurs = fabrique.producteur(
        "À Lyon", commune=fabrique.commune("69123", "Lyon", departement="69", lat=45.76, lon=4.83)
    )
    for f in [*fermes, ailleurs]:
        proposer(f, jeanne, nom=f"{f.nom} nouvelle")
    page = queries.propositions(["42"], 1)
    assert [r.producteur.nom for r in page.elements] == ["Ferme 0", "Ferme 1"]
    assert queries.compter_propositions(["42"]) == page.total == 2
    assert queries.compter_propositions(["42", "69"]) == 3
    assert queries.compter_propositions([]) == 0


def test_l_historique_suffit_a_retrouver_chaque_etat_de_la_fiche(
    ferme: Producteur, jeanne: Compte, agathe: Compte
) -> None:
    etats = [etat_de(ferme)]
    for n in range(3):
        services.modifier_producteur(ferme, dite(ferme, texte_saison=f"Semaine {n}"), par=jeanne)
        etats.append(etat_de(ferme))
    revision.accepter_revision(proposer(ferme, jeanne, nom="Autre"), par=agathe)
    etats.append(etat_de(ferme))
    assert ferme.version == len(etats)
    retrouve = etat_de(ferme)
    for acceptee in reversed(queries.acceptees_depuis(ferme, 1)):
        assert retrouve == etats[acceptee.base]
        retrouve = defaire(retrouve, acceptee.changements)
    assert retrouve == etats[0]


def test_la_saisie_complete_d_une_ferme_se_relit_sans_rien_changer() -> None:
    complete = saisie(
        lat=45.6112349,
        lon=4.0712351,
        courriel=" Ferme@Cabas.Example ",
        site="https://lignon.example",
        labels=[SorteLabel.AB],
        horaires={"6": [("10:00", "12:00")], "2": [["09:00", "12:00"]], "3": []},
        texte_saison="Les noix.",
        revend=True,
    )
    compte = fabrique.compte("Jeanne")
    ferme = services.inscrire_producteur(complete, par=compte)
    services.modifier_producteur(ferme, dite(ferme), par=compte)
    services.modifier_producteur(ferme, complete, par=compte)
    assert ferme.version == 1
    assert ferme.courriel == "ferme@cabas.example"
