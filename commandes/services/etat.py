"""The one place where an order changes state."""

from __future__ import annotations

from sqlalchemy import update

from commandes import queries
from commandes.errors import CommandeNonModifiable
from commandes.models import PASSAGES_COMMANDE, Commande, EtatCommande
from commandes.vocabulaire import etat_de_commande
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter


def tenir(commande: Commande) -> None:
    """Keep the order's row until the commit and read it again with its lines.

    Whatever was read before may have been changed meanwhile by another press, the worker's clock
    or Stripe's webhook.
    """
    queries.commande_par_reference(commande.reference, verrou=True)


def faire_passer(commande: Commande, vers: EtatCommande, *, par: Compte | None, motif: str) -> bool:
    """Move an order to ``vers`` in one statement and note it; False when its state forbids it.

    The worker's clock, the buyer's finger and Stripe's webhook may come at the same instant: the
    database lets the first one through.
    """
    permis = [de for de, suites in PASSAGES_COMMANDE.items() if vers in suites]
    de = commande.etat
    passe = session.execute(
        update(Commande)
        .where(Commande.id == commande.id, Commande.etat.in_(permis))
        .values(etat=vers, expire_le=None)
        .returning(Commande.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(commande, ["etat", "expire_le"])
    if passe is None:
        return False
    noter("commande", commande.reference, de=de, vers=vers, par=par, motif=motif)
    return True


def non_modifiable(commande: Commande) -> CommandeNonModifiable:
    """The refusal that says in which state the order is."""
    return CommandeNonModifiable(etat=etat_de_commande(commande)[1])
