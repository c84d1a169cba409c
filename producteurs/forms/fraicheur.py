"""The answers to « is it still right? »: each form carries the state that was read."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Producteur
from socle.langue import _l

MESURE_D_UNE_VERSION = 9


class FormulaireConfirmation(FormulaireDuRegistre):
    """« Tout est juste », about the version that is on the page."""

    version = HiddenField()

    @classmethod
    def pour(cls, producteur: Producteur) -> FormulaireConfirmation:
        """The form as the page of ``producteur`` shows it now."""
        return cls(formdata=None, data={"version": str(producteur.version)})

    def lue(self) -> int:
        """The version that was read; -1, which no record has, when the page did not say."""
        texte = self.version.data or ""
        connue = texte.isdecimal() and len(texte) <= MESURE_D_UNE_VERSION
        return int(texte) if connue else -1


class FormulaireArret(FormulaireDuRegistre):
    """« J’arrête », asked once more."""

    precision = TextAreaField(
        _l("Un mot pour la chambre d’agriculture"),
        [Length(max=1000)],
        description=_l("Retraite, reprise par quelqu’un, fin de la vente directe…"),
        render_kw={"rows": 3},
    )

    def texte(self) -> str:
        return _coupe(self.precision.data, 1000)


class FormulaireRappel(FormulaireDuRegistre):
    """Why a farm is to be called again later."""

    note = StringField(_l("Note pour la prochaine fois"), [Length(max=300)])

    def texte(self) -> str:
        return _coupe(self.note.data, 300)


def _coupe(texte: str | None, mesure: int) -> str:
    """On a work list nothing is shown again: what is too long for the page's field is cut."""
    return (texte or "")[:mesure]
