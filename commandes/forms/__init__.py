"""The forms of sales and orders, by word of the trade."""

from commandes.forms.commande import PassageForm, QuantiteForm, QuantitesForm, RetraitForm
from commandes.forms.offre import FormulaireOffre, formulaire_offre
from commandes.forms.vente import FormulaireMotif, FormulaireVente

__all__ = [
    "FormulaireMotif",
    "FormulaireOffre",
    "FormulaireVente",
    "PassageForm",
    "QuantiteForm",
    "QuantitesForm",
    "RetraitForm",
    "formulaire_offre",
]
