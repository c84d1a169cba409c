"""Pages of those who sell, hand over and organise, by word of the trade."""

from commandes.staff import offres, preparation, remises, semaine, tournees, ventes

espace = semaine.bp
relais = remises.bp
equipe = ventes.bp

__all__ = ["equipe", "espace", "offres", "preparation", "relais", "tournees"]
