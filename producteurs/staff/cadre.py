"""The blueprint of the chamber's desk."""

from socle.comptes.models import Role
from socle.web.acces import BlueprintEquipe

bp = BlueprintEquipe("producteurs", "producteurs", Role.CHAMBRE)
