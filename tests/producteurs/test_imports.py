"""What a file's rows become in the registry: written, updated, left alone, undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from producteurs.errors import EcheanceRefusee
from producteurs.models import (
    EtatDossier,
    EtatImport,
    EtatLabel,
    EtatRevision,
    Famille,
    IssueLigne,
    Label,
    ModeVente,
    OrigineImport,
    PrecisionPosition,
    Producteur,
    Revision,
    SorteLabel,
)
from producteurs.services.importation.ecriture import lancer_ecriture
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.fichiers import (
    ferme,
    importer,
    issues,
    ligne,
    rangees,
    recevoir,
)


@pytest.fixture
def agente(base: sa.Connection) -> Compte:
    return fabrique.compte("Odile", roles=[(Role.CHAMBRE, "42")])


def test_une_ferme_importee_attend_d_etre_instruite_et_n_est_pas_publique(agente: Compte) -> None:
    fait = importer([ligne("Ferme du Pont", labels=(SorteLabel.AB,), telephone="0477")], par=agente)
    pont = ferme("Ferme du Pont")
    assert fait.etat is EtatImport.FINI
    assert issues(fait) == {"cree": 1}
    assert pont.dossier.etat is EtatDossier.SOUMIS
    assert not pont.dossier.en_regle(horloge.aujourdhui())
    assert pont.slug == "ferme-du-pont"
    assert (pont.lat, pont.lon, pont.precision) == (45.61, 4.07, PrecisionPosition.ADRESSE)
    assert pont.familles == [Famille.LEGUMES]
    assert pont.modes == [ModeVente.FERME]
    assert [(x.sorte, x.etat) for x in pont.labels] == [(SorteLabel.AB, EtatLabel.DECLARE)]
    assert "montbrison" in pont.recherche
    [note] = lire_journal("dossier", pont.dossier.id)
    assert (note.vers, note.par_id) == ("soumis", agente.id)
    assert "Annuaire de la Loire" in note.motif


def test_un_agent_peut_valider_d_un_coup_ce_qu_il_importe_et_en_repond(agente: Compte) -> None:
    jusqu_au = horloge.aujourdhui() + timedelta(days=365)
    importer([ligne("Ferme du Pont")], par=agente, valide_jusqu_au=jusqu_au)
    dossier = ferme("Ferme du Pont").dossier
    assert dossier.en_regle(horloge.aujourdhui())
    assert (dossier.valide_jusqu_au, dossier.decide_par_id) == (jusqu_au, agente.id)
    assert [n.vers for n in lire_journal("dossier", dossier.id)] == ["soumis", "valide"]


def test_personne_ne_valide_sans_nom_ni_au_dela_de_trois_ans(agente: Compte) -> None:
    recu = recevoir([ligne()], par=agente)
    for par, jours in ((None, 30), (agente, 0), (agente, 1200)):
        jour = horloge.aujourdhui() + timedelta(days=jours)
        with pytest.raises(EcheanceRefusee):
            lancer_ecriture(recu, par=par, valide_jusqu_au=jour)


def test_une_ligne_d_un_autre_departement_attend_quelqu_un_de_la_bas(agente: Compte) -> None:
    lyon = fabrique.commune("69123", "Lyon", departement="69", codes_postaux=["69001"])
    fait = importer([ligne("Lyonnaise", commune_code=lyon.code_insee), ligne()], par=agente)
    assert issues(fait) == {"cree": 1, "a_revoir": 1}
    [ailleurs] = [li for li in rangees(fait) if li.issue is IssueLigne.A_REVOIR]
    assert ailleurs.motifs == ["hors_territoire"]


def test_deux_fermes_du_meme_nom_ont_chacune_leur_adresse(agente: Compte) -> None:
    roanne = fabrique.roanne()
    lignes = [ligne("Le Verger") for _ in range(4)]
    ici: dict[str, Any] = {"commune_code": roanne.code_insee, "lat": roanne.lat, "lon": roanne.lon}
    importer([*lignes, ligne("Le Verger", **ici)], par=agente)
    importer([ligne("Le Verger")], par=agente, source="Un autre annuaire")
    assert set(session.scalars(sa.select(Producteur.slug))) == {
        "le-verger",
        "le-verger-montbrison",
        "le-verger-montbrison-2",
        "le-verger-montbrison-3",
        "le-verger-roanne",
        "le-verger-montbrison-4",
    }


def test_un_siret_deja_inscrit_ne_l_est_pas_une_deuxieme_fois(agente: Compte) -> None:
    deja = fabrique.producteur("Déjà là")
    neuf = fabrique.siret(77)
    fait = importer(
        [ligne(siret=deja.siret), ligne("Première", siret=neuf), ligne("Seconde", siret=neuf)],
        par=agente,
    )
    assert issues(fait) == {"cree": 1, "a_revoir": 2}
    assert rangees(fait)[0].producteur_id == deja.id
    assert rangees(fait)[2].motifs == ["siret_deja_inscrit"]


def test_une_position_loin_de_sa_commune_devient_celle_de_la_commune(agente: Compte) -> None:
    importer([ligne("Perdue", lat=0.0, lon=0.0), ligne("Muette", lat=None, lon=None)], par=agente)
    for nom in ("Perdue", "Muette"):
        lue = ferme(nom)
        assert (lue.lat, lue.lon) == fabrique.MONTBRISON
        assert lue.precision is PrecisionPosition.COMMUNE


def test_ce_que_le_fichier_change_d_une_ferme_non_validee_l_est_aussitot(agente: Compte) -> None:
    avant = fabrique.producteur("Ferme du Pont", etat=EtatDossier.SOUMIS, telephone="+33477000000")
    dit = ligne(
        "Ferme du Grand Pont",
        issue=IssueLigne.MIS_A_JOUR,
        producteur_id=avant.id,
        telephone="",
        familles=(Famille.FRUITS,),
    )
    fait = importer([dit], par=agente)
    assert issues(fait) == {"mis_a_jour": 1}
    apres = ferme("Ferme du Grand Pont")
    assert apres.id == avant.id
    assert apres.telephone == "+33477000000"
    assert set(apres.familles) == {Famille.LEGUMES, Famille.FRUITS}
    assert apres.version == 2
    assert "grand" in apres.recherche
    [revision] = session.scalars(sa.select(Revision))
    assert (revision.etat, revision.base) == (EtatRevision.ACCEPTEE, 1)


def test_ce_que_le_fichier_change_d_une_ferme_validee_est_propose(agente: Compte) -> None:
    avant = fabrique.producteur("Ferme du Pont", telephone="+33477000000")
    dit = ligne(
        "Ferme du Grand Pont",
        issue=IssueLigne.MIS_A_JOUR,
        producteur_id=avant.id,
        telephone="+33477111111",
    )
    importer([dit], par=agente)
    apres = ferme("Ferme du Pont")
    assert apres.telephone == "+33477111111"  # the chamber leaves the phone free
    [proposee] = session.scalars(sa.select(Revision).where(Revision.etat == EtatRevision.PROPOSEE))
    assert proposee.changements["nom"]["apres"] == "Ferme du Grand Pont"


def test_un_agent_peut_appliquer_directement_ce_que_dit_le_fichier(agente: Compte) -> None:
    avant = fabrique.producteur("Ferme du Pont")
    dit = ligne("Ferme du Grand Pont", issue=IssueLigne.MIS_A_JOUR, producteur_id=avant.id)
    importer([dit], par=agente, directement=True)
    assert ferme("Ferme du Grand Pont").dossier.etat is EtatDossier.VALIDE


def test_un_label_retire_ne_revient_pas_par_un_fichier(agente: Compte) -> None:
    avant = fabrique.producteur(
        "Ferme du Pont",
        etat=EtatDossier.SOUMIS,
        labels=[Label(sorte=SorteLabel.AB, etat=EtatLabel.RETIRE)],
    )
    dit = ligne(
        "Ferme du Pont",
        issue=IssueLigne.MIS_A_JOUR,
        producteur_id=avant.id,
        labels=(SorteLabel.AB, SorteLabel.HVE),
    )
    importer([dit], par=agente)
    etats = {x.sorte: x.etat for x in ferme("Ferme du Pont").labels}
    assert etats == {SorteLabel.AB: EtatLabel.RETIRE, SorteLabel.HVE: EtatLabel.DECLARE}


def test_une_ferme_d_un_autre_departement_n_est_pas_mise_a_jour(agente: Compte) -> None:
    lyon = fabrique.commune("69123", "Lyon", departement="69", codes_postaux=["69001"])
    autre = fabrique.producteur("Lyonnaise", commune=lyon)
    fait = importer(
        [ligne("Volée", issue=IssueLigne.MIS_A_JOUR, producteur_id=autre.id)], par=agente
    )
    assert issues(fait) == {"a_revoir": 1}
    assert ferme("Lyonnaise").id == autre.id


def test_la_source_retient_ses_fermes_et_une_ferme_inchangee_le_reste(agente: Compte) -> None:
    importer([ligne("Ferme du Pont", cle="F1")], par=agente)
    pont = ferme("Ferme du Pont")
    encore = ligne("Ferme du Pont", cle="F1", issue=IssueLigne.MIS_A_JOUR, producteur_id=pont.id)
    fait = importer([encore], par=agente)
    assert issues(fait) == {"inchange": 1}
    [origine] = session.scalars(sa.select(OrigineImport))
    assert (origine.cle, origine.producteur_id) == ("F1", pont.id)
    assert ferme("Ferme du Pont").version == 1


def test_aucune_ferme_importee_ne_recoit_de_courriel(
    agente: Compte, courriels: Sequence[object]
) -> None:
    jusqu_au = horloge.aujourdhui() + timedelta(days=30)
    importer([ligne(courriel="a@cabas.example")], par=agente, valide_jusqu_au=jusqu_au)
    assert courriels() == []  # type: ignore[operator]
