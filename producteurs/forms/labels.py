"""What an agent says of a label, on the line where it is read."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.vocabulaire.labels import MOTIFS_LABEL
from socle.langue import _l
from socle.web.formulaires import choix

MESURE = 300


class _Ligne(FormulaireDuRegistre):
    """``retour`` is « dossier » when the line is on the farm's page, else one is on the list."""

    retour = HiddenField()

    @property
    def au_dossier(self) -> bool:
        return str(self.retour.data) == "dossier"

    def fautes(self) -> list[str]:
        """Why it was refused, in sentences."""
        return [str(e) for champ in self for e in champ.errors] + [str(e) for e in self.form_errors]


class FormulaireVerification(_Ligne):
    """On which proof."""

    source = StringField(_l("Sur quelle preuve"), [Length(max=MESURE)])
    organisme = StringField(_l("Organisme certificateur"), [Length(max=MESURE)])
    certificat = StringField(_l("Adresse du certificat"), [Length(max=MESURE)])


class FormulaireRetrait(_Ligne):
    """Why a badge is taken down: one of the usual reasons, and more words."""

    motif = SelectField(_l("Pourquoi"), choices=choix(MOTIFS_LABEL))
    precision = StringField(_l("En quelques mots, pour la ferme"), [Length(max=MESURE)])

    def phrase(self) -> str:
        usuel = MOTIFS_LABEL.get(self.motif.data or "", "")
        return " ".join(filter(None, (str(usuel), (self.precision.data or "").strip())))


class FormulaireGarde(_Ligne):
    """Why what a register says is left as it is."""

    motif = StringField(_l("Pourquoi"), [Length(max=MESURE)])
