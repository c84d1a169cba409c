"""Sending a file, saying what its columns and words are, and how to write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Famille, Genre, Import, ModeVente, SorteLabel
from producteurs.opendata.entetes import Champ
from producteurs.opendata.interpretation.categories import classer
from producteurs.services import echeance
from producteurs.vocabulaire import FAMILLES, GENRES, LABELS, MODES
from producteurs.vocabulaire.importation import CHAMPS_LUS
from socle.langue import _, _l
from socle.typographie import date_courte
from socle.web.formulaires import choix

RIEN = "rien"
COMPRIS = ""
_VALEURS: Sequence[tuple[str, Any, Mapping[Any, Any]]] = (
    ("famille", Famille, FAMILLES),
    ("mode", ModeVente, MODES),
    ("label", SorteLabel, LABELS),
    ("genre", Genre, GENRES),
)


class FormulaireFichier(FormulaireDuRegistre):
    fichier = FileField(
        _l("Fichier"),
        [FileRequired(_l("Choisissez un fichier."))],
        description=_l(
            "CSV, Excel ou ODS, GeoJSON, KML, export GoGoCarto ou Agence Bio. 50 Mo au plus."
        ),
    )
    source = StringField(
        _l("D’où vient-il ?"),
        [DataRequired(), Length(max=100)],
        description=_l(
            "Par exemple « Annuaire de la Région ». Gardez le même nom la prochaine fois : nous "
            "retrouverons ses colonnes et ses fermes."
        ),
        render_kw={"list": "sources", "autocomplete": "off"},
    )


class FormulaireAgenceBio(FormulaireDuRegistre):
    """The organic operators of one of the agent's départements."""

    departement = SelectField(_l("Département"), [DataRequired()])

    def __init__(self, departements: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.departement.choices = choix({code: code for code in departements})


class FormulaireColonnes(FormulaireDuRegistre):
    """One list per column of the file: what it says, or nothing that we read."""

    @classmethod
    def pour(cls, un_import: Import) -> FormulaireColonnes:
        colonnes = list(un_import.resume.get("colonnes", []))
        dits = {
            nom: champ
            for champ, noms in un_import.resume.get("correspondance", {}).items()
            for nom in noms
        }
        propositions = choix(
            {"": _("ne pas lire"), **{c.value: CHAMPS_LUS[c.value] for c in Champ}}
        )

        class Colonnes(cls):  # type: ignore[misc, valid-type]
            pass

        for rang, nom in enumerate(colonnes):
            champ = SelectField(nom, choices=propositions, default=dits.get(nom, ""))
            setattr(Colonnes, f"colonne_{rang}", champ)
        forme: FormulaireColonnes = Colonnes()
        forme.colonnes, forme.dits = colonnes, dits
        return forme

    colonnes: list[str]
    dits: Mapping[str, str]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if Champ.NOM.value in self.correspondance():
            return True
        self.form_errors.append(str(_("Dites quelle colonne donne le nom de la ferme.")))
        return False

    def correspondance(self) -> dict[str, list[str]]:
        """Our field → the columns that feed it; those recognised before keep their order."""
        avant = list(self.dits)
        rangs = sorted(
            range(len(self.colonnes)),
            key=lambda rang: (
                avant.index(self.colonnes[rang]) if self.colonnes[rang] in self.dits else len(avant)
            ),
        )
        choisie: dict[str, list[str]] = {}
        for rang in rangs:
            if champ := self[f"colonne_{rang}"].data:
                choisie.setdefault(champ, []).append(self.colonnes[rang])
        return choisie


class FormulaireCategories(FormulaireDuRegistre):
    """One list per word of the file's categories: what it means here."""

    mots: list[str]
    compris: Mapping[str, str]

    @classmethod
    def pour(cls, un_import: Import) -> FormulaireCategories:
        mots = list(un_import.resume.get("mots", {}))
        retenues = un_import.source.categories
        propositions = choix(
            {
                COMPRIS: _("comme nous l’avons compris"),
                RIEN: _("ne rien en tirer"),
                **_nos_valeurs(),
            }
        )

        class Categories(cls):  # type: ignore[misc, valid-type]
            pass

        for rang, mot in enumerate(mots):
            dit = next(iter(retenues.get(mot, [])), RIEN) if mot in retenues else COMPRIS
            setattr(Categories, f"mot_{rang}", SelectField(mot, choices=propositions, default=dit))
        forme: FormulaireCategories = Categories()
        forme.mots, forme.compris = mots, {mot: _en_mots(mot) for mot in mots}
        return forme

    def categories(self, avant: Mapping[str, Any]) -> dict[str, list[str]]:
        """The words that somebody gave a meaning; those of other files are kept."""
        choisies = {mot: list(codes) for mot, codes in avant.items() if mot not in self.mots}
        for rang, mot in enumerate(self.mots):
            code = self[f"mot_{rang}"].data
            if code != COMPRIS:
                choisies[mot] = [] if code == RIEN else [code]
        return choisies


class FormulaireEcriture(FormulaireDuRegistre):
    """What becomes of new farms and of those already vouched for."""

    nouvelles = RadioField(_l("Les fermes nouvelles"), [InputRequired()], default="soumis")
    directement = BooleanField(
        _l("Changer aussitôt les fiches déjà validées"),
        description=_l("Sinon, chaque changement est une proposition que vous lirez."),
    )
    positions_vues = BooleanField(
        _l("J’ai vérifié sur la carte : les positions remises à l’endroit sont les bonnes.")
    )

    def __init__(self, un_import: Import, **options: Any) -> None:
        self._inversees = bool(un_import.resume.get("axes_inverses"))
        super().__init__(**options)
        self.nouvelles.choices = choix(
            {
                "soumis": _("Attendent d’être instruites, une par une"),
                "1": _("Sont validées un an, jusqu’au %(j)s", j=date_courte(echeance(1))),
                "3": _("Sont validées trois ans, jusqu’au %(j)s", j=date_courte(echeance(3))),
            }
        )

    def validate_positions_vues(self, champ: Any) -> None:
        if self._inversees and not champ.data:
            raise ValidationError(str(_("Regardez la carte, puis cochez cette case.")))

    def jusqu_au(self) -> date | None:
        annees = self.nouvelles.data
        return None if annees == "soumis" else echeance(int(annees))


def _nos_valeurs() -> dict[str, str]:
    return {
        f"{sorte}:{membre.value}": str(mots[membre])
        for sorte, enumeration, mots in _VALEURS
        for membre in enumeration
    }


def _en_mots(mot: str) -> str:
    """What we understood of a word of the file, in ours; empty when nothing."""
    lu = classer(mot)
    dits = [
        *(FAMILLES[f] for f in sorted(lu.familles)),
        *(MODES[m] for m in sorted(lu.modes)),
        *(LABELS[s] for s in sorted(lu.labels)),
        *([GENRES[lu.genre]] if lu.genre else []),
    ]
    return ", ".join(str(dit) for dit in dits)
