"""Placing a resident from what was typed, or from a position that was shared."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from babel.lists import format_list
from rapidfuzz import fuzz, process

from socle.langue import _
from territoires import queries
from territoires.errors import (
    AdresseSansCommune,
    HorsDeToutPerimetre,
    HorsPerimetre,
    LieuAmbigu,
    LieuInconnu,
    LieuManquant,
    PositionInconnue,
)
from territoires.geoplateforme import Adresse, GeocodageInjoignable, Geocodeur
from territoires.lecture import Ecrit, bouts, lire, passages
from territoires.models import Commune, Lieu, Plateforme

log = structlog.get_logger()

SCORE_MINIMUM = 0.5  # below it the service has only guessed: 0.34 was seen for nonsense
RESSEMBLANCE = 68.0  # of 100: « monbrizon » is proposed Montbrison, « zzzz » nothing
RESSEMBLANCE_SURE = 80.0  # enough where the postcode already says the same
ECRASANTE = 10  # a town that many times larger than its namesake is the one that is meant
MARGE_KM = 3.0  # near a border, the nearest town hall may be in the other département
PROPOSITIONS = 5
DECIMALES = 5  # a metre: more says nothing about where somebody lives


@dataclass(frozen=True, slots=True)
class SaisieLieu:
    """What a visitor gave: words, or the position of the phone in WGS 84 degrees."""

    texte: str
    lat: float | None = None
    lon: float | None = None


def placer(
    saisie: SaisieLieu, *, plateforme: Plateforme, geocodeur: Geocodeur | None = None
) -> Lieu:
    """A shared position counts more than words: see ``situer_position``, else ``situer``."""
    if saisie.lat is not None and saisie.lon is not None:
        return situer_position(saisie.lat, saisie.lon, plateforme=plateforme, geocodeur=geocodeur)
    return situer(saisie.texte, plateforme=plateforme, geocodeur=geocodeur)


def situer(texte: str, *, plateforme: Plateforme, geocodeur: Geocodeur | None = None) -> Lieu:
    """A resident is placed in a commune of the platform, as precisely as what was typed allows.

    A commune or postcode is its town's centre; an address is asked to ``geocodeur`` and, where that
    is missing, down or unsure, its commune's centre stands for it (``approximatif``). Raises
    ``LieuInconnu`` with suggestions, or ``HorsPerimetre`` with the platforms that cover the place.
    """
    ecrit = lire(texte)
    if not (ecrit.nom or ecrit.code_postal):
        raise LieuManquant(texte=ecrit.texte)
    # The network first: nothing has been read yet, so no transaction waits for it.
    adresses = _adresses(ecrit, plateforme, geocodeur)
    if nommees := queries.communes_ecrites(ecrit):
        choisie = _choisir(nommees, ecrit, plateforme)
        return _au_centre(choisie, approximatif=not ecrit.nom and len(nommees) > 1)
    citees = _communes_citees(ecrit, plateforme)
    for adresse in adresses:
        commune = _commune_de(adresse)
        if commune and _concordent(adresse, commune, ecrit, citees, plateforme):
            return _a_l_adresse(adresse, commune, plateforme)
    if citees:
        return _au_centre(_choisir(citees, ecrit, plateforme), approximatif=ecrit.adresse)
    seule = _seule_possible(ecrit, plateforme)
    _verifier_perimetre(seule, plateforme)
    return _au_centre(seule)


def situer_position(
    lat: float, lon: float, *, plateforme: Plateforme, geocodeur: Geocodeur | None = None
) -> Lieu:
    """A shared position is kept to the metre, with the commune where it is.

    Raises ``HorsPerimetre`` with the platforms that cover it, ``PositionInconnue`` far from all.
    """
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise PositionInconnue
    adresse = _adresse_a(lat, lon, geocodeur)
    commune = (_commune_de(adresse) if adresse else None) or _commune_autour(lat, lon, plateforme)
    if commune is None:
        raise PositionInconnue
    _verifier_perimetre(commune, plateforme)
    return _lieu(lat, lon, commune.libelle, commune)


def _adresses(
    ecrit: Ecrit, plateforme: Plateforme, geocodeur: Geocodeur | None
) -> Sequence[Adresse]:
    """What the service proposes; nothing for a mere postcode, nor when it cannot be reached."""
    if geocodeur is None or not ecrit.nom or ecrit.departement:
        return []
    try:
        autour = (plateforme.centre_lat, plateforme.centre_lon)
        return [
            a for a in geocodeur.chercher(ecrit.texte, autour=autour) if a.score >= SCORE_MINIMUM
        ]
    except GeocodageInjoignable as faute:
        log.warning("geocodage_injoignable", faute=str(faute))
        return []


def _adresse_a(lat: float, lon: float, geocodeur: Geocodeur | None) -> Adresse | None:
    try:
        return geocodeur.inverser(lat, lon) if geocodeur else None
    except GeocodageInjoignable as faute:
        log.warning("geocodage_injoignable", faute=str(faute))
        return None


def _commune_de(adresse: Adresse) -> Commune | None:
    """The commune of an address; by its position where its code is of a commune now merged."""
    connues = queries.communes([adresse.code_insee])
    return connues[0] if connues else queries.commune_la_plus_proche(adresse.lat, adresse.lon)


def _communes_citees(ecrit: Ecrit, plateforme: Plateforme) -> Sequence[Commune]:
    """The communes that an address mentions: by its postcode, by a name on the platform, by the
    beginning of one at the end of the line (« Boën »), else by a name anywhere."""
    if ecrit.code_postal:
        servies = queries.communes_du_code_postal(ecrit.code_postal)
        citees = passages(ecrit.nom)
        return [c for c in servies if c.recherche in citees] or _ressemblantes(ecrit, servies)
    departements, fins = _departements(ecrit, plateforme), bouts(ecrit.nom)
    if ici := _au_premier(
        passages(ecrit.nom), queries.communes_nommees(passages(ecrit.nom), departements)
    ):
        return ici
    for fin in fins if ecrit.adresse else ():
        if commencent := queries.communes_commencant([fin], departements):
            return commencent
    return _au_premier(fins, queries.communes_nommees(fins)) if not ecrit.departement else []


def _departements(ecrit: Ecrit, plateforme: Plateforme) -> Sequence[str]:
    """Where to look: the département that was written, else those of the platform."""
    return [ecrit.departement] if ecrit.departement else plateforme.departements


def _au_premier(noms: Sequence[str], communes: Sequence[Commune]) -> Sequence[Commune]:
    """Those of ``communes`` that bear the first of ``noms`` that is borne at all."""
    rang = min((noms.index(c.recherche) for c in communes), default=0)
    return [c for c in communes if c.recherche == noms[rang]]


def _ressemblantes(ecrit: Ecrit, servies: Sequence[Commune]) -> Sequence[Commune]:
    """Of the communes of a postcode, the one whose name is misspelt, else all of them."""
    noms = [c.recherche for c in servies]
    trouve = process.extractOne(ecrit.nom, noms, scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE_SURE)
    return [servies[trouve[2]]] if trouve else servies


def _concordent(
    adresse: Adresse,
    commune: Commune,
    ecrit: Ecrit,
    citees: Sequence[Commune],
    plateforme: Plateforme,
) -> bool:
    """An address is believed when it is in a commune that was mentioned.

    Where none was, it must be on the platform, or its commune must be in what was typed.
    """
    if citees:
        return commune.code_insee in {c.code_insee for c in citees}
    nommee = f" {commune.recherche} " in f" {ecrit.nom} "
    return nommee or commune.departement in plateforme.departements


def _choisir(communes: Sequence[Commune], ecrit: Ecrit, plateforme: Plateforme) -> Commune:
    """The commune that is meant among namesakes or those of one postcode (most populous first)."""
    dedans = [c for c in communes if c.departement in plateforme.departements]
    if not dedans:
        if not (ecrit.code_postal or ecrit.departement or ecrit.adresse):
            _proposer_les_debuts(ecrit, communes[0], plateforme)
        _verifier_perimetre(communes[0], plateforme)
    nettement = len(dedans) == 1 or dedans[0].population >= ECRASANTE * dedans[1].population
    if nettement or ecrit.code_postal:
        return dedans[0]
    raise _laquelle(ecrit, dedans[:PROPOSITIONS])


def _laquelle(ecrit: Ecrit, communes: Sequence[Commune]) -> LieuInconnu:
    refus = LieuAmbigu if len(communes) > 1 else LieuInconnu
    return refus(texte=ecrit.texte, suggestions=communes)


def _proposer_les_debuts(ecrit: Ecrit, ailleurs: Commune, plateforme: Plateforme) -> None:
    """Someone who writes « Saint-Just » in the Loire means Saint-Just-Saint-Rambert, not the
    Saint-Just of another département; « mont » is Montbrison rather than a village named Mont."""
    trouvees = queries.chercher_communes(
        ecrit.nom, limite=PROPOSITIONS, departements=plateforme.departements
    )
    debuts = [
        c
        for c in trouvees
        if c.recherche.startswith(f"{ecrit.nom} ")
        or (c.recherche.startswith(ecrit.nom) and c.population > ailleurs.population)
    ]
    if debuts:
        raise _laquelle(ecrit, debuts)


def _seule_possible(ecrit: Ecrit, plateforme: Plateforme) -> Commune:
    """The only commune of the platform that begins so (« montbr »); else what resembles."""
    departements = _departements(ecrit, plateforme)
    if ecrit.adresse and not ecrit.nom.isdigit():
        suggestions = _proches(bouts(ecrit.nom)[-3:], departements)
        raise AdresseSansCommune(texte=ecrit.texte, suggestions=suggestions)
    if re.fullmatch(r"\d{4}", ecrit.nom):  # a leading zero was lost: 1000 is Bourg-en-Bresse
        servies = queries.communes_du_code_postal(f"0{ecrit.nom}")
        if dedans := [c for c in servies if c.departement in departements]:
            return dedans[0]
    debut = ecrit.code_postal[:4] or ecrit.nom
    trouvees = queries.chercher_communes(debut, limite=PROPOSITIONS, departements=departements)
    if debut.isdigit():
        raise LieuInconnu(texte=ecrit.texte, suggestions=trouvees)
    commencent = [c for c in trouvees if c.recherche.startswith(debut)]
    if len(commencent) == 1:
        return commencent[0]
    if trouvees:
        raise _laquelle(ecrit, commencent or trouvees)
    raise LieuInconnu(texte=ecrit.texte, suggestions=_proches([ecrit.nom], departements))


def _proches(noms: Sequence[str], departements: Sequence[str]) -> Sequence[Commune]:
    """Up to five communes of the platform whose name resembles one of these, best first."""
    connus = queries.noms_des_communes(departements)
    notes: dict[str, float] = {}
    for nom in noms:
        for _nom, note, code in process.extract(
            nom, connus, scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE, limit=PROPOSITIONS
        ):
            notes[code] = max(note, notes.get(code, 0.0))
    return queries.communes(sorted(notes, key=lambda code: -notes[code])[:PROPOSITIONS])


def _commune_autour(lat: float, lon: float, plateforme: Plateforme) -> Commune | None:
    """The nearest commune; near a border the platform's own has the benefit of the doubt."""
    proches = queries.communes_proches(lat, lon)
    for km, commune in proches:
        if km - proches[0][0] > MARGE_KM:
            break
        if commune.departement in plateforme.departements:
            return commune
    return proches[0][1] if proches else None


def _verifier_perimetre(commune: Commune, plateforme: Plateforme) -> None:
    if commune.departement in plateforme.departements:
        return
    autres = [p for p in queries.plateformes_couvrant(commune.departement) if p.id != plateforme.id]
    if not autres:
        raise HorsDeToutPerimetre(nom=commune.libelle, ici=plateforme.nom)
    autre = format_list([_("« %(nom)s »", nom=p.nom) for p in autres], style="or", locale="fr")
    raise HorsPerimetre(nom=commune.libelle, ici=plateforme.nom, autre=autre, plateformes=autres)


def _a_l_adresse(adresse: Adresse, commune: Commune, plateforme: Plateforme) -> Lieu:
    _verifier_perimetre(commune, plateforme)
    return _lieu(adresse.lat, adresse.lon, adresse.libelle, commune)


def _au_centre(commune: Commune, *, approximatif: bool = False) -> Lieu:
    centre = queries.centre(commune)
    if centre is None:
        raise LieuInconnu(texte=commune.libelle)
    return _lieu(*centre, commune.libelle, commune, approximatif=approximatif)


def _lieu(
    lat: float, lon: float, libelle: str, commune: Commune, *, approximatif: bool = False
) -> Lieu:
    return Lieu(
        lat=round(lat, DECIMALES),
        lon=round(lon, DECIMALES),
        libelle=libelle,
        code_insee=commune.code_insee,
        departement=commune.departement,
        approximatif=approximatif,
    )
