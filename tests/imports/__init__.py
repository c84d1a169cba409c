"""Invented files of producteurs with every quirk of real ones, and the truth kept beside."""
