"""The chamber's pages, by word of the trade, on one blueprint."""

from producteurs.staff import dossier
from producteurs.staff.cadre import bp

__all__ = ["bp", "dossier"]
