"""Collecting: one attempt, one page at the provider, one truth read again from the provider."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import selectinload

from socle import horloge
from socle.db import session, transaction
from socle.paiements import queries
from socle.paiements.models import EtatPaiement, EvenementStripe, Moyen, Paiement
from socle.paiements.prestataire import Prestataire, SessionDePaiement

DUREE_MINIMALE = timedelta(minutes=31)
"""Stripe keeps a page open 30 minutes at least, counted when the demand arrives there."""

DUREE_DE_PAGE = timedelta(minutes=32)
"""How long a page stays open for whoever comes late."""

DUREE_POUR_PAYER = timedelta(minutes=35)
"""How long goods are held for whoever has not paid yet."""

Suites = Mapping[str, Callable[[Paiement], None]]
"""By ``genre``: what the room that asked for the money does once it has arrived."""


def demander_paiement(
    *,
    genre: str,
    reference: str,
    libelle: str,
    courriel: str,
    montant_centimes: int,
    moyen: Moyen,
    expire_le: datetime | None = None,
) -> Paiement:
    """Write one attempt to collect; nothing is asked of the provider yet."""
    paiement = Paiement(
        jeton=secrets.token_urlsafe(18),
        genre=genre,
        reference=reference,
        libelle=libelle,
        courriel=courriel,
        montant_centimes=montant_centimes,
        moyen=moyen,
        cree_le=horloge.maintenant(),
        expire_le=expire_le,
        remboursements=[],
    )
    session.add(paiement)
    session.flush()
    return paiement


def ouvrir_page(jeton: str, prestataire: Prestataire, *, url_retour: str) -> str:
    """The address of the provider's page for this attempt, the same one however often asked.

    No transaction is held while the provider is spoken to. The return address when there is
    nothing left to pay. Whoever comes late gets the time that the provider demands for a page:
    ``expire_le`` moves before the call, and is part of the idempotency key.
    """
    with transaction():
        paiement = queries.paiement_par_jeton(jeton)
        if paiement.etat is not EtatPaiement.A_PAYER or paiement.moyen is not Moyen.CARTE:
            return url_retour
        if paiement.url_stripe:
            return paiement.url_stripe
        expire_le = _fin_de_page(paiement.expire_le)
        if expire_le != paiement.expire_le:
            session.execute(
                update(Paiement)
                .where(Paiement.id == paiement.id, Paiement.url_stripe.is_(None))
                .values(expire_le=expire_le)
            )
    page = prestataire.creer_session(
        reference=paiement.jeton,
        montant_centimes=paiement.montant_centimes,
        libelle=paiement.libelle,
        courriel=paiement.courriel,
        url_succes=url_retour,
        url_abandon=url_retour,
        expire_le=expire_le,
        cle_idempotence=f"session-{paiement.jeton}-{int(expire_le.timestamp())}",
    )
    with transaction():
        return _retenir_la_page(paiement.id, page) or url_retour


def _fin_de_page(voulue: datetime | None) -> datetime:
    """Until when a page may be paid: as wanted, or as long as the provider demands.

    Pressing again within seconds, while the provider is slow, asks for the very same page.
    """
    instant = horloge.maintenant()
    if voulue is not None and voulue >= instant + DUREE_MINIMALE:
        return voulue
    return instant + DUREE_DE_PAGE


def _retenir_la_page(numero: int, page: SessionDePaiement) -> str | None:
    """Keep the first page that comes and show no other: only the one that is kept is read again,
    so only that one may be paid. None once there is nothing left to pay."""
    session.execute(
        update(Paiement)
        .where(Paiement.id == numero, Paiement.session_stripe.is_(None))
        .values(session_stripe=page.id, url_stripe=page.url)
    )
    retenu = session.get_one(Paiement, numero, populate_existing=True)
    return retenu.url_stripe if retenu.etat is EtatPaiement.A_PAYER else None


def constater(jeton: str, prestataire: Prestataire, suites: Suites) -> EtatPaiement:
    """Read the attempt again from the provider and act on what it says.

    The return page, the webhook and the poller all come here, in any order and any number of
    times: what happens on arrival happens once.
    """
    paiement = queries.paiement_par_jeton(jeton)
    # Read before the rollback: afterwards each attribute would open a transaction of its own.
    numero, etat, session_stripe = paiement.id, paiement.etat, paiement.session_stripe
    session.rollback()
    if session_stripe is None or etat is EtatPaiement.PAYE:
        return etat
    # Nobody wants a cancelled attempt to be paid: its page is closed rather than read.
    annule = etat is EtatPaiement.ANNULE
    demander = prestataire.expirer_session if annule else prestataire.lire_session
    page = demander(session_stripe)
    with transaction():
        return _appliquer(numero, page, suites)


def recevoir_evenement(
    evenement_id: str, genre: str, session_id: str, prestataire: Prestataire, suites: Suites
) -> bool:
    """Act on one webhook; False when it had been seen before or is about nothing of ours.

    The event's id is stored in the transaction of its effect: if that fails, the provider's next
    try finds it unseen.
    """
    paiement = queries.paiement_par_session(session_id)
    session.rollback()
    page = prestataire.lire_session(session_id) if paiement else None
    with transaction():
        if not _noter_evenement(evenement_id, genre):
            return False
        if paiement is None or page is None:
            return False
        _appliquer(paiement.id, page, suites)
    return True


def _noter_evenement(evenement_id: str, genre: str) -> bool:
    dialecte = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insertion = (
        dialecte.insert(EvenementStripe)
        .values(id=evenement_id, type=genre, recu_le=horloge.maintenant())
        .on_conflict_do_nothing()
        .returning(EvenementStripe.id)
    )
    return session.execute(insertion).first() is not None


def _appliquer(numero: int, page: SessionDePaiement, suites: Suites) -> EtatPaiement:
    """Write what the provider says; the one who moves the row to « payé » runs what follows."""
    if page.payee:
        premier = session.execute(
            update(Paiement)
            .where(Paiement.id == numero, Paiement.etat != EtatPaiement.PAYE)
            .values(
                etat=EtatPaiement.PAYE,
                intention_stripe=page.intent_id,
                paye_le=horloge.maintenant(),
            )
            .returning(Paiement.id)
        ).first()
    else:
        premier = None
        if page.statut == "expired":
            session.execute(
                update(Paiement)
                .where(Paiement.id == numero, Paiement.etat != EtatPaiement.PAYE)
                .values(etat=EtatPaiement.EXPIRE)
            )
    paiement = session.get_one(
        Paiement, numero, populate_existing=True, options=[selectinload(Paiement.remboursements)]
    )
    if premier:
        suites[paiement.genre](paiement)
    return paiement.etat


def encaisser_sur_place(paiement: Paiement) -> None:
    """The keeper or the driver was handed the money: the attempt is paid."""
    session.execute(
        update(Paiement)
        .where(
            Paiement.id == paiement.id,
            Paiement.moyen == Moyen.SUR_PLACE,
            Paiement.etat == EtatPaiement.A_PAYER,
        )
        .values(etat=EtatPaiement.PAYE, paye_le=horloge.maintenant())
    )
    session.refresh(paiement)


def annuler_encaissement(paiement: Paiement) -> None:
    """Nothing was handed over after all: what was noted as received on the spot is to pay again."""
    session.execute(
        update(Paiement)
        .where(
            Paiement.id == paiement.id,
            Paiement.moyen == Moyen.SUR_PLACE,
            Paiement.etat == EtatPaiement.PAYE,
            ~Paiement.remboursements.any(),
        )
        .values(etat=EtatPaiement.A_PAYER, paye_le=None)
        .execution_options(synchronize_session=False)
    )
    session.refresh(paiement)


def annuler_paiement(paiement: Paiement) -> None:
    """Nothing is to be collected by this attempt any more; money that still comes is given back."""
    session.execute(
        update(Paiement)
        .where(Paiement.id == paiement.id, Paiement.etat == EtatPaiement.A_PAYER)
        .values(etat=EtatPaiement.ANNULE)
    )
    session.refresh(paiement)
