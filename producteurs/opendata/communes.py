"""All the communes of France held in memory, to recognise and place thousands of rows quickly."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from territoires.lecture import Ecrit, lire
from territoires.models import KM_PAR_DEGRE, distance_km
from territoires.queries import tous_les_codes_postaux, toutes_les_communes

PAS = 0.1  # degrees of one cell of the grid: about 11 km by 8
PORTEE_KM = 25.0  # farther than this from every commune's centre is not in France
RESSEMBLANCE = 84.0  # of 100, among the communes of one postcode
RESSEMBLANCE_SEULE = 90.0  # among those of the territory, when nothing else says where
VOISINES = 6
COURANTS = frozenset({"saint", "sainte", "saints", "loire", "rhone", "forez", "grand", "grande"})
TOLERANCE_KM = (6.0, 14.0)
# lat and lon of mainland France, then of what is overseas.
_CADRES = (
    (41.2, 51.3, -5.4, 9.8),
    (15.7, 18.2, -63.3, -60.9),
    (14.3, 15.0, -61.3, -60.7),
    (2.0, 6.0, -54.8, -51.4),
    (-21.5, -20.7, 55.1, 56.0),
    (-13.1, -12.5, 44.9, 45.4),
    (46.6, 47.3, -56.6, -56.0),
    (-23.5, -19.0, 163.0, 169.0),
    (-28.0, -7.0, -155.0, -134.0),
    (-14.6, -13.0, -178.6, -175.9),
)


def en_france(lat: float, lon: float) -> bool:
    """Whether a position lies in the frame of a French territory: coarse, but never for (lon, lat)
    of another French place."""
    return any(b <= lat <= h and g <= lon <= d for b, h, g, d in _CADRES)


@dataclass(frozen=True, slots=True)
class Connue:
    """A commune; its centre is its EPCI's where it has none of its own, or nowhere (None)."""

    code: str
    nom: str
    recherche: str
    departement: str
    population: int
    lat: float | None
    lon: float | None

    @property
    def etendue_km(self) -> float:
        return min(0.5 * math.sqrt(self.population / 10_000), 4.0)

    def distance(self, lat: float, lon: float) -> float:
        """Kilometres from its centre; 0 when that is unknown."""
        if self.lat is None or self.lon is None:
            return 0.0
        return distance_km(lat, lon, self.lat, self.lon)


class Communes:
    """The register: by INSEE code, postcode, name and position."""

    def __init__(self, connues: Iterable[Connue], codes_postaux: Iterable[tuple[str, str]]) -> None:
        self.par_code = {c.code: c for c in connues}
        self._par_nom: dict[str, list[Connue]] = defaultdict(list)
        self._grille: dict[tuple[int, int], list[tuple[float, float, Connue]]] = defaultdict(list)
        self._au_code_postal: dict[str, list[Connue]] = defaultdict(list)
        self._tolerances: dict[str, float] = {}
        self._dernier: tuple[tuple[float, float], Connue | None] = ((0.0, 0.0), None)
        for commune in self.par_code.values():
            self._par_nom[commune.recherche].append(commune)
            if commune.lat is not None and commune.lon is not None:
                case = _case(commune.lat, commune.lon)
                self._grille[case].append((commune.lat, commune.lon, commune))
        self.codes_postaux: dict[str, list[str]] = defaultdict(list)
        for code_postal, code in codes_postaux:
            if code in self.par_code:
                self._au_code_postal[code_postal].append(self.par_code[code])
                self.codes_postaux[code].append(code_postal)

    @classmethod
    def charger(cls) -> Communes:
        """Read them from the database: two queries."""
        lignes = toutes_les_communes()
        centres: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for ligne in lignes:
            if ligne.lat is not None and ligne.epci:
                centres[ligne.epci].append((ligne.lat, ligne.lon))
        connues = []
        for ligne in lignes:
            lat, lon = ligne.lat, ligne.lon
            if lat is None and (autour := centres.get(ligne.epci)):
                lat = sum(a for a, _o in autour) / len(autour)
                lon = sum(o for _a, o in autour) / len(autour)
            connues.append(
                Connue(
                    ligne.code_insee,
                    ligne.nom,
                    ligne.recherche,
                    ligne.departement,
                    ligne.population,
                    lat,
                    lon,
                )
            )
        return cls(connues, ((c.code, c.commune_code) for c in tous_les_codes_postaux()))

    def au_code_postal(self, code_postal: str) -> Sequence[Connue]:
        return self._au_code_postal.get(code_postal, ())

    def nommees(self, nom: str) -> Sequence[Connue]:
        return self._par_nom.get(nom, ())

    def proches(self, lat: float, lon: float, rayon_km: float) -> list[tuple[float, Connue]]:
        """(kilometres, commune) for the centres within ``rayon_km``, the nearest first."""
        # Flat, which is right to a few metres at this range, and five times as quick as a sphere.
        est = KM_PAR_DEGRE * max(math.cos(math.radians(lat)), 0.2)
        lignes, colonnes = math.ceil(rayon_km / KM_PAR_DEGRE / PAS), math.ceil(rayon_km / est / PAS)
        ligne, colonne = _case(lat, lon)
        trouvees = []
        for i in range(ligne - lignes, ligne + lignes + 1):
            for j in range(colonne - colonnes, colonne + colonnes + 1):
                for la, lo, commune in self._grille.get((i, j), ()):
                    km = math.hypot((la - lat) * KM_PAR_DEGRE, (lo - lon) * est)
                    if km <= rayon_km:
                        trouvees.append((km, commune))
        return sorted(trouvees, key=lambda paire: (paire[0], paire[1].code))

    def plus_proche(self, lat: float, lon: float) -> Connue | None:
        """The commune where a position is likely to be, within 25 km; None at sea or abroad.

        The nearest centre, a large town reaching farther than a village: without its contour,
        half a kilometre for each root of ten thousand people (3.6 km for Lyon).
        """
        if (lat, lon) == self._dernier[0]:  # asked twice of each row
            return self._dernier[1]
        self._dernier = ((lat, lon), self._chercher_autour(lat, lon))
        return self._dernier[1]

    def _chercher_autour(self, lat: float, lon: float) -> Connue | None:
        for rayon in (9.0, PORTEE_KM):
            if proches := self.proches(lat, lon, rayon):
                return min(proches, key=lambda p: p[0] - p[1].etendue_km)[1]
        return None

    def tolerance_km(self, commune: Connue) -> float:
        """How far from its centre a place of this commune may be, and be no surprise.

        Contours are not held: the distance to the six nearest centres tells how large communes
        are around here. One and a half times that, within 6 and 14 km, holds nearly all of them;
        where the nearest centre is the declared commune's, more is believed (see ``placement``).
        """
        if commune.code not in self._tolerances:
            bas, haut = TOLERANCE_KM
            km = haut
            if commune.lat is not None and commune.lon is not None:
                autour = self.proches(commune.lat, commune.lon, 20.0)[1 : VOISINES + 1]
                if len(autour) == VOISINES:
                    km = 1.5 * sum(d for d, _c in autour) / VOISINES
            self._tolerances[commune.code] = min(max(km, bas), haut)
        return self._tolerances[commune.code]

    @cached_property
    def _noms_par_departement(self) -> dict[str, dict[str, str]]:
        noms: dict[str, dict[str, str]] = defaultdict(dict)
        for commune in self.par_code.values():
            noms[commune.departement][commune.code] = commune.recherche
        return noms

    def reconnaitre(
        self,
        *,
        insee: str = "",
        code_postal: str = "",
        nom: str = "",
        departements: Sequence[str] = (),
        position: tuple[float, float] | None = None,
    ) -> Connue | None:
        """The commune that a row declares, or None when it cannot be told for sure.

        By its INSEE code; else by postcode and name (misspelt, shortened, or that of a commune now
        merged into the only one that the postcode serves); else by a name that only one commune
        of the territory, or of France, bears. ``position`` settles between several.
        """
        ecrit = lire(nom)
        par_code = self.par_code.get(insee)
        if par_code and (not ecrit.nom or _se_ressemblent(par_code.recherche, ecrit.nom)):
            return par_code
        code_postal = code_postal or ecrit.code_postal
        servies = () if "cedex" in nom.lower() else self.au_code_postal(code_postal)
        trouvee = self._parmi(servies, ecrit, position) if servies else None
        trouvee = trouvee or self._par_son_nom(ecrit, code_postal, departements, position)
        return trouvee or par_code

    def _parmi(
        self, servies: Sequence[Connue], ecrit: Ecrit, position: tuple[float, float] | None
    ) -> Connue | None:
        if len(servies) == 1:
            return servies[0] if not self._ailleurs(servies[0], ecrit) else None
        if not ecrit.nom:
            return self._la_plus_proche_de(servies, position)
        exactes = [c for c in servies if c.recherche == ecrit.nom]
        if exactes:
            return exactes[0]
        debuts = [c for c in servies if f" {ecrit.nom} " in f" {c.recherche} "]
        debuts = debuts or [c for c in servies if f" {c.recherche} " in f" {ecrit.nom} "]
        if len(debuts) == 1:
            return debuts[0]
        voulue = _ressemblante(ecrit.nom, servies)
        if voulue or self.nommees(ecrit.nom):
            return voulue
        return _qui_en_garde_un_mot(ecrit.nom, servies) or self._la_plus_proche_de(
            servies, position
        )

    def _ailleurs(self, seule: Connue, ecrit: Ecrit) -> bool:
        """Whether the name is another commune's of the same département: the postcode lies."""
        return not _se_ressemblent(seule.recherche, ecrit.nom) and any(
            c.departement == seule.departement for c in self.nommees(ecrit.nom)
        )

    def _la_plus_proche_de(
        self, communes: Sequence[Connue], position: tuple[float, float] | None
    ) -> Connue | None:
        if position is None:
            return None
        proche = min(communes, key=lambda c: c.distance(*position))
        return proche if proche.distance(*position) <= self.tolerance_km(proche) else None

    def _par_son_nom(
        self,
        ecrit: Ecrit,
        code_postal: str,
        departements: Sequence[str],
        position: tuple[float, float] | None,
    ) -> Connue | None:
        if not ecrit.nom:
            return None
        voulu = ecrit.departement or _departement(code_postal)
        # A name elsewhere than where the row says is another commune.
        territoires = [[voulu]] if voulu else [list(departements), []] if departements else [[]]
        for territoire in territoires:
            ici = [
                c for c in self.nommees(ecrit.nom) if not territoire or c.departement in territoire
            ]
            if len(ici) == 1:
                return ici[0]
            if len(ici) > 1:
                return self._la_plus_proche_de(ici, position)
        return self._mal_ecrite(ecrit.nom, [voulu] if voulu else departements)

    def _mal_ecrite(self, nom: str, departements: Sequence[str]) -> Connue | None:
        candidates = {
            code: recherche
            for departement in departements
            for code, recherche in self._noms_par_departement.get(departement, {}).items()
        }
        trouves = process.extract(
            nom, candidates, scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE_SEULE, limit=2
        )
        return self.par_code[trouves[0][2]] if len(trouves) == 1 else None


def _case(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / PAS), math.floor(lon / PAS)


def _departement(code_postal: str) -> str:
    if not code_postal or code_postal.startswith("20"):  # Corsica's two share it
        return ""
    return code_postal[:3] if code_postal.startswith(("97", "98")) else code_postal[:2]


def _se_ressemblent(nom: str, ecrit: str) -> bool:
    return nom in ecrit or ecrit in nom or fuzz.ratio(nom, ecrit) >= RESSEMBLANCE


def _ressemblante(nom: str, servies: Sequence[Connue]) -> Connue | None:
    """The one whose name was misspelt."""
    trouve = process.extractOne(
        nom, [c.recherche for c in servies], scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE
    )
    return servies[trouve[2]] if trouve else None


def _qui_en_garde_un_mot(nom: str, servies: Sequence[Connue]) -> Connue | None:
    """« Saint-Rambert-sur-Loire » went into Saint-Just-Saint-Rambert: a rare word is left."""
    mots = {m for m in nom.split() if len(m) > 4 and m not in COURANTS}
    partagees = [c for c in servies if mots & set(c.recherche.split())]
    return partagees[0] if len(partagees) == 1 else None
