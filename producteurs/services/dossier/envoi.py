"""What the farm does with its own file: send it, ask for a renewal, stop."""

from __future__ import annotations

from collections.abc import Sequence

from producteurs.errors import DossierIncomplet
from producteurs.errors.dossier import (
    ArretAConfirmer,
    RenouvellementDejaDemande,
    RenouvellementTropTot,
)
from producteurs.mails import dossier as mails
from producteurs.models import Dossier, EtatDossier, Producteur, Situation
from producteurs.queries.dossier import fermee_par_elle_meme
from producteurs.queries.pieces import Besoin, besoins
from producteurs.services.dossier.passage import (
    ailleurs,
    decider,
    lire_motif,
    passer,
    prevenir,
    relire,
)
from producteurs.vocabulaire import SORTES_PIECE
from socle import horloge
from socle.comptes.models import Compte
from socle.journal.services import noter
from socle.langue import _
from socle.typographie import date_courte


def ce_qui_manque(producteur: Producteur, papiers: Sequence[Besoin] | None = None) -> list[str]:
    """What the chamber needs before it can decide, in words; empty when the file is complete.

    The record first, then the papers that are asked for and neither valid nor waiting (read here
    unless ``papiers`` are given).
    """
    if papiers is None:
        papiers = besoins(producteur.dossier)
    champs = [
        (_("l’adresse"), producteur.adresse),
        (_("une description"), producteur.description),
        (_("au moins une famille de produits"), producteur.familles_liees),
        (_("au moins une façon de vendre"), producteur.modes_lies),
        (_("un téléphone ou un courriel"), producteur.telephone or producteur.courriel),
    ]
    fiche = [mot for mot, present in champs if not present]
    return [*fiche, *(str(SORTES_PIECE[besoin.sorte]) for besoin in papiers if besoin.manque)]


def soumettre_dossier(dossier: Dossier, *, par: Compte) -> None:
    """A complete file goes to the chamber; raise ``DossierIncomplet`` naming what is missing.

    Also the answer to what the chamber asked for, what an expired farm does, and how one that had
    stopped by itself comes back.
    """
    relire(dossier)
    _verifier_l_envoi(dossier)
    if manques := ce_qui_manque(dossier.producteur):
        raise DossierIncomplet(manques=", ".join(manques))
    passer(dossier, EtatDossier.SOUMIS, par=par)
    dossier.soumis_le = horloge.maintenant()
    dossier.motif = ""
    dossier.conteste, dossier.contestation = None, ""
    dossier.renouvellement_demande_le = dossier.rappel_echeance = None
    prevenir(dossier, mails.dossier_recu)


def demander_renouvellement(dossier: Dossier, *, par: Compte) -> None:
    """A farm whose date nears asks for the next one, and stays public meanwhile.

    Raise ``RenouvellementTropTot``, ``RenouvellementDejaDemande``, or ``DossierIncomplet``.
    """
    relire(dossier)
    if dossier.renouvellement_demande_le is not None:
        raise RenouvellementDejaDemande
    situation = dossier.situation(horloge.aujourdhui())
    if situation is Situation.VALIDE and dossier.valide_jusqu_au is not None:
        raise RenouvellementTropTot(jour=date_courte(dossier.valide_jusqu_au))
    if situation is not Situation.A_RENOUVELER:
        raise ailleurs(dossier)
    if manques := ce_qui_manque(dossier.producteur):
        raise DossierIncomplet(manques=", ".join(manques))
    dossier.renouvellement_demande_le = horloge.maintenant()
    dossier.motif = ""
    noter("dossier", dossier.id, de=Situation.VALIDE, vers=Situation.A_RENOUVELER, par=par)
    prevenir(dossier, mails.renouvellement_recu)


def arreter_ferme(dossier: Dossier, *, par: Compte | None, motif: str, confirme: bool) -> None:
    """The farm stops: its file is closed and kept; orders already taken remain due.

    ``par`` is None when it answered by the link of a mail, without signing in. Raise
    ``ArretAConfirmer`` unless ``confirme``.
    """
    lu = lire_motif(motif)
    if not confirme:
        raise ArretAConfirmer
    relire(dossier)
    decider(dossier, EtatDossier.RADIE, par=par, motif=lu)
    prevenir(dossier, mails.ferme_arretee)


def _verifier_l_envoi(dossier: Dossier) -> None:
    """What the table allows and the farm does not: a valid file is renewed, one that the chamber
    has closed is contested."""
    valide = dossier.etat is EtatDossier.VALIDE and not dossier.expire(horloge.aujourdhui())
    fermee = dossier.etat is EtatDossier.RADIE and not fermee_par_elle_meme(dossier)
    if valide or fermee:
        raise ailleurs(dossier)
