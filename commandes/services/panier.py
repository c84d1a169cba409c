"""The cart: quantities put in and taken out, an option chosen. It reserves nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import delete, select

from commandes import queries
from commandes.errors import (
    OffreInconnue,
    ProduitEpuise,
    QuantiteInvalide,
    RienARecommander,
    StockInsuffisant,
    VenteFermee,
)
from commandes.models import Commande, EtatVente, LignePanier, PanierEnCours, Vente
from commandes.services.verdict import rendre_verdict
from livraisons.services import Option
from socle import horloge
from socle.db import session, transaction

QUANTITE_MAXIMALE = 999
DUREE_D_UN_PANIER = timedelta(days=60)


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
    panier = queries.panier_en_cours(cle, vente.id, verrou=True) or _commencer(cle, vente)
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


def _commencer(cle: str, vente: Vente) -> PanierEnCours:
    """A new cart, unless another press began it meanwhile: they wait for each other here."""
    session.execute(select(Vente.id).where(Vente.id == vente.id).with_for_update(key_share=True))
    panier = queries.panier_en_cours(cle, vente.id, verrou=True)
    if panier is None:
        panier = PanierEnCours(cle=cle, vente=vente, lignes=[], modifie_le=horloge.maintenant())
        session.add(panier)
    return panier


def oublier_paniers() -> int:
    """Forget the carts that nobody has touched for two months; how many there were."""
    avant = horloge.maintenant() - DUREE_D_UN_PANIER
    with transaction():
        effaces = session.execute(
            delete(PanierEnCours)
            .where(PanierEnCours.modifie_le < avant)
            .returning(PanierEnCours.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(effaces)


def choisir_option(panier: PanierEnCours, option: Option) -> None:
    """Keep the way of fetching that the visitor prefers; the verdict judges it when ordering."""
    panier.mode, panier.fenetre_id = option.mode, option.fenetre_id
    panier.modifie_le = horloge.maintenant()


def recommander(commande: Commande, cle: str) -> PanierEnCours:
    """Put the products of a past order into the cart of an open sale that offers them.

    Of the sales that offer some, the one that offers most; each quantity as far as the stock
    goes. What is already in the cart stays if it is more.
    """
    voulus = {
        ligne.offre.produit_id: ligne.quantite for part in commande.parts for ligne in part.lignes
    }
    offres = queries.offres_de_produits(voulus, horloge.maintenant())
    if not offres:
        raise RienARecommander
    par_vente = Counter(offre.vente_id for offre in offres)
    choisie, _nombre = par_vente.most_common(1)[0]
    vente = queries.vente_avec_retraits(choisie)
    deja = queries.panier_en_cours(cle, vente.id)
    tenues = {ligne.offre_id: ligne.quantite for ligne in deja.lignes} if deja else {}
    for offre in [o for o in offres if o.vente_id == vente.id]:
        quantite = min(max(voulus[offre.produit_id], tenues.get(offre.id, 0)), offre.stock)
        deja = poser_quantite(cle, vente, offre.id, quantite)
    assert deja is not None  # the sale chosen offers at least one product
    return deja
