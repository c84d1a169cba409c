"""The decisions of the chamber."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from producteurs.errors import FicheChangee
from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Dossier
from producteurs.services import echeance
from producteurs.vocabulaire import MOTIFS_REFUS, MOTIFS_SUSPENSION
from socle.errors import Refus
from socle.langue import _, _l
from socle.typographie import date_courte
from socle.web.formulaires import choix


class FormulaireValidation(FormulaireDuRegistre):
    """For how long; ``vu_le`` tells which state of the record was on the screen."""

    annees = RadioField(_l("Valable"), [InputRequired()], default="3")
    vu_le = HiddenField()

    def __init__(self, dossier: Dossier, **options: Any) -> None:
        self._producteur = dossier.producteur
        vu_le = self._producteur.modifie_le.isoformat()
        super().__init__(data={"vu_le": vu_le, "annees": "3"}, **options)
        self.annees.choices = choix(
            {
                "3": _("Trois ans, jusqu’au %(jour)s", jour=date_courte(echeance(3))),
                "1": _("Un an, jusqu’au %(jour)s", jour=date_courte(echeance(1))),
            }
        )

    def refuser(self, refus: Refus) -> None:
        """After a change of the record, what is shown again is its new state."""
        if isinstance(refus, FicheChangee):
            self.vu_le.data = self._producteur.modifie_le.isoformat()
        super().refuser(refus)

    def jusqu_au(self) -> date:
        return echeance(int(self.annees.data))

    def lu_le(self) -> datetime | None:
        """When the record that was read was last changed; None when the page did not say."""
        try:
            return datetime.fromisoformat(self.vu_le.data or "")
        except ValueError:
            return None


class FormulaireMotif(FormulaireDuRegistre):
    """A reason out of a closed list, and what one wants to add to it."""

    motif = SelectField(_l("Pourquoi"), [DataRequired()])
    precision = TextAreaField(
        _l("En quelques mots, pour la ferme"), [Length(max=1000)], render_kw={"rows": 3}
    )
    motifs: Mapping[str, Any]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.motif.choices = choix({"": _("Choisissez un motif"), **self.motifs})

    def phrase(self) -> str:
        """What the farm and the journal will read."""
        return f"{self.motifs[self.motif.data]} {self.precision.data or ''}".strip()


class FormulaireRefus(FormulaireMotif):
    motifs = MOTIFS_REFUS


class FormulaireSuspension(FormulaireMotif):
    motifs = MOTIFS_SUSPENSION
