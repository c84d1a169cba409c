"""A decision that the farm contests is looked at again by somebody else."""

from __future__ import annotations

from datetime import date, datetime

from producteurs.errors.dossier import (
    AppelDejaJuge,
    AutreAgentRequis,
    ContestationVide,
    DecisionDeLaFerme,
    RienAContester,
)
from producteurs.mails import dossier as mails
from producteurs.models import Dossier, EtatDossier
from producteurs.queries.dossier import fermee_par_elle_meme
from producteurs.services.dossier.decision import ouvrir, verifier_echeance
from producteurs.services.dossier.passage import (
    ailleurs,
    decider,
    lire_motif,
    passer,
    prevenir,
    relire,
)
from socle import horloge
from socle.comptes.models import Compte

CONTESTABLES = frozenset({EtatDossier.REFUSE, EtatDossier.SUSPENDU, EtatDossier.RADIE})


def contester_decision(dossier: Dossier, *, par: Compte, texte: str) -> None:
    """The farm says in its own words why the chamber should look again; once for each decision."""
    if not texte.strip():
        raise ContestationVide
    relire(dossier)
    if dossier.etat not in CONTESTABLES:
        raise RienAContester
    if fermee_par_elle_meme(dossier):
        raise DecisionDeLaFerme
    if dossier.conteste is not None:
        raise AppelDejaJuge
    dossier.conteste = passer(dossier, EtatDossier.APPEL, par=par, motif=texte.strip())
    dossier.contestation = texte.strip()
    dossier.soumis_le = horloge.maintenant()
    prevenir(dossier, mails.appel_recu)


def donner_raison(
    dossier: Dossier,
    *,
    par: Compte,
    jusqu_au: date,
    vu_le: datetime | None = None,
    sans_piece: str = "",
) -> None:
    """The farm was right: it is valid until ``jusqu_au``, says another agent than the first.

    ``sans_piece``: as for ``valider_dossier``.
    """
    verifier_echeance(jusqu_au)
    _relire_en_appel(dossier, par, vu_le)
    ouvrir(dossier, par=par, jusqu_au=jusqu_au, sans_piece=sans_piece)
    prevenir(dossier, mails.appel_accepte)


def confirmer_en_appel(
    dossier: Dossier, *, par: Compte, motif: str, vu_le: datetime | None = None
) -> None:
    """The decision stands, says another agent than the first, and why; what was contested stays
    written, so that it is not contested twice."""
    lu = lire_motif(motif)
    conteste = _relire_en_appel(dossier, par, vu_le)
    contestation = dossier.contestation
    decider(dossier, conteste, par=par, motif=lu)
    dossier.conteste, dossier.contestation = conteste, contestation
    prevenir(dossier, mails.appel_rejete)


def _relire_en_appel(dossier: Dossier, par: Compte, vu_le: datetime | None) -> EtatDossier:
    relire(dossier, vu_le)
    if dossier.etat is not EtatDossier.APPEL or dossier.conteste is None:
        raise ailleurs(dossier)
    if dossier.decide_par_id == par.id:
        raise AutreAgentRequis
    return dossier.conteste
