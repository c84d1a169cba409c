"""What a resident fills in: quantities, where and when, who receives and how he pays."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from commandes.errors import MajoriteNonConfirmee, QuantiteInvalide, RetraitAChoisir
from commandes.services import Bilan, ChoixRetrait
from livraisons.models import Mode
from livraisons.services import Destinataire
from socle.comptes.models import Compte
from socle.errors import Refus
from socle.langue import _, _l
from socle.paiements.models import Moyen
from socle.web.adresses import NUMERO_MAXIMUM
from socle.web.formulaires import Formulaire, TelephoneField, choix
from territoires.errors import HorsPerimetre, LieuInconnu
from territoires.models import Commune, Lieu

_LIGNE = re.compile(r"offre-(\d{1,9})")
_ADRESSE = re.compile(r"(?P<rue>.+?),? (?P<ville>\d{5} .+)")
_QUANTITE = re.compile(r"\s*\d{1,3}\s*")


def _lire_quantite(texte: str) -> int:
    if not _QUANTITE.fullmatch(texte):
        raise QuantiteInvalide
    return int(texte)


class QuantiteForm(Formulaire):
    """How many units of one offer."""

    quantite = StringField()

    def saisie(self) -> int:
        """Units from 0 to 999; raises ``QuantiteInvalide``."""
        return _lire_quantite(self.quantite.data or "")


class QuantitesForm(Formulaire):
    """How many units of several offers at once: a field ``offre-<number>`` each."""

    majeur = BooleanField(_l("J’ai plus de 18 ans : ma commande contient de l’alcool."))
    apercu = HiddenField()

    def saisie(self) -> dict[int, int]:
        """Units by number of offer; an empty field counts as none. Raises ``QuantiteInvalide``."""
        return {
            int(trouve[1]): _lire_quantite(valeur or "0")
            for nom, valeur in request.form.items()
            if (trouve := _LIGNE.fullmatch(nom))
        }


class RetraitForm(Formulaire):
    """The option chosen for one cart."""

    option = StringField()

    def saisie(self) -> str:
        """The ``cle`` of an option; raises ``RetraitAChoisir`` when none was chosen."""
        if not self.option.data:
            raise RetraitAChoisir
        return str(self.option.data)


class PassageForm(Formulaire):
    """The checkout: who receives, where, how he pays.

    ``panier`` is the number of the cart and ``total`` what the page announced, in cents: what is
    ordered is what was shown.
    """

    panier = IntegerField(validators=[InputRequired(), NumberRange(1, NUMERO_MAXIMUM)])
    option = StringField(validators=[InputRequired()])
    total = IntegerField(validators=[InputRequired()])
    prenom = StringField(_l("Prénom"), validators=[InputRequired(), Length(max=60)])
    nom_famille = StringField(_l("Nom"), validators=[InputRequired(), Length(max=60)])
    telephone = TelephoneField(
        _l("Téléphone"),
        validators=[InputRequired()],
        description=_l("Pour vous prévenir d’un changement de dernière minute, et rien d’autre."),
    )
    adresse = StringField(_l("Numéro et rue"), validators=[Length(max=120)])
    ville = StringField(_l("Code postal et commune"), validators=[Length(max=80)])
    consigne = TextAreaField(
        _l("Consigne pour la livraison"),
        validators=[Length(max=300)],
        description=_l("Code, étage, où poser le panier si vous êtes absent."),
    )
    moyen = RadioField(
        _l("Comment payez-vous ?"),
        choices=choix({Moyen.CARTE: _l("Par carte, maintenant"), Moyen.SUR_PLACE: _l("Sur place")}),
        default=Moyen.CARTE.value,
    )
    majeur = BooleanField(_l("J’ai plus de 18 ans : ma commande contient de l’alcool."))

    @property
    def a_domicile(self) -> bool:
        return (self.option.data or "").startswith(Mode.DOMICILE)

    def exiger_l_adresse(self) -> None:
        """At home one needs an address: its fields are not shown as optional."""
        self.adresse.flags.required = self.ville.flags.required = self.a_domicile

    @property
    def adresse_complete(self) -> str:
        """The address on one line, as it is looked up."""
        return f"{self.adresse.data}, {self.ville.data}"

    def validate_adresse(self, field: Any) -> None:
        if self.a_domicile and not field.data:
            raise ValidationError(_("Écrivez l’adresse où livrer."))

    def validate_ville(self, field: Any) -> None:
        if self.a_domicile and not field.data:
            raise ValidationError(_("Écrivez le code postal et la commune."))

    def signaler(self, refus: Refus) -> bool:
        """Put a refusal beside the answer that it is about; False when it is about none."""
        phrase = str(refus)
        if isinstance(refus, LieuInconnu | HorsPerimetre):
            noms = [c.libelle for c in getattr(refus, "suggestions", ())]
            if noms:
                phrase += " " + _("Peut-être : %(noms)s ?", noms=", ".join(noms))
            self.ville.errors = [*self.ville.errors, phrase]
        elif isinstance(refus, MajoriteNonConfirmee):
            self.majeur.errors = [*self.majeur.errors, phrase]
        else:
            return False
        return True

    def preparer(
        self, bilan: Bilan, compte: Compte, *, lieu: Lieu | None, commune: Commune | None
    ) -> None:
        """Fill in what is known of the buyer, of where he lives and of his cart."""
        self.panier.data = bilan.panier.id
        self.option.data = bilan.option.cle if bilan.option else ""
        self.total.data = bilan.total_centimes
        self.prenom.data, self.nom_famille.data = compte.prenom, compte.nom
        self.telephone.data = compte.telephone
        ecrite = _ADRESSE.fullmatch(lieu.libelle) if lieu else None
        if ecrite:
            self.adresse.data, self.ville.data = ecrite["rue"], ecrite["ville"]
        elif commune:
            seul = commune.codes_postaux[0] if len(commune.codes_postaux) == 1 else ""
            self.ville.data = f"{seul} {commune.nom}".strip()

    def saisie(self, lieu: Lieu | None) -> ChoixRetrait:
        """The choice; ``lieu`` is where the address was found, for home delivery."""
        return ChoixRetrait(
            cle=self.option.data,
            destinataire=Destinataire(
                prenom=self.prenom.data,
                nom=self.nom_famille.data,
                telephone=self.telephone.data,
                adresse=self.adresse.data or "",
                commune_nom=(self.ville.data or "") if lieu else "",
                consigne=self.consigne.data or "",
            ),
            moyen=Moyen(self.moyen.data),
            majeur=self.majeur.data,
            total_annonce_centimes=self.total.data,
        )
