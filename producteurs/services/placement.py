"""The chamber puts a farm where it is, or says that its commune will do."""

from __future__ import annotations

from collections.abc import Sequence

from producteurs.errors import FicheChangee
from producteurs.errors.dossier import FicheFusionnee
from producteurs.models import EtatRevision, Producteur, Revision
from producteurs.models.fiche import arrondir_position, differences, etat_de
from producteurs.queries.fiche import relire_sous_verrou
from producteurs.queries.placement import CHAMBRE
from producteurs.services.fiche import ecrire_fiche
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter
from socle.langue import _
from territoires.geoplateforme import Adresse, GeocodageInjoignable, Geocodeur
from territoires.models import distance_km

SCORE_MINIMUM = 0.4
PORTEE_KM = 15.0


def placer_producteur(
    producteur: Producteur, lat: float, lon: float, *, version: int, par: Compte
) -> None:
    """An agent shows where the farm is, within 15 km of its commune's centre.

    ``version`` is that of the record that was looked at. Raise ``FicheChangee``,
    ``FicheFusionnee`` or a ``PositionRefusee``.
    """
    _ecrire(producteur, arrondir_position(lat, lon), version=version, par=par)


def laisser_au_centre(producteur: Producteur, *, version: int, par: Compte) -> None:
    """Nobody knows better: the centre of the commune stands for the farm, and is said to be
    approximate. Raise as ``placer_producteur``."""
    _ecrire(producteur, None, version=version, par=par)


def _ecrire(
    producteur: Producteur, position: list[float] | None, *, version: int, par: Compte
) -> None:
    relire_sous_verrou(producteur)
    if producteur.fusionne_dans_id is not None:
        raise FicheFusionnee
    if producteur.version != version:
        raise FicheChangee
    avant = etat_de(producteur)
    ecrire_fiche(producteur, {"position": position}, par=par)
    producteur.position_source = CHAMBRE
    changes = differences(avant, etat_de(producteur))
    if changes:
        instant = horloge.maintenant()
        session.add(
            Revision(
                producteur=producteur,
                etat=EtatRevision.ACCEPTEE,
                base=producteur.version,
                changements=changes,
                proposee_le=instant,
                proposee_par=par,
                decidee_le=instant,
                decidee_par=par,
            )
        )
        producteur.version += 1
    mot = _("Placée sur la carte.") if position else _("Laissée au centre de sa commune.")
    noter(
        "dossier",
        producteur.dossier.id,
        de="",
        vers=EtatRevision.ACCEPTEE,
        par=par,
        motif=mot,
    )
    session.flush()


def adresses_possibles(
    texte: str, centre: tuple[float, float], geocodeur: Geocodeur
) -> Sequence[Adresse]:
    """What the geocoder proposes around a commune's centre, the best first; nothing when it is
    down. It may take two seconds: nothing of the database is to be held meanwhile."""
    try:
        trouvees = geocodeur.chercher(texte, autour=centre)
    except GeocodageInjoignable:
        return []
    return [
        a
        for a in trouvees
        if a.score >= SCORE_MINIMUM and distance_km(a.lat, a.lon, *centre) <= PORTEE_KM
    ]
