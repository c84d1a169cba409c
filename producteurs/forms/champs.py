"""Fields that several forms of the registry share: a picture, a position, hours, a net quantity."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, ValidationError

from producteurs.errors import HorairesIllisibles, SaisieRefusee
from producteurs.models.horaires import ecrire_horaires, lire_horaires
from socle.errors import Refus
from socle.fichiers.errors import ImageRefusee
from socle.fichiers.services import enregistrer_image, image_connue
from socle.langue import _l
from socle.typographie import contenu
from socle.web.formulaires import Formulaire

_CONTENANCE = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(kg|g|grammes?|ml|cl|l|litres?)?")
_UNITES = {"": (1, ""), "g": (1, "g"), "kg": (1000, "g"), "ml": (1, "ml"), "cl": (10, "ml")}
CONTENANCE_MAXIMALE = 100_000


class FormulaireDuRegistre(Formulaire):
    """A form that can show a refusal of its services beside the field that it is about."""

    fait: Any = None
    """What the use case gave back."""

    def reussit(self, faire: Callable[[], object]) -> bool:
        """Whether the form was sent, reads well, and ``faire`` (its use case) accepted it.

        When not, the sentences are on the form, which is to be shown again with what it held.
        """
        if not self.validate_on_submit():
            return False
        try:
            self.fait = faire()
        except Refus as refus:
            self.refuser(refus)
            return False
        return True

    @property
    def statut(self) -> int:
        """The HTTP status of the page that shows this form."""
        return 422 if self.is_submitted() else 200

    def refuser(self, refus: Refus) -> None:
        """Put the sentence under its field, or at the head of the form."""
        champ = getattr(refus, "champ", "") if isinstance(refus, SaisieRefusee) else ""
        if champ in self:
            self[champ].errors = [*self[champ].errors, str(refus)]
        else:
            self.form_errors.append(str(refus))


class FormulaireAvecImage(FormulaireDuRegistre):
    """A picture that stays chosen when the form is shown again: its key travels with it."""

    image = FileField(
        _l("Photo"),
        description=_l("JPEG, PNG ou WebP, 10 Mo au plus. Le lieu de prise de vue est effacé."),
        render_kw={"accept": "image/jpeg,image/png,image/webp"},
    )
    image_gardee = HiddenField()
    sans_image = BooleanField(_l("Retirer la photo"))

    def validate_image(self, champ: Any) -> None:
        if not champ.data:
            return
        try:
            self.image_gardee.data = enregistrer_image(champ.data.stream)
        except ImageRefusee as refus:
            raise ValidationError(str(refus)) from refus

    def validate_image_gardee(self, champ: Any) -> None:
        if champ.data and not image_connue(champ.data):
            champ.data = ""

    def cle_image(self) -> str:
        """The key of the picture to keep, empty for none."""
        nouvelle = bool(self.image.data)
        return "" if self.sans_image.data and not nouvelle else (self.image_gardee.data or "")


class DegresField(StringField):  # type: ignore[misc]
    """A latitude or longitude, « 45,6075 » or « 45.6075 »; ``data`` is a number or None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["render_kw"] = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.5f}".replace(".", ",")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            if not re.fullmatch(r"-?\d{1,3}([.,]\d{1,15})?", valuelist[0].strip()):
                raise ValueError(str(_l("Écrivez des degrés, comme 45,6075.")))
            self.data = float(valuelist[0].strip().replace(",", "."))


class HorairesField(StringField):  # type: ignore[misc]
    """The hours of one day, « 9h-12h, 14h-18h »; ``data`` is a list of intervals."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ecrire_horaires(self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: Any = []
        try:
            self.data = lire_horaires(valuelist[0]) if valuelist else []
        except HorairesIllisibles as refus:
            raise ValueError(str(refus)) from refus


class ContenanceField(StringField):  # type: ignore[misc]
    """A net quantity, « 500 g », « 1,5 kg », « 75 cl »; ``data`` is (number, "g", "ml" or "")."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        nombre, unite = self.data or (None, "")
        return contenu(nombre, unite) if nombre else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        texte = " ".join(valuelist[0].lower().split()) if valuelist else ""
        self.data: Any = (None, "")
        if not texte:
            return
        trouve = _CONTENANCE.fullmatch(texte)
        if trouve is None:
            raise ValueError(str(_l("Écrivez un poids ou un volume, comme 500 g ou 75 cl.")))
        facteur, unite = _unite(trouve[2] or "")
        nombre = round(float(trouve[1].replace(",", ".")) * facteur)
        if not 0 < nombre <= CONTENANCE_MAXIMALE:
            raise ValueError(str(_l("Écrivez un poids ou un volume entre 1 g et 100 kg.")))
        self.data = (nombre, unite)


def _unite(mot: str) -> tuple[int, str]:
    if mot.startswith("l"):
        return 1000, "ml"
    return _UNITES["g" if mot.startswith("g") else mot]
