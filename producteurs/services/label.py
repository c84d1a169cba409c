"""Labels that somebody checked."""

from __future__ import annotations

from producteurs.models import EtatLabel, Label, Producteur, SorteLabel
from socle import horloge
from socle.comptes.models import Compte
from socle.errors import Introuvable
from socle.journal.services import noter


def verifier_label(producteur: Producteur, sorte: SorteLabel, *, source: str, par: Compte) -> Label:
    """A label that the producteur claims counts as verified from today; ``source`` is its proof.

    Raise ``Introuvable`` when the producteur does not claim it.
    """
    label = next((label for label in producteur.labels if label.sorte is sorte), None)
    if label is None:
        raise Introuvable
    noter(
        "label",
        f"{producteur.id}/{sorte.value}",
        de=label.etat,
        vers=EtatLabel.VERIFIE,
        par=par,
        motif=source,
    )
    label.etat, label.source, label.verifie_le = EtatLabel.VERIFIE, source, horloge.aujourdhui()
    return label
