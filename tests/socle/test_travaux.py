"""Background work: a committed request wakes the worker, on SQLite's queue as on Redis's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from socle import db, horloge, travaux
from socle.battement import Battement, battre, travailleur_vivant
from socle.db import session, transaction
from socle.envois.courriel import Courriel
from socle.envois.models import Envoi, EtatEnvoi
from socle.envois.services import envoyer
from socle.reglages import Reglages
from tests import serveurs
from tests.conftest import nouvelle_base


@pytest.fixture(scope="module", params=["sqlite", "redis"])
def site(
    request: pytest.FixtureRequest, reglages: Reglages, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An application whose queue is in SQLite, then in a real Redis."""
    dossier: Path = tmp_path_factory.mktemp("travaux")
    url = nouvelle_base("sqlite", dossier, "travaux")
    propres = replace(reglages, database_url=url, data_dir=str(dossier))
    if request.param == "redis":
        if shutil.which("redis-server") is None:
            serveurs.absent("Redis")
        with serveurs.redis() as adresse:
            yield from _ouvrir(replace(propres, redis_url=adresse))
    else:
        yield from _ouvrir(propres)


def _ouvrir(reglages: Reglages) -> Iterator[Flask]:
    app = create_app(reglages)
    moteur = db.ouvrir_moteur(reglages.adresse_base)
    db.Base.metadata.create_all(moteur)
    yield app
    db.session.remove()
    moteur.dispose()


def travailler() -> int:
    """Do what is in the queue, as the worker would; how many tasks there were."""
    huey, faits = travaux.file_d_attente(), 0
    while (tache := huey.dequeue()) is not None:
        huey.execute(tache)
        faits += 1
    return faits


def test_un_courriel_part_des_que_le_travailleur_est_eveille(site: Flask) -> None:
    with site.app_context():
        travailler()
        with transaction():
            envoi = envoyer(Courriel("a@cabas.example", "Bonjour", "Bonjour\n", "<p>Bonjour</p>"))
            session.flush()
            numero = envoi.id
        travaux.eveiller()
        assert travailler() == 1
        assert session.get_one(Envoi, numero).etat is EtatEnvoi.ENVOYE


def test_une_tache_en_panne_n_arrete_pas_les_autres(site: Flask) -> None:
    faites: list[str] = []

    def panne() -> None:
        raise ZeroDivisionError

    with site.app_context():
        travaux.executer(travaux.Tache(panne, 1, des_que_possible=True))
        travaux.executer(travaux.Tache(lambda: faites.append("suivante"), 1, des_que_possible=True))
    assert faites == ["suivante"]


def test_la_page_de_sante_dit_si_le_travailleur_vit(site: Flask) -> None:
    visiteur = site.test_client()
    with site.app_context():
        with transaction():
            session.query(Battement).delete()
        assert visiteur.get("/sante").status_code == 503
        battre()
        reponse = visiteur.get("/sante")
        assert reponse.status_code == 200
        assert reponse.get_json() == {"base": True, "travailleur": True, "pret": True}
        with horloge.arretee_a(horloge.maintenant() + timedelta(minutes=6)):
            assert not travailleur_vivant()
            assert visiteur.get("/sante").status_code == 503


def test_chaque_tache_periodique_est_a_la_file(site: Flask) -> None:
    noms = {tache.nom for tache in travaux.TACHES}
    assert "socle.envois.tasks.expedier_les_courriels" in noms
    inscrites = {type(t).__name__ for t in travaux.file_d_attente()._registry.periodic_tasks}
    assert noms <= inscrites
