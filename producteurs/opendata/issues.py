"""What becomes of a row, from what was found in it. A repair alone sends nothing to review."""

from __future__ import annotations

from producteurs.models import IssueLigne
from producteurs.services.importation.ligne import Brute, FicheLue, LigneAnalysee, Ressemblance

REFUS = frozenset({"illisible", "ligne_vide", "sans_nom"})
"""Nothing can be made of such a row."""

REVUE = frozenset(
    {
        "cellules_en_trop",
        "cle_repetee",
        "commune_inconnue",
        "doublon_possible",
        "hors_france",
        "hors_territoire",
        "loin_de_la_commune",
        "sans_position",
        "siret_faux",
    }
)
"""Somebody must look at it. The other codes only tell what was done."""

DOUBLON = "doublon_possible"


def decider(
    brute: Brute,
    fiche: FicheLue,
    connue: tuple[int, str] | None,
    semblable: Ressemblance | None,
    marque: str,
) -> LigneAnalysee:
    """Tell a row's issue; ``connue`` is the entry that its key already names, with the hash of what
    it last said, ``marque`` the hash of what it says now."""
    motifs = list(dict.fromkeys(fiche.motifs))
    producteur_id = connue[0] if connue else None
    doublon_ligne = None
    if REFUS & set(motifs):
        issue = IssueLigne.REFUSE
    elif connue and connue[1] == marque:
        issue = IssueLigne.INCHANGE  # whoever had to look at it has done so
    else:
        if semblable:
            motifs += [m for m in (DOUBLON, *semblable.motifs) if m not in motifs]
            doublon_ligne = semblable.doublon_ligne
            producteur_id = producteur_id or semblable.producteur_id
        issue = IssueLigne.MIS_A_JOUR if connue else IssueLigne.CREE
        if REVUE & set(motifs):
            issue = IssueLigne.A_REVOIR
    return LigneAnalysee(
        brute=brute,
        fiche=fiche,
        issue=issue,
        motifs=motifs,
        doublon_ligne=doublon_ligne,
        producteur_id=producteur_id,
        empreinte=marque,
    )
