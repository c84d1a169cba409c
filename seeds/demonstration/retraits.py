"""The demonstration's relay points and delivery zones."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from livraisons.models import GenreZone, PointRelais, ZoneLivraison
from livraisons.services import SaisiePointRelais, SaisieZone, creer_point_relais, definir_zone
from seeds.demonstration import lecture
from seeds.demonstration.comptes import Comptes
from seeds.demonstration.lecture import Fiche
from seeds.demonstration.registre import Producteurs
from socle.comptes.models import Role
from socle.comptes.services import habiliter
from socle.db import session
from territoires.models import Plateforme

PLATEFORME_DES_RELAIS = "loire"


def creer_points_relais(plateforme: Plateforme, producteurs: Producteurs, comptes: Comptes) -> None:
    """Open every relay point of the files, with its keeper."""
    for fiche in lecture.fiches("relais.toml", "relais"):
        a_la_ferme = producteurs.get(fiche.get("producteur", ""))
        point = creer_point_relais(
            plateforme.id,
            SaisiePointRelais(
                nom=fiche["nom"],
                adresse=fiche["adresse"],
                commune_code=fiche["commune"],
                lat=fiche["lat"],
                lon=fiche["lon"],
                capacite=fiche["capacite"],
                horaires=fiche["horaires"],
                acces=fiche["acces"],
                producteur_id=a_la_ferme.id if a_la_ferme else None,
            ),
        )
        if courriel := _responsable(fiche):
            habiliter(comptes[courriel], Role.RELAIS, point.id)


def definir_zones(
    plateformes: dict[str, Plateforme],
    producteurs: Producteurs,
    nouveaux: Collection[str],
) -> None:
    """Define the zones of the platforms and producteurs that were not there before."""
    for fiche in lecture.fiches("zones.toml", "zone"):
        proprietaire = fiche.get("producteur") or fiche["plateforme"]
        if proprietaire not in nouveaux:
            continue
        par_rayon, centre = "rayon_km" in fiche, fiche.get("centre", {})
        definir_zone(
            SaisieZone(
                nom=fiche["nom"],
                genre=GenreZone.RAYON if par_rayon else GenreZone.COMMUNES,
                communes=tuple(fiche.get("communes", ())),
                centre_lat=centre.get("lat"),
                centre_lon=centre.get("lon"),
                rayon_km=fiche.get("rayon_km"),
                frais_centimes=fiche["frais_centimes"],
                minimum_centimes=fiche["minimum_centimes"],
            ),
            producteur_id=producteurs[proprietaire].id if "producteur" in fiche else None,
            plateforme_id=plateformes[proprietaire].id if "plateforme" in fiche else None,
        )


def points_relais_connus() -> dict[str, PointRelais]:
    """The relay points still in use, by their name in the files."""
    noms = {fiche["nom"]: fiche["cle"] for fiche in lecture.fiches("relais.toml", "relais")}
    trouves = session.scalars(
        select(PointRelais).where(PointRelais.nom.in_(noms), PointRelais.actif)
    )
    return {noms[point.nom]: point for point in trouves}


def zones_connues() -> dict[str, ZoneLivraison]:
    """The zones still in use, by their name in the files."""
    noms = {fiche["nom"]: fiche["cle"] for fiche in lecture.fiches("zones.toml", "zone")}
    trouvees = session.scalars(
        select(ZoneLivraison).where(ZoneLivraison.nom.in_(noms), ZoneLivraison.actif)
    )
    return {noms[zone.nom]: zone for zone in trouvees}


def _responsable(fiche: Fiche) -> str | None:
    """The keeper of a relay point; at a farm, the farmer."""
    if "responsable" in fiche:
        return str(fiche["responsable"]["courriel"])
    fermes = {f["slug"]: f for f in lecture.producteurs()} if "producteur" in fiche else {}
    ferme = fermes.get(fiche.get("producteur", ""))
    return str(ferme["responsable"]["courriel"]) if ferme else None
