"""The settings of a chamber, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wtforms import HiddenField, IntegerField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange

from producteurs.errors.pieces import ReglesChangees
from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Genre, ReglesChambre, SortePiece
from producteurs.services.regles import CHAMPS_LIBERABLES, SORTES_DEMANDABLES, SaisieRegles
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from producteurs.vocabulaire.mots import GENRES
from producteurs.vocabulaire.phrases import majuscule
from producteurs.vocabulaire.registre import SORTES_PIECE
from socle.errors import Refus
from socle.langue import _, _l
from socle.web.formulaires import CasesField, choix

LIGNES_MAXIMUM = 30
LONGUEUR_LIGNE = 200


def _jours(etiquette: Any, minimum: int, maximum: int, description: Any = "") -> IntegerField:
    return IntegerField(
        etiquette, [InputRequired(), NumberRange(minimum, maximum)], description=description
    )


class FormulaireRegles(FormulaireDuRegistre):
    """``vu_le`` tells which settings were on the screen."""

    pieces_ferme = CasesField(majuscule(GENRES[Genre.FERME]))
    pieces_transformateur = CasesField(majuscule(GENRES[Genre.TRANSFORMATEUR]))
    pieces_commerce = CasesField(majuscule(GENRES[Genre.COMMERCE]))
    pieces_cuisinier = CasesField(majuscule(GENRES[Genre.CUISINIER]))
    grille = TextAreaField(
        _l("Ce que la visite vérifie"),
        [InputRequired(), Length(max=LIGNES_MAXIMUM * (LONGUEUR_LIGNE + 2))],
        description=_l("Une ligne par point. Les comptes rendus déjà écrits ne changent pas."),
        render_kw={"rows": 8},
    )
    champs_libres = CasesField(
        _l("Ce qu’une ferme validée change sans vous"),
        description=_l("Tout le reste devient une proposition, que vous lisez d’abord."),
    )
    confirmation_jours = _jours(
        _l("Demander une confirmation tous les"), 14, 730, _l("Une saison : 90 jours.")
    )
    premiere_relance = _jours(_l("Première relance après"), 1, 365)
    seconde_relance = _jours(_l("Seconde relance après"), 1, 365)
    sans_reponse_jours = _jours(_l("Dans votre liste « sans réponse » après"), 1, 365)
    non_confirme_jours = _jours(_l("« Non confirmé » en public après"), 1, 365)
    retrait_jours = _jours(_l("Hors de la carte après"), 1, 730)
    grace_label_jours = _jours(
        _l("Garder le badge d’un label échu"), 0, 365, _l("0 le retire le jour même.")
    )
    vu_le = HiddenField()
    ecarts: Sequence[tuple[str, str]] = ()
    """What somebody else has just written otherwise: label and value."""

    def __init__(self, regles: ReglesChambre, **options: Any) -> None:
        super().__init__(data=_valeurs(regles), **options)
        mots = {s.value: majuscule(SORTES_PIECE[s]) for s in SORTES_DEMANDABLES}
        for champ in self.pieces.values():
            champ.choices = choix(mots)
        champs = {nom: majuscule(CHAMPS_DE_LA_FICHE[nom]) for nom in CHAMPS_LIBERABLES}
        self.champs_libres.choices = choix(champs)
        for champ in (*self.pieces.values(), self.champs_libres):
            champ.flags.required = True  # none ticked is an answer: nothing here is « facultatif »

    @property
    def pieces(self) -> Mapping[Genre, Any]:
        """The column of boxes of each kind."""
        return {genre: self[f"pieces_{genre.value}"] for genre in Genre}

    def lignes(self) -> list[str]:
        ecrites = (" ".join(ligne.split()) for ligne in (self.grille.data or "").splitlines())
        return [ligne for ligne in ecrites if ligne]

    def validate_grille(self, champ: Any) -> None:
        lignes = self.lignes()
        if len(lignes) > LIGNES_MAXIMUM:
            raise ValidationError(_("%(n)s lignes au plus.", n=LIGNES_MAXIMUM))
        if any(len(ligne) > LONGUEUR_LIGNE for ligne in lignes):
            raise ValidationError(_("%(n)s caractères par ligne au plus.", n=LONGUEUR_LIGNE))

    def refuser(self, refus: Refus) -> None:
        """After another's change: what one wrote stays, with what the other wrote beside it."""
        if isinstance(refus, ReglesChangees):
            presentes = _valeurs(refus.details["regles"])
            self.vu_le.data = presentes.pop("vu_le")
            self.ecarts = [
                (self[nom].label.text, self._en_mots(nom, valeur))
                for nom, valeur in presentes.items()
                if valeur != self[nom].data
            ]
        super().refuser(refus)

    def _en_mots(self, nom: str, valeur: Any) -> str:
        mots = {option.value: str(option.label) for option in getattr(self[nom], "choices", ())}
        if isinstance(valeur, list):
            return ", ".join(str(mots.get(code, code)) for code in valeur) or _("rien")
        return str(valeur)

    def lu_le(self) -> datetime | None:
        """When the settings that were read had last been changed; None for the defaults."""
        try:
            return datetime.fromisoformat("".join(self.vu_le.raw_data or ()))
        except ValueError:
            return None

    def saisie(self) -> SaisieRegles:
        return SaisieRegles(
            pieces={
                genre: [SortePiece(code) for code in champ.data]
                for genre, champ in self.pieces.items()
            },
            grille=self.lignes(),
            champs_libres=self.champs_libres.data,
            confirmation_jours=self.confirmation_jours.data,
            relances_jours=[self.premiere_relance.data, self.seconde_relance.data],
            sans_reponse_jours=self.sans_reponse_jours.data,
            non_confirme_jours=self.non_confirme_jours.data,
            retrait_jours=self.retrait_jours.data,
            grace_label_jours=self.grace_label_jours.data,
        )


def _instant(regles: ReglesChambre) -> str:
    return regles.modifie_le.isoformat() if regles.modifie_le else ""


def _valeurs(regles: ReglesChambre) -> dict[str, Any]:
    premiere, seconde = (*regles.relances_jours, 10, 20)[:2]
    return {
        **{f"pieces_{genre.value}": regles.pieces.get(genre.value, []) for genre in Genre},
        "grille": "\n".join(regles.grille),
        "champs_libres": regles.champs_libres,
        "confirmation_jours": regles.confirmation_jours,
        "premiere_relance": premiere,
        "seconde_relance": seconde,
        "sans_reponse_jours": regles.sans_reponse_jours,
        "non_confirme_jours": regles.non_confirme_jours,
        "retrait_jours": regles.retrait_jours,
        "grace_label_jours": regles.grace_label_jours,
        "vu_le": _instant(regles),
    }
