"""What the farm is told of the changes that it proposed."""

from __future__ import annotations

from collections.abc import Callable

from producteurs.models import Revision
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from producteurs.vocabulaire.phrases import enumerer
from socle import horloge
from socle.envois.courriel import Courriel, composer
from socle.langue import _

Message = Callable[[Revision, str], Courriel]


def revision_acceptee(revision: Revision, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre modification est en ligne", nom=revision.producteur.nom)
    return _composer(revision, adresse, sujet, "revision_acceptee")


def revision_refusee(revision: Revision, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre modification n’a pas été gardée", nom=revision.producteur.nom)
    return _composer(revision, adresse, sujet, "revision_refusee")


def _composer(revision: Revision, adresse: str, sujet: str, gabarit: str) -> Courriel:
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/{gabarit}.txt",
        revision=revision,
        producteur=revision.producteur,
        en_ligne=revision.producteur.dossier.en_regle(horloge.aujourdhui()),
        champs=enumerer([str(CHAMPS_DE_LA_FICHE[champ]) for champ in revision.changements]),
    )
