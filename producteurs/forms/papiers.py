"""A private file in a form: kept as soon as it reads well, and not to be chosen again when another
answer of the form is refused. What travels with the page is signed, for that form alone."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_wtf.file import FileField
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import HiddenField, ValidationError

from producteurs.forms.champs import FormulaireDuRegistre
from socle.fichiers.errors import PapierRefuse
from socle.fichiers.prives import ACCEPTES, Garde, garder_papier
from socle.langue import _, _l

DUREE_S = 24 * 3600


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
        valeurs = [garde.cle, garde.type_mime, garde.octets, champ.data.filename or ""]
        self.papier_garde.data = self._sceau().dumps(valeurs)

    def validate_papier_garde(self, champ: Any) -> None:
        if champ.data and self._ouvrir() is None:
            champ.data = ""

    def garde(self) -> Garde | None:
        """The paper that was sent with the form, now or before."""
        lu = self._ouvrir()
        return Garde(lu[0], lu[1], lu[2]) if lu else None

    def nom(self) -> str:
        """What its file was called."""
        lu = self._ouvrir()
        return lu[3] if lu else ""

    def _ouvrir(self) -> tuple[str, str, int, str] | None:
        try:
            cle, type_mime, octets, nom = self._sceau().loads(
                self.papier_garde.data or "", max_age=DUREE_S
            )
        except BadSignature:
            return None
        return cle, type_mime, octets, nom

    def _sceau(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"papier {self.usage}")
