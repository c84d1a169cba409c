"""What is handed over at a relay point or at the door: confirmed orders only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select

from commandes.models import Commande, EtatCommande, EtatPart, Part
from livraisons.models import Distribution, EtatLivraison, Livraison
from socle.db import session
from socle.errors import Introuvable


@dataclass(frozen=True, slots=True)
class Remise:
    """One parcel, and whether every farm has packed its share of it."""

    livraison: Livraison
    prete: bool

    @property
    def faite(self) -> bool:
        return self.livraison.etat is EtatLivraison.REMISE


def _remises() -> Select[Livraison, bool]:
    manque = exists().where(Part.commande_id == Commande.id, Part.etat != EtatPart.PRETE)
    return (
        select(Livraison, ~manque)
        .join(Commande, Commande.livraison_id == Livraison.id)
        .where(Commande.etat == EtatCommande.CONFIRMEE)
    )


def _lire(requete: Select[Livraison, bool]) -> list[Remise]:
    return [Remise(livraison, bool(prete)) for livraison, prete in session.execute(requete)]


def _une(requete: Select[Livraison, bool]) -> Livraison:
    ligne = session.execute(requete).first()
    if ligne is None:
        raise Introuvable
    return ligne[0]


def remises_de(distribution_id: int) -> Sequence[Remise]:
    """The parcels of one distribution, by first name. One query."""
    return _lire(
        _remises()
        .where(Livraison.distribution_id == distribution_id)
        .order_by(func.lower(Livraison.prenom), Livraison.reference)
    )


def remise_au_relais(point_relais_id: int, reference: str) -> Livraison:
    """One parcel of any distribution at this relay point, or ``Introuvable``."""
    return _une(
        _remises()
        .join(Distribution, Distribution.id == Livraison.distribution_id)
        .where(Distribution.point_relais_id == point_relais_id, Livraison.reference == reference)
    )


def arrets_de(creneau_id: int) -> Sequence[Remise]:
    """The stops of one home slot, by commune then address. One query."""
    return _lire(
        _remises()
        .where(Livraison.creneau_id == creneau_id)
        .order_by(Livraison.commune_nom, Livraison.adresse, Livraison.reference)
    )


def arret_de_creneau(creneau_id: int, reference: str) -> Livraison:
    """One stop of this slot, or ``Introuvable``."""
    return _une(
        _remises().where(Livraison.creneau_id == creneau_id, Livraison.reference == reference)
    )
