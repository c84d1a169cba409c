"""The farmer's pages and the registry's public ones, by word of the trade."""

from producteurs.routes import catalogue, donnees, dossier, fiche, revision
from producteurs.routes.cadre import bp, public_bp

__all__ = ["bp", "catalogue", "donnees", "dossier", "fiche", "public_bp", "revision"]
