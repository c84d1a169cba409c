"""The forms of the registry, by word of the trade."""

from producteurs.forms.catalogue import FormulairePanier, FormulaireProduit, formulaire_panier
from producteurs.forms.dossier import (
    FormulaireActe,
    FormulaireArret,
    FormulaireComplement,
    FormulaireConfirmation,
    FormulaireContestation,
    FormulaireMotif,
    FormulaireRadiation,
    FormulaireRefus,
    FormulaireReouverture,
    FormulaireSuspension,
    FormulaireValidation,
    formulaires_des_actes,
)
from producteurs.forms.fiche import FormulaireFiche, FormulaireInscription

__all__ = [
    "FormulaireActe",
    "FormulaireArret",
    "FormulaireComplement",
    "FormulaireConfirmation",
    "FormulaireContestation",
    "FormulaireFiche",
    "FormulaireInscription",
    "FormulaireMotif",
    "FormulairePanier",
    "FormulaireProduit",
    "FormulaireRadiation",
    "FormulaireRefus",
    "FormulaireReouverture",
    "FormulaireSuspension",
    "FormulaireValidation",
    "formulaire_panier",
    "formulaires_des_actes",
]
