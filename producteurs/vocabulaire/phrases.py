"""What is said of a product: how it is packed, what it costs; and a few turns of phrase."""

from __future__ import annotations

from typing import Protocol

from producteurs.models import Panier, Produit, TypeVente, Unite
from producteurs.vocabulaire.mots import PANIERS, UNITES
from socle.langue import _
from socle.monnaie import ecrire_prix
from socle.typographie import INSECABLE, contenu


class Conditionne(Protocol):
    """What is needed to say how something is packed: a product, or a form about to become one."""

    @property
    def vente(self) -> TypeVente: ...
    @property
    def unite(self) -> Unite: ...
    @property
    def contenance(self) -> int | None: ...
    @property
    def contenance_unite(self) -> str: ...


def conditionnement(produit: Conditionne) -> str:
    """What one ordered unit is: « botte », « bocal de 500 g », « portion de 500 g », « pièce »."""
    mot = str(PANIERS[0] if isinstance(produit, Panier) else UNITES[produit.unite][0])
    if not produit.contenance:
        return mot
    return f"{mot} de {contenu(produit.contenance, produit.contenance_unite)}"


def quantite_en_mots(quantite: int, produit: Conditionne) -> str:
    """What to harvest or pack: « 4 × 500 g = 2 kg » by weight, « 4 bocaux de 500 g » by unit."""
    contenance = produit.contenance
    if produit.vente is TypeVente.POIDS and contenance:
        un = contenu(contenance, produit.contenance_unite)
        if quantite == 1:
            return un
        total = contenu(quantite * contenance, produit.contenance_unite)
        return f"{quantite}{INSECABLE}×{INSECABLE}{un} = {total}"
    mots = PANIERS if isinstance(produit, Panier) else UNITES[produit.unite]
    mot = str(mots[quantite > 1])
    de = f" de {contenu(contenance, produit.contenance_unite)}" if contenance else ""
    return f"{quantite}{INSECABLE}{mot}{de}"


def phrase_du_prix(produit: Produit | None) -> str:
    """What a customer will read, said to the farmer while he or she types; None: not yet known."""
    if produit is None or (produit.vente is TypeVente.POIDS and not produit.contenance):
        return str(_("Donnez le prix ; au poids, dites aussi ce que pèse une portion."))
    unite = conditionnement(produit)
    prix = ecrire_prix(produit.prix_unitaire_centimes)
    if produit.vente is TypeVente.POIDS:
        return str(
            _(
                "Au poids : %(kilo)s le kg. On commande par %(unite)s, à %(prix)s. "
                "Pour quatre, préparez %(quatre)s.",
                kilo=ecrire_prix(produit.prix_centimes),
                unite=unite,
                prix=prix,
                quatre=quantite_en_mots(4, produit),
            )
        )
    kilo = produit.prix_au_kilo_centimes
    if kilo is None:
        return str(_("On commande à l’unité : %(prix)s par %(unite)s.", prix=prix, unite=unite))
    mesure = _("le litre") if produit.contenance_unite == "ml" else _("le kg")
    return str(
        _(
            "On commande à l’unité : %(prix)s par %(unite)s, soit %(kilo)s %(mesure)s.",
            prix=prix,
            unite=unite,
            kilo=ecrire_prix(kilo),
            mesure=mesure,
        )
    )


def enumerer(mots: list[str]) -> str:
    """« un, deux et trois »."""
    return " et ".join([", ".join(mots[:-1]), mots[-1]]) if len(mots) > 1 else "".join(mots)


def majuscule(mot: object) -> str:
    """The word with a capital, to begin a line: « Légumes », « Œufs »."""
    texte = str(mot)
    return texte[:1].upper() + texte[1:]


def ecrire_siret(siret: str) -> str:
    """« 732 829 320 00074 », with no-break spaces."""
    return INSECABLE.join(filter(None, (siret[:3], siret[3:6], siret[6:9], siret[9:])))
