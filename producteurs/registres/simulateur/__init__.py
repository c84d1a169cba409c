"""A small server that answers like the Agence Bio and like SIRENE, from invented operators.

For the tests and for the demonstration: ``python -m producteurs.registres.simulateur --port N``.
"""
