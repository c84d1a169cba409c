"""Registering a producteur and keeping what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from sqlalchemy.exc import IntegrityError

from producteurs.errors import (
    FicheVerrouillee,
    NomManquant,
    PositionIllisible,
    PositionInversee,
    PositionLointaine,
    PositionManquante,
    SiretDejaAVous,
    SiretDejaInscrit,
    SiretDejaPublic,
)
from producteurs.models import (
    Dossier,
    EtatDossier,
    Famille,
    Genre,
    Label,
    ModeVente,
    PrecisionPosition,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    SorteLabel,
)
from producteurs.queries.catalogue import noms_des_produits
from producteurs.queries.fiche import (
    adresse_prise,
    producteur_par_siret,
    relire_sous_verrou,
)
from producteurs.services.siret import lire_siret
from producteurs.vocabulaire import enumerer
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.comptes.services import habiliter
from socle.db import session
from socle.journal.services import noter
from socle.langue import _, typographier
from socle.typographie import sans_accents
from territoires import queries as territoires
from territoires.models import Commune, distance_km

RAYON_DE_LA_COMMUNE_KM = 15
Horaires = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaisieProducteur:
    """What somebody says of a producteur. Without a position, the commune's centre stands for it.

    ``horaires`` maps a weekday ("0" is Monday) to ["09:00", "12:00"] intervals; ``image`` is the
    key of a kept picture, empty for none.
    """

    nom: str
    genre: Genre
    siret: str
    commune_code: str
    adresse: str = ""
    lat: float | None = None
    lon: float | None = None
    familles: Iterable[Famille] = ()
    modes: Iterable[ModeVente] = ()
    labels: Iterable[SorteLabel] = ()
    description: str = ""
    telephone: str = ""
    courriel: str = ""
    site: str = ""
    horaires: Horaires = field(default_factory=dict)
    image: str = ""
    texte_saison: str = ""
    revend: bool = False


def inscrire_producteur(saisie: SaisieProducteur, *, par: Compte) -> Producteur:
    """Whoever registers a producteur speaks for it; its dossier starts as a draft, not public.

    Raise ``NomManquant``, a ``SiretRefuse``, ``CommuneInconnue`` or a ``PositionRefusee``.
    """
    siret = lire_siret(saisie.siret)
    commune = territoires.commune(saisie.commune_code)
    instant = horloge.maintenant()
    producteur = Producteur(
        slug="",
        recherche="",
        siret=siret,
        nom=_lire_nom(saisie),
        genre=saisie.genre,
        cree_le=instant,
        confirme_le=instant,
        familles_liees=[],
        modes_lies=[],
        labels=[],
        dossier=Dossier(etat=EtatDossier.BROUILLON),
    )
    _placer(producteur, saisie, commune)
    _decrire(producteur, saisie, noms_produits=())
    _ajouter(producteur, par)
    habiliter(par, Role.PRODUCTEUR, producteur.id)
    noter("dossier", producteur.dossier.id, de="", vers=EtatDossier.BROUILLON, par=par)
    return producteur


def modifier_producteur(producteur: Producteur, saisie: SaisieProducteur, *, par: Compte) -> None:
    """What the chamber vouched for (name, SIRET, kind, commune) no longer moves; the rest is live.

    Raise ``FicheVerrouillee`` naming the facts, and the refusals of ``inscrire_producteur``.
    """
    siret = lire_siret(saisie.siret)
    nom = _lire_nom(saisie)
    relire_sous_verrou(producteur)
    if producteur.dossier.verrouille:
        _refuser_si_change(producteur, nom, siret, saisie)
    _prendre_siret(producteur, siret, par)
    _placer(producteur, saisie, territoires.commune(saisie.commune_code))
    producteur.nom, producteur.genre = nom, saisie.genre
    _decrire(producteur, saisie, noms_produits=noms_des_produits(producteur))
    session.flush()


def indexer(producteur: Producteur) -> None:
    """Bring the text that the search reads up to date with the catalogue."""
    _indexer(producteur, noms_des_produits(producteur))


def _lire_nom(saisie: SaisieProducteur) -> str:
    nom = typographier(" ".join(saisie.nom.split()))
    if not sans_accents(nom):
        raise NomManquant
    return nom


def _prendre_siret(producteur: Producteur, siret: str, par: Compte) -> None:
    """Let the database say whether the number is free: of two farms at once only one has it."""
    try:
        with session.begin_nested():
            producteur.siret = siret
    except IntegrityError as double:
        _refuser_si_inscrit(siret, par, double)
        raise


def _refuser_si_inscrit(siret: str, par: Compte, double: IntegrityError) -> None:
    """Name the farm that has this SIRET only to whoever speaks for it, or if anybody reads it."""
    deja = producteur_par_siret(siret)
    if deja is None:
        return
    if str(deja.id) in par.objets(Role.PRODUCTEUR):
        raise SiretDejaAVous(nom=deja.nom) from double
    if deja.dossier.en_regle(horloge.aujourdhui()):
        raise SiretDejaPublic(nom=deja.nom) from double
    raise SiretDejaInscrit from double


def _refuser_si_change(
    producteur: Producteur, nom: str, siret: str, saisie: SaisieProducteur
) -> None:
    faits = [
        (_("le nom"), producteur.nom != nom),
        (_("le SIRET"), producteur.siret != siret),
        (_("la nature de l’activité"), producteur.genre is not saisie.genre),
        (_("la commune"), producteur.commune_code != saisie.commune_code),
    ]
    if changes := [mot for mot, change in faits if change]:
        raise FicheVerrouillee(faits=enumerer(changes))


def _placer(producteur: Producteur, saisie: SaisieProducteur, commune: Commune) -> None:
    producteur.lat, producteur.lon = verifier_position(saisie.lat, saisie.lon, commune)
    pointee = saisie.lat is not None and saisie.lon is not None
    producteur.precision = PrecisionPosition.POINTEE if pointee else PrecisionPosition.COMMUNE
    producteur.position_source = "ferme" if pointee else "commune"
    producteur.commune = commune
    producteur.commune_code = commune.code_insee
    producteur.departement = commune.departement


def verifier_position(
    lat: float | None, lon: float | None, commune: Commune
) -> tuple[float, float]:
    """(lat, lon) in degrees within 15 km of the commune's centre, or the centre itself.

    Raise ``PositionInversee`` when the two are the wrong way round (its details hold them right),
    ``PositionLointaine``, ``PositionIllisible`` or ``PositionManquante``.
    """
    centre = territoires.centre(commune)
    if lat is None or lon is None:
        if centre is None:
            raise PositionManquante(commune=commune.nom)
        return centre
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # NaN is refused too
        raise PositionIllisible
    ecart = distance_km(lat, lon, *centre) if centre else 0.0
    if ecart <= RAYON_DE_LA_COMMUNE_KM:
        return lat, lon
    if centre and distance_km(lon, lat, *centre) <= RAYON_DE_LA_COMMUNE_KM:
        raise PositionInversee(lat=lon, lon=lat)
    raise PositionLointaine(km=round(ecart), commune=commune.nom, maximum=RAYON_DE_LA_COMMUNE_KM)


def _decrire(
    producteur: Producteur, saisie: SaisieProducteur, noms_produits: Sequence[str]
) -> None:
    producteur.adresse = saisie.adresse.strip()
    producteur.description = saisie.description.strip()
    producteur.telephone = saisie.telephone.strip()
    producteur.courriel = saisie.courriel.strip().lower()
    producteur.site = saisie.site.strip()
    producteur.image = saisie.image
    producteur.texte_saison = saisie.texte_saison.strip()
    producteur.revend = saisie.revend
    producteur.horaires = {
        jour: [list(intervalle) for intervalle in intervalles]
        for jour, intervalles in sorted(saisie.horaires.items())
        if intervalles
    }
    _accorder(producteur, saisie)
    producteur.modifie_le = horloge.maintenant()
    _indexer(producteur, noms_produits)


def _accorder(producteur: Producteur, saisie: SaisieProducteur) -> None:
    """Add what is newly said and drop the rest; a label already verified stays verified."""
    familles, modes, labels = set(saisie.familles), set(saisie.modes), set(saisie.labels)
    producteur.familles_liees = [
        *(f for f in producteur.familles_liees if f.famille in familles),
        *(ProducteurFamille(famille=f) for f in sorted(familles - set(producteur.familles))),
    ]
    producteur.modes_lies = [
        *(m for m in producteur.modes_lies if m.mode in modes),
        *(ProducteurMode(mode=m) for m in sorted(modes - set(producteur.modes))),
    ]
    tenus = {label.sorte for label in producteur.labels}
    producteur.labels = [
        *(label for label in producteur.labels if label.sorte in labels),
        *(Label(sorte=s) for s in sorted(labels - tenus)),
    ]


def _indexer(producteur: Producteur, noms_produits: Sequence[str]) -> None:
    textes = [producteur.nom, producteur.commune.nom, producteur.description, *noms_produits]
    producteur.recherche = sans_accents(" ".join(textes))


def _ajouter(producteur: Producteur, par: Compte) -> None:
    """Insert under a free address: the name, then with the commune, then numbered."""
    base = sans_accents(producteur.nom).replace(" ", "-")[:80]
    ailleurs = f"{base}-{sans_accents(producteur.commune.nom).replace(' ', '-')}"
    for slug in chain((base, ailleurs), (f"{ailleurs}-{n}" for n in count(2))):
        if adresse_prise(slug):
            continue
        producteur.slug = slug
        try:
            with session.begin_nested():
                session.add(producteur)
        except IntegrityError as double:  # the SIRET is taken, or has just been, or the address
            _refuser_si_inscrit(producteur.siret, par, double)
        else:
            return
