"""Registering a producteur, and writing what is said of it into its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from sqlalchemy.exc import IntegrityError

from producteurs.errors import (
    NomManquant,
    PositionIllisible,
    PositionInversee,
    PositionLointaine,
    PositionManquante,
)
from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatLabel,
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
from producteurs.models.fiche import (
    TEXTES,
    Etat,
    arrondir_position,
    etat_de,
    ranger_horaires,
    triees,
)
from producteurs.queries.catalogue import noms_des_produits
from producteurs.queries.fiche import adresse_prise
from producteurs.services.label import oublier_les_preuves
from producteurs.services.siret import lire_siret, prendre_siret, refuser_siret_pris
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.comptes.services import habiliter
from socle.db import session
from socle.journal.services import noter
from socle.langue import typographier
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
    etat = lire_saisie(saisie)
    instant = horloge.maintenant()
    producteur = Producteur(
        slug="",
        recherche="",
        siret=etat.pop("siret"),
        cree_le=instant,
        confirme_le=instant,
        familles_liees=[],
        modes_lies=[],
        labels=[],
        dossier=Dossier(etat=EtatDossier.BROUILLON),
    )
    ecrire_fiche(producteur, etat, par=par)
    _indexer(producteur, noms_produits=())
    _ajouter(producteur, par)
    habiliter(par, Role.PRODUCTEUR, producteur.id)
    noter("dossier", producteur.dossier.id, de="", vers=EtatDossier.BROUILLON, par=par)
    return producteur


def indexer(producteur: Producteur) -> None:
    """Bring the text that the search reads up to date with the record and the catalogue."""
    _indexer(producteur, noms_des_produits(producteur))


def lire_saisie(saisie: SaisieProducteur) -> Etat:
    """What was typed as a state of the record; raise what is wrong whatever the record says."""
    pointee = saisie.lat is not None and saisie.lon is not None
    commune = territoires.commune(saisie.commune_code)
    lat, lon = verifier_position(saisie.lat, saisie.lon, commune)
    if not sans_accents(saisie.nom):
        raise NomManquant
    return {
        **{champ: _ecrire(champ, getattr(saisie, champ)) for champ in ("nom", *TEXTES)},
        "siret": lire_siret(saisie.siret),
        "genre": saisie.genre.value,
        "commune": commune.code_insee,
        "position": arrondir_position(lat, lon) if pointee else None,
        "image": saisie.image,
        "familles": triees(saisie.familles),
        "modes": triees(saisie.modes),
        "labels": triees(saisie.labels),
        "revend": saisie.revend,
        "horaires": ranger_horaires(saisie.horaires),
    }


def sans_retouche(dit: Etat, present: Etat) -> Etat:
    """``dit`` with the words of ``present`` where only our way of writing them differs: what a
    file brought in otherwise is not changed by being shown and sent back."""
    pareils = [c for c in ("nom", *TEXTES) if dit[c] == _ecrire(c, present[c])]
    return dit | {champ: present[champ] for champ in pareils}


def _ecrire(champ: str, texte: str) -> str:
    """A name on one line with its no-break spaces; elsewhere the lines that browsers end twice."""
    if champ == "nom":
        return typographier(" ".join(texte.split()))
    texte = texte.replace("\r\n", "\n").replace("\r", "\n").strip()
    return texte.lower() if champ == "courriel" else texte


def ecrire_fiche(producteur: Producteur, valeurs: Mapping[str, Any], *, par: Compte | None) -> None:
    """Give the record these values of ``CHAMPS`` and leave the others; the rules hold again.

    The caller has the lock of the record, and brings the search up to date (``indexer``).
    Raise a ``SiretRefuse``, ``CommuneInconnue`` or a ``PositionRefusee``.
    """
    if "siret" in valeurs:
        avant, siret = producteur.siret, lire_siret(valeurs["siret"])
        prendre_siret(producteur, siret, par)
        if avant not in ("", siret):
            oublier_les_preuves(producteur, par=par)
    if "commune" in valeurs or "position" in valeurs:
        _placer(producteur, valeurs)
    for champ in ("nom", "image", "revend", *TEXTES):
        if champ in valeurs:
            setattr(producteur, champ, valeurs[champ])
    if "genre" in valeurs:
        producteur.genre = Genre(valeurs["genre"])
    if "horaires" in valeurs:
        producteur.horaires = ranger_horaires(valeurs["horaires"])
    _accorder(producteur, valeurs)
    producteur.modifie_le = horloge.maintenant()


def _placer(producteur: Producteur, valeurs: Mapping[str, Any]) -> None:
    """A commune, a position or both; one that does not change is judged with the other."""
    avant = {} if "commune" in valeurs and "position" in valeurs else etat_de(producteur)
    dit = {**avant, **valeurs}
    commune = territoires.commune(dit["commune"])
    lat, lon = dit["position"] or (None, None)
    producteur.lat, producteur.lon = verifier_position(lat, lon, commune)
    if "position" in valeurs or lat is None:
        pointee = lat is not None
        producteur.precision = PrecisionPosition.POINTEE if pointee else PrecisionPosition.COMMUNE
        producteur.position_source = "ferme" if pointee else "commune"
        producteur.position_score = None
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


def _accorder(producteur: Producteur, valeurs: Mapping[str, Any]) -> None:
    """Add what is newly said and drop the rest; a label already verified stays verified, and one
    whose badge was taken down comes back as a claim when it is claimed again."""
    if "familles" in valeurs:
        familles = {Famille(f) for f in valeurs["familles"]}
        producteur.familles_liees = [
            *(f for f in producteur.familles_liees if f.famille in familles),
            *(ProducteurFamille(famille=f) for f in sorted(familles - set(producteur.familles))),
        ]
    if "modes" in valeurs:
        modes = {ModeVente(m) for m in valeurs["modes"]}
        producteur.modes_lies = [
            *(m for m in producteur.modes_lies if m.mode in modes),
            *(ProducteurMode(mode=m) for m in sorted(modes - set(producteur.modes))),
        ]
    if "labels" in valeurs:
        sortes = {SorteLabel(s) for s in valeurs["labels"]}
        gardes = [
            label
            for label in producteur.labels
            if label.sorte in sortes or label.etat is EtatLabel.RETIRE
        ]
        for label in gardes:
            if label.sorte in sortes and label.etat is EtatLabel.RETIRE:
                label.etat = EtatLabel.DECLARE
        nouvelles = sortes - {label.sorte for label in gardes}
        producteur.labels = [*gardes, *(Label(sorte=s) for s in sorted(nouvelles))]


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
            refuser_siret_pris(producteur.siret, par, double)
        else:
            return
