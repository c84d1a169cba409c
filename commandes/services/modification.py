"""Changing an order until the deadline: the difference is taken, given back, paid or refunded."""

from __future__ import annotations

from collections.abc import Mapping

from commandes import queries
from commandes.errors import CommandeImpossible, CommandeNonModifiable, PanierVide, QuantiteInvalide
from commandes.mails import commande_modifiee
from commandes.models import Commande, EtatCommande, LigneCommande, LignePanier, Offre, Part
from commandes.services.annulation import exiger_avant_cloture
from commandes.services.panier import QUANTITE_MAXIMALE
from commandes.services.passage import ligne_de_commande
from commandes.services.reglement import ajuster_reglement
from commandes.services.stock import prendre_stock, rendre_stock
from livraisons.models import Mode
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.services import envoyer
from socle.journal.services import noter
from socle.langue import _
from socle.monnaie import ecrire_prix


def modifier_commande(commande: Commande, quantites: Mapping[int, int], *, par: Compte) -> None:
    """Bring a confirmed order to ``quantites`` (units by number of offer, 0 takes out).

    Lines already there keep the price they were ordered at; the pick-up stays. To empty an order
    one cancels it: an empty one is refused.
    """
    exiger_avant_cloture(commande)
    if commande.etat is not EtatCommande.CONFIRMEE:
        raise CommandeNonModifiable(etat=commande.etat.value.replace("_", " "))
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
    rendre_stock({o: -e for o, e in ecarts.items() if e < 0})
    prendre_stock({o: e for o, e in ecarts.items() if e > 0})
    _poser(commande, avant, apres)
    _exiger_minimums(commande)
    commande.total_centimes = (
        sum(part.montant_centimes for part in commande.parts) + commande.frais_centimes
    )
    session.flush()
    ajuster_reglement(commande, motif="commande modifiée")
    noter("commande", commande.reference, de=commande.etat, vers=commande.etat, par=par,
          motif="commande modifiée")  # fmt: skip
    envoyer(commande_modifiee(commande))


def _poser(
    commande: Commande, avant: Mapping[int, LigneCommande], apres: Mapping[int, int]
) -> None:
    for offre_id, ligne in avant.items():
        if offre_id in apres:
            ligne.quantite = apres[offre_id]
        else:
            ligne.part.lignes.remove(ligne)
    for offre in _offres(commande, sorted(set(apres) - set(avant))):
        part = next((p for p in commande.parts if p.producteur_id == offre.producteur_id), None)
        if part is None:
            part = Part(producteur=offre.producteur, producteur_id=offre.producteur_id, lignes=[])
            commande.parts.append(part)
        part.lignes.append(ligne_de_commande(LignePanier(offre=offre, quantite=apres[offre.id])))
    for part in [p for p in commande.parts if not p.lignes]:
        commande.parts.remove(part)


def _offres(commande: Commande, numeros: list[int]) -> list[Offre]:
    connues = {o.id: o for o in queries.offres_de(commande.vente_id)} if numeros else {}
    if manquantes := [n for n in numeros if n not in connues]:
        raise CommandeImpossible(
            motif=_("Un produit n’est plus proposé (n° %(numero)s).", numero=manquantes[0])
        )
    return [connues[n] for n in numeros]


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
