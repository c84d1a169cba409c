"""Where each row is: the file's position checked, else its address, else its commune's centre."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import structlog

from producteurs.models import PrecisionPosition
from producteurs.opendata.communes import Communes, Connue, en_france
from producteurs.opendata.interpretation.positions import en_degres, projection_de
from producteurs.opendata.issues import REFUS
from producteurs.services.importation.ligne import FicheLue
from socle.typographie import sans_accents
from territoires.geoplateforme import (
    Adresse,
    Demande,
    GeocodageInjoignable,
    GeocodeurParLots,
)

log = structlog.get_logger()

NULLE = 0.01  # degrees: (0, 0) and its neighbourhood are empty cells, not places
AU_CENTRE_KM = 0.06  # a position on the commune's own is a stand-in for one
ETENDUE_KM = 30.0  # a large commune holds what is nearest to its centre, up to here
SCORE_SUR = 0.5  # with the commune and the postcode right
SCORE_SEUL = 0.7  # with only one of them
DECIMALES = 6
A_ARRONDISSEMENTS = frozenset({"75056", "69123", "13055"})  # asked by postcode only
_PRECISIONS = {
    "housenumber": PrecisionPosition.ADRESSE,
    "street": PrecisionPosition.RUE,
    "locality": PrecisionPosition.LIEU_DIT,
}
_ARTICLE_APRES = re.compile(r"^(?P<nom>.+?)\s*\((?P<article>l['’]|le|la|les)\)$", re.IGNORECASE)


class Placeur:
    """Places batches of rows in ``departements`` (empty: anywhere in France)."""

    def __init__(
        self,
        departements: Sequence[str],
        communes: Communes,
        geocodeur: GeocodeurParLots | None = None,
        axes_inverses: bool | None = None,
    ) -> None:
        self._communes = communes
        self._departements = frozenset(departements)
        self._geocodeur = geocodeur
        self._axes_inverses = axes_inverses

    def placer(self, fiches: Sequence[FicheLue]) -> None:
        """Set commune, position and precision of each, and say what is wrong with them."""
        lisibles = [f for f in fiches if not REFUS & set(f.motifs)]
        placees = [(f, self._situer(f)) for f in lisibles]
        sans = [(f, c) for f, c in placees if f.lat is None and c is not None]
        self._par_l_adresse([(f, c) for f, c in sans if f.adresse])
        for fiche, connue in sans:
            if fiche.lat is None:
                _au_centre(fiche, connue)
        for fiche, commune in placees:
            self._conclure(fiche, commune)

    def _situer(self, fiche: FicheLue) -> Connue | None:
        """Recognise the commune; keep the position of the file if it can be believed."""
        ecrite, fiche.position_source = fiche.position_source, ""
        position = self._lire_position(fiche, ecrite)
        declaree = bool(fiche.commune_code or fiche.code_postal or fiche.commune)
        commune = self._reconnaitre(fiche, position) if declaree else None
        fiche.lat = fiche.lon = None
        if position is None:
            return commune
        proche = self._communes.plus_proche(*position)
        if commune is None:
            commune = proche
            if declaree and not (proche and self._evoque(proche, fiche)):
                fiche.motifs.append("commune_inconnue")
            elif proche:
                fiche.motifs.append("commune_deduite")
        elif not self._dans(commune, proche, position):
            autre = (position[0], -position[1])
            if self._dans(commune, self._communes.plus_proche(*autre), autre):
                _proposer_position(fiche, ecrite, autre)
                position = autre
            else:
                fiche.motifs.append("loin_de_la_commune")
                fiche.reparations["position"] = (ecrite, "")
                return commune
        _du_fichier(fiche, position, ecrite, commune)
        return commune

    def _lire_position(self, fiche: FicheLue, ecrite: str) -> tuple[float, float] | None:
        """The row's position in degrees, right way round, or None with the reason."""
        if fiche.lat is None or fiche.lon is None:
            return None
        lat, lon = fiche.lat, fiche.lon
        projection = projection_de(lat, lon)
        if abs(lat) < NULLE and abs(lon) < NULLE:
            fiche.motifs.append("position_nulle")
            fiche.reparations["position"] = (ecrite, "")
            return None
        if projection not in {"", "degres"}:
            lat, lon = en_degres(lat, lon, projection)
            _proposer_position(fiche, ecrite, (lat, lon))
        elif self._inversee(lat, lon):
            lat, lon = lon, lat
            fiche.motifs.append("axes_inverses")
            _proposer_position(fiche, ecrite, (lat, lon))
        elif "," in ecrite.replace(" ;", ";").replace(", ", ""):
            _proposer_position(fiche, ecrite, (lat, lon))
        if not en_france(lat, lon) or self._communes.plus_proche(lat, lon) is None:
            if self._a_l_oppose(fiche, lat, lon):
                return lat, lon
            fiche.motifs.append("hors_france")
            fiche.reparations["position"] = (ecrite, "")
            return None
        return lat, lon

    def _inversee(self, lat: float, lon: float) -> bool:
        if self._axes_inverses is None:
            return not en_france(lat, lon) and en_france(lon, lat)
        return self._axes_inverses

    def _a_l_oppose(self, fiche: FicheLue, lat: float, lon: float) -> bool:
        """Whether the longitude merely lost its sign: its commune is on the other side."""
        commune = self._reconnaitre(fiche, (lat, -lon)) if en_france(lat, -lon) else None
        return commune is not None and self._dans(
            commune, self._communes.plus_proche(lat, -lon), (lat, -lon)
        )

    def _reconnaitre(self, fiche: FicheLue, position: tuple[float, float] | None) -> Connue | None:
        nom = _ARTICLE_APRES.sub(r"\g<article> \g<nom>", fiche.commune)
        return self._communes.reconnaitre(
            insee=fiche.commune_code,
            code_postal=fiche.code_postal,
            nom=nom,
            departements=sorted(self._departements),
            position=position,
        )

    def _evoque(self, proche: Connue, fiche: FicheLue) -> bool:
        """Whether what the row says of its commune, now merged into another, leads to this one."""
        if fiche.code_postal:
            return fiche.code_postal in self._communes.codes_postaux.get(proche.code, ())
        nom = sans_accents(fiche.commune)
        return bool(nom) and f" {nom} " in f" {proche.recherche} "

    def _dans(self, commune: Connue, proche: Connue | None, position: tuple[float, float]) -> bool:
        """Whether a position may be in ``commune``: near enough, or nearer to it than to any."""
        km = commune.distance(*position)
        if proche is not None and proche.code == commune.code:
            return km <= ETENDUE_KM
        return km <= self._communes.tolerance_km(commune)

    def _par_l_adresse(self, placees: Sequence[tuple[FicheLue, Connue]]) -> None:
        """Ask the geocoder for those that have an address; believe it where it says the same
        commune."""
        if self._geocodeur is None or not placees:
            return
        demandes = [
            Demande(
                f.adresse,
                f.code_postal if c.code in A_ARRONDISSEMENTS else "",
                "" if c.code in A_ARRONDISSEMENTS else c.code,
            )
            for f, c in placees
        ]
        try:
            reponses = self._geocodeur.chercher_lot(demandes)
        except GeocodageInjoignable as faute:
            log.warning("geocodage_injoignable", faute=str(faute))
            for fiche, _commune in placees:
                fiche.motifs.append("geocodage_injoignable")
            return
        for (fiche, commune), adresse in zip(placees, reponses, strict=True):
            if adresse and self._convaincante(adresse, fiche, commune):
                fiche.lat = round(adresse.lat, DECIMALES)
                fiche.lon = round(adresse.lon, DECIMALES)
                fiche.precision = _PRECISIONS[adresse.genre]
                fiche.position_source = "géoplateforme"
                fiche.position_score = adresse.score

    def _convaincante(self, adresse: Adresse, fiche: FicheLue, commune: Connue) -> bool:
        """Score, commune and place agree. What says « ok » to anything is not listened to."""
        codes = self._communes.codes_postaux.get(commune.code, ())
        accords = (adresse.code_insee == commune.code) + (
            adresse.code_postal == fiche.code_postal
            if fiche.code_postal
            else adresse.code_postal in codes
        )
        voulu = {2: SCORE_SUR, 1: SCORE_SEUL}.get(accords)
        position = (adresse.lat, adresse.lon)
        return (
            voulu is not None
            and adresse.score >= voulu
            and adresse.genre in _PRECISIONS
            and self._dans(commune, self._communes.plus_proche(*position), position)
        )

    def _conclure(self, fiche: FicheLue, commune: Connue | None) -> None:
        """Name the commune as INSEE does, and say what keeps the row from being placed."""
        if commune is None:
            if fiche.commune or fiche.code_postal or fiche.commune_code:
                fiche.motifs.append("commune_inconnue")
            fiche.commune_code = ""
        else:
            _nommer(fiche, commune)
            codes = self._communes.codes_postaux.get(commune.code, ())
            if not fiche.code_postal and len(codes) == 1:
                fiche.code_postal = codes[0]
            if self._departements and commune.departement not in self._departements:
                fiche.motifs.append("hors_territoire")
        if fiche.lat is None or fiche.lon is None:
            fiche.motifs.append("sans_position")


def _nommer(fiche: FicheLue, commune: Connue) -> None:
    for champ, officiel in (("commune", commune.nom), ("commune_code", commune.code)):
        lu = getattr(fiche, champ)
        ecrit = fiche.reparations[champ][0] if champ in fiche.reparations else lu
        if ecrit and ecrit != officiel:
            fiche.reparations[champ] = (ecrit, officiel)
        else:
            fiche.reparations.pop(champ, None)
        setattr(fiche, champ, officiel)


def _en_mots(position: tuple[float, float]) -> str:
    return f"{position[0]:.6f} ; {position[1]:.6f}"


def _proposer_position(fiche: FicheLue, ecrite: str, position: tuple[float, float]) -> None:
    fiche.reparations["position"] = (ecrite, _en_mots(position))


def _du_fichier(
    fiche: FicheLue, position: tuple[float, float], ecrite: str, commune: Connue | None
) -> None:
    fiche.lat, fiche.lon = (round(v, DECIMALES) for v in position)
    fiche.position_source = "fichier"
    # A position written to a kilometre, or that of the town hall, only says the commune.
    grossiere = all(len(d) <= 2 for d in _decimales(ecrite))
    au_centre = commune is not None and commune.distance(*position) < AU_CENTRE_KM
    precise = not grossiere and not au_centre
    fiche.precision = PrecisionPosition.ADRESSE if precise else PrecisionPosition.COMMUNE


def _decimales(ecrite: str) -> Iterator[str]:
    """The decimals of numbers in degrees; metres and minutes are precise without any."""
    if "°" in ecrite or re.search(r"\d{5}", re.split(r"[.,]", ecrite)[0]):
        yield "000"
    yield from re.findall(r"\d[.,](\d+)", ecrite)


def _au_centre(fiche: FicheLue, commune: Connue) -> None:
    """Stand in for a place that is not known better; nothing where the commune has no centre."""
    if commune.lat is None or commune.lon is None:
        return
    fiche.lat, fiche.lon = round(commune.lat, DECIMALES), round(commune.lon, DECIMALES)
    fiche.precision = PrecisionPosition.COMMUNE
    fiche.position_source = "commune"
    if (ecrite := fiche.reparations.get("position")) and not ecrite[1]:
        _proposer_position(fiche, ecrite[0], (fiche.lat, fiche.lon))
