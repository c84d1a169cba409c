"""The demonstration's accounts: residents, farmers, keepers, agents. One password for all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from seeds.demonstration import lecture
from seeds.demonstration.lecture import Fiche
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.comptes.services import (
    MOT_DE_PASSE_DE_DEMONSTRATION,
    SaisieCompte,
    creer_compte,
    habiliter,
)
from socle.db import session

ANCIENNETE = timedelta(days=1200)
"""Before the oldest thing that happens in the demonstration."""

Comptes = dict[str, Compte]


def ouvrir_comptes(maintenant: datetime) -> Comptes:
    """Each person's account by address, the sign-in page's six first; the missing ones are made."""
    personnes = dict(_personnes())
    comptes = {
        compte.courriel: compte
        for compte in session.scalars(select(Compte).where(Compte.courriel.in_(personnes)))
    }
    with horloge.arretee_a(maintenant - ANCIENNETE):
        for courriel, (personne, phrase) in personnes.items():
            if courriel in comptes:
                continue
            comptes[courriel] = creer_compte(
                SaisieCompte(
                    courriel=courriel,
                    prenom=personne["prenom"],
                    nom=personne["nom"],
                    mot_de_passe=MOT_DE_PASSE_DE_DEMONSTRATION,
                    demonstration=phrase,
                ),
                confirme=True,
            )
    return comptes


def habiliter_les_agents(comptes: Comptes) -> None:
    """Give the agents their roles; on what they hold already, nothing changes."""
    for agent in lecture.fiches("personnes.toml", "agent"):
        compte, role = comptes[agent["courriel"]], Role(agent["role"])
        objets = {
            Role.ADMIN: ["*"],
            Role.CHAMBRE: agent.get("departements", []),
            Role.PLATEFORME: [agent.get("plateforme")],
        }
        for objet in objets[role]:
            habiliter(compte, role, objet)


def habitants() -> list[Fiche]:
    """Those who order, with their commune and address."""
    return lecture.fiches("personnes.toml", "habitant") + lecture.fiches("personnes.toml", "voisin")


def agent_de(plateforme: str) -> str:
    """The address of the agent who holds this platform."""
    agents = lecture.fiches("personnes.toml", "agent")
    return next(str(a["courriel"]) for a in agents if a.get("plateforme") == plateforme)


def _personnes() -> Iterator[tuple[str, tuple[Fiche, str]]]:
    """(address, (person, who this is in one sentence)), each address once."""
    toutes = {fiche["courriel"]: (fiche, phrase) for fiche, phrase in _tout_le_monde()}
    for vitrine in lecture.fiches("personnes.toml", "connexion"):
        yield vitrine["courriel"], (toutes.pop(vitrine["courriel"])[0], vitrine["phrase"])
    yield from toutes.items()


def _tout_le_monde() -> Iterator[tuple[Fiche, str]]:
    for agent in lecture.fiches("personnes.toml", "agent"):
        yield agent, f"{agent['prenom']} est de l’équipe."
    for habitant in habitants():
        yield habitant, f"{habitant['prenom']} commande et retire son cabas."
    for relais in lecture.fiches("relais.toml", "relais"):
        if "responsable" in relais:
            yield relais["responsable"], f"Tient le point relais « {relais['nom']} »."
    for ferme in lecture.producteurs():
        yield ferme["responsable"], f"Répond pour « {ferme['nom']} »."
