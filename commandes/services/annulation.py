"""Giving up an order: what it held goes back, what was paid goes back."""

from __future__ import annotations

import structlog

from commandes import queries
from commandes.errors import ModificationTropTardive
from commandes.mails import commande_annulee
from commandes.models import Commande, EtatCommande, LignePanier, PanierEnCours
from commandes.services.etat import faire_passer, non_modifiable, tenir
from commandes.services.reglement import ajuster_reglement
from commandes.services.stock import rendre_stock
from livraisons.models import EtatLivraison
from livraisons.services import annuler_livraison
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session, transaction
from socle.envois.services import envoyer

log = structlog.get_logger()


def exiger_avant_cloture(commande: Commande) -> None:
    """Raise ``ModificationTropTardive`` from the sale's deadline on."""
    if horloge.maintenant() >= commande.vente.cloture:
        raise ModificationTropTardive


def annuler_commande(commande: Commande, *, par: Compte, motif: str) -> None:
    """The buyer gives up until the deadline, staff until the parcel is handed over.

    Stock and place go back, what was paid is owed back, the buyer is told by mail.
    """
    if par.id == commande.compte_id:
        exiger_avant_cloture(commande)
    supprimer_commande(commande, par=par, motif=motif)


def supprimer_commande(commande: Commande, *, par: Compte, motif: str) -> None:
    """Cancel an order whatever the hour, because its sale is called off."""
    rendu = _liberer(commande, EtatCommande.ANNULEE, par=par, motif=motif)
    envoyer(commande_annulee(commande, motif, rendu_centimes=rendu))


def reprendre_commande(commande: Commande, cle: str, *, par: Compte) -> PanierEnCours:
    """Turn an unpaid order back into a cart that holds the same lines, to change and pay later.

    What was put into the cart meanwhile, and was not in the order, stays in it.
    """
    tenir(commande)
    exiger_avant_cloture(commande)
    if commande.etat is not EtatCommande.A_PAYER:
        raise non_modifiable(commande)
    quantites: dict[int, int] = {}
    ancien = queries.panier_en_cours(cle, commande.vente_id, verrou=True)
    if ancien is not None:
        quantites = {ligne.offre_id: ligne.quantite for ligne in ancien.lignes}
        session.delete(ancien)
        session.flush()
    quantites |= {x.offre_id: x.quantite for part in commande.parts for x in part.lignes}
    livraison = commande.livraison
    panier = PanierEnCours(
        cle=cle,
        vente_id=commande.vente_id,
        mode=livraison.mode,
        fenetre_id=livraison.fenetre.id,
        modifie_le=horloge.maintenant(),
        lignes=[
            LignePanier(offre_id=offre_id, quantite=quantite)
            for offre_id, quantite in quantites.items()
        ],
    )
    session.add(panier)
    _liberer(commande, EtatCommande.ANNULEE, par=par, motif="reprise pour être changée")
    return panier


def expirer_commandes() -> int:
    """End the orders that were not paid in time, one transaction each; how many ended.

    One that cannot end is in the log and does not keep the others waiting.
    """
    with transaction():
        references = queries.commandes_expirees(horloge.maintenant())
    finies = 0
    for reference in references:
        try:
            finies += _expirer(reference)
        except Exception:
            log.exception("commande_non_expiree", reference=reference)
    return finies


def _expirer(reference: str) -> bool:
    with transaction():
        commande = queries.commande_par_reference(reference, verrou=True)
        if commande.etat is not EtatCommande.A_PAYER:
            return False
        _liberer(commande, EtatCommande.EXPIREE, par=None, motif="non payée à temps")
    return True


def _liberer(commande: Commande, vers: EtatCommande, *, par: Compte | None, motif: str) -> int:
    """Give everything back; how many cents of card money are given back with it."""
    tenir(commande)
    if commande.livraison.etat is EtatLivraison.REMISE or not faire_passer(
        commande, vers, par=par, motif=motif
    ):
        raise non_modifiable(commande)
    rendre_stock(
        {ligne.offre_id: ligne.quantite for part in commande.parts for ligne in part.lignes}
    )
    annuler_livraison(commande.livraison, par=par, motif=motif)
    return ajuster_reglement(commande, motif=motif)
