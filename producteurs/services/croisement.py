"""Two people on one record: what each changed is kept, and what both changed is asked again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from producteurs.errors import FicheChangeeEntreTemps, PropositionRefuseeEntreTemps
from producteurs.models import EtatRevision, Producteur, Revision
from producteurs.models.fiche import Etat, appliquer, defaire, differences, etat_de
from producteurs.queries import revision as queries
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from producteurs.vocabulaire.phrases import enumerer
from socle.comptes.models import Compte
from socle.langue import _

INCONNUE = 0
"""The version of a form that does not say from which state it was made."""


def etat_montre(producteur: Producteur, ouverte: Revision | None) -> Etat:
    """What the farm's people see of their record: the accepted state, or what they propose."""
    present = etat_de(producteur)
    return appliquer(present, ouverte.changements) if ouverte else present


def reunir(
    producteur: Producteur,
    dit: Etat,
    ouverte: Revision | None,
    *,
    par: Compte,
    version: int,
    proposition: int | None,
) -> Etat:
    """What ``dit`` makes of the record as it stands, field by field.

    ``version`` and ``proposition`` (its number) are what the form was made from. A field that only
    one of two people changed takes that change; raise ``FicheChangeeEntreTemps`` when both changed
    one to different values, when the chamber refused meanwhile what was proposed, or when nobody
    can tell from what state the form was made and it differs.
    """
    present = etat_montre(producteur, ouverte)
    suivies = queries.acceptees_depuis(producteur, version)
    portee = queries.revision_numero(producteur, proposition) if proposition else None
    depart = None
    connue = 1 <= version <= producteur.version
    if connue and [r.base for r in suivies] == list(range(version, producteur.version)):
        depart = etat_de(producteur)
        for revision in reversed(suivies):
            depart = defaire(depart, revision.changements)
        depart = appliquer(depart, portee.changements) if portee else depart
    ecartee = portee is not None and _ecartee(portee)
    repris, conflits = _comparer(dit, depart, present, portee if ecartee else None)
    if conflits:
        refus = PropositionRefuseeEntreTemps if ecartee else FicheChangeeEntreTemps
        raise refus(
            qui=_qui([*suivies, *([ouverte] if ouverte else [])], par, conflits),
            champs=enumerer([str(CHAMPS_DE_LA_FICHE[champ]) for champ in conflits]),
            conflits={champ: present[champ] for champ in conflits},
            repris={champ: present[champ] for champ in repris},
            dit=dit,
            version=producteur.version,
            proposition=ouverte.id if ouverte else None,
        )
    return dit | {champ: present[champ] for champ in repris}


def _ecartee(portee: Revision) -> bool:
    """Whether somebody said no to it; one whose place a newer one took was not."""
    return portee.etat is EtatRevision.REFUSEE or (
        portee.etat is EtatRevision.RETIREE and portee.decidee_par_id is not None
    )


def _comparer(
    dit: Etat, depart: Etat | None, present: Etat, ecartee: Revision | None
) -> tuple[list[str], list[str]]:
    """The fields that only others changed, and those on which one is to decide again."""
    desaccords = differences(dit, present)
    if depart is None:
        return [], list(desaccords)
    reproposes = ecartee.changements if ecartee else {}
    repris = [c for c in desaccords if dit[c] == depart[c] and c not in reproposes]
    conflits = [
        c
        for c in desaccords
        if c in reproposes or (dit[c] != depart[c] and present[c] != depart[c])
    ]
    return repris, conflits


def _qui(revisions: Sequence[Revision], par: Compte, conflits: Iterable[str]) -> str:
    """Who changed one of these fields, in words."""
    cherches = set(conflits)
    noms: dict[str, Any] = {}
    for revision in revisions:
        if cherches & set(revision.changements):
            auteur = revision.proposee_par
            if auteur is None:
                noms[_("la chambre d’agriculture")] = None
            elif auteur.id == par.id:
                noms[_("votre compte, dans une autre fenêtre")] = None
            else:
                noms[auteur.nom_complet] = None
    return enumerer(list(noms)) or _("quelqu’un d’autre")
