"""Rows that nobody knew become entries of the registry, many at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import insert

from producteurs.errors import SiretRefuse
from producteurs.models import (
    Dossier,
    EtatDossier,
    Famille,
    Genre,
    Import,
    IssueLigne,
    Label,
    LigneImport,
    ModeVente,
    OrigineImport,
    PrecisionPosition,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    SorteLabel,
)
from producteurs.queries.lots import (
    adresses_prises,
    adresses_prises_sous,
    communes_par_code,
    dossiers_par_producteur,
    numeros_par_adresse,
    origines_de,
    sirets_pris,
)
from producteurs.services.fiche import RAYON_DE_LA_COMMUNE_KM
from producteurs.services.importation.rangement import HORS_TERRITOIRE
from producteurs.services.siret import lire_siret
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter_ensemble
from socle.langue import _, typographier
from socle.typographie import sans_accents
from territoires import queries as territoires
from territoires.models import Commune, distance_km

LONGUEUR_D_ADRESSE = 80


class Place(NamedTuple):
    """Where a row puts a farm, and how well that is known."""

    lat: float
    lon: float
    precision: PrecisionPosition
    source: str
    score: float | None


def creer_producteurs(un_import: Import, lignes: Sequence[LigneImport], par: Compte | None) -> None:
    """Each row becomes a producteur whose file is submitted, or validated when an agent chose so.

    What cannot be made waits for somebody, with its reason. A fixed number of queries, and one
    instant for all of them: by which a farm is known to be as the import made it.
    """
    with horloge.arretee_a(horloge.maintenant()):
        _creer(un_import, lignes, par)


def _creer(un_import: Import, lignes: Sequence[LigneImport], par: Compte | None) -> None:
    faits = _Faits(un_import, lignes)
    prets = [(ligne, valeurs) for ligne in lignes if (valeurs := faits.valeurs(ligne))]
    if not prets:
        return
    # Their numbers are asked for afterwards: SQLite would give them back one insertion at a time.
    session.execute(insert(Producteur), [valeurs for _ligne, valeurs in prets])
    numeros = numeros_par_adresse({valeurs["slug"] for _ligne, valeurs in prets})
    for ligne, valeurs in prets:
        ligne.producteur_id = numeros[valeurs["slug"]]
    _decrire([ligne for ligne, _valeurs in prets])
    _ouvrir_dossiers(un_import, [ligne for ligne, _valeurs in prets], par)
    _nommer_origines(un_import, [ligne for ligne, _valeurs in prets])


def a_revoir(ligne: LigneImport, motif: str) -> None:
    """The row waits for somebody, and says why."""
    ligne.issue = IssueLigne.A_REVOIR
    ligne.motifs = [*ligne.motifs, motif]


def siret_lu(lu: Mapping[str, Any]) -> str:
    """The SIRET that a row gives, empty when it has none that can be one."""
    try:
        return lire_siret(lu["siret"])
    except SiretRefuse:
        return ""


def centre_de(commune: Commune) -> tuple[float, float] | None:
    if commune.lat is not None and commune.lon is not None:
        return commune.lat, commune.lon
    return territoires.centre(commune)


def placer(lu: Mapping[str, Any], commune: Commune) -> Place | None:
    """The row's own position when it is near its commune, else the commune's; None without any."""
    centre, lat, lon = centre_de(commune), lu["lat"], lu["lon"]
    if lat is not None and lon is not None and math.isfinite(lat) and math.isfinite(lon):
        dedans = -90 <= lat <= 90 and -180 <= lon <= 180
        if dedans and (not centre or distance_km(lat, lon, *centre) <= RAYON_DE_LA_COMMUNE_KM):
            precision = PrecisionPosition(lu["precision"] or PrecisionPosition.POINTEE)
            return Place(lat, lon, precision, lu["position_source"], lu["position_score"])
    return Place(*centre, PrecisionPosition.COMMUNE, "commune", None) if centre else None


class _Faits:
    """What a batch of rows must know of the registry before it is written."""

    def __init__(self, un_import: Import, lignes: Sequence[LigneImport]) -> None:
        self._import = un_import
        self._communes = communes_par_code({ligne.lu["commune_code"] for ligne in lignes})
        self._sirets = sirets_pris({siret for ligne in lignes if (siret := siret_lu(ligne.lu))})
        self._cles = dict.fromkeys(
            origines_de(un_import.source_id, {ligne.lu["cle"] for ligne in lignes})
        )
        self._prises = adresses_prises(
            {adresse for ligne in lignes for adresse in self._adresses(ligne)}
        )
        self._instant = horloge.maintenant()

    def _adresses(self, ligne: LigneImport) -> tuple[str, str]:
        nom, commune = sans_accents(ligne.lu["nom"]), self._communes.get(ligne.lu["commune_code"])
        return _adresse(nom), _adresse(nom, sans_accents(commune.nom) if commune else "")

    def valeurs(self, ligne: LigneImport) -> dict[str, Any] | None:
        """The row as a ``Producteur``'s columns, or None: then it waits with its reason."""
        lu, commune = ligne.lu, self._communes.get(ligne.lu["commune_code"])
        nom, siret = typographier(" ".join(lu["nom"].split())), siret_lu(lu)
        place = placer(lu, commune) if commune else None
        if siret in self._sirets:
            ligne.producteur_id = self._sirets[siret]
        motif = self._motif(lu, nom, siret, commune, place)
        if motif or commune is None or place is None:
            a_revoir(ligne, motif or "sans_position")
            return None
        self._cles[lu["cle"]] = None
        if siret:
            self._sirets[siret] = None
        ligne.lat, ligne.lon, ligne.precision = place.lat, place.lon, place.precision
        return self._colonnes(lu, nom, siret, commune, place)

    def _motif(
        self,
        lu: Mapping[str, Any],
        nom: str,
        siret: str,
        commune: Commune | None,
        place: Place | None,
    ) -> str:
        """Why the row cannot become a farm, empty when it can."""
        if commune is None or not sans_accents(nom):
            return "nom_manquant" if commune else "commune_inconnue"
        if commune.departement not in self._import.departements:
            return HORS_TERRITOIRE
        if lu["cle"] and lu["cle"] in self._cles:
            return "cle_repetee"
        if siret in self._sirets:
            return "siret_deja_inscrit"
        return "" if place else "sans_position"

    def _colonnes(
        self, lu: Mapping[str, Any], nom: str, siret: str, commune: Commune, place: Place
    ) -> dict[str, Any]:
        return {
            "slug": self._adresse_libre(sans_accents(nom), sans_accents(commune.nom)),
            "nom": nom,
            "recherche": sans_accents(f"{nom} {commune.nom} {lu['description']}"),
            "genre": Genre(lu["genre"] or Genre.FERME),
            "siret": siret,
            "description": lu["description"],
            "adresse": lu["adresse"],
            "commune_code": commune.code_insee,
            "departement": commune.departement,
            "lat": place.lat,
            "lon": place.lon,
            "precision": place.precision,
            "position_source": place.source,
            "position_score": place.score,
            "telephone": lu["telephone"],
            "courriel": lu["courriel"].lower(),
            "site": lu["site"],
            "horaires": lu["horaires"],
            "cree_le": self._instant,
            "modifie_le": self._instant,
            "confirme_le": self._instant,
        }

    def _adresse_libre(self, nom: str, commune: str) -> str:
        """The name, then with the commune, then numbered."""
        ailleurs = _adresse(nom, commune)
        for essai in (_adresse(nom), ailleurs):
            if essai not in self._prises:
                self._prises.add(essai)
                return essai
        if f"{ailleurs}-2" not in self._prises:
            self._prises |= adresses_prises_sous(ailleurs)
        libre = next(a for n in count(2) if (a := f"{ailleurs}-{n}") not in self._prises)
        self._prises.add(libre)
        return libre


def _adresse(nom: str, commune: str = "") -> str:
    base = nom.replace(" ", "-")[:LONGUEUR_D_ADRESSE]
    return f"{base}-{commune.replace(' ', '-')}" if commune else base


def _decrire(lignes: Sequence[LigneImport]) -> None:
    """Families, ways of selling, and labels, which are only declared."""
    for table, cle, enumeration, colonne in (
        (ProducteurFamille, "familles", Famille, "famille"),
        (ProducteurMode, "modes", ModeVente, "mode"),
        (Label, "labels", SorteLabel, "sorte"),
    ):
        liens = [
            {"producteur_id": ligne.producteur_id, colonne: enumeration(code)}
            for ligne in lignes
            for code in dict.fromkeys(ligne.lu[cle])
        ]
        if liens:
            session.execute(insert(table), liens)


def _ouvrir_dossiers(un_import: Import, lignes: Sequence[LigneImport], par: Compte | None) -> None:
    """Submitted, so that nothing is public without a decision; or decided by whoever chose it."""
    instant, options = horloge.maintenant(), un_import.options
    jusqu_au = options.get("valide_jusqu_au")
    valide: dict[str, Any] = {}
    if jusqu_au:
        valide = {
            "etat": EtatDossier.VALIDE,
            "decide_le": instant,
            "decide_par_id": options["decide_par"],
            "valide_jusqu_au": date.fromisoformat(jusqu_au),
        }
    dossiers = [
        {"producteur_id": li.producteur_id, "etat": EtatDossier.SOUMIS, "soumis_le": instant}
        | valide
        for li in lignes
    ]
    session.execute(insert(Dossier), dossiers)
    par_producteur = dossiers_par_producteur({li.producteur_id or 0 for li in lignes})
    numeros = [par_producteur[li.producteur_id or 0] for li in lignes]
    motifs = [provenance(un_import, li) for li in lignes]
    soumis = EtatDossier.SOUMIS
    noter_ensemble("dossier", numeros, de="", vers=soumis, par=par, motifs=motifs)
    if valide:
        vers = EtatDossier.VALIDE
        noter_ensemble("dossier", numeros, de=soumis, vers=vers, par=par, motifs=motifs)


def provenance(un_import: Import, ligne: LigneImport) -> str:
    """What the journal says of where a change comes from."""
    return _(
        "Import n° %(numero)s (%(source)s), ligne %(ligne)s.",
        numero=un_import.id,
        source=un_import.source.nom,
        ligne=ligne.numero,
    )


def _nommer_origines(un_import: Import, lignes: Sequence[LigneImport]) -> None:
    origines = [
        {
            "source_id": un_import.source_id,
            "cle": ligne.lu["cle"],
            "producteur_id": ligne.producteur_id,
            "empreinte": ligne.lu["empreinte"],
        }
        for ligne in lignes
        if ligne.lu["cle"]
    ]
    if origines:
        session.execute(insert(OrigineImport), origines)
