"""A file that was sent is read in the background, once, by whoever is alive."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from producteurs.errors.importation import FichierTropLourd, FichierVide, SourceManquante
from producteurs.models import EtatDossier, EtatImport, Import, IssueLigne, LigneImport, Producteur
from producteurs.opendata.deroulement import ecrire_import, lire_import
from producteurs.queries.doublons import compter_doublons
from producteurs.queries.imports import compter_issues
from producteurs.services.importation import reception
from producteurs.services.importation.ecriture import lancer_ecriture
from producteurs.services.importation.lecture import (
    finir_la_lecture,
    poursuivre_la_lecture,
    prendre_la_lecture,
)
from producteurs.services.importation.reception import annuler_import, recevoir_fichier
from producteurs.tasks.imports import avancer_imports
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.producteurs.fichiers import issues, ligne, numero_de, rangees, recevoir, relire

ENTETE = "Identifiant;Nom;Adresse;Code postal;Commune;Latitude;Longitude;Produits\n"
PONT = "F1;Ferme du Pont;Le Bourg;42600;Montbrison;45,61;4,07;Légumes\n"
VERGER = "F2;Le Verger;La Côte;42600;Montbrison;45,60;4,06;Fruits\n"
SANS_NOM = "F3;;La Côte;42600;Montbrison;45,60;4,06;Fruits\n"


@pytest.fixture
def agente(app: Flask, base: sa.Connection) -> Compte:
    fabrique.commune()
    return fabrique.compte("Odile", roles=[(Role.CHAMBRE, "42")])


def envoyer(contenu: str, par: Compte, nom: str = "fermes.csv", source: str = "Annuaire") -> Import:
    recu = recevoir_fichier(
        io.BytesIO(contenu.encode()), nom, source=source, departements=["42"], par=par
    )
    session.commit()
    return recu


def lu(contenu: str, par: Compte) -> Import:
    recu = envoyer(contenu, par)
    lire_import(numero_de(recu))
    return relire(recu)


def test_chaque_ligne_du_fichier_est_rangee_avec_son_numero(agente: Compte) -> None:
    fait = lu(ENTETE + PONT + SANS_NOM + VERGER, agente)
    assert fait.etat is EtatImport.A_VERIFIER
    assert [(li.numero, li.issue) for li in rangees(fait)] == [
        (2, IssueLigne.CREE),
        (3, IssueLigne.REFUSE),
        (4, IssueLigne.CREE),
    ]
    assert (fait.faites, fait.total) == (3, 3)
    assert fait.resume["format"] == "csv"
    assert fait.resume["correspondance"]["nom"] == ["Nom"]
    assert session.scalars(sa.select(Producteur)).all() == []


def test_le_meme_fichier_envoye_deux_fois_ne_change_rien(agente: Compte) -> None:
    for attendu in ({"cree": 2}, {"inchange": 2}):
        fait = lu(ENTETE + PONT + VERGER, agente)
        assert issues(fait) == attendu
        lancer_ecriture(fait, par=agente)
        session.commit()
        ecrire_import(numero_de(fait))
        assert issues(relire(fait)) == attendu
    corrige = lu(ENTETE + PONT.replace("Le Bourg", "3 place du Marché") + VERGER, agente)
    assert issues(corrige) == {"mis_a_jour": 1, "inchange": 1}
    lancer_ecriture(corrige, par=agente)
    session.commit()
    ecrire_import(numero_de(corrige))
    pont = session.scalars(sa.select(Producteur).where(Producteur.slug == "ferme-du-pont")).one()
    assert pont.adresse == "3 place du Marché"
    assert pont.dossier.etat is EtatDossier.SOUMIS


def test_un_fichier_illisible_est_dit_et_garde_sa_raison(agente: Compte) -> None:
    fait = lu("\x89PNG\r\n\x1a\n\x00\x00", agente)
    assert fait.etat is EtatImport.ECHOUE
    assert "ne peut pas être lu" in fait.resume["refus"]
    assert sum(compter_issues(fait).values()) == 0


def test_les_colonnes_corrigees_sont_retenues_pour_la_source(agente: Compte) -> None:
    fait = lu(ENTETE + PONT, agente)
    choisie = fait.resume["correspondance"] | {"nom": ["Adresse"], "adresse": ["Nom"]}
    reception.relire_fichier(fait, correspondance=choisie, par=agente)
    session.commit()
    lire_import(numero_de(fait))
    assert rangees(relire(fait))[0].nom == "Le Bourg"
    encore = lu(ENTETE + VERGER, agente)
    assert rangees(encore)[0].nom == "La Côte"
    autre = lu(ENTETE.replace("Adresse", "Rue") + PONT, agente)
    assert rangees(autre)[0].nom == "Ferme du Pont"  # what was kept does not fit these columns


def test_un_fichier_vide_trop_lourd_ou_sans_source_est_refuse(
    agente: Compte, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FichierVide):
        envoyer("", agente)
    with pytest.raises(SourceManquante):
        envoyer("nom\n", agente, source=" ?! ")
    monkeypatch.setattr(reception, "MO", 1)
    with pytest.raises(FichierTropLourd):
        envoyer("n" * 51, agente)


def test_une_source_ecrite_autrement_est_la_meme(agente: Compte) -> None:
    un, deux = (envoyer("nom\n", agente, source=s) for s in ("Région Aura", "region  AURA"))
    assert un.source_id == deux.source_id


def test_deux_processus_ne_lisent_pas_le_meme_fichier(agente: Compte) -> None:
    recu = envoyer(ENTETE + PONT, agente)
    jeton = prendre_la_lecture(recu)
    assert jeton
    assert prendre_la_lecture(recu) is None
    session.commit()
    lire_import(numero_de(recu))
    assert rangees(recu) == []


def test_une_lecture_interrompue_recommence_du_debut(agente: Compte) -> None:
    recu = envoyer(ENTETE + PONT + VERGER, agente)
    mort = prendre_la_lecture(recu)
    assert mort
    poursuivre_la_lecture(recu, mort, [ligne(numero=2)], total=2)
    session.commit()
    with horloge.arretee_a(horloge.maintenant() + timedelta(minutes=3)):
        lire_import(numero_de(recu))
    recu = relire(recu)
    assert recu.etat is EtatImport.A_VERIFIER
    assert [li.nom for li in rangees(recu)] == ["Ferme du Pont", "Le Verger"]
    assert not poursuivre_la_lecture(recu, mort, [ligne(numero=9)], total=2)
    finir_la_lecture(recu, mort, {})
    assert recu.resume["format"] == "csv"


def test_une_lecture_arretee_s_arrete(agente: Compte) -> None:
    recu = envoyer(ENTETE + PONT, agente)
    jeton = prendre_la_lecture(recu)
    assert jeton
    annuler_import(recu, par=agente)
    assert not poursuivre_la_lecture(recu, jeton, [ligne()], total=1)
    assert relire(recu).etat is EtatImport.ANNULE


def test_le_travailleur_lit_puis_ecrit_ce_qui_l_attend(agente: Compte, contexte: None) -> None:
    qui, recu = agente.id, envoyer(ENTETE + PONT, agente)
    avancer_imports()
    recu = relire(recu)
    assert recu.etat is EtatImport.A_VERIFIER
    lancer_ecriture(recu, par=session.get_one(Compte, qui))
    session.commit()
    avancer_imports()
    assert relire(recu).etat is EtatImport.FINI
    assert session.scalar(sa.select(sa.func.count()).select_from(LigneImport)) == 1


def test_une_ferme_ecrite_qui_ressemble_a_une_autre_est_aussitot_un_doublon_possible(
    agente: Compte, contexte: None
) -> None:
    fabrique.producteur("Ferme de Piamot", siret="")
    recu = recevoir([ligne("La Ferme de Piamot", lat=45.6083, lon=4.0656)], par=agente)
    lancer_ecriture(recu, par=agente)
    session.commit()
    assert compter_doublons(["42"]) == 0
    avancer_imports()
    assert compter_doublons(["42"]) == 1
