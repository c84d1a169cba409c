"""Names in capitals, written as people write them; legal forms stay in capitals."""

from __future__ import annotations

import re

FORMES = frozenset(
    [
        "EARL",
        "GAEC",
        "SCEA",
        "SARL",
        "SAS",
        "SASU",
        "SCA",
        "SA",
        "SCI",
        "EURL",
        "SNC",
        "SCOP",
        "SCIC",
        "SICA",
        "CUMA",
        "GFA",
        "EI",
        "EIRL",
        "GIE",
        "SEP",
        "AMAP",
        "ESAT",
        "EHPAD",
        "CAT",
        "GAEC.",
        "SCEV",
        "SCEV.",
        "CFPPA",
        "EPLEFPA",
    ]
)
_SIGLES = FORMES | {"AB", "AOP", "AOC", "IGP", "HVE", "BIO", "CCAS", "MJC", "ZA", "ZI", "ZAC", "BP"}
_LIAISONS = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "et",
        "à",
        "a",
        "au",
        "aux",
        "en",
        "sur",
        "sous",
        "chez",
        "par",
        "pour",
        "lès",
        "lez",
        "dit",
    ]
)
_VOIES = frozenset(
    [
        "rue",
        "chemin",
        "route",
        "avenue",
        "boulevard",
        "place",
        "impasse",
        "allée",
        "allee",
        "allées",
        "lieu",
        "lieu-dit",
        "lotissement",
        "montée",
        "montee",
        "quai",
        "hameau",
        "cours",
        "passage",
        "square",
        "chem",
        "che",
        "rte",
        "av",
        "bd",
        "imp",
        "bis",
        "ter",
    ]
)
_MOT = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)


def en_capitales(texte: str) -> bool:
    """Whether it is all shouted, forms and initials aside."""
    mots = [m for m in re.findall(r"[^\W\d_]+", texte) if m.upper() not in FORMES]
    lettres = "".join(mots)
    return len(lettres) >= 4 and lettres == lettres.upper() and any(len(m) > 2 for m in mots)


def nom_propre(nom: str) -> str:
    """« GAEC DE LA BROCHETIERE » is « GAEC de la Brochetiere »; « Gaec du Bois », « GAEC du Bois ».

    Names that are not all in capitals keep their letters, but for their legal form.
    """
    if en_capitales(nom):
        return _casse(nom, frozenset())
    return re.sub(
        r"\b(gaec|earl|scea|sarl|eurl|sas|scev|sica|cuma)\b",
        lambda trouve: trouve[0].upper(),
        nom,
        flags=re.IGNORECASE,
    )


def adresse_propre(adresse: str) -> str:
    """« 12 RUE DES LILAS » is « 12 rue des Lilas »."""
    return _casse(adresse, _VOIES) if en_capitales(adresse) else adresse


def _casse(texte: str, petits: frozenset[str]) -> str:
    morceaux = _MOT.findall(texte)
    ecrits = []
    for rang, mot in enumerate(morceaux):
        bas = mot.lower()
        suite = morceaux[rang + 1] if rang + 1 < len(morceaux) else ""
        if not mot.isalpha():
            ecrits.append(mot)
        elif "AMAP" in mot or (mot.upper() in _SIGLES and not (len(mot) <= 2 and suite in "'’-")):
            ecrits.append(mot.upper())
        elif (bas in _LIAISONS or bas in petits) and any(m.isalnum() for m in morceaux[:rang]):
            ecrits.append(bas)
        elif bas in petits:
            ecrits.append(bas.capitalize())
        else:
            ecrits.append(bas.capitalize())
    return "".join(ecrits)
