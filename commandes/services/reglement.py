"""The money of an order: who gets each cent, what is still owed, what goes back."""

from __future__ import annotations

from collections.abc import Sequence

from commandes import queries
from commandes.mails import commande_confirmee, paiement_trop_tardif
from commandes.models import Commande, EtatCommande
from commandes.services.etat import faire_passer
from socle.db import session
from socle.envois.services import envoyer
from socle.langue import _
from socle.paiements import services as paiements
from socle.paiements.models import EtatPaiement, Moyen, Paiement
from socle.paiements.queries import paiements_de


def ecrire_au_grand_livre(
    commande: Commande, encaissements: Sequence[Paiement], *, motif: str
) -> None:
    """Bring the ledger to what the order is now: every cent has its party, the sum is zero."""
    net = sum(p.net_centimes for p in encaissements)
    cible: dict[str, int] = {}
    if commande.etat is EtatCommande.CONFIRMEE:
        cible = {f"producteur:{p.producteur_id}": p.montant_centimes for p in commande.parts}
        cible["livraison"] = commande.frais_centimes
    cible["encaisse"] = -net
    cible["reste_du"] = -sum(cible.values())
    paiements.mettre_en_compte(commande.reference, cible, motif=motif)


def ajuster_reglement(commande: Commande, *, motif: str) -> int:
    """After a change of the total: give back what is too much, ask on the spot for what lacks.

    What lacks is never asked by card again: the order stays confirmed, and whoever hands it over
    sees the sum to collect. Returns the cents that go back.
    """
    tous = paiements_de("commande", commande.reference)
    for paiement in tous:
        if paiement.etat is EtatPaiement.A_PAYER:
            paiements.annuler_paiement(paiement)
    actif = commande.etat is EtatCommande.CONFIRMEE
    du = (commande.total_centimes if actif else 0) - sum(p.net_centimes for p in tous)
    if du > 0:
        nouveau = paiements.demander_paiement(
            genre="commande",
            reference=commande.reference,
            libelle=_("Commande %(reference)s", reference=commande.reference),
            courriel=commande.compte.courriel,
            montant_centimes=du,
            moyen=Moyen.SUR_PLACE,
        )
        tous = [*tous, nouveau]
    a_rendre = -du
    for paiement in tous:
        if a_rendre > 0 and paiement.net_centimes > 0:
            montant = min(a_rendre, paiement.net_centimes)
            paiements.rembourser(paiement, montant, motif=motif)
            a_rendre -= montant
    commande.livraison.a_encaisser_centimes = max(du, 0)
    session.flush()
    ecrire_au_grand_livre(commande, tous, motif=motif)
    return max(-du, 0)


def paiement_recu(paiement: Paiement) -> None:
    """The money of an order has arrived: confirm it, or give the money back if it came too late.

    ``socle.paiements`` calls this once per payment, in the transaction that marks it paid.
    """
    commande = queries.commande_par_reference(paiement.reference, verrou=True)
    if faire_passer(commande, EtatCommande.CONFIRMEE, par=None, motif="paiement reçu"):
        tous = paiements_de("commande", commande.reference)
        ecrire_au_grand_livre(commande, tous, motif="paiement reçu")
        envoyer(commande_confirmee(commande))
    elif commande.etat in (EtatCommande.EXPIREE, EtatCommande.ANNULEE):
        ajuster_reglement(commande, motif="paiement reçu trop tard")
        envoyer(paiement_trop_tardif(commande, paiement))
