"""Possible duplicates: found every night, set aside for good, shown to whoever registers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from producteurs.errors.doublons import PaireDejaTraitee, PeutEtreInscrite
from producteurs.models import EtatDossier, EtatRapprochement, Producteur, Rapprochement
from producteurs.queries.doublons import compter_doublons, doublons
from producteurs.services.doublons import deja_inscrites, ecarter, inscrire_apres_lecture
from producteurs.services.importation.ligne import FicheLue
from producteurs.services.importation.rapprochement import RapprocheurDuRegistre
from producteurs.tasks.doublons import chercher_doublons
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import saisie

pytestmark = pytest.mark.usefixtures("contexte")


def agent(departement: str = "42") -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, departement)])


def deux_piamot(**autres: Any) -> tuple[Producteur, Producteur]:
    """Two entries of one farm, the second without a SIRET."""
    un = fabrique.producteur("Ferme de Piamot")
    return un, fabrique.producteur("La Ferme de Piamot", **{"siret": "", **autres})


def paires() -> list[Rapprochement]:
    session.expire_all()
    return list(session.scalars(sa.select(Rapprochement)))


def chercher() -> list[Rapprochement]:
    session.commit()
    chercher_doublons()
    return paires()


def test_chaque_nuit_propose_ce_qui_se_ressemble_une_fois() -> None:
    un, deux = deux_piamot()
    fabrique.producteur("Rucher du Lignon")
    (paire,) = chercher()
    assert (paire.premier_id, paire.second_id) == (un.id, deux.id)
    assert (paire.etat, paire.motifs) == (EtatRapprochement.POSSIBLE, ["nom_et_commune"])
    assert [p.vu_le for p in chercher()] == [paire.vu_le]
    assert len(lire_journal("rapprochement", f"{un.id}-{deux.id}")) == 1


@pytest.mark.parametrize("etat", [EtatDossier.REFUSE, EtatDossier.RADIE, EtatDossier.BROUILLON])
def test_les_fiches_refusees_et_fermees_comptent(etat: EtatDossier) -> None:
    deux_piamot(etat=etat)
    assert len(chercher()) == 1


def test_deux_fiches_fermees_ne_sont_le_travail_de_personne() -> None:
    un, _ = deux_piamot(etat=EtatDossier.RADIE)
    un.dossier.etat = EtatDossier.RADIE
    assert chercher() == []


def test_deux_etablissements_d_un_siren_ne_sont_jamais_proposes() -> None:
    un, deux = deux_piamot()
    un.siret, deux.siret = "73282932000074", "73282932000082"
    assert chercher() == []


def test_pas_un_doublon_est_retenu_jusqu_a_ce_que_l_une_change() -> None:
    _, deux = deux_piamot()
    (paire,) = chercher()
    par = agent()
    ecarter(paire, par=par)
    assert (paire.etat, paire.decide_par_id) == (EtatRapprochement.ECARTE, par.id)
    with pytest.raises(PaireDejaTraitee):
        ecarter(paire, par=par)

    deux.telephone = "+33477000000"
    assert [p.etat for p in chercher()] == [EtatRapprochement.ECARTE]

    deux.lat += 0.002
    (paire,) = chercher()
    assert (paire.etat, paire.decide_le) == (EtatRapprochement.POSSIBLE, None)
    lignes = lire_journal("rapprochement", f"{paire.premier_id}-{paire.second_id}")
    assert [ligne.vers for ligne in lignes] == ["possible", "ecarte", "possible"]


def test_ce_qui_ne_se_ressemble_plus_quitte_la_liste() -> None:
    _, deux = deux_piamot()
    assert len(chercher()) == 1
    deux.nom = "Rucher du Lignon"
    assert chercher() == []


def test_une_paire_est_a_l_agent_de_l_un_ou_de_l_autre() -> None:
    rhone = fabrique.commune("69001", "Affoux", departement="69", population=400)
    deux_piamot(commune=rhone)
    assert len(chercher()) == 1
    assert [compter_doublons(d) for d in (["42"], ["69"], ["42", "69"], ["71"], [])] == [
        1,
        1,
        1,
        0,
        0,
    ]
    assert doublons(["71"], 1).elements == []


def test_la_liste_se_lit_en_un_nombre_compte_de_requetes(requetes: list[str]) -> None:
    for n in range(4):
        nom = f"Ferme de Chantelou{n}vigne"
        fabrique.producteur(nom)
        fabrique.producteur(f"La {nom}", siret="")
    chercher()
    session.expunge_all()
    requetes.clear()
    page = doublons(["42"], 1)
    for paire in page.elements:
        assert paire.premier.commune.nom
        assert paire.second.familles
        assert paire.second.labels == []
        assert paire.premier.dossier.etat
    assert page.total == 4
    assert len(requetes) <= 9


def test_une_ferme_ressemblante_est_montree_avant_d_inscrire() -> None:
    deja = fabrique.producteur("Ferme de Piamot")
    nouvelle = saisie(nom="La ferme de Piamot")
    par = fabrique.compte("Jeanne")
    with pytest.raises(PeutEtreInscrite) as refus:
        inscrire_apres_lecture(nouvelle, par=par, lues=[])
    assert refus.value.details["fermes"] == [deja]
    assert inscrire_apres_lecture(nouvelle, par=par, lues=[deja.id]).nom == "La ferme de Piamot"


@pytest.mark.parametrize("etat", [e for e in EtatDossier if e is not EtatDossier.VALIDE])
def test_une_ferme_qui_n_est_pas_publique_n_est_montree_a_personne(etat: EtatDossier) -> None:
    fabrique.producteur("Ferme de Piamot", etat=etat)
    fabrique.producteur("Ferme de Piamot", valide_jusqu_au=horloge.aujourdhui() - timedelta(days=1))
    assert deja_inscrites(saisie(nom="La ferme de Piamot")) == []


def test_un_autre_etablissement_ou_un_autre_nom_n_est_pas_montre() -> None:
    deja = fabrique.producteur("Ferme de Piamot", siret="73282932000074")
    assert deja_inscrites(saisie(nom="Ferme de Piamot", siret="73282932000082")) == []
    assert deja_inscrites(saisie(nom="Rucher du Lignon")) == []
    assert deja_inscrites(saisie(nom="Ferme de Piamot")) == [deja]


def ligne(numero: int, **autres: Any) -> FicheLue:
    lat, lon = fabrique.MONTBRISON
    valeurs = {"nom": "Ferme de Piamot", "commune_code": "42147", "lat": lat, "lon": lon}
    return FicheLue(numero=numero, **{**valeurs, **autres})


def test_une_ligne_repete_une_fiche_ou_une_ligne_d_avant() -> None:
    deja = fabrique.producteur("Ferme de Piamot", etat=EtatDossier.REFUSE)
    ailleurs = fabrique.producteur(
        "Ferme du Rhône",
        commune=fabrique.commune("69001", "Affoux", departement="69", lat=45.85, lon=4.41),
    )
    lu = RapprocheurDuRegistre(["42"]).rapprocher(
        [
            (ligne(2, nom="GAEC de Piamot"), None),
            (ligne(3, nom="Rucher du Lignon"), None),
            (ligne(4, nom="Le rucher du Lignon"), None),
            (ligne(5, nom="Autre nom", siret=ailleurs.siret), None),
        ]
    )
    vues = [(v.motifs, v.doublon_ligne, v.producteur_id) if v else None for v in lu]
    assert vues == [
        (("nom_et_commune",), None, deja.id),
        None,
        (("nom_et_lieu",), 3, None),
        (("siret",), None, ailleurs.id),
    ]


def test_une_ligne_ne_repete_pas_sa_propre_fiche_ni_ce_qu_on_a_deja_distingue() -> None:
    un, deux = deux_piamot()
    autre = fabrique.producteur("Ferme du Lac")
    lu = RapprocheurDuRegistre(["42"]).rapprocher(
        [
            (ligne(2), un.id),
            (ligne(3), deux.id),
            (ligne(4, siret=autre.siret), un.id),
            (ligne(5), None),
        ]
    )
    assert [bool(vue) for vue in lu] == [False, False, True, True]
    assert lu[2] is not None
    assert lu[2].producteur_id == autre.id
    assert lu[3] is not None
    assert (lu[3].doublon_ligne, lu[3].producteur_id) == (2, un.id)


def test_ce_qui_a_ete_fusionne_compte_comme_la_fiche_gardee() -> None:
    garde = fabrique.producteur("Ferme du Lac")
    fusionnee = fabrique.producteur("Ferme de Piamot", etat=EtatDossier.RADIE)
    fusionnee.fusionne_dans_id = garde.id
    session.commit()
    (vue,) = RapprocheurDuRegistre(["42"]).rapprocher([(ligne(2), None)])
    assert vue is not None
    assert vue.producteur_id == garde.id
