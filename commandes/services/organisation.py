"""Organising a sale with its windows: opened, moved and closed together with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, exists, select

from commandes.errors import HorsDeLaPlateforme, RetraitAttendu
from commandes.models import Commande, EtatCommande, Vente, VenteCreneau, VenteDistribution
from commandes.services.vente import (
    SaisieVente,
    creer_vente,
    exiger_en_cours,
    modifier_vente,
    tenir_vente,
)
from livraisons import queries as lieux
from livraisons import services as livraisons
from livraisons.models import CreneauLivraison, Distribution, Livraison, PointRelais, ZoneLivraison
from livraisons.services import SaisieFenetre
from producteurs.queries import producteurs_en_regle
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.langue import _
from socle.typographie import creneau as creneau_en_mots
from territoires.models import Plateforme

T = TypeVar("T", PointRelais, ZoneLivraison)


@dataclass(frozen=True, slots=True)
class SaisieDistribution:
    """A window at a relay point; ``numero`` is that of one which the sale already has."""

    numero: int | None
    point_relais_id: int
    fenetre: SaisieFenetre


@dataclass(frozen=True, slots=True)
class SaisieCreneau:
    """A home slot in a zone; ``numero`` is that of one which the sale already has."""

    numero: int | None
    zone_id: int
    fenetre: SaisieFenetre
    frais_centimes: int


@dataclass(frozen=True, slots=True)
class SaisieOrganisation:
    """A sale as its platform's agent writes it, windows included."""

    titre: str
    description: str
    ouverture: datetime
    cloture: datetime
    minimum_centimes: int
    producteurs: tuple[int, ...]
    distributions: tuple[SaisieDistribution, ...]
    creneaux: tuple[SaisieCreneau, ...]


def organiser_vente(
    plateforme: Plateforme,
    saisie: SaisieOrganisation,
    *,
    par: Compte | None,
    vente: Vente | None = None,
) -> Vente:
    """Create a sale with its windows, or change ``vente``: windows that orders count on stay where
    and when they are. Farms, relay points and zones are the platform's own."""
    if vente is not None:
        tenir_vente(vente)
        exiger_en_cours(vente)
        # A first press of the same button may have been waited for: what it wrote is read again.
        session.expire(vente, ["participations", "distributions", "creneaux"])
        livraisons.tenir_fenetres([*vente.distributions, *vente.creneaux])
    permises = producteurs_en_regle(
        plateforme.departements, horloge.aujourdhui(), parmi=saisie.producteurs
    )
    fermes = {p.id for p in permises}
    fermes |= {p.producteur_id for p in (vente.participations if vente else ())}
    if inconnues := set(saisie.producteurs) - fermes:
        raise HorsDeLaPlateforme(nom=_("la ferme n° %(numero)s", numero=min(inconnues)))
    avant_distributions = {d.id: d for d in (vente.distributions if vente else ())}
    avant_creneaux = {c.id: c for c in (vente.creneaux if vente else ())}
    complete = SaisieVente(
        titre=saisie.titre,
        description=saisie.description,
        ouverture=saisie.ouverture,
        cloture=saisie.cloture,
        minimum_centimes=saisie.minimum_centimes,
        producteurs=saisie.producteurs,
        distributions=_distributions(plateforme, saisie.distributions, avant_distributions),
        creneaux=_creneaux(plateforme, saisie.creneaux, avant_creneaux),
    )
    if vente is None:
        return creer_vente(plateforme, complete, par=par)
    otees: list[Distribution | CreneauLivraison] = [
        *(d for d in avant_distributions.values() if d not in complete.distributions),
        *(c for c in avant_creneaux.values() if c not in complete.creneaux),
    ]
    _exiger_sans_commande(vente, otees)
    modifier_vente(vente, complete, par=par)
    _fermer(otees)
    return vente


def _distributions(
    plateforme: Plateforme,
    saisies: Iterable[SaisieDistribution],
    avant: Mapping[int, Distribution],
) -> tuple[Distribution, ...]:
    points = {p.id: p for p in lieux.points_relais([plateforme.id])}
    points |= {d.point_relais_id: d.point_relais for d in avant.values()}
    tenues = []
    for saisie in saisies:
        point = _connu(points, saisie.point_relais_id, _("Ce point relais"))
        distribution = avant.get(saisie.numero or 0) or next(
            (d for d in avant.values() if d.point_relais_id == point.id and _pareille(d, saisie)),
            None,
        )
        if distribution is None:
            distribution = livraisons.ouvrir_distribution(point, saisie.fenetre)
        else:
            livraisons.deplacer_distribution(distribution, point, saisie.fenetre)
        tenues.append(distribution)
    return tuple(tenues)


def _creneaux(
    plateforme: Plateforme,
    saisies: Iterable[SaisieCreneau],
    avant: Mapping[int, CreneauLivraison],
) -> tuple[CreneauLivraison, ...]:
    zones = {z.id: z for z in lieux.zones_de_plateforme(plateforme.id)}
    zones |= {c.zone_id: c.zone for c in avant.values()}
    tenus = []
    for saisie in saisies:
        zone = _connu(zones, saisie.zone_id, _("Cette zone"))
        creneau = avant.get(saisie.numero or 0) or next(
            (c for c in avant.values() if c.zone_id == zone.id and _pareille(c, saisie)), None
        )
        if creneau is None:
            creneau = livraisons.ouvrir_creneau(
                zone, saisie.fenetre, frais_centimes=saisie.frais_centimes
            )
        else:
            livraisons.deplacer_creneau(
                creneau, zone, saisie.fenetre, frais_centimes=saisie.frais_centimes
            )
        tenus.append(creneau)
    return tuple(tenus)


def _pareille(
    fenetre: Distribution | CreneauLivraison, saisie: SaisieDistribution | SaisieCreneau
) -> bool:
    """Whether a new row says the hours of this window: then the same button was pressed twice."""
    voulue = saisie.fenetre
    return saisie.numero is None and (fenetre.debut, fenetre.fin) == (voulue.debut, voulue.fin)


def _connu(choses: Mapping[int, T], numero: int, nom: str) -> T:
    if numero not in choses:
        raise HorsDeLaPlateforme(nom=nom)
    return choses[numero]


def _exiger_sans_commande(vente: Vente, otees: Iterable[Distribution | CreneauLivraison]) -> None:
    attendues = session.execute(
        select(Livraison.distribution_id, Livraison.creneau_id)
        .join(Commande, Commande.livraison_id == Livraison.id)
        .where(
            Commande.vente_id == vente.id,
            Commande.etat.in_([EtatCommande.A_PAYER, EtatCommande.CONFIRMEE]),
        )
    ).all()
    distributions, creneaux = {d for d, _c in attendues}, {c for _d, c in attendues}
    for fenetre in otees:
        if fenetre.id in (distributions if isinstance(fenetre, Distribution) else creneaux):
            raise RetraitAttendu(nom=creneau_en_mots(fenetre))


def _fermer(fenetres: Iterable[Distribution | CreneauLivraison]) -> None:
    """Take away windows that no sale uses any more and that no parcel, even cancelled, names."""
    for fenetre in fenetres:
        if isinstance(fenetre, Distribution):
            servie = exists().where(VenteDistribution.distribution_id == fenetre.id)
            nommee = exists().where(Livraison.distribution_id == fenetre.id)
        else:
            servie = exists().where(VenteCreneau.creneau_id == fenetre.id)
            nommee = exists().where(Livraison.creneau_id == fenetre.id)
        table = type(fenetre)
        session.execute(
            delete(table)
            .where(table.id == fenetre.id, ~servie, ~nommee)
            .execution_options(synchronize_session=False)
        )
