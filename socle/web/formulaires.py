"""The base of every form: French sentences, trimmed text, and the fields of the trade.

Choices are always given as ``choix({value: words})``; a form gives back a dataclass of its
room's services through its own method ``saisie()``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import phonenumbers
from flask_wtf import FlaskForm
from wtforms import (
    DecimalField,
    EmailField,
    PasswordField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.i18n import get_translations
from wtforms.widgets import CheckboxInput, ListWidget

from socle.langue import _l
from socle.monnaie import PrixIllisible, ecrire_prix, lire_prix

# WTForms speaks French, but like a machine: these sentences say what to do.
PHRASES: dict[str, Any] = {
    "This field is required.": _l("Remplissez ce champ."),
    "Invalid email address.": _l("Cette adresse de courriel n’est pas complète."),
    "Not a valid choice.": _l("Choisissez une des réponses proposées."),
    "Invalid Choice: could not coerce.": _l("Choisissez une des réponses proposées."),
    "Choices cannot be None.": _l("Choisissez au moins une réponse."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l(
        "Une des réponses n’est pas dans la liste."
    ),
    "'%(value)s' is not a valid choice for this field.": _l(
        "« %(value)s » n’est pas dans la liste."
    ),
    "Field must be at least %(min)d character long.": _l("Écrivez au moins %(min)d caractères."),
    "Field cannot be longer than %(max)d character.": _l(
        "C’est trop long : %(max)d caractères au plus."
    ),
    "Number must be at least %(min)s.": _l("Écrivez %(min)s ou plus."),
    "Number must be at most %(max)s.": _l("Écrivez %(max)s ou moins."),
    "Number must be between %(min)s and %(max)s.": _l(
        "Écrivez un nombre entre %(min)s et %(max)s."
    ),
    "Not a valid integer value.": _l("Écrivez un nombre entier, comme 12."),
    "Not a valid decimal value.": _l("Écrivez un nombre, comme 12,5."),
    "Not a valid float value.": _l("Écrivez un nombre, comme 12,5."),
    "Not a valid date value.": _l("Écrivez une date, comme 26/11/2026."),
    "Not a valid datetime value.": _l("Écrivez une date et une heure."),
    "Not a valid time value.": _l("Écrivez une heure, comme 16:30."),
}


_NOMBRE = re.compile(r"-?[0-9]{1,9}([.][0-9]{1,9})?")


class _Traductions:
    """Our sentence where we have one, else WTForms' own French."""

    def __init__(self) -> None:
        self._wtforms = get_translations(["fr"])

    def gettext(self, phrase: str) -> str:
        notre = PHRASES.get(phrase)
        return str(notre or self._wtforms.gettext(phrase))

    def ngettext(self, singulier: str, pluriel: str, nombre: int) -> str:
        notre = PHRASES.get(singulier)
        return str(notre or self._wtforms.ngettext(singulier, pluriel, nombre))


_TRADUCTIONS = _Traductions()


_RUPTURE = re.compile(r"\s*[\x00-\x1f\x7f\x85\u2028\u2029]+\s*")


def _sans_bords(valeur: Any) -> Any:
    return valeur.strip() if isinstance(valeur, str) else valeur


def _sur_une_ligne(valeur: Any) -> Any:
    """A name or a title never brings a line of its own into a mail, a header or a calendar."""
    return _RUPTURE.sub(" ", valeur).strip() if isinstance(valeur, str) else valeur


class Formulaire(FlaskForm):  # type: ignore[misc]
    """A form with its CSRF token; what people type is trimmed, except passwords."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> Any:
            return _TRADUCTIONS

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            classe = unbound_field.field_class
            if issubclass(classe, StringField) and not issubclass(classe, PasswordField):
                filtres = unbound_field.kwargs.get("filters", ())
                bords = _sans_bords if issubclass(classe, TextAreaField) else _sur_une_ligne
                options = {**options, "filters": [bords, *filtres]}
            return super().bind_field(form, unbound_field, options)


def choix(libelles: Mapping[Any, Any] | Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The choices of a list or of boxes, from ``{value: words}`` or pairs; enums by value."""
    paires = libelles.items() if isinstance(libelles, Mapping) else libelles
    return [SelectChoice(str(valeur), str(mots)) for valeur, mots in paires]


class CasesField(SelectMultipleField):  # type: ignore[misc]
    """Several answers, each a box to tick; ``data`` is the list of the ticked values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PrixField(StringField):  # type: ignore[misc]
    """A price as people write it; ``data`` is whole cents, or None when left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["render_kw"] = {"inputmode": "decimal", **kwargs.get("render_kw", {})}
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else ecrire_prix(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        self.raw_data = [texte.strip() for texte in valuelist]  # blanks alone are an empty answer
        if self.raw_data and self.raw_data[0]:
            try:
                self.data = lire_prix(valuelist[0])
            except PrixIllisible as refus:
                raise ValueError(str(refus)) from refus


class NombreField(DecimalField):  # type: ignore[misc]
    """A number with a comma or a point; ``data`` is a Decimal, or None when left empty.

    Exponents, infinity and « NaN », which Decimal would take, are not numbers for anybody here.
    """

    def _value(self) -> str:
        ecrit = str(super()._value())
        return ecrit if self.raw_data else ecrit.replace(".", ",")

    def process_formdata(self, valuelist: list[str]) -> None:
        textes = ["".join(texte.split()).replace(",", ".") for texte in valuelist]
        self.data = None
        if textes and textes[0]:
            if not _NOMBRE.fullmatch(textes[0]):
                raise ValueError(self.gettext("Not a valid decimal value."))
            super().process_formdata(textes)


class CourrielField(EmailField):  # type: ignore[misc]
    """A mail address; ``data`` is in lower case, as accounts keep it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip().lower() if valuelist else ""


class TelephoneField(TelField):  # type: ignore[misc]
    """A phone number written in any usual way; ``data`` is « +33612345678 », or empty."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ecrire_telephone(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            numero = phonenumbers.parse(self.data, "FR")
        except phonenumbers.NumberParseException:
            numero = None
        # Complete is enough: numbers are given out faster than a library learns of it.
        if numero is None or not phonenumbers.is_possible_number(numero):
            raise ValidationError(str(_l("Écrivez un numéro complet, comme 06 12 34 56 78.")))
        self.data = phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)


def ecrire_telephone(numero: str) -> str:
    """« 06 12 34 56 78 » from « +33612345678 »; what cannot be read stays as it is."""
    try:
        lu = phonenumbers.parse(numero, "FR")
    except phonenumbers.NumberParseException:
        return numero
    forme = phonenumbers.PhoneNumberFormat
    francais = lu.country_code == 33
    return phonenumbers.format_number(lu, forme.NATIONAL if francais else forme.INTERNATIONAL)
