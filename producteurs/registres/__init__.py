"""The public registers: one adapter each, and a small server that speaks like both.

*Agence Bio* says who is certified organic; *SIRENE* whether an establishment exists, is open, and
what it does. What their answers change is decided in ``services/label.py`` and ``sirene.py``.
"""
