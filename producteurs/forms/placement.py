"""Where an agent puts a farm."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from producteurs.forms.champs import DegresField, FormulaireDuRegistre
from socle.langue import _l


class FormulaireCentre(FormulaireDuRegistre):
    """``version`` is that of the record that was looked at."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class FormulairePlacement(FormulaireCentre):
    lat = DegresField(
        _l("Latitude"), [InputRequired(_l("Touchez la carte, ou écrivez la latitude."))]
    )
    lon = DegresField(_l("Longitude"), [InputRequired(_l("Écrivez aussi la longitude."))])

    def position(self) -> tuple[float, float]:
        """(lat, lon) in degrees, once the form reads well."""
        assert self.lat.data is not None
        assert self.lon.data is not None
        return self.lat.data, self.lon.data
