"""What was already packed and handed over when the demonstration opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from commandes import queries
from commandes.models import Commande, EtatCommande
from commandes.services import marquer_prete, remettre_commande
from livraisons.models import Mode
from seeds.demonstration import lecture
from seeds.demonstration.comptes import Comptes, agent_de
from seeds.demonstration.hasard import tirage
from seeds.demonstration.registre import Producteurs
from seeds.demonstration.ventes import VenteOuverte
from socle import horloge
from socle.comptes.models import Compte


def preparer_et_remettre(
    ouvertes: Sequence[VenteOuverte],
    producteurs: Producteurs,
    comptes: Comptes,
    maintenant: datetime,
) -> None:
    """In closed sales most of what goes tonight is packed; last week's was handed over."""
    fermiers = {
        producteurs[f["slug"]].id: comptes[f["responsable"]["courriel"]]
        for f in lecture.producteurs()
    }
    for ouverte in ouvertes:
        if ouverte.fiche["etat"] not in {"close", "remise"}:
            continue
        hasard, rangs = tirage(ouverte.graine), Counter[int]()
        for commande in _a_preparer(ouverte):
            fin = min(commande.livraison.fenetre.debut, maintenant)
            moment = ouverte.dates.cloture + (fin - ouverte.dates.cloture) * hasard.random()
            with horloge.arretee_a(moment):
                for part in commande.parts:
                    rang = rangs[part.producteur_id]
                    rangs[part.producteur_id] += 1
                    if _prete(ouverte, commande, rang, maintenant):
                        marquer_prete(part, True, par=fermiers[part.producteur_id])
            if ouverte.fiche["etat"] == "remise":
                _remettre(commande, comptes[_qui_remet(commande, ouverte)], hasard)


def _a_preparer(ouverte: VenteOuverte) -> list[Commande]:
    """The confirmed orders, in the order in which they came."""
    commandes = queries.commandes_de_vente(ouverte.vente.id)
    confirmees = [c for c in commandes if c.etat is EtatCommande.CONFIRMEE]
    return sorted(confirmees, key=lambda commande: commande.id)


def _prete(ouverte: VenteOuverte, commande: Commande, rang: int, maintenant: datetime) -> bool:
    """Whether a farm has packed its share of its ``rang``-th order: all of what is handed over,
    three out of four of what goes today, one out of three of what goes later."""
    if ouverte.fiche["etat"] == "remise":
        return True
    bientot = commande.livraison.fenetre.debut - maintenant < timedelta(hours=18)
    return rang % 4 != 0 if bientot else rang % 3 == 1


def _remettre(commande: Commande, par: Compte, hasard: Random) -> None:
    fenetre = commande.livraison.fenetre
    with horloge.arretee_a(fenetre.debut + (fenetre.fin - fenetre.debut) * hasard.random()):
        remettre_commande(commande.livraison, par=par)


def _qui_remet(commande: Commande, ouverte: VenteOuverte) -> str:
    """The keeper of the relay point if it has one, else the platform's agent."""
    livraison = commande.livraison
    if livraison.mode is Mode.RELAIS and livraison.distribution:
        for relais in lecture.fiches("relais.toml", "relais"):
            if relais["nom"] == livraison.distribution.point_relais.nom and "responsable" in relais:
                return str(relais["responsable"]["courriel"])
    return agent_de(ouverte.fiche["plateforme"])
