"""Reading what people type for a place: « st etienne », « 42600 », « Lyon 3e », « Roanne (42) ».

A file of its own because the search box and the placing of an address must read alike. Pure: it
knows how places are written in France, not which places there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from socle.typographie import sans_accents

LONGUEUR_MAXIMALE = 200  # a postal address has at most six lines of 38 characters

# Abbreviations of INSEE's long names, word by word after accents are gone.
ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
DEPARTEMENT = r"\d{2,3}|2[ab]"
# Words that begin a street or a hamlet: what follows them is not the name of a commune.
VOIES = re.compile(
    r"\b(allees?|av|avenue|bd|boulevard|carrefour|che|chemin|clos|cote|cour|cours|domaine|faubourg"
    r"|hameau|imp|impasse|lieu ?dit|lot|lotissement|montee|passage|pl|place|promenade|quai"
    r"|quartier|res|residence|route|rte|rue|ruelle|sentier|square|traverse|voie|za|zac|zi)\b"
)
LIENS = frozenset({"d", "de", "des", "du", "l", "la", "le", "les"})


@dataclass(frozen=True, slots=True)
class Ecrit:
    """What was typed, taken apart. Empty strings where nothing was said.

    ``nom`` has neither accents, postcode nor département; ``fin`` is what follows the last comma,
    read in the same way.
    """

    texte: str
    nom: str
    fin: str
    code_postal: str
    departement: str

    @property
    def adresse(self) -> bool:
        """True when this says more than a commune: a number, a street, a part before a comma."""
        return bool(
            self.fin != self.nom
            or any(c.isdigit() for c in self.nom)
            or (" " in self.nom and VOIES.search(self.nom))
        )


def nom_cherchable(nom: str) -> str:
    """The form in which names are compared: no accents, « st » in full, « s/ » as « sur »."""
    nom = re.sub(r"\bs/s\b|\bss/", "sous ", nom, flags=re.IGNORECASE)
    nom = re.sub(r"\bs/", "sur ", nom, flags=re.IGNORECASE)
    return " ".join(ABREGES.get(mot, mot) for mot in sans_accents(nom).split())


def _ville_a_arrondissements(texte: str) -> bool:
    return bool(re.search(r"\b(paris|lyon|marseille)$", sans_accents(texte)))


def _commune(texte: str) -> str:
    """« Lyon 3e arrondissement » and « paris 12 » are Lyon and Paris, which INSEE counts whole."""
    return re.sub(
        r"\b(paris|lyon|marseille) \d{1,2} ?(er|e|eme|ieme)?\b( arr\w*)?",
        r"\1",
        nom_cherchable(texte),
    )


def departement_de(code: str) -> str:
    """The département of an INSEE code or of a postcode, which in Corsica says « 20 » for both."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _prendre_code_postal(texte: str) -> tuple[str, str]:
    """(postcode or nothing, what remains). « 42 600 » counts only where it stands alone."""
    if seul := re.fullmatch(r"(\d{2}) (\d{3})", texte):
        return seul[1] + seul[2], ""
    if trouve := re.search(r"(?<!\d)\d{5}(?!\d)", texte):
        return trouve[0], f"{texte[: trouve.start()]} {texte[trouve.end() :]}".strip()
    return "", texte


def _prendre_departement(texte: str) -> tuple[str, str]:
    """(département or nothing, what remains) of « Roanne (42) » and « Roanne 42 »."""
    if trouve := re.fullmatch(rf"(.*)\(\s*({DEPARTEMENT})\s*\)", texte, re.IGNORECASE):
        return trouve[2].upper(), trouve[1].strip()
    trouve = re.fullmatch(rf"(\D*[^\W\d])\W+({DEPARTEMENT})", texte, re.IGNORECASE)
    if trouve and not _ville_a_arrondissements(trouve[1]):
        return trouve[2].upper(), trouve[1]
    return "", texte


def lire(texte: str) -> Ecrit:
    """Take apart what was typed for a place; never fails, at worst all of it is ``nom``."""
    texte = " ".join(texte[:LONGUEUR_MAXIMALE].split())
    code_postal, reste = _prendre_code_postal(texte)
    departement = ""
    if re.search(r"\bcedex\b", reste, re.IGNORECASE):
        # A CEDEX code is an organisation's letter box: it only says the département.
        departement = "" if code_postal.startswith("20") else departement_de(code_postal)
        code_postal, reste = "", re.sub(r"\bcedex\b( \d{1,2}\b)?", "", reste, flags=re.IGNORECASE)
    elif not code_postal:
        departement, reste = _prendre_departement(reste)
    fin = reste.rstrip(" ,").rpartition(",")[2]
    return Ecrit(texte, _commune(reste), _commune(fin), code_postal, departement)


def passages(nom: str) -> list[str]:
    """Runs of up to eight words of ``nom`` that may be a commune, the last and longest first.

    Someone who writes « 12 rue de Lyon, Roanne » lives in Roanne: the end of the line counts most,
    and what a street is named after does not count at all.
    """
    mots = nom.split()
    return [
        " ".join(mots[debut:fin])
        for fin in range(len(mots), 0, -1)
        for debut in range(max(0, fin - 8), fin)
        if _peut_commencer(mots, debut) and len(" ".join(mots[debut:fin])) > 2
    ]


def _peut_commencer(mots: list[str], debut: int) -> bool:
    """Whether a commune's name may begin at this word: not in « rue de … », nor « 12 rue … »."""
    if mots[debut].isdigit() or (len(mots) > 1 and VOIES.fullmatch(mots[debut])):
        return False
    lies = 0
    while lies < debut and mots[debut - lies - 1] in LIENS:
        lies += 1
    return not lies or debut == lies or not VOIES.fullmatch(mots[debut - lies - 1])


def bouts(nom: str) -> list[str]:
    """The passages that end the line, the longest first: where a commune is usually written."""
    return [passage for passage in passages(nom) if nom.endswith(passage)]
