"""What answers a request of confirmation: the mail's link, the farm signed in, an agent's call."""

from __future__ import annotations

from datetime import timedelta

from producteurs.errors.public import FicheARelire, LienDejaServi, LienPerdu
from producteurs.models import (
    DemandeConfirmation,
    EtatDossier,
    Producteur,
    ReponseConfirmation,
)
from producteurs.queries.fiche import relire_sous_verrou
from producteurs.queries.fraicheur import demande_du_lien
from producteurs.services.dossier.decision import radier_dossier
from producteurs.services.dossier.envoi import arreter_ferme
from producteurs.services.fraicheur import confirmer, empreinte, recommencer
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter
from socle.langue import _

RAPPEL = timedelta(days=7)
"""How long a line that is put off stays out of the agent's list."""


def lire_lien(jeton: str) -> DemandeConfirmation:
    """The request that this link answers, answered or not; ``LienPerdu`` when there is none.

    Reading changes nothing: mail scanners open every link.
    """
    demande = demande_du_lien(empreinte(jeton))
    ferme_par_d_autres = demande is not None and (
        demande.repondue_le is None and demande.producteur.dossier.etat is EtatDossier.RADIE
    )
    if demande is None or ferme_par_d_autres:
        raise LienPerdu
    return demande


def confirmer_par_lien(demande: DemandeConfirmation, *, version: int | None) -> None:
    """« Tout est juste », about the state of the record that was on the page; once."""
    _relire(demande, version)
    confirmer(demande.producteur, par=None, motif=_("Tout est juste, répond la ferme."))


def confirmer_fiche(producteur: Producteur, *, version: int | None, par: Compte) -> None:
    """The same, by the farm signed in, whenever it likes."""
    relire_sous_verrou(producteur)
    if version != producteur.version:
        raise FicheARelire
    confirmer(producteur, par=par, motif=_("Tout est juste, dit la ferme."))


def confirmer_par_telephone(demande: DemandeConfirmation, *, par: Compte) -> None:
    """An agent called: all is right."""
    _relire(demande)
    confirmer(demande.producteur, par=par, motif=_("Tout est juste, dit la ferme au téléphone."))


def redemander(demande: DemandeConfirmation, *, par: Compte) -> None:
    """Ask again: the days of silence start anew, and the line waits for what they bring."""
    _relire(demande)
    demande.rappeler_le = horloge.aujourdhui() + RAPPEL
    _noter(demande, par, _("Confirmation redemandée par courriel."))
    recommencer(demande)


def remettre(demande: DemandeConfirmation, *, note: str, par: Compte) -> None:
    """Later: the line comes back in a week, with what the agent noted."""
    _relire(demande)
    demande.note = note.strip()
    demande.rappeler_le = horloge.aujourdhui() + RAPPEL
    _noter(demande, par, _("À rappeler. %(note)s", note=demande.note).strip())


def arreter_par_lien(demande: DemandeConfirmation, *, precision: str = "") -> None:
    """« J’arrête », said twice: the file is closed by the farm itself, and kept."""
    _relire(demande)
    _clore(demande)
    motif = f"{_('La ferme dit, par le lien de son courriel, qu’elle arrête.')} {precision}"
    arreter_ferme(demande.producteur.dossier, par=None, motif=motif.strip(), confirme=True)


def cesser(demande: DemandeConfirmation, *, precision: str, par: Compte) -> None:
    """An agent learnt that the farm has stopped: its file is closed, and kept."""
    _relire(demande)
    _clore(demande)
    motif = f"{_('L’activité a cessé.')} {precision}"
    radier_dossier(demande.producteur.dossier, par=par, motif=motif.strip())


def _clore(demande: DemandeConfirmation) -> None:
    demande.reponse = ReponseConfirmation.ARRET
    demande.repondue_le = horloge.maintenant()


def _relire(demande: DemandeConfirmation, version: int | None = None) -> None:
    """The request as it stands now, under the lock of its record; raise when it was answered, or
    renewed by another mail, or when another ``version`` of the record was read."""
    avant = demande.jeton
    relire_sous_verrou(demande.producteur)
    session.refresh(demande)
    if demande.jeton != avant:
        raise LienPerdu
    if demande.repondue_le is not None:
        raise LienDejaServi
    if version is not None and version != demande.producteur.version:
        raise FicheARelire


def _noter(demande: DemandeConfirmation, par: Compte, motif: str) -> None:
    dossier = demande.producteur.dossier
    etat = dossier.fraicheur
    noter("dossier", dossier.id, de=etat, vers=etat, par=par, motif=motif)
