"""A change of a validated record waits for the chamber; the public keeps reading the last state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from producteurs import services
from producteurs.errors import (
    CommuneHorsDeVous,
    FicheChangeeEntreTemps,
    MotifManquant,
    PositionLointaine,
    PropositionClose,
    PropositionDepassee,
    PropositionRefuseeEntreTemps,
    SiretDejaInscrit,
)
from producteurs.models import (
    EtatDossier,
    EtatLabel,
    EtatRevision,
    Famille,
    Genre,
    ModeVente,
    Producteur,
    ReglesChambre,
    Revision,
    SorteLabel,
)
from producteurs.models.fiche import appliquer, defaire, etat_de
from producteurs.queries import revision as queries
from producteurs.services import SaisieProducteur, revision
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import ferme_inscrite, nouveau_siret, saisie

pytestmark = pytest.mark.usefixtures("contexte")
Courriels = Callable[[], list[Envoi]]


def dite(producteur: Producteur, **autres: Any) -> SaisieProducteur:
    """What the form of this farm would send as it stands, and what is changed in it."""
    etat = etat_de(producteur)
    lat, lon = etat["position"] or (None, None)
    valeurs = {
        "nom": etat["nom"],
        "siret": etat["siret"],
        "genre": Genre(etat["genre"]),
        "commune_code": etat["commune"],
        "adresse": etat["adresse"],
        "lat": lat,
        "lon": lon,
        "familles": [Famille(f) for f in etat["familles"]],
        "modes": [ModeVente(m) for m in etat["modes"]],
        "labels": [SorteLabel(s) for s in etat["labels"]],
        **{c: etat[c] for c in ("description", "telephone", "courriel", "site", "horaires")},
        **{c: etat[c] for c in ("image", "texte_saison", "revend")},
    }
    return SaisieProducteur(**valeurs | autres)


@pytest.fixture
def ferme() -> Producteur:
    return fabrique.producteur("Ferme du Pont")


@pytest.fixture
def jeanne(ferme: Producteur) -> Compte:
    return fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)])


@pytest.fixture
def agathe() -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])


def proposer(ferme: Producteur, par: Compte, **change: Any) -> Revision:
    proposition = services.modifier_producteur(ferme, dite(ferme, **change), par=par)
    assert proposition is not None
    return proposition


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


# Two people on one record.


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
