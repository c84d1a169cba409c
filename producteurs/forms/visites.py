"""Planning a visit, giving it up, writing down what was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from wtforms import DateField, RadioField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.forms.motif import MotifEtPrecision
from producteurs.forms.papiers import FormulaireAvecPhotos
from producteurs.models import Conclusion, Visite
from producteurs.services.visites import CompteRendu, SaisieVisite
from producteurs.vocabulaire.phrases import majuscule
from producteurs.vocabulaire.registre import CONCLUSIONS, MOTIFS_ANNULATION, REPONSES_GRILLE
from socle import horloge
from socle.comptes.models import Compte
from socle.langue import _l
from socle.web.formulaires import choix

HEURE_USUELLE = time(14)


class FormulaireVisite(FormulaireDuRegistre):
    """When, and who comes; a new visit is proposed by the adviser who is signed in."""

    jour = DateField(_l("Jour"), [InputRequired()])
    heure = TimeField(_l("Heure"), [InputRequired()], default=HEURE_USUELLE)
    conseiller = StringField(_l("Conseillère ou conseiller"), [InputRequired(), Length(max=80)])
    elu = StringField(_l("Élue ou élu de la chambre"), [Length(max=80)])
    message = TextAreaField(
        _l("Message à la ferme"),
        [Length(max=1000)],
        description=_l("Ce qu’il faut préparer, par où arriver."),
        render_kw={"rows": 3},
    )

    @classmethod
    def nouveau(cls, par: Compte) -> FormulaireVisite:
        return cls(data={"conseiller": par.nom_complet, "heure": HEURE_USUELLE})

    @classmethod
    def pour(cls, visite: Visite) -> FormulaireVisite:
        prevue = visite.prevue_le.astimezone(horloge.PARIS)
        return cls(
            data={
                "jour": prevue.date(),
                "heure": prevue.time(),
                "conseiller": visite.conseiller,
                "elu": visite.elu,
                "message": visite.message,
            }
        )

    def saisie(self) -> SaisieVisite:
        return SaisieVisite(
            prevue_le=horloge.a_paris(self.jour.data, self.heure.data),
            conseiller=self.conseiller.data,
            elu=self.elu.data or "",
            message=self.message.data or "",
        )


class FormulaireAnnulation(MotifEtPrecision):
    motifs = MOTIFS_ANNULATION


class FormulairePhotos(FormulaireAvecPhotos):
    """Photos added to a visit whose report is written."""

    def __init__(self, visite: Visite, **options: Any) -> None:
        self.usage = f"photos {visite.id}"
        super().__init__(**options)


@dataclass(frozen=True, slots=True)
class LigneDeGrille:
    """One line of the checklist and its two fields."""

    phrase: str
    reponse: Any
    note: Any


class FormulaireCompteRendu(FormulaireAvecPhotos):
    """The chamber's checklist, then what does not fit in it; each line has fields of its own, named
    after its words: a line that the chamber has reworded meanwhile is asked again."""

    rapport = TextAreaField(_l("Ce que vous avez vu"), [Length(max=8000)], render_kw={"rows": 8})
    conclusion = RadioField(_l("Conclusion"), [InputRequired()])
    lignes: Sequence[LigneDeGrille] = ()

    def compte_rendu(self) -> CompteRendu:
        return CompteRendu(
            reponses={
                ligne.phrase: (ligne.reponse.data, ligne.note.data or "") for ligne in self.lignes
            },
            rapport=self.rapport.data or "",
            conclusion=Conclusion(self.conclusion.data),
            photos=self.photos_lues(),
        )


def formulaire_compte_rendu(
    visite: Visite, grille: Sequence[str], **options: Any
) -> FormulaireCompteRendu:
    """The report's form for the checklist of the day; ``options`` are WTForms' own."""
    noms = {phrase: hashlib.sha256(phrase.encode()).hexdigest()[:12] for phrase in grille}
    champs: dict[str, Any] = {"usage": f"visite {visite.id}"}
    for phrase, nom in noms.items():
        champs[f"reponse_{nom}"] = RadioField(
            phrase, [InputRequired()], choices=choix(_majuscules(REPONSES_GRILLE))
        )
        champs[f"note_{nom}"] = StringField(_l("Remarque"), [Length(max=500)])
    classe = type("CompteRenduDeLaGrille", (FormulaireCompteRendu,), champs)
    formulaire: FormulaireCompteRendu = classe(**options)
    formulaire.conclusion.choices = choix(_majuscules(CONCLUSIONS))
    formulaire.lignes = [
        LigneDeGrille(phrase, formulaire[f"reponse_{nom}"], formulaire[f"note_{nom}"])
        for phrase, nom in noms.items()
    ]
    return formulaire


def _majuscules(mots: Any) -> dict[str, str]:
    return {str(code): majuscule(mot) for code, mot in mots.items()}
