"""The blueprint of the chamber's desk."""

from flask import request

from producteurs import queries
from producteurs.models import Producteur
from socle.comptes.models import Role
from socle.langue import _
from socle.web.acces import BlueprintEquipe

bp = BlueprintEquipe("producteurs", "producteurs", Role.CHAMBRE)
FICHIERS_LUS = 64 * 1024 * 1024


@bp.url_value_preprocessor
def _lire_les_fichiers_lourds(endpoint: str | None, valeurs: dict[str, object] | None) -> None:
    """Photos of a visit, or a file to import: over its own limit, a form says so and keeps the
    rest."""
    request.max_content_length = FICHIERS_LUS


def annoncer(fait: str, producteur: Producteur) -> str:
    """What was done, and whether a mail tells the farm: some have no address that we know."""
    if queries.destinataires(producteur):
        return _("%(fait)s La ferme en est prévenue par courriel.", fait=fait)
    return _("%(fait)s Nous n’avons pas son adresse de courriel : prévenez-la.", fait=fait)
