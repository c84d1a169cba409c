"""The resident's pages: sales, the current order, checkout, orders."""

from commandes.routes import commandes, panier, passage, ventes
from commandes.routes.visite import bp

__all__ = ["bp", "commandes", "panier", "passage", "ventes"]
