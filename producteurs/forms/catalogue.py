"""Products and composed baskets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from producteurs.forms.champs import ContenanceField, FormulaireAvecImage
from producteurs.models import Allergene, Famille, Panier, Producteur, Produit, TypeVente, Unite
from producteurs.services import SaisieComposant, SaisiePanier, SaisieProduit
from producteurs.vocabulaire import (
    ALLERGENES,
    FAMILLES,
    MOIS,
    TAUX_TVA,
    TYPES_VENTE,
    UNITES,
    conditionnement,
    majuscule,
)
from socle.langue import _l
from socle.web.formulaires import CasesField, PrixField, choix

QUANTITE_MAXIMALE = 99


class _FormulaireDeVente(FormulaireAvecImage):
    """What products and baskets have in common."""

    nom = StringField(_l("Nom"), [DataRequired(), Length(max=120)])
    description = TextAreaField(_l("Description"), [Length(max=1000)], render_kw={"rows": 3})
    prix = PrixField(_l("Prix"), [InputRequired()])
    tva = SelectField(
        _l("TVA"),
        [InputRequired()],
        choices=choix((code, majuscule(mot)) for code, mot in TAUX_TVA.items()),
        default="55",
    )
    mois = CasesField(
        _l("Saison"),
        choices=choix((code, majuscule(mot)) for code, mot in MOIS.items()),
        description=_l("Les mois où l’on en trouve. Aucun mois coché : toute l’année."),
    )

    def _commun(self) -> dict[str, Any]:
        return {
            "nom": self.nom.data,
            "description": self.description.data or "",
            "prix_centimes": self.prix.data or 0,
            "tva": int(self.tva.data),
            "mois": [int(m) for m in self.mois.data],
            "image": self.cle_image(),
        }


class FormulaireProduit(_FormulaireDeVente):
    """A product sold by unit or by weight."""

    famille = SelectField(
        _l("Famille"),
        [DataRequired()],
        choices=choix((code, majuscule(mot)) for code, mot in FAMILLES.items()),
    )
    vente = RadioField(
        _l("Vendu"),
        [DataRequired()],
        choices=choix((code, majuscule(mot)) for code, mot in TYPES_VENTE.items()),
        default=TypeVente.UNITE.value,
    )
    unite = SelectField(
        _l("L’unité est"),
        [DataRequired()],
        choices=choix((unite, majuscule(mots[0])) for unite, mots in UNITES.items()),
    )
    contenance = ContenanceField(
        _l("Poids ou volume de l’unité"),
        description=_l("Comme 500 g, 1,5 kg ou 75 cl. Laissez vide pour une salade."),
    )
    allergenes = CasesField(
        _l("Allergènes"),
        choices=choix((code, majuscule(mot)) for code, mot in ALLERGENES.items()),
        description=_l("Cochez ceux que le produit contient."),
    )
    composition = StringField(
        _l("Ingrédients"), [Length(max=500)], description=_l("Pour ce qui est transformé.")
    )
    origine = StringField(
        _l("Origine"),
        [DataRequired(), Length(max=120)],
        default=_l("Notre ferme"),
        description=_l("Où il a poussé ou été fait : « Notre ferme », une commune, un pays."),
    )
    de_qui = StringField(
        _l("Ce produit vient d’une autre ferme : laquelle ?"),
        [Length(max=120)],
        description=_l(
            "Laissez vide s’il est de chez vous. Sinon, ce nom paraîtra à côté du produit, "
            "et votre page dira que vous revendez aussi."
        ),
    )
    conservation = StringField(
        _l("Conservation"), [Length(max=200)], description=_l("Comme : au frais, 5 jours.")
    )
    alcool = BooleanField(_l("Boisson alcoolisée (plus de 1,2 %)"))

    @classmethod
    def pour(cls, producteur: Producteur, produit: Produit | None) -> Self:
        """The form of ``produit``, or of a new one in the first family of ``producteur``."""
        if produit is None:
            familles = producteur.familles or [Famille.LEGUMES]
            return cls(data={"famille": familles[0].value})
        return cls(
            data={
                **_valeurs(produit),
                "famille": produit.famille.value,
                "vente": produit.vente.value,
                "unite": produit.unite.value,
                "contenance": (produit.contenance, produit.contenance_unite),
                "allergenes": produit.allergenes,
                "composition": produit.composition,
                "origine": produit.origine,
                "de_qui": produit.de_qui,
                "conservation": produit.conservation,
                "alcool": produit.alcool,
            }
        )

    def lu(self) -> Produit | None:
        """How it would be sold as far as the form can be read, for the sentence that says it."""
        contenance, unite = self.contenance.data or (None, "")
        vente = TypeVente(self.vente.data) if self.vente.data in set(TypeVente) else None
        if not (self.prix.data and vente and self.unite.data in set(Unite)):
            return None
        if vente is TypeVente.POIDS:
            unite = "g"
        return Produit(
            vente=vente,
            unite=Unite(self.unite.data),
            contenance=contenance,
            contenance_unite=unite,
            prix_centimes=self.prix.data,
        )

    def saisie(self) -> SaisieProduit:
        contenance, unite = self.contenance.data
        return SaisieProduit(
            **self._commun(),
            famille=Famille(self.famille.data),
            vente=TypeVente(self.vente.data),
            unite=Unite(self.unite.data),
            contenance=contenance,
            contenance_unite=unite,
            allergenes=[Allergene(a) for a in self.allergenes.data],
            composition=self.composition.data or "",
            origine=self.origine.data or "",
            de_qui=self.de_qui.data or "",
            conservation=self.conservation.data or "",
            alcool=self.alcool.data,
        )


class FormulairePanier(_FormulaireDeVente):
    """A composed basket; the quantity of each product is a field of its own."""

    quantites: Sequence[tuple[Produit, Any]] = ()

    def saisie(self) -> SaisiePanier:
        return SaisiePanier(
            **self._commun(),
            composants=[SaisieComposant(p.id, champ.data or 0) for p, champ in self.quantites],
        )


def formulaire_panier(produits: Sequence[Produit], panier: Panier | None) -> FormulairePanier:
    """The form of ``panier``, or of a new one, with a quantity for each of ``produits``."""
    champs = {
        f"quantite_{p.id}": IntegerField(
            f"{p.nom} ({conditionnement(p)})",
            [Optional(), NumberRange(0, QUANTITE_MAXIMALE)],
        )
        for p in produits
    }
    valeurs = _valeurs(panier) if panier else {}
    for composition in panier.composants if panier else ():
        valeurs[f"quantite_{composition.produit_id}"] = composition.quantite
    classe = type("FormulairePanierDeLaFerme", (FormulairePanier,), champs)
    formulaire: FormulairePanier = classe(data=valeurs)
    formulaire.quantites = [(p, formulaire[f"quantite_{p.id}"]) for p in produits]
    return formulaire


def _valeurs(produit: Produit) -> dict[str, Any]:
    return {
        "nom": produit.nom,
        "description": produit.description,
        "prix": produit.prix_centimes,
        "tva": str(produit.tva),
        "mois": [str(m) for m in produit.mois],
        "image_gardee": produit.image,
    }
