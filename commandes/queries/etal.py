"""The stall of a sale: what each farm offers in it, filtered as the visitor asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commandes.models import Offre
from commandes.queries.ventes import offres_de
from producteurs.models import Composition, Famille, Nature, Producteur
from socle import parametres
from socle.db import session
from socle.parametres import Valeurs, lire_tout
from socle.typographie import sans_accents

PARAMETRES = (
    parametres.choix("famille", "Familles de produits.", Famille, repete=True),
    parametres.texte("q", "Un produit ou une ferme."),
)


@dataclass(frozen=True, slots=True)
class FiltreEtal:
    """What the visitor wants to see of a sale; nothing asked shows everything."""

    familles: tuple[Famille, ...] = ()
    texte: str = ""

    @classmethod
    def lire(cls, valeurs: Valeurs) -> FiltreEtal:
        """Read ``famille`` and ``q`` of an address."""
        lus = lire_tout(PARAMETRES, valeurs)
        return cls(familles=lus["famille"], texte=lus["q"])

    @property
    def adresse(self) -> dict[str, Any]:
        """The query parameters that say the same."""
        return {"famille": [f.value for f in self.familles], "q": self.texte or None}

    def retient(self, offre: Offre) -> bool:
        """Whether the text is in the name of the product or of its farm, accents aside."""
        cherche = sans_accents(self.texte)
        return cherche in sans_accents(f"{offre.produit.nom} {offre.producteur.nom}")


@dataclass(frozen=True, slots=True)
class Rayon:
    """One farm's part of the stall."""

    producteur: Producteur
    offres: Sequence[Offre]


@dataclass(frozen=True, slots=True)
class Etal:
    """``familles`` counts the offers of each family that the text retains, the chosen families
    aside; ``compositions`` says what is in each composed basket, by its number of product."""

    rayons: Sequence[Rayon]
    familles: Mapping[Famille, int]
    compositions: Mapping[int, Sequence[Composition]]
    total: int

    @property
    def nombre(self) -> int:
        """How many offers are shown."""
        return sum(len(r.offres) for r in self.rayons)


def etal(vente_id: int, filtre: FiltreEtal) -> Etal:
    """The offers of a sale by farm, in two queries for any number of them."""
    toutes = offres_de(vente_id)
    retenues = [o for o in toutes if filtre.retient(o)]
    montrees = [o for o in retenues if not filtre.familles or o.produit.famille in filtre.familles]
    return Etal(
        rayons=[
            Rayon(producteur, list(offres))
            for producteur, offres in groupby(montrees, key=lambda o: o.producteur)
        ],
        familles=Counter(o.produit.famille for o in retenues),
        compositions=compositions_de(montrees),
        total=len(toutes),
    )


def compositions_de(offres: Sequence[Offre]) -> Mapping[int, Sequence[Composition]]:
    """What each composed basket among these offers holds, by number of product; one query."""
    paniers = [o.produit_id for o in offres if o.produit.nature is Nature.PANIER]
    trouvees: dict[int, list[Composition]] = defaultdict(list)
    if paniers:
        requete = (
            select(Composition)
            .where(Composition.panier_id.in_(paniers))
            .options(joinedload(Composition.produit))
            .order_by(Composition.panier_id, Composition.produit_id)
        )
        for composition in session.scalars(requete):
            trouvees[composition.panier_id].append(composition)
    return trouvees
