"""The blueprint of the chamber's desk."""

from flask import request

from socle.comptes.models import Role
from socle.web.acces import BlueprintEquipe

bp = BlueprintEquipe("producteurs", "producteurs", Role.CHAMBRE)
FICHIERS_LUS = 64 * 1024 * 1024


@bp.url_value_preprocessor
def _lire_les_fichiers_lourds(endpoint: str | None, valeurs: dict[str, object] | None) -> None:
    """Photos of a visit, or a file to import: over its own limit, a form says so and keeps the
    rest."""
    request.max_content_length = FICHIERS_LUS
