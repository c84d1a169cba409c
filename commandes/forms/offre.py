"""The form of a farm's offer in a sale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from wtforms import HiddenField, IntegerField, ValidationError
from wtforms.validators import NumberRange, Optional

from commandes.models import Offre
from commandes.services import SaisieOffre
from producteurs.models import Produit
from socle.errors import Refus
from socle.langue import _
from socle.monnaie import PRIX_MAXIMAL_CENTIMES
from socle.typographie import sans_accents
from socle.web.formulaires import Formulaire, PrixField

STOCK_MAXIMAL = 9999


@dataclass(frozen=True, slots=True)
class LigneOffre:
    """One product of the week's offer, with its three fields."""

    produit: Produit
    commandees: int
    de_saison: bool
    stock: Any
    prix: Any
    vues: Any


class FormulaireOffre(Formulaire):
    """What a farm offers in a sale: for each product, units left and price."""

    lignes: Sequence[LigneOffre] = ()

    def refuser(self, refus: Refus) -> None:
        """Show a refusal of the service at the head of the form."""
        self.form_errors.append(str(refus))

    def saisie(self) -> dict[int, SaisieOffre]:
        """By number of product. A price that is not asked for (nothing offered) may be missing."""
        return {
            ligne.produit.id: SaisieOffre(
                stock=ligne.stock.data or 0,
                prix_centimes=ligne.prix.data or ligne.produit.prix_unitaire_centimes,
                vues=ligne.vues.data,
            )
            for ligne in self.lignes
        }


def _prix_demande(form: Any, champ: Any) -> None:
    """Between a cent and ten thousand euros, as soon as something is offered."""
    offert = form[champ.name.replace("prix", "stock")].data
    if champ.data is None and offert and not champ.errors:
        raise ValidationError(_("Écrivez le prix."))
    if champ.data is not None and not 0 < champ.data <= PRIX_MAXIMAL_CENTIMES:
        raise ValidationError(_("Le prix doit dépasser zéro."))


def formulaire_offre(
    produits: Sequence[Produit],
    offres: Mapping[int, Offre],
    modele: Mapping[int, SaisieOffre],
    commandees: Mapping[int, int],
    mois: int,
) -> FormulaireOffre:
    """The form of a farm's offer: what is offered already, else what was in its last sale, else
    nothing at the catalogue's price. In season in ``mois`` first."""
    champs: dict[str, Any] = {}
    valeurs: dict[str, Any] = {}
    connus = {p.id: p for p in chain(produits, (o.produit for o in offres.values()))}
    for produit in connus.values():
        offre, ancienne = offres.get(produit.id), modele.get(produit.id)
        stock = offre.stock if offre else ancienne.stock if ancienne and not offres else 0
        prix = offre or ancienne
        champs |= {
            f"stock_{produit.id}": IntegerField(
                _("%(nom)s, quantité", nom=produit.nom),
                [Optional(), NumberRange(0, STOCK_MAXIMAL)],
            ),
            f"prix_{produit.id}": PrixField(_("%(nom)s, prix", nom=produit.nom), [_prix_demande]),
            f"vues_{produit.id}": HiddenField(filters=[_entier]),
        }
        valeurs |= {
            f"stock_{produit.id}": stock,
            f"prix_{produit.id}": prix.prix_centimes if prix else produit.prix_unitaire_centimes,
            f"vues_{produit.id}": commandees.get(produit.id, 0),
        }
    classe = type("FormulaireOffreDeLaFerme", (FormulaireOffre,), champs)
    formulaire: FormulaireOffre = classe(data=valeurs)
    formulaire.lignes = sorted(
        (
            LigneOffre(
                produit=p,
                commandees=commandees.get(p.id, 0),
                de_saison=p.de_saison(mois),
                stock=formulaire[f"stock_{p.id}"],
                prix=formulaire[f"prix_{p.id}"],
                vues=formulaire[f"vues_{p.id}"],
            )
            for p in connus.values()
        ),
        key=lambda ligne: (
            not ligne.de_saison,
            ligne.produit.famille,
            sans_accents(ligne.produit.nom),
        ),
    )
    return formulaire


def _entier(valeur: Any) -> int | None:
    texte = str(valeur if valeur is not None else "")
    return int(texte) if texte.isdecimal() and len(texte) < 7 else None
