"""The blueprints of the farmer's space and of the registry's public pages."""

from flask import Blueprint, request

from socle.comptes.models import Role
from socle.web.acces import habilite

bp = Blueprint(
    "espace_producteurs", "producteurs", url_prefix="/espace", template_folder="templates"
)
public_bp = Blueprint("producteurs", "producteurs", template_folder="templates")
IMAGES_LUES = 32 * 1024 * 1024
producteur_seulement = habilite(Role.PRODUCTEUR)


@bp.url_value_preprocessor
def _lire_les_images_lourdes(endpoint: str | None, valeurs: dict[str, object] | None) -> None:
    """A picture over the limit reaches the form, which says so and keeps the rest."""
    request.max_content_length = IMAGES_LUES
