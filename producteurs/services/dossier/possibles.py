"""What an agent may do with a file today; the pages show these acts and no other."""

from __future__ import annotations

from collections.abc import Mapping

from producteurs.models import Dossier, EtatDossier
from socle.comptes.models import Compte

ACTES: Mapping[EtatDossier, tuple[str, ...]] = {
    EtatDossier.BROUILLON: ("radier",),
    EtatDossier.SOUMIS: ("prendre", "valider", "completer", "refuser", "radier"),
    EtatDossier.INSTRUCTION: ("valider", "completer", "refuser", "radier"),
    EtatDossier.VISITE: ("valider", "completer", "refuser", "radier"),
    EtatDossier.COMPLEMENT: ("prendre", "refuser", "radier"),
    EtatDossier.VALIDE: ("valider", "suspendre", "radier"),
    EtatDossier.REFUSE: ("radier",),
    EtatDossier.SUSPENDU: ("valider", "radier"),
    EtatDossier.APPEL: ("donner_raison", "confirmer"),
    EtatDossier.RADIE: ("rouvrir",),
}


def actes_possibles(dossier: Dossier, agent: Compte) -> tuple[str, ...]:
    """The names of the acts that are open to this agent, in the order of the page."""
    if dossier.producteur.fusionne_dans_id is not None or juge_et_partie(dossier, agent):
        return ()
    actes = ACTES[dossier.etat]
    if dossier.etat is EtatDossier.VALIDE and dossier.renouvellement_demande_le is not None:
        return ("valider", "differer", *actes[1:])
    return actes


def juge_et_partie(dossier: Dossier, agent: Compte) -> bool:
    """Whether this agent took the very decision that the farm contests."""
    return dossier.etat is EtatDossier.APPEL and dossier.decide_par_id == agent.id
