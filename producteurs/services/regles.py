"""The settings of a chamber: what it asks for, what it checks, how patient it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from producteurs.errors.pieces import DelaisEnDesordre, GrilleVide, ReglesChangees
from producteurs.models import Genre, ReglesChambre, SortePiece
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter
from socle.langue import _
from territoires.models import Departement

SORTES_DEMANDABLES = tuple(sorte for sorte in SortePiece if sorte is not SortePiece.AUTRE)
CHAMPS_LIBERABLES = (
    "horaires",
    "telephone",
    "courriel",
    "site",
    "texte_saison",
    "description",
    "image",
)
"""The fields of a validated record that a chamber may leave to the farm: none of them says what
the farm is, where it is, or what it claims."""
RELANCES = 2


@dataclass(frozen=True, slots=True)
class SaisieRegles:
    """All the settings of one département. Delays are in days; those after ``confirmation_jours``
    are counted from the mail that asked."""

    pieces: Mapping[Genre, Sequence[SortePiece]]
    grille: Sequence[str]
    champs_libres: Sequence[str]
    confirmation_jours: int
    relances_jours: Sequence[int]
    sans_reponse_jours: int
    non_confirme_jours: int
    retrait_jours: int
    grace_label_jours: int


def enregistrer_regles(
    departement: str, saisie: SaisieRegles, *, par: Compte, vu_le: datetime | None
) -> ReglesChambre:
    """The chamber's settings from now on; what was decided under the former ones stays decided.

    ``vu_le`` is when the settings that were read had last been changed, None for the defaults.
    Raise ``ReglesChangees``, ``DelaisEnDesordre`` or ``GrilleVide``.
    """
    _verifier(saisie)
    regles = _sous_verrou(departement)
    if regles.modifie_le != vu_le:
        qui = session.get(Compte, regles.modifie_par_id) if regles.modifie_par_id else None
        raise ReglesChangees(qui=qui.nom_complet if qui else _("Quelqu’un"), regles=regles)
    changes = _ecrire(regles, saisie)
    if changes:
        regles.modifie_le, regles.modifie_par_id = horloge.maintenant(), par.id
        session.add(regles)
        session.flush()
        phrase = _("Ont changé : %(quoi)s.", quoi=", ".join(changes))
        noter("regles", departement, de="regles", vers="regles", par=par, motif=phrase)
    return regles


def _sous_verrou(departement: str) -> ReglesChambre:
    """The settings as they stand now; who writes them waits for whoever does, first time too."""
    session.execute(
        select(Departement.code).where(Departement.code == departement).with_for_update()
    )
    regles = session.get(ReglesChambre, departement, populate_existing=True)
    return regles or ReglesChambre.par_defaut(departement)


def _ecrire(regles: ReglesChambre, saisie: SaisieRegles) -> list[str]:
    """Put the new settings in place; the words of those that differ."""
    nouvelles: dict[str, object] = {
        "pieces": {
            genre.value: [sorte.value for sorte in saisie.pieces.get(genre, ())] for genre in Genre
        },
        "grille": list(saisie.grille),
        "champs_libres": list(saisie.champs_libres),
        "confirmation_jours": saisie.confirmation_jours,
        "relances_jours": list(saisie.relances_jours),
        "sans_reponse_jours": saisie.sans_reponse_jours,
        "non_confirme_jours": saisie.non_confirme_jours,
        "retrait_jours": saisie.retrait_jours,
        "grace_label_jours": saisie.grace_label_jours,
    }
    mots = {
        "pieces": _("les pièces demandées"),
        "grille": _("la grille de visite"),
        "champs_libres": _("les champs libres"),
        "grace_label_jours": _("la grâce d’un label"),
    }
    changes = []
    for nom, valeur in nouvelles.items():
        if getattr(regles, nom) != valeur:
            setattr(regles, nom, valeur)
            changes.append(mots.get(nom, _("les délais de confirmation")))
    return list(dict.fromkeys(changes))


def _verifier(saisie: SaisieRegles) -> None:
    delais = [
        *saisie.relances_jours,
        saisie.sans_reponse_jours,
        saisie.non_confirme_jours,
        saisie.retrait_jours,
    ]
    if delais != sorted(set(delais)) or delais[0] < 1:
        raise DelaisEnDesordre
    if not saisie.grille or len(set(saisie.grille)) < len(saisie.grille):
        raise GrilleVide
