"""Changing an order until the deadline: the difference is taken, given back, paid or refunded."""

from __future__ import annotations

from collections.abc import Mapping

from commandes import queries
from commandes.errors import (
    CommandeImpossible,
    MajoriteNonConfirmee,
    OffreInconnue,
    PanierVide,
    QuantiteInvalide,
)
from commandes.mails import commande_modifiee
from commandes.models import (
    Commande,
    EtatCommande,
    EtatPart,
    LigneCommande,
    LignePanier,
    Offre,
    Part,
)
from commandes.services.annulation import exiger_avant_cloture
from commandes.services.etat import non_modifiable, tenir
from commandes.services.panier import QUANTITE_MAXIMALE
from commandes.services.passage import ligne_de_commande
from commandes.services.reglement import ajuster_reglement
from commandes.services.stock import prendre_stock
from livraisons.models import EtatLivraison, Mode
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.services import envoyer
from socle.journal.services import noter
from socle.langue import _
from socle.monnaie import ecrire_prix


def exiger_modifiable(commande: Commande) -> None:
    """Raise the refusal that says why the lines of an order may no longer change."""
    exiger_avant_cloture(commande)
    remise = commande.livraison.etat is EtatLivraison.REMISE
    if remise or commande.etat is not EtatCommande.CONFIRMEE:
        raise non_modifiable(commande)


def modifier_commande(
    commande: Commande, quantites: Mapping[int, int], *, par: Compte, majeur: bool = False
) -> None:
    """Bring a confirmed order to ``quantites`` (units by number of offer, 0 takes out).

    Lines already there keep the price they were ordered at; the pick-up stays. To empty an order
    one cancels it: an empty one is refused.
    """
    tenir(commande)
    exiger_modifiable(commande)
    if any(not 0 <= q <= QUANTITE_MAXIMALE for q in quantites.values()):
        raise QuantiteInvalide
    avant = {ligne.offre_id: ligne for part in commande.parts for ligne in part.lignes}
    apres = {offre_id: ligne.quantite for offre_id, ligne in avant.items()}
    apres = {o: q for o, q in {**apres, **quantites}.items() if q}
    if not apres:
        raise PanierVide
    ecarts = {
        o: apres.get(o, 0) - (avant[o].quantite if o in avant else 0) for o in {*avant, *apres}
    }
    if not any(ecarts.values()):
        return
    offres = _offres(commande, {o for o, ecart in ecarts.items() if ecart > 0})
    _exiger_majorite(offres, avant, majeur)
    prendre_stock(ecarts)
    queries.relire_offres(offres)
    _poser(commande, avant, apres, offres)
    _exiger_minimums(commande)
    commande.total_centimes = (
        sum(part.montant_centimes for part in commande.parts) + commande.frais_centimes
    )
    session.flush()
    ajuster_reglement(commande, motif="commande modifiée")
    noter("commande", commande.reference, de=commande.etat, vers=commande.etat, par=par,
          motif="commande modifiée")  # fmt: skip
    envoyer(commande_modifiee(commande))


def estimer_modification(commande: Commande, quantites: Mapping[int, int]) -> int:
    """What the order would come to, in cents, if it were brought to ``quantites``."""
    avant = {ligne.offre_id: ligne for part in commande.parts for ligne in part.lignes}
    apres = {offre_id: ligne.quantite for offre_id, ligne in avant.items()} | dict(quantites)
    prix = {o.id: o.prix_centimes for o in queries.offres_de(commande.vente_id, parmi=apres)}
    prix |= {offre_id: ligne.prix_centimes for offre_id, ligne in avant.items()}
    montant = sum(prix.get(offre_id, 0) * quantite for offre_id, quantite in apres.items())
    return montant + (commande.frais_centimes if montant else 0)


def _offres(commande: Commande, numeros: set[int]) -> dict[int, Offre]:
    """The offers that are added or increased: they must still be sold by a farm in order."""
    connues = {o.id: o for o in queries.offres_de(commande.vente_id, parmi=numeros)}
    if numeros - connues.keys():
        raise OffreInconnue
    return connues


def _exiger_majorite(
    ajoutees: Mapping[int, Offre], avant: Mapping[int, LigneCommande], majeur: bool
) -> None:
    """Alcohol that was not ordered yet asks for the same confirmation as when ordering."""
    nouvelles = [o for numero, o in ajoutees.items() if numero not in avant]
    if not majeur and any(o.produit.alcool for o in nouvelles):
        raise MajoriteNonConfirmee


def _poser(
    commande: Commande,
    avant: Mapping[int, LigneCommande],
    apres: Mapping[int, int],
    offres: Mapping[int, Offre],
) -> None:
    """Write the lines; a share that changes is to be prepared again."""
    for offre_id, ligne in avant.items():
        if ligne.quantite == apres.get(offre_id, 0):
            continue
        ligne.part.etat = EtatPart.A_PREPARER
        if offre_id in apres:
            ligne.quantite = apres[offre_id]
        else:
            ligne.part.lignes.remove(ligne)
    for numero in sorted(set(apres) - set(avant)):
        offre = offres[numero]
        part = next((p for p in commande.parts if p.producteur_id == offre.producteur_id), None)
        if part is None:
            part = Part(producteur=offre.producteur, producteur_id=offre.producteur_id, lignes=[])
            commande.parts.append(part)
        part.etat = EtatPart.A_PREPARER
        part.lignes.append(ligne_de_commande(LignePanier(offre=offre, quantite=apres[numero])))
    for part in [p for p in commande.parts if not p.lignes]:
        commande.parts.remove(part)


def _exiger_minimums(commande: Commande) -> None:
    montant = sum(part.montant_centimes for part in commande.parts)
    livraison = commande.livraison
    minimum = commande.vente.minimum_centimes
    if livraison.mode is Mode.DOMICILE and livraison.creneau is not None:
        minimum = max(minimum, livraison.creneau.zone.minimum_centimes)
    if montant < minimum:
        raise CommandeImpossible(
            motif=_(
                "Le minimum est de %(minimum)s : il manque %(manque)s.",
                minimum=ecrire_prix(minimum),
                manque=ecrire_prix(minimum - montant),
            )
        )
