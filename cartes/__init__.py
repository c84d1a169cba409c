"""Where the public looks at the territory: the map, the list that is its equivalent, a farm's page.

Layers are read from the rooms below and drawn with Folium; points arrive as data. The list takes
the same filters as the map and says the same thing. This room decides nothing: who delivers where
is the answer of ``livraisons``, what can be had now is the verdict of ``commandes``.
"""
