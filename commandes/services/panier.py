"""The cart: quantities put in and taken out, an option chosen. It reserves nothing."""

from __future__ import annotations

from commandes import queries
from commandes.errors import (
    OffreInconnue,
    ProduitEpuise,
    QuantiteInvalide,
    StockInsuffisant,
    VenteFermee,
)
from commandes.models import EtatVente, LignePanier, PanierEnCours, Vente
from commandes.services.verdict import rendre_verdict
from livraisons.models import Mode
from socle import horloge
from socle.db import session

QUANTITE_MAXIMALE = 999


def poser_quantite(cle: str, vente: Vente, offre_id: int, quantite: int) -> PanierEnCours:
    """Want ``quantite`` units of an offer (0 takes it out); the cart is made when first needed.

    Wanting more than is left is refused with what is left, and the cart keeps what it held.
    """
    if not 0 <= quantite <= QUANTITE_MAXIMALE:
        raise QuantiteInvalide
    if quantite and vente.etat(horloge.maintenant()) is not EtatVente.OUVERTE:
        raise VenteFermee(motif=rendre_verdict(vente, lieu=None).refus)
    offre = queries.offre_de(vente.id, offre_id)
    if offre is None and quantite:
        raise OffreInconnue
    if offre is not None and quantite > offre.stock:
        if offre.stock == 0:
            raise ProduitEpuise(nom=offre.produit.nom)
        raise StockInsuffisant(nom=offre.produit.nom, reste=offre.stock)
    panier = queries.panier_en_cours(cle, vente.id, verrou=True)
    if panier is None:
        panier = PanierEnCours(cle=cle, vente=vente, lignes=[], modifie_le=horloge.maintenant())
        session.add(panier)
    panier.modifie_le = horloge.maintenant()
    ligne = next((x for x in panier.lignes if x.offre_id == offre_id), None)
    if ligne is not None and quantite == 0:
        panier.lignes.remove(ligne)
    elif ligne is not None:
        ligne.quantite = quantite
    elif quantite:
        panier.lignes.append(LignePanier(offre=offre, quantite=quantite))
    session.flush()
    return panier


def choisir_option(panier: PanierEnCours, mode: Mode, fenetre_id: int) -> None:
    """Keep the way of fetching that the visitor prefers; the verdict judges it when ordering."""
    panier.mode, panier.fenetre_id = mode, fenetre_id
    panier.modifie_le = horloge.maintenant()
