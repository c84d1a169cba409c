"""The words for what the public registers say; templates read ``vocabulaire.labels.X``."""

from __future__ import annotations

from collections.abc import Mapping

from producteurs.models import AvisBio
from producteurs.vocabulaire.mots import Mot
from socle.langue import _l

AVIS_BIO: Mapping[AvisBio, Mot] = {
    AvisBio.CERTIFIE: _l("certificat en cours"),
    AvisBio.CONVERSION: _l("certificat en cours, en conversion"),
    AvisBio.ARRETE: _l("certificat arrêté ou suspendu"),
    AvisBio.INCONNU: _l("SIRET inconnu de l’Agence Bio"),
}

MOTIFS_LABEL: Mapping[str, Mot] = {
    "arrete": _l("Le certificat n’est plus en cours."),
    "jamais": _l("La ferme n’a pas pu montrer de certificat."),
    "autre_siret": _l("Le certificat est celui d’une autre exploitation."),
    "demande": _l("La ferme l’a demandé."),
}
"""Why a badge is taken down."""
