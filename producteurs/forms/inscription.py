"""Registering a farm, once those that look like it have been shown."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField

from producteurs.errors.doublons import PeutEtreInscrite
from producteurs.forms.fiche import FormulaireInscription
from producteurs.models import Producteur
from socle.errors import Refus


class FormulaireInscriptionVerifiee(FormulaireInscription):
    """``lues`` are the numbers of the farms already shown; ``fermes`` those to show now."""

    lues = HiddenField()
    fermes: Sequence[Producteur] = ()

    def refuser(self, refus: Refus) -> None:
        if isinstance(refus, PeutEtreInscrite):
            self.fermes = refus.details["fermes"]
            self.lues.data = ",".join(str(ferme.id) for ferme in self.fermes)
        super().refuser(refus)

    def numeros_lus(self) -> list[int]:
        return [int(n) for n in (self.lues.data or "").split(",") if n.isascii() and n.isdigit()]
