"""The map's frame by Folium: its container, base maps, layers and controls, without any point.

Folium writes a page of its own; here its parts are rendered apart for ours. Its header (sizes
of html and body, links to other sites) is left out: our style sheet and our own copies of the
libraries stand for it. Points and zones arrive as data, drawn by ``carte.js`` into the layers
that Folium made.
"""

# mypy: allow-untyped-calls

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import folium
from branca.element import Figure
from folium.plugins import MarkerCluster
from folium.template import Template
from markupsafe import Markup

from cartes.queries.communes import Etendue
from socle.langue import _

ATTRIBUTION = "© IGN"
ZOOM_MINIMUM, ZOOM_MAXIMUM = 6, 19
SANS_TUILES = "none"
MARGE_PIXELS = (4, 4)


@dataclass(frozen=True, slots=True)
class Cadre:
    """The parts of a map: ``html`` is its container, ``script`` builds it (needs a nonce)."""

    html: Markup
    script: Markup


class _Passage(folium.MacroElement):
    """The last lines of the script: they hand the map and its layers to ``carte.js``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            CarteCabas.demarrer({
                carte: {{ this.carte }},
                tuiles: {{ this.tuiles }},
                fond: {{ this.fond }},
                zones: {{ this.zones }},
                producteurs: {{ this.producteurs }},
            });
        {% endmacro %}
        """
    )

    def __init__(self, **couches: str) -> None:
        super().__init__()
        self._name = "passage"
        for nom, variable in couches.items():
            setattr(self, nom, variable)


@lru_cache(maxsize=64)
def dessiner_cadre(
    centre: tuple[float, float], zoom: int, tuiles: str, etendue: Etendue | None = None
) -> Cadre:
    """The frame of a map that holds all of ``etendue`` whatever the screen, else one centred on
    ``centre`` (lat, lon); ``tuiles`` is the address of the base map's tiles, or ``none`` for the
    drawn background alone."""
    # The map itself is told how far it goes: without tiles to say it, clusters would never end.
    carte = folium.Map(
        location=list(centre),
        zoom_start=zoom,
        tiles=None,
        maxZoom=ZOOM_MAXIMUM,
        minZoom=ZOOM_MINIMUM,
    )
    if etendue:
        carte.fit_bounds([list(coin) for coin in etendue], padding=MARGE_PIXELS)
    couches = _poser_couches(carte, tuiles)
    carte.add_child(_Passage(carte=carte.get_name(), **couches))
    # The names that Folium draws at random would make another script of each process.
    racine = Figure()
    racine.add_child(carte)
    racine.render()
    html, script = racine.html.render(), racine.script.render()
    for rang, element in enumerate(_descendants(carte)):
        stable = f"cabas_{rang}"
        html = html.replace(element.get_name(), stable)
        script = script.replace(element.get_name(), stable)
    return Cadre(Markup(html), Markup(script))  # noqa: S704  (no text of users is in it)


def _poser_couches(carte: folium.Map, tuiles: str) -> dict[str, str]:
    """Add base maps, layers and controls; give the script's name of each layer."""
    plan = None
    if tuiles != SANS_TUILES:
        plan = folium.TileLayer(
            tiles=tuiles, attr=ATTRIBUTION, name=_("Plan IGN"), max_zoom=ZOOM_MAXIMUM
        ).add_to(carte)
    fond = folium.FeatureGroup(
        name=_("Fond dessiné, contours approximatifs"), overlay=False, show=plan is None
    ).add_to(carte)
    zones = folium.FeatureGroup(name=_("Zones de livraison")).add_to(carte)
    producteurs = MarkerCluster(
        name=_("Producteurs"),
        icon_create_function="(grappe) => CarteCabas.grappe(grappe)",
        options={"maxClusterRadius": 46, "showCoverageOnHover": False, "chunkedLoading": True},
    ).add_to(carte)
    folium.LayerControl(position="topright").add_to(carte)
    return {
        "tuiles": plan.get_name() if plan else "null",
        "fond": fond.get_name(),
        "zones": zones.get_name(),
        "producteurs": producteurs.get_name(),
    }


def _descendants(element: folium.Element) -> list[folium.Element]:
    enfants = [element]
    for enfant in element._children.values():
        enfants += _descendants(enfant)
    return enfants
