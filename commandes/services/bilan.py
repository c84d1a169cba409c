"""What a cart comes to: its lines by farm, its money, and what the verdict says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from commandes.models import LignePanier, PanierEnCours
from commandes.services.verdict import Verdict, rendre_verdict
from livraisons.services import Option
from producteurs.models import Producteur
from socle import horloge
from territoires.models import Lieu


@dataclass(frozen=True, slots=True)
class PartDePanier:
    """What a cart takes from one farm."""

    producteur: Producteur
    lignes: Sequence[LignePanier]

    @property
    def montant_centimes(self) -> int:
        return sum(ligne.quantite * ligne.offre.prix_centimes for ligne in self.lignes)


@dataclass(frozen=True, slots=True)
class Bilan:
    """One cart as its buyer sees it. ``option`` is the one chosen, while it still holds;
    ``retirees`` are the numbers of the offers whose farm no longer sells."""

    panier: PanierEnCours
    verdict: Verdict
    option: Option | None
    parts: Sequence[PartDePanier]
    retirees: frozenset[int]

    @property
    def montant_centimes(self) -> int:
        return sum(part.montant_centimes for part in self.parts)

    @property
    def frais_centimes(self) -> int:
        return self.option.frais_centimes if self.option else 0

    @property
    def total_centimes(self) -> int:
        return self.montant_centimes + self.frais_centimes

    @property
    def alcool(self) -> bool:
        return any(ligne.offre.produit.alcool for part in self.parts for ligne in part.lignes)

    @property
    def pret(self) -> bool:
        """Whether nothing is missing but the buyer's name and his payment."""
        return self.verdict.possible and self.option is not None


def dresser_bilan(panier: PanierEnCours, *, lieu: Lieu | None) -> Bilan:
    """Judge a cart (loaded with lines, its sale with windows) for somebody at ``lieu``."""
    jour = horloge.aujourdhui()
    lignes = sorted(
        panier.lignes, key=lambda x: (x.offre.producteur.nom, x.offre.producteur_id, x.offre_id)
    )
    verdict = rendre_verdict(
        panier.vente, lieu=lieu, lignes={ligne.offre_id: ligne.quantite for ligne in lignes}
    )
    return Bilan(
        panier=panier,
        verdict=verdict,
        option=verdict.option(f"{panier.mode}-{panier.fenetre_id}"),
        parts=[
            PartDePanier(producteur, list(groupe))
            for producteur, groupe in groupby(lignes, key=lambda x: x.offre.producteur)
        ],
        retirees=frozenset(
            ligne.offre_id for ligne in lignes if not ligne.offre.producteur.dossier.en_regle(jour)
        ),
    )
