"""From what people type to one commune."""

from __future__ import annotations

from collections.abc import Sequence

from producteurs.errors import CommuneAPreciser, CommuneARevoir
from territoires.lecture import lire
from territoires.models import Commune
from territoires.queries import chercher_communes, communes, communes_ecrites

PROPOSITIONS = 5


def nom_et_code(commune: Commune) -> str:
    """« Montbrison (42600) », which ``trouver_commune`` reads back."""
    codes = commune.codes_postaux
    return f"{commune.nom} ({codes[0] if codes else commune.code_insee})"


def communes_proposees(texte: str) -> Sequence[Commune]:
    """Suggestions while one types, with their postcodes; four queries at most."""
    return chercher_communes(texte) if len(texte.strip()) > 1 else []


def trouver_commune(texte: str) -> Commune:
    """The commune named by « Montbrison », « 42600 Montbrison », « Montbrison (42600) », a
    postcode that serves only one, or an INSEE code; else a refusal with suggestions."""
    ecrit = lire(texte)
    # A postcode comes before an INSEE code of the same figures, as people use them.
    trouvees = communes_ecrites(ecrit) or (communes([ecrit.code_postal]) if not ecrit.nom else [])
    if len(trouvees) == 1:
        return trouvees[0]
    proches = (trouvees or _ressemblantes(ecrit.nom))[:PROPOSITIONS]
    if not proches:
        raise CommuneARevoir(texte=texte, suggestions=())
    noms = ", ".join(nom_et_code(c) for c in proches)
    raise CommuneAPreciser(texte=texte, suggestions=proches, propositions=noms)


def _ressemblantes(nom: str) -> Sequence[Commune]:
    """Communes whose name begins like ``nom``, as much of it as still finds some."""
    for longueur in (len(nom), 8, 5, 3):
        if longueur <= len(nom) and (trouvees := chercher_communes(nom[:longueur])):
            return trouvees
    return []
