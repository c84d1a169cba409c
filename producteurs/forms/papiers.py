"""A private file in a form: kept as soon as it reads well, and not to be chosen again when another
answer of the form is refused. What travels with the page is signed, for that form alone."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_wtf.file import FileField, MultipleFileField
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import HiddenField, ValidationError

from producteurs.forms.champs import FormulaireDuRegistre
from socle.fichiers.errors import PapierRefuse
from socle.fichiers.prives import (
    ACCEPTES,
    PHOTOS_ACCEPTEES,
    Garde,
    garder_papier,
    garder_photo,
)
from socle.langue import _, _l

DUREE_S = 24 * 3600


def _sceau(usage: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"papier {usage}")


def _sceller(usage: str, garde: Garde, nom: str) -> str:
    sceau: str = _sceau(usage).dumps([garde.cle, garde.type_mime, garde.octets, nom])
    return sceau


def _ouvrir(usage: str, scelle: str) -> tuple[Garde, str] | None:
    """The paper and its file's name, when this very form has sealed them not long ago."""
    try:
        cle, type_mime, octets, nom = _sceau(usage).loads(scelle, max_age=DUREE_S)
    except BadSignature:
        return None
    return Garde(cle, type_mime, octets), nom


class PapierRequis:
    """A file now, or one that was kept when the form was sent before."""

    field_flags = {"required": True}  # noqa: RUF012

    def __call__(self, form: Any, champ: Any) -> None:
        if not champ.data and form.garde() is None:
            raise ValidationError(_("Choisissez un PDF, ou prenez le papier en photo."))


class FormulaireAvecPapier(FormulaireDuRegistre):
    """One paper; ``usage`` names what the form is for, so that a key opens no other form."""

    papier = FileField(
        _l("Le papier"),
        [PapierRequis()],
        description=_l("Une photo bien lisible, ou un PDF. 10 Mo au plus."),
        render_kw={"accept": ACCEPTES},
    )
    papier_garde = HiddenField()
    usage: str = ""

    def validate_papier(self, champ: Any) -> None:
        if not champ.data:
            return
        try:
            garde = garder_papier(champ.data.stream)
        except PapierRefuse as refus:
            raise ValidationError(str(refus)) from refus
        self.papier_garde.data = _sceller(self.usage, garde, champ.data.filename or "")

    def garde(self) -> Garde | None:
        """The paper that was sent with the form, now or before."""
        lu = _ouvrir(self.usage, self.papier_garde.data or "")
        return lu[0] if lu else None

    def nom(self) -> str:
        """What its file was called."""
        lu = _ouvrir(self.usage, self.papier_garde.data or "")
        return lu[1] if lu else ""


class FormulaireAvecPhotos(FormulaireDuRegistre):
    """Several photos at once; those that could be read are kept when the form is shown again."""

    photos = MultipleFileField(
        _l("Photos"),
        description=_l("Prises sur place. 10 Mo chacune au plus ; le lieu de prise est effacé."),
        render_kw={"accept": PHOTOS_ACCEPTEES, "multiple": True},
    )
    photos_gardees = HiddenField()
    usage: str = ""

    def validate_photos(self, champ: Any) -> None:
        scellees, refus = (self.photos_gardees.data or "").split(), []
        for fichier in filter(None, champ.data or ()):
            try:
                garde = garder_photo(fichier.stream)
            except PapierRefuse as faute:
                refus.append(f"{fichier.filename} : {faute}")
            else:
                scellees.append(_sceller(self.usage, garde, fichier.filename or ""))
        self.photos_gardees.data = " ".join(scellees)
        if refus:
            raise ValidationError(" ".join(refus))

    def photos_lues(self) -> list[Garde]:
        """All that was sent with the form, now or before."""
        scellees = (self.photos_gardees.data or "").split()
        lues = [_ouvrir(self.usage, scellee) for scellee in scellees]
        return [lu[0] for lu in lues if lu]
