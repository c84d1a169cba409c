"""What a producteur sells: products and composed baskets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from producteurs.errors import (
    AlcoolMalDeclare,
    ComposantEtranger,
    ContenanceSansUnite,
    MoisInconnu,
    NomDuProduitManquant,
    PanierVide,
    PortionManquante,
    PrixManquant,
    ProduitDansUnPanier,
    TauxInconnu,
)
from producteurs.models import (
    Allergene,
    Composition,
    Famille,
    Nature,
    Panier,
    Producteur,
    Produit,
    TypeVente,
    Unite,
)
from producteurs.queries.catalogue import (
    panier_de,
    paniers_contenant,
    produit_de,
    produits_par_numero,
)
from producteurs.queries.fiche import relire_sous_verrou
from producteurs.services.fiche import indexer
from producteurs.services.revente import avouer_la_revente, lire_de_qui
from producteurs.vocabulaire import TAUX_TVA
from socle.comptes.models import Compte
from socle.db import session
from socle.langue import typographier

TVA_ALCOOL = frozenset({200, 0})


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieProduit:
    """What is said of a product: see ``Produit`` for units. ``mois`` empty is all year round."""

    nom: str
    famille: Famille
    prix_centimes: int
    description: str = ""
    vente: TypeVente = TypeVente.UNITE
    unite: Unite = Unite.PIECE
    contenance: int | None = None
    contenance_unite: str = ""
    tva: int = 55
    allergenes: Iterable[Allergene] = ()
    composition: str = ""
    origine: str = ""
    de_qui: str = ""
    conservation: str = ""
    mois: Iterable[int] = ()
    alcool: bool = False
    image: str = ""


@dataclass(frozen=True, slots=True)
class SaisieComposant:
    """So many units (or portions) of one product."""

    produit_id: int
    quantite: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisiePanier:
    """What is said of a basket. Its allergens are those of what it holds."""

    nom: str
    prix_centimes: int
    composants: Sequence[SaisieComposant]
    description: str = ""
    tva: int = 55
    mois: Iterable[int] = ()
    image: str = ""


def enregistrer_produit(
    producteur: Producteur,
    saisie: SaisieProduit,
    produit: Produit | None = None,
    *,
    par: Compte | None = None,
) -> Produit:
    """A product has a price above zero; by weight, the weight of a portion; alcohol, its own VAT.

    One that comes from somebody else (``de_qui``) makes it known that the farm resells. Orders
    already placed keep the price that they had. Raise a ``ProduitRefuse``.
    """
    mois = _verifier(saisie.nom, saisie.prix_centimes, saisie.tva, saisie.mois)
    contenance_unite = _verifier_contenance(saisie)
    if saisie.alcool and saisie.tva not in TVA_ALCOOL:
        raise AlcoolMalDeclare
    relire_sous_verrou(producteur)
    if produit is None:
        produit = Produit(producteur=producteur, nature=Nature.PRODUIT)
    else:
        produit = produit_de(producteur, produit.id)
    produit.nom = typographier(" ".join(saisie.nom.split()))
    produit.famille = saisie.famille
    produit.description = saisie.description.strip()
    produit.vente, produit.unite = saisie.vente, saisie.unite
    produit.contenance, produit.contenance_unite = saisie.contenance or None, contenance_unite
    produit.prix_centimes, produit.tva = saisie.prix_centimes, saisie.tva
    produit.allergenes = sorted({Allergene(a).value for a in saisie.allergenes})
    produit.composition = saisie.composition.strip()
    produit.origine = saisie.origine.strip()
    produit.de_qui = lire_de_qui(producteur, saisie.de_qui)
    if produit.de_qui:
        avouer_la_revente(producteur, par=par)
    produit.conservation = saisie.conservation.strip()
    produit.mois, produit.alcool, produit.image = mois, saisie.alcool, saisie.image
    session.add(produit)
    session.flush()
    for panier in paniers_contenant(produit):
        _accorder(panier)
    indexer(producteur)
    return produit


def retirer_produit(produit: Produit) -> None:
    """Withdrawn from sale, kept for past orders; not while a basket holds it."""
    relire_sous_verrou(produit.producteur)
    for panier in paniers_contenant(produit):
        raise ProduitDansUnPanier(produit=produit.nom, panier=panier.nom)
    produit.actif = False
    session.flush()
    indexer(produit.producteur)


def composer_panier(
    producteur: Producteur, saisie: SaisiePanier, panier: Panier | None = None
) -> Panier:
    """A basket holds products of the producteur who sells it, at one price of its own.

    Raise ``PanierVide``, ``ComposantEtranger`` or a ``ProduitRefuse``.
    """
    mois = _verifier(saisie.nom, saisie.prix_centimes, saisie.tva, saisie.mois)
    quantites: Counter[int] = Counter()
    for composant in saisie.composants:
        quantites[composant.produit_id] += max(0, composant.quantite)
    quantites = +quantites
    if not quantites:
        raise PanierVide
    relire_sous_verrou(producteur)
    produits = produits_par_numero(producteur, quantites)
    if produits.keys() != quantites.keys():
        raise ComposantEtranger
    if panier is None:
        panier = Panier(producteur=producteur, nature=Nature.PANIER, composants=[])
    else:
        panier = panier_de(producteur, panier.id)
    panier.nom = typographier(" ".join(saisie.nom.split()))
    panier.description = saisie.description.strip()
    panier.prix_centimes, panier.tva = saisie.prix_centimes, saisie.tva
    panier.mois, panier.image = mois, saisie.image
    panier.vente, panier.unite = TypeVente.UNITE, Unite.PIECE
    tenus = {c.produit_id: c for c in panier.composants}
    panier.composants = [
        tenus.get(numero) or Composition(produit_id=numero, produit=produits[numero])
        for numero in sorted(quantites)
    ]
    for composition in panier.composants:
        composition.quantite = quantites[composition.produit_id]
    _accorder(panier)
    session.add(panier)
    session.flush()
    indexer(producteur)
    return panier


def _accorder(panier: Panier) -> None:
    """What a basket takes from what it holds: allergens, alcohol, whose products some of them are,
    the family that weighs most."""
    produits = [c.produit for c in panier.composants]
    panier.allergenes = sorted({a for p in produits for a in p.allergenes})
    panier.alcool = any(p.alcool for p in produits)
    panier.de_qui = ", ".join(sorted({p.de_qui for p in produits if p.de_qui}))
    poids: Counter[Famille] = Counter()
    for composition in panier.composants:
        produit = composition.produit
        poids[produit.famille] += composition.quantite * produit.prix_unitaire_centimes
    panier.famille = max(sorted(poids), key=lambda famille: poids[famille])


def _verifier(nom: str, prix_centimes: int, tva: int, mois: Iterable[int]) -> list[int]:
    """Check what products and baskets have in common; return the months, none for all twelve."""
    if not nom.strip():
        raise NomDuProduitManquant
    if prix_centimes <= 0:
        raise PrixManquant
    if tva not in TAUX_TVA:
        raise TauxInconnu
    saison = sorted(set(mois))
    if any(not 1 <= m <= 12 for m in saison):
        raise MoisInconnu
    return [] if len(saison) == 12 else saison


def _verifier_contenance(saisie: SaisieProduit) -> str:
    """The unit of the net quantity: grams by weight, grams or millilitres otherwise."""
    if saisie.vente is TypeVente.POIDS:
        if not saisie.contenance or saisie.contenance <= 0:
            raise PortionManquante
        if saisie.prix_centimes * saisie.contenance < 500:  # a portion of half a cent
            raise PrixManquant
        return "g"
    if not saisie.contenance:
        return ""
    if saisie.contenance < 0:
        raise PortionManquante
    if saisie.contenance_unite not in {"g", "ml"}:
        raise ContenanceSansUnite
    return saisie.contenance_unite
