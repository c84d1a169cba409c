"""Loading the demonstration: once, then again only when its last sale is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from flask import current_app
from sqlalchemy import delete, func, select, update

from commandes.models import EtatVente
from commandes.queries import ventes_de
from seeds.demonstration.annuaires import importer_l_annuaire, interroger_les_registres
from seeds.demonstration.caisse import caisse_ouverte
from seeds.demonstration.commandes import acheteurs, honorer, prevoir_achats
from seeds.demonstration.comptes import Comptes, habiliter_les_agents, ouvrir_comptes
from seeds.demonstration.dossiers import AGENTS_DE_LA_CHAMBRE
from seeds.demonstration.preparation import preparer_et_remettre
from seeds.demonstration.registre import inscrire_producteurs, ouvrir_plateformes
from seeds.demonstration.retraits import (
    PLATEFORME_DES_RELAIS,
    creer_points_relais,
    definir_zones,
    points_relais_connus,
    zones_connues,
)
from seeds.demonstration.ventes import Lieux, ouvrir_ventes
from seeds.demonstration.vie import vivre
from socle import horloge
from socle.db import session, transaction
from socle.envois.models import Envoi, EtatEnvoi
from territoires.models import Plateforme

MEMOIRE_DE_LA_BOITE = timedelta(days=21)
"""How far back the demonstration's mailbox goes when it is loaded."""

log = structlog.get_logger()


def charger_demonstration() -> None:
    """Load what is missing: people and farms once, sales whenever none is open any more.

    What is there is kept as it is: a farm that its people have changed is not put back. Needs an
    application context; opens its own transactions.
    """
    maintenant = horloge.maintenant().replace(microsecond=0)
    with horloge.arretee_a(maintenant):
        with transaction():
            dernier = session.scalar(select(func.max(Envoi.id))) or 0
            monde = _peupler(maintenant)
            loire = monde.plateformes[PLATEFORME_DES_RELAIS]
            en_vente = ventes_de([loire.id], [EtatVente.OUVERTE], maintenant)
        if not en_vente:
            _vendre(monde, maintenant)
        if monde.nouveaux:
            numeros = [monde.lieux.producteurs[slug].id for slug in monde.nouveaux]
            interroger_les_registres(numeros, maintenant)
            importer_l_annuaire(monde.comptes[AGENTS_DE_LA_CHAMBRE[0]].id, maintenant)
        with transaction():
            _ranger_la_boite(dernier, maintenant)


@dataclass(frozen=True, slots=True)
class Monde:
    """Who and what sales are made of, by the names that the files give them."""

    comptes: Comptes
    plateformes: dict[str, Plateforme]
    lieux: Lieux
    nouveaux: set[str]
    """The farms that were not there before."""


def _peupler(maintenant: datetime) -> Monde:
    comptes = ouvrir_comptes(maintenant)
    habiliter_les_agents(comptes)
    plateformes, nouvelles = ouvrir_plateformes()
    producteurs, nouveaux = inscrire_producteurs(comptes, maintenant)
    definir_zones(plateformes, producteurs, nouvelles | nouveaux)
    if PLATEFORME_DES_RELAIS in nouvelles:
        creer_points_relais(plateformes[PLATEFORME_DES_RELAIS], producteurs, comptes)
    if nouveaux:
        log.info("demonstration_peuplee", producteurs=len(nouveaux))
    vivre(producteurs, nouveaux, comptes, maintenant)
    lieux = Lieux(points_relais_connus(), zones_connues(), producteurs)
    return Monde(comptes, plateformes, lieux, nouveaux)


def _vendre(monde: Monde, maintenant: datetime) -> None:
    with transaction():
        ouvertes = ouvrir_ventes(monde.plateformes, monde.lieux, monde.comptes, maintenant)
        achats = prevoir_achats(ouvertes, acheteurs(monde.comptes), maintenant)
    with caisse_ouverte(Path(current_app.config["REGLAGES"].data_dir)) as caisse:
        for achat in achats:
            honorer(achat, caisse)
    with transaction():
        preparer_et_remettre(ouvertes, monde.lieux.producteurs, monde.comptes, maintenant)
    log.info("demonstration_en_vente", ventes=len(ouvertes), commandes=len(achats))


def _ranger_la_boite(dernier: int, maintenant: datetime) -> None:
    """The mails of the past were sent in their time, and the oldest are forgotten."""
    nouveaux = Envoi.id > dernier
    session.execute(delete(Envoi).where(nouveaux, Envoi.cree_le < maintenant - MEMOIRE_DE_LA_BOITE))
    session.execute(
        update(Envoi)
        .where(nouveaux, Envoi.etat == EtatEnvoi.A_ENVOYER, Envoi.cree_le < maintenant)
        .values(etat=EtatEnvoi.ENVOYE, essais=1, envoye_le=Envoi.cree_le)
    )
