"""The demonstration's sales: their windows, and what each farm offers in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from commandes.models import Vente
from commandes.services import SaisieOffre, SaisieVente, creer_vente, publier_offres
from livraisons.models import CreneauLivraison, Distribution, PointRelais, ZoneLivraison
from livraisons.services import SaisieFenetre, ouvrir_creneau, ouvrir_distribution
from producteurs.models import Dossier, Nature, Producteur, Produit
from seeds.demonstration import lecture
from seeds.demonstration.calendrier import Dates, Fenetre, dates_de
from seeds.demonstration.comptes import Comptes, agent_de
from seeds.demonstration.lecture import Fiche
from seeds.demonstration.registre import Producteurs
from socle import horloge
from socle.db import session
from territoires.models import Plateforme

ANNONCE = timedelta(days=3)
"""How long before its opening a sale is set up."""


@dataclass(frozen=True, slots=True)
class VenteOuverte:
    """A sale that was made, the table it comes from, its dates, and what decides its draws."""

    fiche: Fiche
    vente: Vente
    dates: Dates
    graine: str


@dataclass(frozen=True, slots=True)
class Lieux:
    """What the files call a relay point, a zone or a producteur, and what it is in the base."""

    relais: Mapping[str, PointRelais]
    zones: Mapping[str, ZoneLivraison]
    producteurs: Producteurs


def ouvrir_ventes(
    plateformes: Mapping[str, Plateforme], lieux: Lieux, comptes: Comptes, maintenant: datetime
) -> list[VenteOuverte]:
    """Make each sale of the files, at the time when its platform would have."""
    en_regle = set(
        session.scalars(select(Dossier.producteur_id).where(Dossier.en_regle(horloge.aujourdhui())))
    )
    deja = session.scalar(select(func.count(Vente.id)))  # so that a later round draws otherwise
    ouvertes = []
    for fiche in lecture.fiches("ventes.toml", "vente"):
        dates = dates_de(fiche, maintenant)
        fermes = {
            offre["producteur"]: lieux.producteurs[offre["producteur"]]
            for offre in fiche["offre"]
            if lieux.producteurs[offre["producteur"]].id in en_regle
        }
        plateforme = plateformes[fiche["plateforme"]]
        with horloge.arretee_a(min(dates.ouverture - ANNONCE, maintenant - ANNONCE / 3)):
            saisie = _saisie(fiche, dates, lieux, fermes.values())
            if saisie is None:
                continue
            agent = comptes[agent_de(plateforme.slug)]
            vente = creer_vente(plateforme, saisie, par=agent)
            for offre in fiche["offre"]:
                _publier(vente, offre, fermes, dates)
        ouvertes.append(VenteOuverte(fiche, vente, dates, f"{fiche['cle']} {deja}"))
    return ouvertes


def _saisie(
    fiche: Fiche, dates: Dates, lieux: Lieux, fermes: Iterable[Producteur]
) -> SaisieVente | None:
    """The sale with its windows opened; None when all its places or farms have gone since."""
    distributions = tuple(
        _distribuer(lieux.relais[fenetre.fiche["relais"]], fenetre)
        for fenetre in dates.distributions
        if fenetre.fiche["relais"] in lieux.relais
    )
    creneaux = tuple(
        _livrer(lieux.zones[fenetre.fiche["zone"]], fenetre)
        for fenetre in dates.creneaux
        if fenetre.fiche["zone"] in lieux.zones
    )
    participants = tuple(ferme.id for ferme in fermes)
    if not (participants and (distributions or creneaux)):
        return None
    return SaisieVente(
        titre=fiche["titre"],
        description=fiche["description"],
        ouverture=dates.ouverture,
        cloture=dates.cloture,
        minimum_centimes=fiche["minimum_centimes"],
        producteurs=participants,
        distributions=distributions,
        creneaux=creneaux,
    )


def _distribuer(point: PointRelais, fenetre: Fenetre) -> Distribution:
    return ouvrir_distribution(
        point, SaisieFenetre(fenetre.debut, fenetre.fin, fenetre.fiche["capacite"])
    )


def _livrer(zone: ZoneLivraison, fenetre: Fenetre) -> CreneauLivraison:
    return ouvrir_creneau(
        zone,
        SaisieFenetre(fenetre.debut, fenetre.fin, fenetre.fiche["capacite"]),
        frais_centimes=fenetre.fiche["frais_centimes"],
    )


def _publier(vente: Vente, fiche: Fiche, fermes: Mapping[str, Producteur], dates: Dates) -> None:
    """What a farm has in season on the day, at its own prices; sold out is a stock of 0."""
    ferme = fermes.get(fiche["producteur"])
    if ferme is None or not fiche.get("publiee", True):
        return
    mois = dates.fin.astimezone(horloge.PARIS).month
    produits = [
        p
        for p in session.scalars(
            select(Produit)
            .where(Produit.producteur_id == ferme.id, Produit.actif)
            .order_by(Produit.id)
        )
        if p.de_saison(mois) and (p.nature is Nature.PRODUIT or "stock_paniers" in fiche)
    ]
    stocks = {p.id: _stock(p, fiche) for p in produits}
    prix = {p.id: p.prix_unitaire_centimes for p in produits}
    publier_offres(vente, ferme, {n: SaisieOffre(max(stocks[n], 1), prix[n]) for n in stocks})
    epuises = {n: SaisieOffre(0, prix[n]) for n, stock in stocks.items() if stock == 0}
    publier_offres(vente, ferme, epuises)


def _stock(produit: Produit, fiche: Fiche) -> int:
    defaut = fiche["stock" if produit.nature is Nature.PRODUIT else "stock_paniers"]
    return int(fiche.get("stocks", {}).get(produit.nom, defaut))
