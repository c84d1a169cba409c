"""Preparing and handing over."""

from __future__ import annotations

from commandes import queries
from commandes.errors import PartChangee
from commandes.models import EtatCommande, EtatPart, Part
from commandes.services.etat import non_modifiable, tenir
from commandes.services.reglement import ecrire_au_grand_livre
from livraisons import services as livraisons
from livraisons.models import Livraison
from socle.comptes.models import Compte
from socle.journal.services import noter
from socle.paiements import services as paiements
from socle.paiements.models import EtatPaiement, Moyen
from socle.paiements.queries import paiements_de


def marquer_prete(part: Part, pret: bool, *, par: Compte, vu: str | None = None) -> None:
    """A producteur says that his share of an order is packed, or that it is not after all.

    ``vu`` is the ``contenu`` that he packed from (None: as ``part`` was read): if the order has
    changed since, ``PartChangee``.
    """
    emballe = part.contenu if vu is None else vu
    commande = part.commande
    tenir(commande)
    if commande.etat is not EtatCommande.CONFIRMEE:
        raise non_modifiable(commande)
    if part not in commande.parts or (pret and part.contenu != emballe):
        raise PartChangee
    vers = EtatPart.PRETE if pret else EtatPart.A_PREPARER
    if part.etat is not vers:
        noter("part", part.id, de=part.etat, vers=vers, par=par)
        part.etat = vers


def remettre_commande(livraison: Livraison, *, par: Compte) -> None:
    """Hand an order over; what was to be paid on the spot is collected with the same gesture."""
    commande = queries.commande_par_reference(livraison.reference, verrou=True)
    if commande.etat is not EtatCommande.CONFIRMEE:
        raise non_modifiable(commande)
    livraisons.remettre(livraison, par=par)
    tous = paiements_de("commande", commande.reference)
    for paiement in tous:
        if paiement.etat is EtatPaiement.A_PAYER:
            paiements.encaisser_sur_place(paiement)
    ecrire_au_grand_livre(commande, tous, motif="commande remise")


def decocher_commande(livraison: Livraison, *, par: Compte) -> None:
    """Untick an order ticked by mistake: what that gesture noted as received is to pay again."""
    commande = queries.commande_par_reference(livraison.reference, verrou=True)
    livraisons.annuler_remise(livraison, par=par)
    tous = paiements_de("commande", commande.reference)
    for paiement in tous:
        if paiement.moyen is Moyen.SUR_PLACE:
            paiements.annuler_encaissement(paiement)
    ecrire_au_grand_livre(commande, tous, motif="remise annulée")
