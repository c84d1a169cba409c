"""The journal of a dossier in sentences: who did what, by the states that one line goes between.

Papers, visits, proposals and freshness write in the same journal with the states of their own
enums, which are told apart here by where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from producteurs.vocabulaire.mots import Mot
from socle.langue import _, _l


class Auteur(Protocol):
    @property
    def nom_complet(self) -> str: ...


class Ligne(Protocol):
    """One line of the journal."""

    @property
    def de(self) -> str: ...
    @property
    def vers(self) -> str: ...
    @property
    def par(self) -> Auteur | None: ...


PASSAGES: Mapping[tuple[str, str], Mot] = {
    # The dossier itself.
    ("complement", "soumis"): _l("a répondu à la demande de complément"),
    ("refuse", "soumis"): _l("a corrigé et renvoyé le dossier"),
    ("valide", "soumis"): _l("a renvoyé le dossier, arrivé à son terme"),
    ("radie", "soumis"): _l("a renvoyé le dossier pour reprendre"),
    ("visite", "instruction"): _l("a repris l’instruction après la visite"),
    ("complement", "instruction"): _l("a repris l’instruction sans attendre le complément"),
    ("radie", "instruction"): _l("a rouvert le dossier"),
    ("visite", "visite"): _l("a déplacé la visite"),
    ("valide", "valide"): _l("a renouvelé la validation"),
    ("suspendu", "valide"): _l("a levé la suspension"),
    ("appel", "valide"): _l("a donné raison à la ferme, en appel"),
    ("appel", "refuse"): _l("a confirmé le refus, en appel"),
    ("appel", "suspendu"): _l("a confirmé la suspension, en appel"),
    ("appel", "radie"): _l("a confirmé la fermeture, en appel"),
    ("valide", "a_renouveler"): _l("a demandé le renouvellement"),
    ("a_renouveler", "complement"): _l("a demandé un complément avant de renouveler"),
    # Papers.
    ("deposee", "acceptee"): _l("a accepté une pièce"),
    ("deposee", "refusee"): _l("a refusé une pièce"),
    ("acceptee", "refusee"): _l("a refusé une pièce d’abord acceptée"),
    ("refusee", "acceptee"): _l("a accepté une pièce d’abord refusée"),
    ("acceptee", "acceptee"): _l("a changé la date d’une pièce"),
    ("acceptee", "rappelee"): _l("a rappelé à la ferme qu’une pièce finit"),
    # Visits.
    ("prevue", "prevue"): _l("a changé le rendez-vous de la visite"),
    # Changes of the record.
    ("", "acceptee"): _l("a modifié la fiche"),
    ("proposee", "acceptee"): _l("a accepté la modification de la fiche"),
    ("proposee", "refusee"): _l("a refusé la modification de la fiche"),
    ("proposee", "retiree"): _l("a retiré la modification proposée"),
    # Freshness: a line that goes nowhere is a word about the request.
    ("sans_reponse", "sans_reponse"): _l("a suivi la demande de confirmation"),
    ("non_confirme", "non_confirme"): _l("a suivi la demande de confirmation"),
    ("retire", "retire"): _l("a suivi la demande de confirmation"),
    ("retire", "confirme"): _l("a confirmé la fiche, qui revient sur la carte"),
}

ARRIVEES: Mapping[str, Mot] = {
    "brouillon": _l("a inscrit la ferme"),
    "soumis": _l("a envoyé le dossier à la chambre"),
    "instruction": _l("a pris le dossier en instruction"),
    "visite": _l("a prévu une visite"),
    "complement": _l("a demandé un complément"),
    "valide": _l("a validé la ferme"),
    "refuse": _l("a refusé le dossier"),
    "suspendu": _l("a suspendu la ferme"),
    "appel": _l("a contesté la décision"),
    "radie": _l("a fermé le dossier"),
    "deposee": _l("a déposé une pièce"),
    "prevue": _l("a proposé une date de visite"),
    "faite": _l("a rendu compte de la visite"),
    "annulee": _l("a annulé la visite"),
    "proposee": _l("a proposé une modification de la fiche"),
    "confirme": _l("a confirmé la fiche"),
    "sans_reponse": _l("a noté la fiche sans réponse"),
    "non_confirme": _l("a marqué la fiche « non confirmée »"),
    "retire": _l("a retiré la ferme de la carte, faute de réponse"),
}


def phrase_du_journal(ligne: Ligne) -> str:
    """« Agathe Roux a demandé un complément ». Without a name it was the farm, by the link of a
    mail, or the calendar."""
    fait = PASSAGES.get((ligne.de, ligne.vers)) or ARRIVEES.get(ligne.vers)
    qui = _("La ferme") if ligne.vers in {"confirme", "radie"} else _("Le calendrier")
    qui = ligne.par.nom_complet if ligne.par else qui
    if fait is None:
        return f"{qui} : {ligne.vers.replace('_', ' ')}"
    if (ligne.de, ligne.vers) not in PASSAGES and ligne.de == "radie":
        fait = _l("a remis le dossier dans son état d’avant la fusion")
    return f"{qui} {fait}"
