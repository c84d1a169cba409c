"""Refusals of a place: unknown, ambiguous, or outside the platform."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from socle.errors import Introuvable, Refus
from socle.langue import _l

if TYPE_CHECKING:
    from territoires.models import Commune, Plateforme


class CommuneInconnue(Introuvable):
    phrase = _l("Nous ne connaissons pas de commune « %(code)s ».")


class PlateformeInconnue(Introuvable):
    phrase = _l("Il n’y a pas de plateforme à cette adresse.")


class LieuInconnu(Refus):
    """``suggestions`` are at most five communes that resemble what was typed, best first."""

    phrase = _l(
        "Nous ne trouvons pas « %(texte)s ». Essayez le nom de votre commune ou son code postal."
    )
    statut = HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def suggestions(self) -> Sequence[Commune]:
        communes: Sequence[Commune] = self.details.get("suggestions", ())
        return communes


class LieuManquant(LieuInconnu):
    phrase = _l("Écrivez le nom de votre commune, son code postal ou votre adresse.")


class LieuAmbigu(LieuInconnu):
    """``suggestions`` are communes of the platform that bear this name, or begin with it."""

    phrase = _l("Plusieurs communes correspondent à « %(texte)s ». Laquelle est la vôtre ?")


class AdresseSansCommune(LieuInconnu):
    phrase = _l(
        "Nous ne trouvons pas « %(texte)s ». Ajoutez le nom de la commune ou son code postal."
    )


class PositionInconnue(LieuInconnu):
    phrase = _l(
        "Votre position n’est près d’aucune commune connue. Écrivez plutôt le nom de la vôtre."
    )


class HorsPerimetre(Refus):
    """``plateformes`` are those that cover the place, the smallest first."""

    phrase = _l("%(nom)s n’est pas sur la plateforme « %(ici)s », mais sur %(autre)s.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def plateformes(self) -> Sequence[Plateforme]:
        plateformes: Sequence[Plateforme] = self.details.get("plateformes", ())
        return plateformes


class HorsDeToutPerimetre(HorsPerimetre):
    phrase = _l(
        "%(nom)s n’est pas sur la plateforme « %(ici)s », et aucune autre ne couvre "
        "encore cette commune."
    )


class SlugImpossible(Refus):
    phrase = _l("« %(slug)s » ne peut pas être l’adresse d’une plateforme.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY
