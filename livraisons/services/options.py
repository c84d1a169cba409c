"""The lower storey of the verdict: "here, then, this much?", from plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from livraisons.models import CreneauLivraison, Distribution, Mode
from socle.langue import _
from socle.monnaie import ecrire_prix
from territoires.models import Lieu, distance_km


@dataclass(frozen=True, slots=True)
class Option:
    """One way to have it: where, when, at what price, with how many places left."""

    mode: Mode
    fenetre_id: int
    libelle: str
    frais_centimes: int
    debut: datetime
    fin: datetime
    places_restantes: int
    distance_km: float | None = None
    point_relais_id: int | None = None

    @property
    def cle(self) -> str:
        """What a form sends back to choose this option."""
        return f"{self.mode.value}-{self.fenetre_id}"


@dataclass(frozen=True, slots=True)
class Motif:
    """One reason why not, with a stable code and the sentence that the user reads."""

    code: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Reponse:
    """The options that hold, nearest and soonest first, and why the others do not."""

    options: tuple[Option, ...]
    motifs: tuple[Motif, ...]


def repondre(
    distributions: Iterable[Distribution],
    creneaux: Iterable[CreneauLivraison],
    *,
    lieu: Lieu | None,
    zones: Collection[int],
    montant_centimes: int | None,
    instant: datetime,
) -> Reponse:
    """Say what can be had at ``lieu`` for ``montant_centimes``, and why not the rest.

    ``zones`` are the numbers of the zones that cover ``lieu``. Without an amount no minimum is
    judged; without a place no home delivery is.
    """
    options: list[Option] = []
    motifs: dict[str, Motif] = {}

    def refuser(code: str, phrase: str) -> None:
        motifs.setdefault(code, Motif(code, phrase))

    for distribution in distributions:
        point = distribution.point_relais
        if distribution.fin <= instant:
            refuser("distribution-passee", _("Cette distribution est passée."))
        elif distribution.places <= 0:
            refuser("relais-complet", _("« %(nom)s » est complet.", nom=point.nom))
        else:
            eloignement = distance_km(lieu.lat, lieu.lon, point.lat, point.lon) if lieu else None
            options.append(
                Option(
                    mode=point.mode,
                    fenetre_id=distribution.id,
                    libelle=point.nom,
                    frais_centimes=0,
                    debut=distribution.debut,
                    fin=distribution.fin,
                    places_restantes=distribution.places,
                    distance_km=round(eloignement, 1) if eloignement is not None else None,
                    point_relais_id=point.id,
                )
            )
    for creneau in creneaux:
        minimum = creneau.zone.minimum_centimes
        if lieu is None:
            refuser("lieu-inconnu", _("Dites où vous habitez pour savoir si l’on vous livre."))
        elif creneau.zone_id not in zones:
            refuser("hors-zone", _("La livraison à domicile ne va pas jusque chez vous."))
        elif creneau.fin <= instant:
            refuser("creneau-passe", _("Ce créneau de livraison est passé."))
        elif creneau.places <= 0:
            refuser("creneau-complet", _("Le créneau de livraison est complet."))
        elif montant_centimes is not None and montant_centimes < minimum:
            refuser(
                "minimum-livraison",
                _(
                    "La livraison à domicile demande %(minimum)s de produits.",
                    minimum=ecrire_prix(minimum),
                ),
            )
        else:
            options.append(
                Option(
                    mode=Mode.DOMICILE,
                    fenetre_id=creneau.id,
                    libelle=_("Livraison à domicile, %(zone)s", zone=creneau.zone.nom),
                    frais_centimes=creneau.frais_centimes,
                    debut=creneau.debut,
                    fin=creneau.fin,
                    places_restantes=creneau.places,
                )
            )
    options.sort(key=lambda o: (o.distance_km is None, o.distance_km or 0.0, o.debut))
    return Reponse(tuple(options), tuple(motifs.values()))
