"""A farm's dossier in any state, its people, and what they read, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from producteurs import queries
from producteurs.models import Dossier, EtatDossier, EtatPiece, Producteur
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import verser

Courriels = Callable[[], list[Envoi]]
Acte = Callable[[], None]


def agent(prenom: str = "Agathe", departement: str = "42") -> Compte:
    return fabrique.compte(prenom, roles=[(Role.CHAMBRE, departement)])


def ferme(etat: EtatDossier = EtatDossier.SOUMIS, *, jours: int = 365) -> tuple[Compte, Dossier]:
    """A farm in this state and its farmer; a decided one was decided by somebody of the chamber."""
    fin = horloge.aujourdhui() + timedelta(days=jours)
    producteur = fabrique.producteur("Ferme du Pont", etat=etat, valide_jusqu_au=fin)
    verser(producteur, EtatPiece.ACCEPTEE)
    dossier = producteur.dossier
    dossier.soumis_le = horloge.maintenant() - timedelta(days=3)
    dossier.decide_par = agent("Première")
    if etat in {EtatDossier.REFUSE, EtatDossier.SUSPENDU, EtatDossier.RADIE}:
        dossier.motif = "Le motif donné."
    fermiere = fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, producteur.id)])
    return fermiere, dossier


def journal(dossier: Dossier) -> list[tuple[str, str]]:
    return [(ligne.de, ligne.vers) for ligne in lire_journal("dossier", dossier.id)]


def ecrit_a(courriels: Courriels, dossier: Dossier) -> Envoi:
    """The last letter, which only the farm and its people have had."""
    attendus = set(queries.destinataires(dossier.producteur))
    assert {e.destinataire for e in courriels()} == attendus
    return courriels()[-1]


def dossier_en(etat: EtatDossier, jours: int = 365) -> int:
    """The number of a farm whose file stands there."""
    _, dossier = ferme(etat, jours=jours)
    if etat is EtatDossier.APPEL:
        dossier.conteste, dossier.contestation = EtatDossier.REFUSE, "Relisez bien."
    session.commit()
    return dossier.producteur_id


def relu(numero: int) -> Dossier:
    """The file as the database has it now."""
    return session.get_one(Producteur, numero, populate_existing=True).dossier


def lu(numero: int) -> dict[str, str]:
    """What a form says of the record that its agent has read."""
    return {"vu_le": relu(numero).producteur.modifie_le.isoformat()}
