"""Drawing: the map's frame by Folium, the background and the zones by GeoPandas.

A folder of its own because neither is a use case nor a read: they turn what was read into shapes,
and this is the only place that imports those libraries.
"""
