"""What the chamber decides: valid until a date, refused, suspended, closed, opened again."""

from __future__ import annotations

from datetime import date, datetime

from producteurs.errors import EcheanceRefusee
from producteurs.errors.dossier import PiecesNonAcceptees
from producteurs.mails import dossier as mails
from producteurs.models import PASSAGES_DOSSIER, Dossier, EtatDossier
from producteurs.queries.pieces import pieces_non_acceptees
from producteurs.services.dossier.echeance import ANNEES_MAXIMUM, echeance
from producteurs.services.dossier.passage import (
    ailleurs,
    decider,
    lire_motif,
    passer,
    prevenir,
    relire,
)
from producteurs.services.fraicheur import confirmer
from producteurs.vocabulaire import SORTES_PIECE, enumerer
from socle import horloge
from socle.comptes.models import Compte
from socle.langue import _
from socle.typographie import date_courte


def valider_dossier(
    dossier: Dossier,
    *,
    par: Compte,
    jusqu_au: date,
    vu_le: datetime | None = None,
    sans_piece: str = "",
) -> None:
    """The producteur becomes public until ``jusqu_au`` included, in the future, 3 years at most.

    Also renews one that is valid and gives back one that was suspended. ``vu_le``: see ``relire``;
    ``sans_piece``: why a required paper was not waited for, else ``PiecesNonAcceptees``.
    """
    verifier_echeance(jusqu_au)
    relire(dossier, vu_le)
    _a_decider(dossier)
    message = _MESSAGES_DE_VALIDATION.get(dossier.etat, mails.dossier_valide)
    ouvrir(dossier, par=par, jusqu_au=jusqu_au, sans_piece=sans_piece)
    prevenir(dossier, message)


def refuser_dossier(
    dossier: Dossier, *, par: Compte, motif: str, vu_le: datetime | None = None
) -> None:
    """A refusal says why; the farm may correct and submit again."""
    lu = lire_motif(motif)
    relire(dossier, vu_le)
    _a_decider(dossier)
    decider(dossier, EtatDossier.REFUSE, par=par, motif=lu)
    prevenir(dossier, mails.dossier_refuse)


def suspendre_dossier(
    dossier: Dossier, *, par: Compte, motif: str, vu_le: datetime | None = None
) -> None:
    """A suspended producteur leaves the map and the sales at once, and is told why."""
    lu = lire_motif(motif)
    relire(dossier, vu_le)
    _a_decider(dossier)
    decider(dossier, EtatDossier.SUSPENDU, par=par, motif=lu)
    prevenir(dossier, mails.dossier_suspendu)


def radier_dossier(
    dossier: Dossier, *, par: Compte, motif: str, vu_le: datetime | None = None
) -> None:
    """A closed file is kept, with why it was closed; nothing of it is public any more."""
    lu = lire_motif(motif)
    relire(dossier, vu_le)
    _a_decider(dossier)
    decider(dossier, EtatDossier.RADIE, par=par, motif=lu)
    prevenir(dossier, mails.dossier_radie)


def rouvrir_dossier(dossier: Dossier, *, par: Compte, motif: str) -> None:
    """A closed file is read again from the start, by whoever opens it."""
    lu = lire_motif(motif)
    relire(dossier)
    if dossier.etat is not EtatDossier.RADIE:
        raise ailleurs(dossier)
    passer(dossier, EtatDossier.INSTRUCTION, par=par, motif=lu)
    dossier.instruit_par = par
    dossier.soumis_le = horloge.maintenant()
    dossier.motif = ""
    dossier.conteste, dossier.contestation = None, ""
    prevenir(dossier, mails.dossier_rouvert)


def verifier_echeance(jusqu_au: date) -> None:
    """Raise ``EcheanceRefusee`` unless a validation given today may last until this day."""
    maximum = echeance(ANNEES_MAXIMUM)
    if not horloge.aujourdhui() < jusqu_au <= maximum:
        raise EcheanceRefusee(maximum=date_courte(maximum))


def ouvrir(dossier: Dossier, *, par: Compte, jusqu_au: date, sans_piece: str = "") -> None:
    """Valid until this day, and to be warned anew before it."""
    if EtatDossier.VALIDE not in PASSAGES_DOSSIER[dossier.etat]:
        raise ailleurs(dossier)
    note = _("Jusqu’au %(jour)s.", jour=date_courte(jusqu_au))
    if absentes := [str(SORTES_PIECE[sorte]) for sorte in pieces_non_acceptees(dossier)]:
        if not sans_piece.strip():
            raise PiecesNonAcceptees(pieces=enumerer(absentes))
        note += " " + _("Sans %(pieces)s :", pieces=enumerer(absentes)) + f" {sans_piece.strip()}"
    decider(dossier, EtatDossier.VALIDE, par=par, motif="", note=note)
    dossier.valide_jusqu_au = jusqu_au
    dossier.rappel_echeance = None
    confirmer(dossier.producteur, par=par)


def _a_decider(dossier: Dossier) -> None:
    """What the farm contests is only decided by ``donner_raison`` or ``confirmer_en_appel``, and
    what is closed is opened again first."""
    if dossier.etat in {EtatDossier.APPEL, EtatDossier.RADIE}:
        raise ailleurs(dossier)


_MESSAGES_DE_VALIDATION = {
    EtatDossier.VALIDE: mails.dossier_renouvele,
    EtatDossier.SUSPENDU: mails.suspension_levee,
}
