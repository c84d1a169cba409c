"""A sale with what the verdict looks at, and nothing more."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from commandes.models import Vente, VenteCreneau, VenteDistribution
from livraisons.models import CreneauLivraison, Distribution, PointRelais, ZoneLivraison
from socle.db import session
from socle.errors import Introuvable


def vente_a_juger(numero: int, *, verrou: bool = False) -> Vente:
    """One sale with its distributions, relay points and slots, or ``Introuvable``.

    Two light queries: the verdict is asked for more often than any page, and needs neither the
    platform nor the communes. ``verrou`` keeps the sale as it is until the commit: many may order
    at once, but nobody calls it off or moves its windows meanwhile.
    """
    if verrou:  # first and alone, so that what is read next is not older than the wait
        session.execute(select(Vente.id).where(Vente.id == numero).with_for_update(read=True))
    lignes = session.execute(
        select(Vente, Distribution, PointRelais)
        .outerjoin(VenteDistribution, VenteDistribution.vente_id == Vente.id)
        .outerjoin(Distribution, Distribution.id == VenteDistribution.distribution_id)
        .outerjoin(PointRelais, PointRelais.id == Distribution.point_relais_id)
        .where(Vente.id == numero)
        .order_by(Distribution.debut)
        .execution_options(populate_existing=verrou)
    ).all()
    if not lignes:
        raise Introuvable
    creneaux = session.execute(
        select(CreneauLivraison, ZoneLivraison)
        .join(VenteCreneau, VenteCreneau.creneau_id == CreneauLivraison.id)
        .join(ZoneLivraison, ZoneLivraison.id == CreneauLivraison.zone_id)
        .where(VenteCreneau.vente_id == numero)
        .order_by(CreneauLivraison.debut)
        .execution_options(populate_existing=verrou)
    ).all()
    for _vente, distribution, point in lignes:
        if distribution is not None:
            set_committed_value(distribution, "point_relais", point)
    for creneau, zone in creneaux:
        set_committed_value(creneau, "zone", zone)
    vente: Vente = lignes[0][0]
    set_committed_value(vente, "distributions", [d for _v, d, _p in lignes if d is not None])
    set_committed_value(vente, "creneaux", [c for c, _z in creneaux])
    return vente
