"""A reason out of a closed list, and what one wants to add to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from producteurs.forms.champs import FormulaireDuRegistre
from socle.langue import _, _l
from socle.web.formulaires import choix


class MotifEtPrecision(FormulaireDuRegistre):
    """``motifs`` is the closed list, {code: sentence}."""

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
