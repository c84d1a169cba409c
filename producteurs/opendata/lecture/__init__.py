"""From the bytes of a file to named columns and rows of text, whatever its format."""

from producteurs.opendata.lecture.entree import lire
from producteurs.opendata.lecture.tableau import Format, Tableau, Vides

__all__ = ["Format", "Tableau", "Vides", "lire"]
