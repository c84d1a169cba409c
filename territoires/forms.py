"""The one field that asks where somebody lives."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from socle.langue import _l
from socle.web.formulaires import Formulaire
from territoires.lecture import LONGUEUR_MAXIMALE
from territoires.services import SaisieLieu


def _degres(texte: str | None) -> float | None:
    try:
        return float(texte) if texte else None
    except ValueError:
        return None


class LieuForm(Formulaire):
    """What was typed, or the position that the browser shared."""

    lieu = StringField(
        _l("Votre adresse, commune ou code postal"), render_kw={"maxlength": LONGUEUR_MAXIMALE}
    )
    lat = HiddenField()
    lon = HiddenField()
    suite = HiddenField()

    def saisie(self) -> SaisieLieu:
        return SaisieLieu(
            texte=self.lieu.data or "", lat=_degres(self.lat.data), lon=_degres(self.lon.data)
        )
