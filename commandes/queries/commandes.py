"""Orders: the buyer's own, and those of a sale for its platform."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from commandes.models import (
    MARGE_APRES_PAIEMENT,
    Commande,
    EtatCommande,
    LigneCommande,
    Part,
    Vente,
)
from livraisons.models import CreneauLivraison, Distribution, Livraison, PointRelais
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Introuvable
from socle.paiements.models import EtatPaiement, Moyen, Paiement


def _entieres() -> Select[Commande]:
    """Orders with everything that their page shows: three queries for any number of lines."""
    return select(Commande).options(
        joinedload(Commande.vente).joinedload(Vente.plateforme),
        joinedload(Commande.livraison).options(
            joinedload(Livraison.distribution)
            .joinedload(Distribution.point_relais)
            .joinedload(PointRelais.commune),
            joinedload(Livraison.creneau).joinedload(CreneauLivraison.zone),
        ),
        selectinload(Commande.parts).options(
            joinedload(Part.producteur),
            selectinload(Part.lignes).joinedload(LigneCommande.offre),
        ),
    )


def commande_de(compte: Compte, reference: str) -> Commande:
    """This person's order, or ``Introuvable``."""
    return _une(_entieres().where(Commande.reference == reference, Commande.compte_id == compte.id))


def commande_par_reference(reference: str, *, verrou: bool = False) -> Commande:
    """An order by its number, for payments and for staff."""
    if verrou:
        # The webhook holds the payment's row before it asks for the order's: same order here.
        session.execute(
            select(Paiement.id)
            .where(
                Paiement.genre == "commande",
                Paiement.reference == reference,
                Paiement.moyen == Moyen.CARTE,
            )
            .with_for_update()
        )
        # In a statement of its own: what is read beside a row that was waited for (its parcel) is
        # as old as the wait. SQLite ignores this: a writing transaction has the whole database.
        session.execute(
            select(Commande.id).where(Commande.reference == reference).with_for_update()
        )
    return _une(_entieres().where(Commande.reference == reference), verrou=verrou)


def _une(requete: Select[Commande], *, verrou: bool = False) -> Commande:
    trouvee = session.scalar(requete.execution_options(populate_existing=verrou))
    if trouvee is None:
        raise Introuvable
    return trouvee


def commandes_du_compte(compte: Compte, instant: datetime) -> Sequence[Commande]:
    """This person's orders: those still to be received, the next one first, then the others, the
    latest first."""
    trouvees = session.scalars(
        _entieres().where(Commande.compte_id == compte.id).order_by(Commande.id.desc())
    ).all()

    def rang(commande: Commande) -> tuple[bool, float]:
        attendue, debut = commande.attendue(instant), commande.livraison.fenetre.debut.timestamp()
        return not attendue, debut if attendue else -debut

    return sorted(trouvees, key=rang)


def commandes_de_vente(vente_id: int) -> Sequence[Commande]:
    """The orders of one sale that count (to pay or confirmed), by number."""
    return session.scalars(
        _entieres()
        .where(
            Commande.vente_id == vente_id,
            Commande.etat.in_([EtatCommande.A_PAYER, EtatCommande.CONFIRMEE]),
        )
        .order_by(Commande.reference)
    ).all()


def commandes_expirees(instant: datetime) -> Sequence[str]:
    """Numbers of the orders that were not paid in time and still hold stock.

    Whoever opened the payment page late was given more time: the page closes first.
    """
    page_ouverte = exists().where(
        Paiement.genre == "commande",
        Paiement.reference == Commande.reference,
        Paiement.etat == EtatPaiement.A_PAYER,
        Paiement.expire_le > instant - MARGE_APRES_PAIEMENT,
    )
    return session.scalars(
        select(Commande.reference)
        .where(Commande.etat == EtatCommande.A_PAYER, Commande.expire_le <= instant, ~page_ouverte)
        .order_by(Commande.id)
    ).all()
