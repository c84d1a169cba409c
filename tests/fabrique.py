"""Small builders: each makes one plausible thing, in the database, ready to use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from stdnum import luhn

from commandes.models import Offre, Vente, VenteProducteur
from livraisons.models import (
    CreneauLivraison,
    Distribution,
    GenreZone,
    PointRelais,
    ZoneCommune,
    ZoneLivraison,
)
from producteurs.models import (
    Dossier,
    EtatDossier,
    Famille,
    Genre,
    ModeVente,
    Panier,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    Produit,
)
from socle import horloge
from socle.comptes.models import Compte, Habilitation, Role
from socle.db import session
from socle.typographie import sans_accents
from territoires.models import (
    CodePostal,
    Commune,
    Departement,
    GenrePlateforme,
    Perimetre,
    Plateforme,
)

_numeros = count(1)
MONTBRISON = (45.6075, 4.0653)
ROANNE = (46.0449, 4.0797)


T = TypeVar("T")


def _garder(chose: T) -> T:
    session.add(chose)
    session.commit()
    return chose


def departement(code: str = "42", nom: str = "Loire", du: str = "de la Loire") -> Departement:
    trouve = session.get(Departement, code)
    return trouve or _garder(
        Departement(code=code, nom=nom, du=du, region="84", region_nom="Auvergne-Rhône-Alpes")
    )


def commune(code: str = "42147", nom: str = "Montbrison", **autres: Any) -> Commune:
    """A commune, made once; Montbrison unless told."""
    trouve = session.get(Commune, code)
    if trouve:
        return trouve
    codes = autres.pop("codes_postaux", ["42600"])
    valeurs: dict[str, Any] = {
        "departement": "42",
        "region": "84",
        "population": 16_000,
        "epci": "200065886",
        "epci_nom": "CA Loire Forez Agglomération",
        "lat": MONTBRISON[0],
        "lon": MONTBRISON[1],
    } | autres
    departement(valeurs["departement"])
    return _garder(
        Commune(
            code_insee=code,
            nom=nom,
            recherche=sans_accents(nom),
            codes=[CodePostal(code=c) for c in codes],
            **valeurs,
        )
    )


def roanne() -> Commune:
    lat, lon = ROANNE
    return commune("42187", "Roanne", codes_postaux=["42300"], population=34_600, lat=lat, lon=lon)


def plateforme(
    slug: str = "loire", nom: str = "La Loire", departements: Sequence[str] = ("42",)
) -> Plateforme:
    return _garder(
        Plateforme(
            slug=slug,
            nom=nom,
            genre=GenrePlateforme.DEPARTEMENT,
            couleur="#2f5d2a",
            accroche="Que mange-t-on près de chez vous ?",
            presentation="",
            contact="contact@cabas.example",
            mentions="",
            centre_lat=45.75,
            centre_lon=4.17,
            zoom=9,
            perimetre=[Perimetre(departement=d) for d in departements],
        )
    )


def compte(
    prenom: str = "Camille", *, roles: Sequence[tuple[Role, object]] = (), **autres: Any
) -> Compte:
    """A confirmed account; its password opens nothing unless the test sets one."""
    n = next(_numeros)
    valeurs: dict[str, Any] = {
        "courriel": f"{sans_accents(prenom)}.{n}@cabas.example",
        "nom": "Essai",
        "mot_de_passe": "!",
        "cree_le": horloge.maintenant(),
        "confirme_le": horloge.maintenant(),
    } | autres
    habilitations = [Habilitation(role=role, objet=str(objet)) for role, objet in roles]
    return _garder(Compte(prenom=prenom, habilitations=habilitations, **valeurs))


def siret(graine: int) -> str:
    """A number of 14 digits whose SIREN and whole both pass Luhn."""
    siren = f"{graine:08d}"
    corps = siren + luhn.calc_check_digit(siren) + "0001"
    return corps + str(luhn.calc_check_digit(corps))


def producteur(
    nom: str | None = None, *, etat: EtatDossier = EtatDossier.VALIDE, **autres: Any
) -> Producteur:
    """A farm at Montbrison, validated for a year unless told."""
    n = next(_numeros)
    nom = nom or f"Ferme numéro {n}"
    familles = autres.pop("familles", [Famille.LEGUMES])
    modes = autres.pop("modes", [ModeVente.FERME])
    jusqu_au: date | None = autres.pop(
        "valide_jusqu_au", horloge.aujourdhui() + timedelta(days=365)
    )
    instant = horloge.maintenant()
    lieu = autres.pop("commune", None) or commune()
    valeurs: dict[str, Any] = {
        "slug": f"{sans_accents(nom).replace(' ', '-')}-{n}",
        "genre": Genre.FERME,
        "siret": siret(n),
        "lat": lieu.lat,
        "lon": lieu.lon,
        "courriel": f"ferme{n}@cabas.example",
        "description": "Des légumes de plein champ.",
        "adresse": "Le Bourg",
    } | autres
    return _garder(
        Producteur(
            nom=nom,
            recherche=sans_accents(f"{nom} {lieu.nom}"),
            commune=lieu,
            departement=lieu.departement,
            cree_le=instant,
            modifie_le=instant,
            confirme_le=instant,
            familles_liees=[ProducteurFamille(famille=f) for f in familles],
            modes_lies=[ProducteurMode(mode=m) for m in modes],
            dossier=Dossier(
                etat=etat,
                decide_le=instant,
                valide_jusqu_au=jusqu_au if etat is EtatDossier.VALIDE else None,
            ),
            **valeurs,
        )
    )


def produit(de: Producteur | None = None, nom: str = "Carottes", **autres: Any) -> Produit:
    classe = autres.pop("classe", Produit)
    valeurs: dict[str, Any] = {"famille": Famille.LEGUMES, "prix_centimes": 300} | autres
    fait: Produit = _garder(classe(producteur=de or producteur(), nom=nom, **valeurs))
    return fait


def panier(de: Producteur, nom: str = "Panier de la semaine", **autres: Any) -> Panier:
    fait = produit(de, nom, classe=Panier, **({"prix_centimes": 1500} | autres))
    assert isinstance(fait, Panier)
    return fait


def point_relais(pour: Plateforme, nom: str = "Mairie de Montbrison", **autres: Any) -> PointRelais:
    lieu = autres.pop("commune", None) or commune()
    valeurs: dict[str, Any] = {
        "adresse": "1 place de la Mairie",
        "lat": lieu.lat,
        "lon": lieu.lon,
        "capacite": 40,
        "acces": "Code 1234",
    } | autres
    return _garder(PointRelais(plateforme_id=pour.id, nom=nom, commune=lieu, **valeurs))


def distribution(
    a: PointRelais, *, debut: datetime | None = None, capacite: int = 40
) -> Distribution:
    debut = debut or horloge.maintenant() + timedelta(days=3)
    return _garder(
        Distribution(
            point_relais=a,
            debut=debut,
            fin=debut + timedelta(hours=2),
            capacite=capacite,
            places=capacite,
        )
    )


def zone(
    *, producteur: Producteur | None = None, plateforme: Plateforme | None = None, **autres: Any
) -> ZoneLivraison:
    """A zone by communes (Montbrison unless told)."""
    codes = autres.pop("communes", None) or [commune().code_insee]
    valeurs: dict[str, Any] = {"nom": "Autour de Montbrison", "genre": GenreZone.COMMUNES} | autres
    return _garder(
        ZoneLivraison(
            producteur_id=producteur.id if producteur else None,
            plateforme_id=plateforme.id if plateforme else None,
            communes=[ZoneCommune(commune_code=c) for c in codes],
            **valeurs,
        )
    )


def creneau(
    dans: ZoneLivraison, *, debut: datetime | None = None, capacite: int = 10, frais: int = 400
) -> CreneauLivraison:
    debut = debut or horloge.maintenant() + timedelta(days=3)
    return _garder(
        CreneauLivraison(
            zone=dans,
            debut=debut,
            fin=debut + timedelta(hours=2),
            capacite=capacite,
            places=capacite,
            frais_centimes=frais,
        )
    )


def vente(
    pour: Plateforme | None = None,
    *,
    produits: Sequence[Produit] = (),
    stock: int = 10,
    distributions: Sequence[Distribution] = (),
    creneaux: Sequence[CreneauLivraison] = (),
    **autres: Any,
) -> Vente:
    """A sale that is open until tomorrow, with each product offered at its own price."""
    instant = horloge.maintenant()
    fenetres: list[Distribution | CreneauLivraison] = [*distributions, *creneaux]
    valeurs: dict[str, Any] = {
        "titre": "Marché du jeudi",
        "ouverture": instant - timedelta(days=1),
        "cloture": instant + timedelta(days=1),
        "fin": max((f.fin for f in fenetres), default=instant + timedelta(days=4)),
    } | autres
    fermes = {p.producteur_id for p in produits}
    return _garder(
        Vente(
            plateforme=pour or plateforme(),
            distributions=list(distributions),
            creneaux=list(creneaux),
            participations=[VenteProducteur(producteur_id=f) for f in sorted(fermes)],
            offres=[
                Offre(
                    produit=p,
                    producteur_id=p.producteur_id,
                    stock=stock,
                    prix_centimes=p.prix_unitaire_centimes,
                )
                for p in produits
            ],
            **valeurs,
        )
    )
