"""What SIRENE says of a farm: noted, shown, looked at by a human; never a refusal."""

from __future__ import annotations

from producteurs.errors.label import RaisonManquante
from producteurs.models import ActiviteSirene, EtatSirene, Producteur, VerificationSirene
from producteurs.queries.fiche import relire_sous_verrou
from producteurs.registres.sirene import Etablissement
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Introuvable
from socle.journal.services import noter

# The beginning of a NAF code (revision 2) and what it hints at.
ACTIVITES = (
    ("01", ActiviteSirene.PRODUCTION),
    ("03.2", ActiviteSirene.PRODUCTION),
    ("10", ActiviteSirene.TRANSFORMATION),
    ("11", ActiviteSirene.TRANSFORMATION),
    ("47", ActiviteSirene.REVENTE),
)


def activite_du_naf(naf: str) -> ActiviteSirene | None:
    """What an activity such as « 01.13Z » hints at; None when there is none."""
    if not naf:
        return None
    trouvees = (activite for debut, activite in ACTIVITES if naf.startswith(debut))
    return next(trouvees, ActiviteSirene.AUTRE)


def noter_sirene(
    producteur: Producteur, reponse: Etablissement | None, *, siret: str = ""
) -> VerificationSirene | None:
    """What SIRENE answers about ``siret``; not found is for a human to look at.

    An agent's word on the last answer holds as long as the answer is the same. None when the farm
    has another SIRET by now.
    """
    relire_sous_verrou(producteur)
    if siret not in ("", producteur.siret):
        return None
    connue = _verification(producteur)
    avant = (connue.siret, connue.etat, connue.naf)
    connue.siret = producteur.siret
    connue.naf = reponse.naf if reponse else ""
    connue.raison_sociale = reponse.raison_sociale if reponse else ""
    connue.activite = activite_du_naf(connue.naf)
    connue.repondu_le, connue.echoue_le, connue.demande_le = horloge.maintenant(), None, None
    de, connue.etat = connue.etat, _etat(reponse)
    if (connue.siret, connue.etat, connue.naf) != avant:
        connue.tranche_le, connue.tranche_motif = None, ""
    if connue.etat is not de:
        noter("sirene", producteur.id, de=de or "", vers=connue.etat, par=None, motif=connue.naf)
    return connue


def noter_sirene_muette(producteur: Producteur) -> None:
    """It was asked and gave no answer: nothing changes but the hour of that."""
    connue = _verification(producteur)
    connue.echoue_le, connue.demande_le = horloge.maintenant(), None


def demander_verification(producteur: Producteur) -> None:
    """The registers are asked as soon as the worker can, without waiting for the night."""
    relire_sous_verrou(producteur)
    _verification(producteur).demande_le = horloge.maintenant()


def oublier_la_demande(producteur: Producteur) -> None:
    """What was asked for has been done."""
    connue = session.get(VerificationSirene, producteur.id)
    if connue is not None:
        connue.demande_le = None


def garder_sirene(producteur: Producteur, *, par: Compte, motif: str) -> None:
    """An agent has looked and keeps the farm as it is, until SIRENE says something else."""
    if not motif.strip():
        raise RaisonManquante
    relire_sous_verrou(producteur)
    connue = session.get(VerificationSirene, producteur.id)
    if connue is None or connue.etat is None:
        raise Introuvable
    connue.tranche_le, connue.tranche_motif = horloge.maintenant(), motif.strip()
    noter("sirene", producteur.id, de=connue.etat, vers=connue.etat, par=par, motif=motif.strip())


def _etat(reponse: Etablissement | None) -> EtatSirene:
    if reponse is None:
        return EtatSirene.INTROUVABLE
    return EtatSirene.OUVERT if reponse.ouvert else EtatSirene.FERME


def _verification(producteur: Producteur) -> VerificationSirene:
    connue = session.get(VerificationSirene, producteur.id)
    if connue is None:
        connue = VerificationSirene(producteur_id=producteur.id, siret=producteur.siret, naf="")
        session.add(connue)
    return connue
