"""What an agent says of a proposed change of a record."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Revision
from producteurs.vocabulaire.fiche import MOTIFS_REVISION
from socle.langue import _, _l
from socle.web.formulaires import choix


class FormulaireRefusRevision(FormulaireDuRegistre):
    """Why the record stays as it is. Many are on one page: each has names of its own."""

    motif = SelectField(_l("Pourquoi"), [DataRequired()])
    precision = TextAreaField(
        _l("En quelques mots, pour la ferme"), [Length(max=1000)], render_kw={"rows": 2}
    )

    def __init__(self, revision: Revision, **options: Any) -> None:
        super().__init__(prefix=f"p{revision.id}-", **options)
        self.revision = revision
        self.motif.choices = choix({"": _("Choisissez un motif"), **MOTIFS_REVISION})

    def phrase(self) -> str:
        """What the farm and the journal will read."""
        return f"{MOTIFS_REVISION[self.motif.data]} {self.precision.data or ''}".strip()
