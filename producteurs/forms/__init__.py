"""The forms of the registry, by word of the trade."""

from producteurs.forms.catalogue import FormulairePanier, FormulaireProduit, formulaire_panier
from producteurs.forms.dossier import (
    FormulaireMotif,
    FormulaireRefus,
    FormulaireSuspension,
    FormulaireValidation,
)
from producteurs.forms.fiche import FormulaireFiche, FormulaireInscription

__all__ = [
    "FormulaireFiche",
    "FormulaireInscription",
    "FormulaireMotif",
    "FormulairePanier",
    "FormulaireProduit",
    "FormulaireRefus",
    "FormulaireSuspension",
    "FormulaireValidation",
    "formulaire_panier",
]
