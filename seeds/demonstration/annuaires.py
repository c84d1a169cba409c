"""What the public registers say of the demonstration's farms, and a directory that was imported."""

from __future__ import annotations

import io
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from producteurs.models import Import, LigneImport, Producteur
from producteurs.opendata.deroulement import ecrire_import, lire_import
from producteurs.registres.agencebio import AgenceBio
from producteurs.registres.simulateur.registre import RegistresSimules
from producteurs.registres.simulateur.serveur import servis
from producteurs.registres.sirene import Sirene
from producteurs.services.doublons import changements_du_registre, proposer
from producteurs.services.importation.decision import accepter_ligne
from producteurs.services.importation.ecriture import lancer_ecriture
from producteurs.services.importation.reception import recevoir_fichier
from producteurs.services.label import controler_label_ab
from producteurs.services.sirene import noter_sirene
from seeds.demonstration.calendrier import il_y_a
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session, transaction

DEPARTEMENTS = ("42",)
ANNUAIRE = Path(__file__).parent / "annuaire-office-de-tourisme.csv"
LIGNE_EN_DOUBLE = 2  # the agent took it for a new farm
SOURCE = "Office de tourisme, annuaire des producteurs"


def interroger_les_registres(numeros: Collection[int], maintenant: datetime) -> None:
    """The night's round among these farms; the registers are asked before anything is written."""
    sirets = session.execute(
        select(Producteur.id, Producteur.siret).where(Producteur.id.in_(numeros))
    ).all()
    session.rollback()
    with servis(RegistresSimules.lire()) as adresse:
        bio, sirene = AgenceBio(adresse, pause_s=0), Sirene(adresse)
        dites = {n: (bio.operateur(siret), sirene.etablissement(siret)) for n, siret in sirets}
    with transaction(), horloge.arretee_a(il_y_a(1, "04:10", maintenant)):
        for numero, (du_bio, de_sirene) in dites.items():
            producteur = session.get_one(Producteur, numero)
            noter_sirene(producteur, de_sirene)
            controler_label_ab(producteur, du_bio)


def importer_l_annuaire(agent: int, maintenant: datetime) -> None:
    """A directory that this agent brought in the day before yesterday, with its rows of all sorts;
    then the night looks for the farms that are there twice."""
    hier = il_y_a(2, "11:30", maintenant)
    with horloge.arretee_a(hier):
        with transaction():
            recu = recevoir_fichier(
                io.BytesIO(ANNUAIRE.read_bytes()),
                ANNUAIRE.name,
                source=SOURCE,
                departements=DEPARTEMENTS,
                par=session.get_one(Compte, agent),
            )
            numero = recu.id
        lire_import(numero)
        with transaction():
            annuaire = session.get_one(Import, numero)
            accepter_ligne(annuaire, session.get_one(LigneImport, (numero, LIGNE_EN_DOUBLE)))
            lancer_ecriture(annuaire, par=session.get_one(Compte, agent))
        ecrire_import(numero)
    with horloge.arretee_a(il_y_a(1, "04:20", maintenant)):
        for changement in changements_du_registre():
            with transaction():
                proposer(changement)
