"""The decisions of the chamber, and what the farm asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from producteurs.errors import FicheChangee
from producteurs.errors.dossier import PiecesNonAcceptees
from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Dossier, SortePiece
from producteurs.services import echeance
from producteurs.vocabulaire import (
    MOTIFS_ARRET,
    MOTIFS_COMPLEMENT,
    MOTIFS_CONFIRMATION,
    MOTIFS_RADIATION,
    MOTIFS_REFUS,
    MOTIFS_REOUVERTURE,
    MOTIFS_SUSPENSION,
    SORTES_PIECE,
    enumerer,
)
from socle.errors import Refus
from socle.langue import _, _l
from socle.typographie import date_courte
from socle.web.formulaires import choix


class FormulaireActe(FormulaireDuRegistre):
    """An act of the chamber on one file; ``vu_le`` tells which state of the record was on the
    screen, ``retour`` the work list to which one goes back."""

    vu_le = HiddenField()
    retour = HiddenField()

    def __init__(self, dossier: Dossier, **options: Any) -> None:
        self._producteur = dossier.producteur
        donnees = {"vu_le": self._vu(), **options.pop("data", {})}
        super().__init__(data=donnees, **options)
        for champ in self:  # several files are decided on one page
            champ.id = f"{champ.name}-{self.genre}-{dossier.producteur_id}"

    @property
    def genre(self) -> str:
        return type(self).__name__.removeprefix("Formulaire").lower()

    def _vu(self) -> str:
        return self._producteur.modifie_le.isoformat()

    def refuser(self, refus: Refus) -> None:
        """After a change of the record, what is shown again is its new state."""
        if isinstance(refus, FicheChangee):
            self.vu_le.data = self._vu()
        super().refuser(refus)

    def lu_le(self) -> datetime:
        """When the record that was read was last changed; ``FicheChangee`` when not said."""
        try:
            return datetime.fromisoformat("".join(self.vu_le.raw_data or ()))
        except ValueError as illisible:
            raise FicheChangee from illisible


class FormulaireValidation(FormulaireActe):
    """For how long, and why a paper is not waited for, if one is not there."""

    annees = RadioField(_l("Valable"), [InputRequired()], default="3")
    sans_piece = BooleanField(_l("Je valide sans cette pièce"))
    raison = TextAreaField(_l("Pourquoi sans elle"), [Length(max=500)], render_kw={"rows": 2})

    def __init__(
        self, dossier: Dossier, absentes: Sequence[SortePiece] = (), **options: Any
    ) -> None:
        super().__init__(dossier, data={"annees": "3"}, **options)
        self.absentes = enumerer([str(SORTES_PIECE[sorte]) for sorte in absentes])
        self.annees.choices = choix(
            {
                "3": _("Trois ans, jusqu’au %(jour)s", jour=date_courte(echeance(3))),
                "1": _("Un an, jusqu’au %(jour)s", jour=date_courte(echeance(1))),
            }
        )

    def jusqu_au(self) -> date:
        return echeance(int(self.annees.data))

    def malgre_tout(self) -> str:
        """Why it is valid without a paper; empty when the box is not ticked."""
        return (self.raison.data or "") if self.sans_piece.data else ""

    def refuser(self, refus: Refus) -> None:
        """What is missing is shown with the sentence that asks for it."""
        if isinstance(refus, PiecesNonAcceptees):
            self.absentes = refus.details["pieces"]
        super().refuser(refus)


class FormulaireMotif(FormulaireActe):
    """A reason out of a closed list, and what one wants to add to it."""

    motif = SelectField(_l("Pourquoi"), [DataRequired()])
    precision = TextAreaField(
        _l("En quelques mots, pour la ferme"), [Length(max=1000)], render_kw={"rows": 3}
    )
    motifs: Mapping[str, Any]

    def __init__(self, dossier: Dossier, **options: Any) -> None:
        super().__init__(dossier, **options)
        self.motif.choices = choix({"": _("Choisissez un motif"), **self.motifs})

    def phrase(self) -> str:
        """What the farm and the journal will read."""
        return f"{self.motifs[self.motif.data]} {self.precision.data or ''}".strip()


class FormulaireComplement(FormulaireMotif):
    motifs = MOTIFS_COMPLEMENT


class FormulaireRefus(FormulaireMotif):
    motifs = MOTIFS_REFUS


class FormulaireSuspension(FormulaireMotif):
    motifs = MOTIFS_SUSPENSION


class FormulaireRadiation(FormulaireMotif):
    motifs = MOTIFS_RADIATION


class FormulaireReouverture(FormulaireMotif):
    motifs = MOTIFS_REOUVERTURE


class FormulaireConfirmation(FormulaireMotif):
    motifs = MOTIFS_CONFIRMATION


ACTES: Mapping[str, type[FormulaireActe]] = {
    "prendre": FormulaireActe,
    "valider": FormulaireValidation,
    "completer": FormulaireComplement,
    "differer": FormulaireComplement,
    "refuser": FormulaireRefus,
    "suspendre": FormulaireSuspension,
    "radier": FormulaireRadiation,
    "rouvrir": FormulaireReouverture,
    "donner_raison": FormulaireValidation,
    "confirmer": FormulaireConfirmation,
}


def formulaires_des_actes(
    dossier: Dossier,
    actes: Iterable[str],
    absentes: Sequence[SortePiece] = (),
    retour: str = "",
) -> Mapping[str, FormulaireActe]:
    """An empty form for each act, which comes back to the list ``retour`` if given; ``absentes``
    are the papers without which one would validate."""
    formulaires: dict[str, FormulaireActe] = {}
    for acte in actes:
        classe = ACTES[acte]
        options = {"absentes": absentes} if classe is FormulaireValidation else {}
        formulaires[acte] = classe(dossier, formdata=None, **options)
        formulaires[acte].retour.data = retour
    return formulaires


class FormulaireContestation(FormulaireDuRegistre):
    """The farm's own words."""

    texte = TextAreaField(
        _l("Ce que vous voulez dire à la chambre"),
        [DataRequired(), Length(max=4000)],
        description=_l("Une autre personne que celle qui a décidé vous lira."),
        render_kw={"rows": 5},
    )


class FormulaireArret(FormulaireDuRegistre):
    """The farm stops, says why and confirms it."""

    motif = RadioField(_l("Pourquoi"), [InputRequired()])
    precision = TextAreaField(
        _l("Un mot pour la chambre"), [Length(max=1000)], render_kw={"rows": 3}
    )
    confirme = BooleanField(_l("Je confirme : la ferme ne sera plus visible"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.motif.choices = choix(MOTIFS_ARRET)
        self.precision.id, self.motif.id = "arret-precision", "arret-motif"

    def phrase(self) -> str:
        return f"{MOTIFS_ARRET[self.motif.data]} {self.precision.data or ''}".strip()
