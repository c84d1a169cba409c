"""Refusals about sales, carts and orders."""

from __future__ import annotations

from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l


class VenteFermee(Refus):
    """The sale is not open; ``phrase`` comes from the verdict and says why and what is next."""

    phrase = _l("%(motif)s Votre commande est gardée.")


class CommandeImpossible(Refus):
    """The verdict refuses; the sentence is its first reason."""

    phrase = _l("%(motif)s")


class StockInsuffisant(Refus):
    phrase = _l("Il reste %(reste)s × « %(nom)s ». Le reste de votre commande est gardé.")


class ProduitEpuise(Refus):
    phrase = _l("« %(nom)s » est épuisé. Le reste de votre commande est gardé.")


class OffreInconnue(Refus):
    phrase = _l("Ce produit n’est pas, ou plus, dans cette vente.")
    statut = HTTPStatus.NOT_FOUND


class QuantiteInvalide(Refus):
    phrase = _l("Écrivez une quantité entière, de 0 à 999.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class PanierVide(Refus):
    phrase = _l("Votre commande est vide : choisissez au moins un produit.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class RetraitAChoisir(Refus):
    phrase = _l("Choisissez d’abord où et quand recevoir votre commande.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class OptionARechoisir(Refus):
    phrase = _l("Ce retrait n’est plus possible : %(motif)s Choisissez-en un autre.")


class TotalChange(Refus):
    """What is ordered is what was shown: a price that moved meanwhile is confirmed again."""

    phrase = _l(
        "Le total a changé depuis que vous avez ouvert cette page : %(total)s au lieu de "
        "%(annonce)s. Vérifiez, puis confirmez."
    )


class AdresseManquante(Refus):
    phrase = _l("Écrivez l’adresse où livrer.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class MajoriteNonConfirmee(Refus):
    phrase = _l("Votre commande contient de l’alcool : confirmez que vous avez plus de 18 ans.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class MontantSansCarte(Refus):
    phrase = _l("Le paiement par carte est possible à partir de 0,50 €.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class RienARecommander(Refus):
    phrase = _l("Aucun de ces produits n’est en vente en ce moment.")


class ModificationTropTardive(Refus):
    phrase = _l(
        "La vente est close : votre commande ne peut plus changer. Prévenez le point de retrait."
    )


class CommandeNonModifiable(Refus):
    phrase = _l("Cette commande ne peut plus être changée : elle est « %(etat)s ».")


class PartChangee(Refus):
    """What was packed is not what is ordered any more."""

    phrase = _l("Cette commande vient de changer : revoyez ce qu’elle contient.")


class VenteIncomplete(Refus):
    phrase = _l("Il manque à cette vente : %(manque)s.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class VenteCommencee(Refus):
    phrase = _l("Cette vente est close : ses offres ne changent plus.")


class VenteFinie(Refus):
    phrase = _l("Cette vente est terminée ou annulée : elle ne change plus.")


class RetraitAttendu(Refus):
    """A window that orders of this sale count on cannot be taken out of it."""

    phrase = _l("Des commandes sont à retirer « %(nom)s » : cet horaire ne peut pas être enlevé.")


class HorsDeLaPlateforme(Refus):
    """A farm, relay point or zone that this platform's sales may not use."""

    phrase = _l("« %(nom)s » n’est pas, ou plus, dans cette plateforme.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY
