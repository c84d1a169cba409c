"""The organic operators of a département, read like any file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from producteurs.models import EtatImport, Import, Producteur
from producteurs.opendata.deroulement import ecrire_import, lire_import
from producteurs.registres.agencebio import AgenceBio
from producteurs.registres.simulateur.registre import (
    BioSimule,
    EtablissementSimule,
    Humeur,
    RegistresSimules,
)
from producteurs.registres.simulateur.serveur import servis
from producteurs.services.importation.ecriture import lancer_ecriture
from producteurs.services.importation.reception import demander_a_l_agence_bio
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.producteurs.fichiers import numero_de, rangees, relire

Connecter = Callable[[FlaskClient, Compte], None]


@pytest.fixture
def registres() -> RegistresSimules:
    return RegistresSimules(
        [
            EtablissementSimule(
                siret=fabrique.siret(n), nom=f"Ferme {n}", departement=d, bio=BioSimule()
            )
            for n, d in ((31, "42"), (32, "42"), (33, "69"))
        ]
    )


@pytest.fixture
def agence_bio(registres: RegistresSimules) -> Iterator[AgenceBio]:
    with servis(registres) as adresse:
        yield AgenceBio(adresse, repos_s=0.0, pause_s=0.0)


def demander(app: Flask) -> Import:
    fabrique.commune()
    recu = demander_a_l_agence_bio("42", departements=["42"], par=None)
    session.commit()
    return recu


def test_les_operateurs_du_departement_sont_lus_comme_un_fichier(
    app: Flask, base: sa.Connection, agence_bio: AgenceBio
) -> None:
    recu = demander(app)
    lire_import(numero_de(recu), None, agence_bio)
    recu = relire(recu)
    assert recu.etat is EtatImport.A_VERIFIER, recu.resume
    assert recu.resume["format"] == "agencebio"
    assert {li.nom for li in rangees(recu)} == {"Ferme 31", "Ferme 32"}
    lancer_ecriture(recu, par=None)
    session.commit()
    ecrire_import(numero_de(recu))
    assert set(session.scalars(sa.select(Producteur.departement))) <= {"42"}


def test_une_agence_bio_muette_se_dit_et_se_redemande(
    app: Flask, base: sa.Connection, registres: RegistresSimules, agence_bio: AgenceBio
) -> None:
    recu = demander(app)
    registres.humeur = Humeur.EN_PANNE
    lire_import(numero_de(recu), None, agence_bio)
    recu = relire(recu)
    assert recu.etat is EtatImport.ECHOUE
    assert "ne répond pas" in recu.resume["refus"]


def test_un_agent_ne_demande_que_ses_departements(
    client: FlaskClient, connecter: Connecter
) -> None:
    fabrique.departement("69", "Rhône")
    fabrique.commune()
    connecter(client, fabrique.compte("Odile", roles=[(Role.CHAMBRE, "42")]))
    adresse = "/equipe/producteurs/imports/agence-bio"
    assert client.post(adresse, data={"departement": "69"}).status_code == 422
    assert session.scalars(sa.select(Import)).all() == []
    assert client.post(adresse, data={"departement": "42"}).status_code == 302
    [demande] = session.scalars(sa.select(Import))
    assert (demande.departements, demande.source.nom) == (["42"], "Agence Bio")
