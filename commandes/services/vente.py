"""Setting up a sale, and what each farm offers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from commandes import queries
from commandes.errors import VenteCommencee, VenteFinie, VenteIncomplete
from commandes.models import EtatVente, Offre, Vente, VenteProducteur
from commandes.services.annulation import supprimer_commande
from commandes.services.etat import tenir
from commandes.services.stock import tenir_stocks
from livraisons import services as livraisons
from livraisons.models import CreneauLivraison, Distribution, EtatLivraison
from producteurs.models import Producteur, Produit
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter
from socle.langue import _
from territoires.models import Plateforme


@dataclass(frozen=True, slots=True)
class SaisieVente:
    """A sale as a form or the demonstration gives it; windows are already open."""

    titre: str
    description: str
    ouverture: datetime
    cloture: datetime
    minimum_centimes: int
    producteurs: tuple[int, ...]
    distributions: tuple[Distribution, ...]
    creneaux: tuple[CreneauLivraison, ...]


@dataclass(frozen=True, slots=True)
class SaisieOffre:
    """What a farm offers of one product: units that are left, cents a unit.

    ``vues`` are the units that orders held when the farmer looked: those sold since then are
    taken off what he says is left, however often the same answer arrives.
    """

    stock: int
    prix_centimes: int
    vues: int | None = None


def creer_vente(plateforme: Plateforme, saisie: SaisieVente, *, par: Compte | None) -> Vente:
    """Open a sale of a platform; raises ``VenteIncomplete`` naming what it lacks."""
    vente = Vente(plateforme=plateforme, offres=[])
    _remplir(vente, saisie)
    session.add(vente)
    session.flush()
    noter("vente", vente.id, de="", vers=vente.etat(horloge.maintenant()), par=par)
    return vente


def modifier_vente(vente: Vente, saisie: SaisieVente, *, par: Compte | None) -> None:
    """Change a sale until it is over; farms that already offer something in it stay."""
    exiger_en_cours(vente)
    _remplir(vente, saisie)
    session.flush()
    etat = vente.etat(horloge.maintenant())
    noter("vente", vente.id, de=etat, vers=etat, par=par, motif="vente modifiée")


def tenir_vente(vente: Vente) -> None:
    """Keep the sale until the commit, once the orders under way have ended, and read it again."""
    dates = ["ouverture", "cloture", "fin", "annulee_le"]
    session.refresh(vente, dates, with_for_update={"key_share": True})


def exiger_en_cours(vente: Vente) -> None:
    """Raise ``VenteFinie`` for a sale that is over or was called off."""
    if vente.etat(horloge.maintenant()) in (EtatVente.TERMINEE, EtatVente.ANNULEE):
        raise VenteFinie


def _remplir(vente: Vente, saisie: SaisieVente) -> None:
    fenetres: list[Distribution | CreneauLivraison] = [*saisie.distributions, *saisie.creneaux]
    if saisie.cloture <= saisie.ouverture:
        raise VenteIncomplete(manque=_("une clôture après l’ouverture"))
    if not saisie.producteurs:
        raise VenteIncomplete(manque=_("au moins une ferme"))
    if not fenetres:
        raise VenteIncomplete(manque=_("au moins un retrait ou un créneau de livraison"))
    if min(f.debut for f in fenetres) < saisie.cloture:
        raise VenteIncomplete(manque=_("des retraits qui commencent après la clôture"))
    vente.titre, vente.description = saisie.titre, saisie.description
    vente.ouverture, vente.cloture = saisie.ouverture, saisie.cloture
    vente.fin = max(f.fin for f in fenetres)
    vente.minimum_centimes = saisie.minimum_centimes
    vente.distributions, vente.creneaux = list(saisie.distributions), list(saisie.creneaux)
    voulus = {*saisie.producteurs, *(o.producteur_id for o in vente.offres)}
    gardees = [p for p in vente.participations if p.producteur_id in voulus]
    deja = {p.producteur_id for p in gardees}
    vente.participations = gardees + [
        VenteProducteur(producteur_id=n) for n in sorted(voulus - deja)
    ]


def publier_offres(
    vente: Vente, producteur: Producteur, saisies: Mapping[int, SaisieOffre]
) -> Sequence[Offre]:
    """Offer products of a farm in a sale, by number of product; 0 left takes one off the shelf.

    Prices apply to orders to come; those already placed keep theirs. Until the deadline only.
    """
    if vente.etat(horloge.maintenant()) not in (EtatVente.A_VENIR, EtatVente.OUVERTE):
        raise VenteCommencee
    session.execute(  # a farm publishes once at a time: a second press waits for the first
        select(VenteProducteur.vente_id)
        .where(VenteProducteur.vente_id == vente.id, VenteProducteur.producteur_id == producteur.id)
        .with_for_update()
    )
    produits = {
        p.id: p
        for p in session.scalars(
            select(Produit).where(Produit.producteur_id == producteur.id, Produit.actif)
        )
    }
    offres = {
        o.produit_id: o
        for o in session.scalars(
            select(Offre)
            .where(Offre.vente_id == vente.id, Offre.producteur_id == producteur.id)
            .order_by(Offre.id)  # as orders do, so that nobody waits in a circle
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    }
    commandees = queries.unites_commandees(producteur.id, vente.id)
    for produit_id, saisie in saisies.items():
        offre = offres.get(produit_id)
        if offre is not None:
            depuis = 0 if saisie.vues is None else commandees.get(produit_id, 0) - saisie.vues
            offre.stock = max(0, saisie.stock - depuis)
            offre.prix_centimes = saisie.prix_centimes
        elif produit_id in produits and saisie.stock > 0:
            offres[produit_id] = Offre(
                vente=vente,
                produit=produits[produit_id],
                producteur=producteur,
                prix_centimes=saisie.prix_centimes,
                stock=saisie.stock,
            )
            session.add(offres[produit_id])
    session.flush()
    return list(offres.values())


def copier_offres(vente: Vente, producteur: Producteur) -> dict[int, SaisieOffre]:
    """What this farm offered in its last sale before this one, sold or left over, to start from."""
    precedente = session.scalar(
        select(Offre.vente_id)
        .join(Offre.vente)
        .where(
            Offre.producteur_id == producteur.id,
            Vente.id != vente.id,
            Vente.ouverture < vente.cloture,
        )
        .order_by(Vente.ouverture.desc())
        .limit(1)
    )
    if precedente is None:
        return {}
    vendues = queries.unites_commandees(producteur.id, precedente)
    return {
        o.produit_id: SaisieOffre(o.stock + vendues.get(o.produit_id, 0), o.prix_centimes)
        for o in session.scalars(
            select(Offre).where(Offre.vente_id == precedente, Offre.producteur_id == producteur.id)
        )
    }


def annuler_vente(vente: Vente, *, par: Compte, motif: str) -> int:
    """Call a sale off: every order not yet handed over is cancelled and given back; how many."""
    tenir_vente(vente)
    exiger_en_cours(vente)
    instant = horloge.maintenant()
    noter("vente", vente.id, de=vente.etat(instant), vers=EtatVente.ANNULEE, par=par, motif=motif)
    vente.annulee_le = instant
    commandes = [
        c
        for c in queries.commandes_de_vente(vente.id)
        if c.livraison.etat is not EtatLivraison.REMISE
    ]
    for commande in commandes:
        tenir(commande)
    tenir_stocks(vente.id)  # all at once and after the orders: nobody waits in a circle
    livraisons.tenir_fenetres(c.livraison.fenetre for c in commandes)
    for commande in commandes:
        supprimer_commande(commande, par=par, motif=motif)
    return len(commandes)
