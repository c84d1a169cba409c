"""From the words of a source to our families, ways of selling, labels and kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from producteurs.models import Famille, Genre, ModeVente, SorteLabel
from socle.typographie import sans_accents

E = TypeVar("E", bound=StrEnum)

# Words that mean something else inside a longer expression are put aside first.
_EXPRESSIONS = (
    (r"\bpommes? de terre\b", "patate"),
    (r"\bjus de \w+( de terre)?\b", "jus"),
    (r"\b(legumes|fruits) secs\b|\blegumineuses?\b", "lentilles"),
    (r"\bpates? de fruits?\b", "confiserie"),
    (r"\bvaches? laitieres?\b", "lait"),
    (r"\b(foin|paille|granules|bois)\b", ""),
    (r"\bpoint de vente collectif\b", "magasin de producteurs"),
)
_FAMILLES = {
    Famille.LEGUMES: r"legumes?|maraich\w*|patates?|salades?|tomates?|carottes?|courges?|potagers?"
    r"|champignons?|asperges?|ails?|oignons?|endives?|poireaux?|choux?|haricots?|vegetables?",
    Famille.FRUITS: r"fruits?|fruitiers?|vergers?|arboricult\w*|pommes?|poires?|cerises?|fraises?"
    r"|framboises?|myrtilles?|kiwis?|peches?|abricots?|noix|noisettes?|chataignes?|marrons?"
    r"|prunes?|melons?|figues?|agrumes?",
    Famille.VIANDES: r"viandes?|boeufs?|bovins?|veaux?|agneaux?|ovins?|porcs?|porcins?|cochons?"
    r"|charcuteries?|boucher\w*|saucissons?|salaisons?|chevreaux?|bisons?|gibiers?|lapins?|meat",
    Famille.VOLAILLES_OEUFS: r"volailles?|poulets?|oeufs?|canards?|dindes?|pintades?|oies?|poules?"
    r"|chapons?|avicol\w*|avicult\w*|foie gras|cailles?|eggs?|poultry",
    Famille.LAITAGES: r"laits?|fromages?|fromagers?|fromageres?|fromageries?|yaourts?|laitiers?"
    r"|laitieres?|beurres?|cremes?|chevres?|caprins?|brebis|laitages?|faisselles?|dairy|cheese",
    Famille.PAINS_FARINES: r"pains?|farines?|boulang\w*|cereales?|cerealier\w*|ble|brioches?"
    r"|pates|semoules?|viennoiseries?|bread|flour",
    Famille.MIELS_SUCRES: r"miels?|apicult\w*|apicoles?|ruches?|ruchers?|abeilles?|confitures?"
    r"|sirops?|chocolats?|gelees?|confiser\w*|biscuits?|glaces?|sorbets?|patisser\w*|honey",
    Famille.BOISSONS: r"vins?|viti\w*|vignerons?|vigneronnes?|bieres?|brasser\w*|brasseurs?|jus"
    r"|cidres?|boissons?|spiritueux|limonades?|tisanes?|infusions?|wines?|beers?|alcools?",
    Famille.POISSONS: r"poissons?|piscicult\w*|truites?|huitres?|crustaces?|coquillages?|pecheurs?"
    r"|ecrevisses?|carpes?|fish",
    Famille.PLANTES_FLEURS: r"plantes?|fleurs?|horticult\w*|horticoles?|pepini\w*|plants?"
    r"|aromatiques?|floricult\w*|sapins?|flowers?",
    Famille.EPICERIE: r"epiceries?(?! sociale)|huiles?|conserves?|lentilles?|safran|condiments?"
    r"|epices?|moutardes?|vinaigres?|escargots?|helicicult\w*",
    Famille.PLATS_PREPARES: r"plats? (prepares?|cuisines?)|traiteurs?|rotisser\w*|pizzas?"
    r"|cuisiniers?|terrines?",
}
_MODES = {
    ModeVente.FERME: r"(a la|directe a la|au) ferme|vente directe|cueillettes?|farm shop|au domaine"
    r"|au caveau|sur place|sur l exploitation",
    ModeVente.MARCHE: r"marches?|foires?|market",
    ModeVente.RELAIS: r"points? relais|relais|points? de (retrait|collecte)|drive( fermier)?"
    r"|ruche qui dit oui|click (and|et) collect|depots?",
    ModeVente.DOMICILE: r"livraisons?|a domicile|portages?|delivery",
    ModeVente.MAGASIN: r"(magasins?|boutiques?) (collectifs?|de producteurs?|paysan\w*|fermier\w*)"
    r"|magasins? de vente directe",
    ModeVente.AMAP: r"amap\w*|paniers?|groupements? d achats?|csa",
    ModeVente.DISTRIBUTEUR: r"distributeurs? automatiques?|automates?|casiers?( automatiques?)?",
}
_LABELS = {
    SorteLabel.AB: r"agriculture biologique|bio|biologiques?|ab|ecocert|organic",
    SorteLabel.AOP: r"aop|aoc|appellations? d origine( protegee| controlee)?",
    SorteLabel.IGP: r"igp|indications? geographiques?( protegees?)?",
    SorteLabel.LABEL_ROUGE: r"labels? rouges?",
    SorteLabel.HVE: r"hve\d?|haute valeur environnementale",
    SorteLabel.BIENVENUE_FERME: r"bienvenue a la ferme|baf",
    SorteLabel.NATURE_PROGRES: r"nature (et |n )?progres",
    SorteLabel.DEMETER: r"demeter|biodynami\w*|biodyvin",
}
_COLLECTIFS = r"\b(magasins?|boutiques?|marches?|paniers?|collectifs?) (de|des|du) producteurs?\b"
_FERME = (
    r"producteurs?|productrices?|fermes?|exploitations?|exploitants?|agriculteurs?|agricultrices?"
    r"|maraich\w*|eleveurs?|elevages?|vignerons?|viticult\w*|apicult\w*|arboricult\w*|gaec|earl"
    r"|scea|paysans?|paysannes?|production|farms?|grower|piscicult\w*|horticult\w*|pepinieristes?"
)
_GENRES = {
    Genre.CUISINIER: r"restaurants?|restaurateurs?|traiteurs?|cuisiniers?|cuisinieres?|chefs?"
    r"|food ?trucks?|tables? d hotes?|auberges?|fermes? auberges?",
    Genre.COMMERCE: r"revend\w*|commer[cç]\w*|epiceries?|epiciers?|primeurs?|grossistes?|amap\w*"
    r"|supermarches?|biocoop|cooperatives?|magasins?|boutiques?|detaillants?|distribution|shop"
    r"|retail\w*|negoce|cremiers?|paniers?|importat\w*|reseau de vente",
    Genre.TRANSFORMATEUR: r"transformat\w*|conserver\w*|brasser\w*|brasseurs?|torrefact\w*|artisan"
    r"|artisans?|meuniers?|minoter\w*|moulins?|huileries?|preparat\w*|confituriers?|biscuit\w*"
    r"|fromageries?|laiteries?|boulanger\w*|charcuter\w*|chocolat\w*|distiller\w*",
}
_NEGATIONS = re.compile(r"\b(non|pas|sans|ni|no|not|aucune?)\b( (de|d|en|un|une|le|la|les))? \w+")


def _compiler(table: Mapping[E, str]) -> tuple[tuple[E, re.Pattern[str]], ...]:
    return tuple((valeur, re.compile(rf"\b(?:{mots})\b")) for valeur, mots in table.items())


_RE_FAMILLES, _RE_MODES = _compiler(_FAMILLES), _compiler(_MODES)
_RE_LABELS, _RE_GENRES = _compiler(_LABELS), _compiler(_GENRES)
_RE_FERME = re.compile(rf"\b(?:{_FERME})\b")
_RE_VENTE_FERME = re.compile(r"\b(a la ferme|sur l exploitation)\b")
_RE_COLLECTIFS = re.compile(_COLLECTIFS)
_RE_EXPRESSIONS = tuple((re.compile(motif), par) for motif, par in _EXPRESSIONS)


@dataclass(frozen=True, slots=True)
class Classement:
    """What words say of a producteur, in our values."""

    familles: frozenset[Famille] = frozenset()
    modes: frozenset[ModeVente] = frozenset()
    labels: frozenset[SorteLabel] = frozenset()
    genre: Genre | None = None

    def __bool__(self) -> bool:
        return bool(self.familles or self.modes or self.labels or self.genre)


def _mots(texte: str) -> str:
    mots = _NEGATIONS.sub(" ", sans_accents(texte.replace("&", " et ")))
    for motif, par in _RE_EXPRESSIONS:
        mots = motif.sub(par, mots)
    return mots


def _trouves(mots: str, table: Sequence[tuple[E, re.Pattern[str]]]) -> frozenset[E]:
    return frozenset(valeur for valeur, motif in table if motif.search(mots))


@lru_cache(maxsize=20_000)
def classer(texte: str) -> Classement:
    """What a word or a sentence says: « Magasin de producteurs » is a shop, sold in one."""
    mots = _mots(texte[:4000])
    return Classement(
        _trouves(mots, _RE_FAMILLES),
        _trouves(mots, _RE_MODES),
        _trouves(mots, _RE_LABELS),
        _genre(mots),
    )


def _genre(mots: str) -> Genre | None:
    seuls = _RE_COLLECTIFS.sub("magasin", mots)
    if "revend" not in seuls and (
        _RE_FERME.search(seuls.replace("a la ferme", " ").replace("ferme auberge", "auberge"))
        or _RE_VENTE_FERME.search(seuls)
    ):
        return Genre.FERME
    return next((genre for genre, motif in _RE_GENRES if motif.search(seuls)), None)


def est_une_categorie(entete: str) -> bool:
    """Whether a header of a yes/no column is itself a word of ours: « vente à la ferme »."""
    return bool(classer(entete))


def reunir(classements: Iterable[Classement]) -> Classement:
    """All that several words say; the first kind that is said counts."""
    tous = list(classements)
    return Classement(
        frozenset().union(*(c.familles for c in tous)),
        frozenset().union(*(c.modes for c in tous)),
        frozenset().union(*(c.labels for c in tous)),
        next((c.genre for c in tous if c.genre), None),
    )


def valeurs_choisies(codes: Iterable[str]) -> Classement:
    """From what somebody chose for a word: « famille:legumes », « mode:ferme », « label:ab »,
    « genre:ferme ». Unknown codes are left out; none at all means that the word says nothing."""
    par_sorte: dict[str, set[str]] = {}
    for code in codes:
        sorte, _deux_points, valeur = code.partition(":")
        par_sorte.setdefault(sorte, set()).add(valeur)
    genres = [g for g in Genre if g.value in par_sorte.get("genre", set())]
    return Classement(
        frozenset(f for f in Famille if f.value in par_sorte.get("famille", set())),
        frozenset(m for m in ModeVente if m.value in par_sorte.get("mode", set())),
        frozenset(s for s in SorteLabel if s.value in par_sorte.get("label", set())),
        genres[0] if genres else None,
    )
