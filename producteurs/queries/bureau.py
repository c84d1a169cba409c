"""The agent's desk: how much waits in each work list."""

from __future__ import annotations

from collections.abc import Mapping

from producteurs.queries.dossier import compter_a_instruire, departements_du_compte
from producteurs.queries.doublons import compter_doublons
from producteurs.queries.fraicheur import compter_sans_reponse
from producteurs.queries.labels import compter_labels
from producteurs.queries.pieces import compter_pieces
from producteurs.queries.placement import compter_a_placer
from producteurs.queries.revision import compter_propositions
from producteurs.queries.signalements import compter_signalements
from socle.comptes.models import Compte


def nombres_des_travaux(compte: Compte) -> Mapping[str, int]:
    """How many things wait in each list of this account, by the list's name, in the order in
    which they are best emptied. As many queries as lists, and one."""
    departements = departements_du_compte(compte)
    return {
        "a_instruire": compter_a_instruire(departements, compte),
        "propositions": compter_propositions(departements),
        "pieces": compter_pieces(departements),
        "signalements": compter_signalements(departements),
        "labels": compter_labels(departements),
        "sans_reponse": compter_sans_reponse(departements),
        "doublons": compter_doublons(departements),
        "a_placer": compter_a_placer(departements),
    }
