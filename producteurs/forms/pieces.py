"""Sending a paper, accepting it, refusing it."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import DataRequired, Optional

from producteurs.errors.pieces import PieceDejaExaminee
from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.forms.motif import MotifEtPrecision
from producteurs.forms.papiers import FormulaireAvecPapier
from producteurs.models import Dossier, EtatPiece, Piece, SortePiece
from producteurs.services.pieces import SORTES_DATEES, SaisiePiece
from producteurs.vocabulaire.phrases import majuscule
from producteurs.vocabulaire.registre import MOTIFS_PIECE, SORTES_PIECE
from socle.errors import Refus
from socle.langue import _, _l
from socle.web.formulaires import choix

RETOURS = {"liste", "dossier"}


class FormulairePiece(FormulaireAvecPapier):
    """What the farm sends; ``sorte`` may be chosen by the address that led here."""

    sorte = SelectField(_l("Quelle pièce"), [DataRequired()])
    fin_le = DateField(
        _l("Valable jusqu’au"),
        [Optional()],
        description=_l("Si une date de fin est écrite dessus."),
    )

    def __init__(self, dossier: Dossier, sorte: str = "", **options: Any) -> None:
        self.usage = f"dossier {dossier.id}"
        super().__init__(data={"sorte": sorte}, **options)
        mots = {s.value: majuscule(mot) for s, mot in SORTES_PIECE.items()}
        self.sorte.choices = choix({"": _("Choisissez"), **mots})

    def saisie(self) -> SaisiePiece:
        garde = self.garde()
        assert garde is not None, "the form has been validated"
        return SaisiePiece(SortePiece(self.sorte.data), garde, self.nom(), self.fin_le.data)


class _Examen:
    """What a decision on a paper carries along: the state that was read, and where to go back."""

    vu: Any
    retour: Any
    _piece: Piece

    def etat_vu(self) -> EtatPiece | None:
        lu = self.vu.data or ""
        return EtatPiece(lu) if lu in set(EtatPiece) else None

    def vers_la_liste(self) -> bool:
        return bool(self.retour.data == "liste")

    def relire(self, refus: Refus) -> None:
        """After another's decision, what is shown again is the new state."""
        if isinstance(refus, PieceDejaExaminee):
            self.vu.data = self._piece.etat.value


class FormulaireAcceptation(_Examen, FormulaireDuRegistre):
    fin_le = DateField(
        _l("Valable jusqu’au"), [Optional()], description=_l("Laissez vide si elle n’a pas de fin.")
    )
    vu = HiddenField()
    retour = HiddenField()

    def __init__(self, piece: Piece, retour: str = "", **options: Any) -> None:
        self._piece = piece
        donnees = {"fin_le": piece.fin_le, "vu": piece.etat.value, "retour": retour}
        super().__init__(data=donnees, **options)
        if piece.sorte in SORTES_DATEES:
            self.fin_le.description = _("La date est écrite dessus.")
            self.fin_le.flags.required = True

    def refuser(self, refus: Refus) -> None:
        self.relire(refus)
        super().refuser(refus)


class FormulaireRefusPiece(_Examen, MotifEtPrecision):
    motifs = MOTIFS_PIECE
    vu = HiddenField()
    retour = HiddenField()

    def __init__(self, piece: Piece, retour: str = "", **options: Any) -> None:
        self._piece = piece
        super().__init__(data={"vu": piece.etat.value, "retour": retour}, **options)

    def refuser(self, refus: Refus) -> None:
        self.relire(refus)
        super().refuser(refus)
