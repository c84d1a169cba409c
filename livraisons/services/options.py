"""The lower storey of the verdict: "here, then, this much?", from plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from livraisons.models import CreneauLivraison, Distribution, Mode
from socle.langue import _
from socle.monnaie import ecrire_prix
from socle.typographie import moment
from territoires.models import Lieu, distance_km

NOMS_CITES = 3


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
    relais = _au_relais(distributions, lieu, instant)
    domicile = _a_domicile(creneaux, lieu, zones, montant_centimes, instant)
    options = sorted(
        relais.options + domicile.options,
        key=lambda o: (o.distance_km is None, o.distance_km or 0.0, o.debut),
    )
    return Reponse(tuple(options), relais.motifs + domicile.motifs)


def _au_relais(
    distributions: Iterable[Distribution], lieu: Lieu | None, instant: datetime
) -> Reponse:
    options: list[Option] = []
    motifs: dict[str, Motif] = {}
    completes: list[Distribution] = []
    for distribution in distributions:
        point = distribution.point_relais
        if distribution.fin <= instant:
            phrase = _("Cette distribution est passée.")
            motifs["distribution-passee"] = Motif("distribution-passee", phrase)
        elif distribution.places <= 0:
            completes.append(distribution)
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
    if completes:
        libres = {o.point_relais_id for o in options}
        phrase = _dire_completes(completes, libres)
        motifs["relais-complet"] = Motif("relais-complet", phrase)
    return Reponse(tuple(options), tuple(motifs.values()))


def _a_domicile(
    creneaux: Iterable[CreneauLivraison],
    lieu: Lieu | None,
    zones: Collection[int],
    montant_centimes: int | None,
    instant: datetime,
) -> Reponse:
    options: list[Option] = []
    motifs: dict[str, Motif] = {}
    minimums: list[int] = []

    def refuser(code: str, phrase: str) -> None:
        motifs.setdefault(code, Motif(code, phrase))

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
            minimums.append(minimum)
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
    if minimums:
        refuser(
            "minimum-livraison",
            _(
                "La livraison à domicile demande %(minimum)s de produits.",
                minimum=ecrire_prix(min(minimums)),
            ),
        )
    return Reponse(tuple(options), tuple(motifs.values()))


def _dire_completes(completes: Sequence[Distribution], libres: Collection[int | None]) -> str:
    """The places that are full, by name, or how many when they are many. One of the ``libres``,
    where another time is left, is named with the time that is full."""
    nombre = len({d.point_relais_id for d in completes})
    if nombre > NOMS_CITES:
        return str(_("%(nombre)s points de retrait sont complets.", nombre=nombre))
    noms = list(dict.fromkeys(_nom(d, avec_l_heure=d.point_relais_id in libres) for d in completes))
    if len(noms) == 1:
        return str(_("%(nom)s est complet.", nom=noms[0]))
    return str(_("%(noms)s et %(nom)s sont complets.", noms=", ".join(noms[:-1]), nom=noms[-1]))


def _nom(distribution: Distribution, *, avec_l_heure: bool) -> str:
    nom = distribution.point_relais.nom
    if not avec_l_heure:
        return str(_("« %(nom)s »", nom=nom))
    return str(_("« %(nom)s » (%(quand)s)", nom=nom, quand=moment(distribution.debut)))
