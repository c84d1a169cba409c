"""Tests mirror the rooms; stories through a browser are in ``parcours``, timings in ``bancs``."""
