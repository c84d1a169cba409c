"""The public's report of an error, and the chamber's answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import MotifSignalement, Signalement
from producteurs.vocabulaire import MOTIFS_SIGNALEMENT, majuscule
from socle.langue import _l
from socle.web.formulaires import CasesField, CourrielField, choix


class FormulaireSignalement(FormulaireDuRegistre):
    """Needs no account. ``sujet_bis`` is a field that nobody sees: who fills it is a machine."""

    motif = RadioField(_l("Qu’est-ce qui ne va pas ?"), [InputRequired()])
    texte = TextAreaField(
        _l("Ce que vous savez"),
        [Length(max=2000)],
        description=_l(
            "Ce qui est faux, et ce qui serait juste : sans cela, nous ne saurions pas quoi "
            "corriger. Ne nommez personne."
        ),
        render_kw={"rows": 4},
    )
    courriel = CourrielField(
        _l("Votre courriel, pour connaître la suite"),
        [Optional(), Email(), Length(max=200)],
        description=_l("La ferme ne le verra pas. Il est effacé trente jours après notre réponse."),
    )
    sujet_bis = StringField(_l("Laissez ce champ vide"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.motif.choices = choix({m: majuscule(mot) for m, mot in MOTIFS_SIGNALEMENT.items()})

    @property
    def d_une_machine(self) -> bool:
        return bool(self.sujet_bis.data)

    def motif_choisi(self) -> MotifSignalement:
        return MotifSignalement(self.motif.data)


class FormulaireTraitement(FormulaireDuRegistre):
    """An agent's answer to the ticked reports of one farm."""

    signalements = CasesField(_l("Signalements"), [InputRequired()], coerce=int)
    reponse = TextAreaField(
        _l("Ce qui a été fait, ou pourquoi rien n’est à faire"),
        [
            DataRequired(_l("Dites ce qui a été fait, ou pourquoi il n’y a rien à faire.")),
            Length(max=1000),
        ],
        description=_l("Les personnes qui ont laissé leur adresse liront cette phrase."),
        render_kw={"rows": 2},
    )
    clore = BooleanField(_l("Clore aussi le dossier : la ferme a cessé son activité"))

    @classmethod
    def pour(cls, lot: Sequence[Signalement]) -> FormulaireTraitement:
        """The form as the list shows it for one farm, every report ticked."""
        return cls._de(lot, formdata=None, data={"signalements": [s.id for s in lot]})

    @classmethod
    def recu(cls, lot: Sequence[Signalement]) -> FormulaireTraitement:
        """The form as it was sent, about these reports."""
        return cls._de(lot)

    @classmethod
    def _de(cls, lot: Sequence[Signalement], **options: Any) -> FormulaireTraitement:
        # Several forms share the page: each field's id says of which farm it is.
        prefixe = f"ferme-{lot[0].producteur_id}-"
        form = cls(**options)
        form.signalements.choices = [(s.id, "") for s in lot]
        for champ in form:
            champ.id = champ.label.field_id = f"{prefixe}{champ.short_name}"
        return form

    def texte(self) -> str:
        return self.reponse.data or ""
