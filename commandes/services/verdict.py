"""The verdict: can this be had here, now? Decided here and nowhere else.

``livraisons`` answers "here, then, this much?"; this storey adds "open, in stock, enough, from
farms in order?". Map, list, cart, checkout, staff and API ask it and decide nothing themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commandes import queries
from commandes.errors import OptionARechoisir
from commandes.models import EtatVente, Offre, Vente
from livraisons import services as livraisons
from livraisons.models import GenreZone, Mode
from livraisons.queries import zones_couvrant
from livraisons.services import Motif, Option
from socle import horloge
from socle.langue import _
from socle.monnaie import ecrire_prix
from socle.typographie import creneau, moment
from territoires.models import Lieu
from territoires.queries import code_insee_le_plus_proche

MOTIFS_DOMICILE = frozenset(
    {"lieu-inconnu", "hors-zone", "creneau-passe", "creneau-complet", "minimum-livraison"}
)
"""Reasons that rule out home delivery only."""

MOTIFS_SANS_AUTRE_VENTE = frozenset(
    {"stock-insuffisant", "minimum-vente", "offre-retiree", "lieu-inconnu", "minimum-livraison"}
)
"""Reasons that the visitor lifts in this very sale: none other is proposed."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The nearest thing that can be had instead: another sale, or another way to fetch it."""

    phrase: str
    vente_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``possible`` when nothing forbids and at least one option is left.

    ``motifs`` are the reasons that forbid (``bloquants``) then those that only rule out an option.
    """

    options: tuple[Option, ...]
    motifs: tuple[Motif, ...]
    bloquants: tuple[Motif, ...]
    alternative: Alternative | None

    @property
    def possible(self) -> bool:
        return not self.bloquants and bool(self.options)

    @property
    def ouverte(self) -> bool:
        """Whether the sale itself takes orders, whatever else forbids this one."""
        return not any(m.code.startswith("vente-") for m in self.bloquants)

    @property
    def codes(self) -> set[str]:
        """The stable codes of the reasons."""
        return {m.code for m in self.motifs}

    @property
    def refus(self) -> str:
        """The first reason that forbids, and what can be had instead."""
        phrase = self.bloquants[0].phrase
        return f"{phrase} {self.alternative.phrase}" if self.alternative else phrase

    def option(self, cle: str) -> Option | None:
        """The option that a form's answer designates, if it still holds."""
        return next((o for o in self.options if o.cle == cle), None)

    def choisir(self, cle: str) -> Option:
        """The same, or ``OptionARechoisir`` that says why it does not hold."""
        option = self.option(cle)
        if option is None:
            raise OptionARechoisir(motif=self._motif_contre(cle))
        return option

    def _motif_contre(self, cle: str) -> str:
        a_domicile = cle.startswith(Mode.DOMICILE)
        phrases = (m.phrase for m in self.motifs if (m.code in MOTIFS_DOMICILE) == a_domicile)
        return next(phrases, _("il n’est plus proposé."))


def rendre_verdict(
    vente: Vente,
    *,
    lieu: Lieu | None,
    lignes: Mapping[int, int] | None = None,
    instant: datetime | None = None,
) -> Verdict:
    """Judge a sale (loaded with its windows) for somebody at ``lieu`` who wants ``lignes``.

    ``lignes`` are units by number of offer; None asks about the sale itself. At most three
    queries: the zones that cover ``lieu``, the offers wanted, the sale to propose instead.
    """
    instant = instant or horloge.maintenant()
    verdict = _juger(vente, lieu, _zones(lieu, [vente]), lignes, instant)
    if verdict.options or (
        verdict.ouverte and not verdict.codes.isdisjoint(MOTIFS_SANS_AUTRE_VENTE)
    ):
        return verdict
    return replace(verdict, alternative=_autre_vente(vente, instant))


def lieu_de_position(vente: Vente, lat: float, lon: float) -> Lieu:
    """A bare position as a place; its commune is looked for only where a zone asks for it."""
    par_communes = any(c.zone.genre is GenreZone.COMMUNES for c in vente.creneaux)
    code = code_insee_le_plus_proche(lat, lon) if par_communes else None
    return Lieu(lat, lon, "", code_insee=code)


def rendre_verdicts(
    ventes: Sequence[Vente], *, lieu: Lieu | None, instant: datetime | None = None
) -> dict[int, Verdict]:
    """Judge several sales (loaded with their windows) at once, by number: one query.

    None is proposed instead of another, since they are all before the visitor's eyes.
    """
    instant = instant or horloge.maintenant()
    zones = _zones(lieu, ventes)
    return {vente.id: _juger(vente, lieu, zones, None, instant) for vente in ventes}


def _zones(lieu: Lieu | None, ventes: Sequence[Vente]) -> set[int]:
    """Numbers of the zones of these sales that cover ``lieu``."""
    zones = {c.zone_id for vente in ventes for c in vente.creneaux}
    return {z.id for z in zones_couvrant(lieu, parmi=zones)} if lieu and zones else set()


def _juger(
    vente: Vente,
    lieu: Lieu | None,
    zones: set[int],
    lignes: Mapping[int, int] | None,
    instant: datetime,
) -> Verdict:
    bloquants = list(_juger_la_vente(vente, instant))
    montant: int | None = None
    if lignes is not None:
        offres = queries.offres_de(vente.id, parmi=lignes)
        bloquants += _juger_les_lignes(vente, offres, lignes)
        montant = sum(o.prix_centimes * lignes.get(o.id, 0) for o in offres)
        if lignes and montant < vente.minimum_centimes:
            bloquants.append(_minimum(vente, montant))
    reponse = livraisons.repondre(
        vente.distributions,
        vente.creneaux,
        lieu=lieu,
        zones=zones,
        montant_centimes=montant,
        instant=instant,
    )
    options = () if bloquants else reponse.options
    motifs = (*bloquants, *reponse.motifs)
    if not motifs and not options:
        motifs = (Motif("sans-retrait", _("Aucun retrait ni livraison n’est prévu.")),)
    return Verdict(
        options=options,
        motifs=motifs,
        bloquants=tuple(bloquants),
        alternative=_autre_retrait(vente, options, motifs),
    )


def _juger_la_vente(vente: Vente, instant: datetime) -> Sequence[Motif]:
    phrases = {
        EtatVente.ANNULEE: _("Cette vente a été annulée."),
        EtatVente.A_VENIR: _("Cette vente ouvre %(quand)s.", quand=moment(vente.ouverture)),
        EtatVente.EN_PREPARATION: _("Cette vente est close."),
        EtatVente.TERMINEE: _("Cette vente est terminée."),
    }
    etat = vente.etat(instant)
    if etat is EtatVente.OUVERTE:
        return []
    return [Motif(f"vente-{etat.value.replace('_', '-')}", phrases[etat])]


def _juger_les_lignes(
    vente: Vente, offres: Sequence[Offre], lignes: Mapping[int, int]
) -> Sequence[Motif]:
    connues = {o.id: o for o in offres}
    motifs = []
    for offre_id, quantite in sorted(lignes.items()):
        offre = connues.get(offre_id)
        if offre is None:
            motifs.append(
                Motif(
                    "offre-retiree",
                    _("Un produit n’est plus proposé dans « %(vente)s ».", vente=vente.titre),
                )
            )
        elif offre.stock < quantite:
            motifs.append(
                Motif(
                    "stock-insuffisant",
                    _(
                        "« %(nom)s » : il en reste %(reste)s.",
                        nom=offre.produit.nom,
                        reste=offre.stock,
                    ),
                )
            )
    return motifs


def _minimum(vente: Vente, montant: int) -> Motif:
    return Motif(
        "minimum-vente",
        _(
            "Il manque %(manque)s : le minimum de cette vente est de %(minimum)s.",
            manque=ecrire_prix(vente.minimum_centimes - montant),
            minimum=ecrire_prix(vente.minimum_centimes),
        ),
    )


def _autre_retrait(
    vente: Vente, options: Sequence[Option], motifs: Sequence[Motif]
) -> Alternative | None:
    """The first option left to whoever hoped for a home delivery that cannot be had."""
    if not options or {m.code for m in motifs}.isdisjoint(MOTIFS_DOMICILE - {"lieu-inconnu"}):
        return None
    proche = options[0]
    phrase = (
        _("Livraison possible %(quand)s.", quand=creneau(proche))
        if proche.mode is Mode.DOMICILE
        else _("À retirer : %(nom)s, %(quand)s.", nom=proche.libelle, quand=moment(proche.debut))
    )
    return Alternative(phrase, vente.id)


def _autre_vente(vente: Vente, instant: datetime) -> Alternative | None:
    """The sale of the same platform to propose instead."""
    suivante = queries.prochaine_vente(vente.plateforme_id, instant, sauf=vente.id)
    if suivante is None:
        return None
    if suivante.etat(instant) is EtatVente.OUVERTE:
        phrase = _(
            "« %(titre)s » est ouverte jusqu’à %(quand)s.",
            titre=suivante.titre,
            quand=moment(suivante.cloture),
        )
    else:
        phrase = _(
            "« %(titre)s » ouvre %(quand)s.", titre=suivante.titre, quand=moment(suivante.ouverture)
        )
    return Alternative(phrase, suivante.id)
