"""Pages of those who deliver: the platform's places, a farm's own zones."""

from livraisons.staff import lieux, zones

equipe = lieux.bp
espace = zones.bp

__all__ = ["equipe", "espace"]
