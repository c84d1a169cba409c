"""Sales, offers and the verdict as open data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, url_for

from commandes import queries, services
from commandes.models import EtatVente, Offre, Vente
from commandes.services import Verdict
from livraisons.models import Mode
from livraisons.services import Motif
from producteurs.vocabulaire import conditionnement
from socle import horloge, parametres
from socle.langue import _l
from socle.pages import PAR_PAGE, PAR_PAGE_MAXIMUM
from socle.parametres import ParametreInvalide
from socle.reglages import Reglages
from socle.web.acces import public
from socle.web.openapi import decrit
from territoires.queries import plateforme as plateforme_de

bp = Blueprint("api_commandes", __name__, url_prefix="/api/v1")


@dataclass(frozen=True, slots=True)
class FermeDeVente:
    slug: str
    nom: str


@dataclass(frozen=True, slots=True)
class RetraitDeVente:
    """A distribution at a relay point or a farm (with its position), or a home-delivery slot."""

    mode: Mode
    libelle: str
    debut: datetime
    fin: datetime
    places_restantes: int
    frais_centimes: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class FicheVente:
    """A sale. ``cloture`` is the deadline: an order at that instant is too late."""

    id: int
    titre: str
    description: str
    plateforme: str
    etat: EtatVente
    ouverture: datetime
    cloture: datetime
    minimum_centimes: int
    fermes: list[FermeDeVente]
    retraits: list[RetraitDeVente]
    adresse: str


@dataclass(frozen=True, slots=True)
class ListeVentes:
    total: int
    page: int
    elements: list[FicheVente]


@dataclass(frozen=True, slots=True)
class FicheOffre:
    """One product in a sale; prices are VAT included, ``tva`` is per mille (55 is 5.5 %)."""

    id: int
    nom: str
    famille: str
    description: str
    conditionnement: str
    prix_centimes: int
    prix_au_kilo_centimes: int | None
    tva: int
    stock: int
    allergenes: list[str]
    composition: str
    origine: str
    de_qui: str
    alcool: bool
    ferme: FermeDeVente


@dataclass(frozen=True, slots=True)
class DetailVente(FicheVente):
    """A sale with what its farms offer; a stock of zero is sold out."""

    offres: list[FicheOffre]


@dataclass(frozen=True, slots=True)
class OptionDeVerdict:
    mode: Mode
    libelle: str
    frais_centimes: int
    debut: datetime
    fin: datetime
    places_restantes: int


@dataclass(frozen=True, slots=True)
class ReponseVerdict:
    """``motifs`` are the reasons that forbid, then those that only rule out an option."""

    possible: bool
    options: list[OptionDeVerdict]
    motifs: list[Motif]
    alternative: services.Alternative | None


def _retraits(vente: Vente) -> list[RetraitDeVente]:
    relais = [
        RetraitDeVente(
            d.point_relais.mode, d.point_relais.nom, d.debut, d.fin, d.places, 0,
            d.point_relais.lat, d.point_relais.lon,
        )
        for d in vente.distributions
    ]  # fmt: skip
    domicile = [
        RetraitDeVente(
            Mode.DOMICILE, c.zone.nom, c.debut, c.fin, c.places, c.frais_centimes, None, None
        )
        for c in vente.creneaux
    ]
    return relais + domicile


def _faits(vente: Vente) -> dict[str, Any]:
    """What both resources say of a sale."""
    reglages: Reglages = current_app.config["REGLAGES"]
    fermes = sorted((p.producteur.nom, p.producteur.slug) for p in vente.participations)
    return {
        "id": vente.id,
        "titre": vente.titre,
        "description": vente.description,
        "plateforme": vente.plateforme.slug,
        "etat": vente.etat(horloge.maintenant()),
        "ouverture": vente.ouverture,
        "cloture": vente.cloture,
        "minimum_centimes": vente.minimum_centimes,
        "fermes": [FermeDeVente(slug, nom) for nom, slug in fermes],
        "retraits": _retraits(vente),
        "adresse": reglages.base_url.rstrip("/") + url_for("commandes.vente", numero=vente.id),
    }


def _fiche_offre(offre: Offre) -> FicheOffre:
    produit = offre.produit
    return FicheOffre(
        id=offre.id,
        nom=produit.nom,
        famille=produit.famille,
        description=produit.description,
        conditionnement=conditionnement(produit),
        prix_centimes=offre.prix_centimes,
        prix_au_kilo_centimes=offre.prix_au_kilo_centimes,
        tva=produit.tva,
        stock=offre.stock,
        allergenes=produit.allergenes,
        composition=produit.composition,
        origine=produit.origine,
        de_qui=produit.de_qui,
        alcool=produit.alcool,
        ferme=FermeDeVente(offre.producteur.slug, offre.producteur.nom),
    )


def _reponse(verdict: Verdict) -> ReponseVerdict:
    return ReponseVerdict(
        possible=verdict.possible,
        options=[
            OptionDeVerdict(o.mode, o.libelle, o.frais_centimes, o.debut, o.fin, o.places_restantes)
            for o in verdict.options
        ],
        motifs=list(verdict.motifs),
        alternative=verdict.alternative,
    )


@bp.get("/ventes")
@public
@decrit(
    "Les ventes, leurs fermes et leurs retraits",
    reponse=ListeVentes,
    parametres=[
        parametres.texte("plateforme", "Une plateforme, comme « loire »."),
        parametres.choix("etat", "Un état, ou plusieurs.", EtatVente, repete=True),
        parametres.entier("page", "Page, à partir de 1.", defaut=1),
        parametres.entier(
            "par_page", "Ventes par page.", maximum=PAR_PAGE_MAXIMUM, defaut=PAR_PAGE
        ),
    ],
    erreurs={404: "Il n’y a pas de plateforme à cette adresse."},
    detail="Sans état demandé, toutes les ventes ; la prochaine clôture d’abord.",
)
def ventes(plateforme: str, etat: Sequence[EtatVente], page: int, par_page: int) -> ListeVentes:
    plateformes = [plateforme_de(plateforme).id] if plateforme else None
    trouvees = queries.page_de_ventes(
        plateformes, etat or list(EtatVente), horloge.maintenant(), numero=page, par_page=par_page
    )
    return ListeVentes(
        trouvees.total, trouvees.numero, [FicheVente(**_faits(v)) for v in trouvees.elements]
    )


@bp.get("/ventes/<int:numero>")
@public
@decrit(
    "Une vente et ses offres",
    reponse=DetailVente,
    erreurs={404: "Il n’y a pas de vente de ce numéro."},
)
def vente(numero: int) -> DetailVente:
    trouvee = queries.vente_entiere(numero)
    offres = [_fiche_offre(offre) for offre in queries.offres_de(numero)]
    return DetailVente(**_faits(trouvee), offres=offres)


@bp.get("/verdict")
@public
@decrit(
    "Ce qu’on peut avoir d’une vente, ici et maintenant",
    reponse=ReponseVerdict,
    parametres=[
        parametres.entier("vente", "Numéro de la vente.", maximum=2_000_000_000, requis=True),
        parametres.latitude(),
        parametres.longitude(),
    ],
    erreurs={404: "Il n’y a pas de vente de ce numéro."},
    detail="Sans position, la livraison à domicile n’est pas jugée.",
)
def verdict(vente: int, lat: float | None, lon: float | None) -> ReponseVerdict:
    if (lat is None) is not (lon is None):
        raise ParametreInvalide(parametre="lat", attendu=_l("lat et lon vont ensemble"))
    jugee = queries.vente_a_juger(vente)
    lieu = None
    if lat is not None and lon is not None:
        lieu = services.lieu_de_position(jugee, lat, lon)
    return _reponse(services.rendre_verdict(jugee, lieu=lieu))
