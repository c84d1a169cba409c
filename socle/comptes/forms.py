"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Email, Length, Regexp

from socle.comptes import services
from socle.comptes.services import SaisieCompte, SaisieProfil
from socle.errors import Refus
from socle.langue import _l
from socle.web.formulaires import CourrielField, Formulaire, TelephoneField

ACTUEL = {"autocomplete": "current-password"}
NOUVEAU = {"autocomplete": "new-password", "minlength": str(services.LONGUEUR_MINIMALE)}
AIDE_MOT_DE_PASSE = _l("12 caractères au moins : trois ou quatre mots à la suite, par exemple.")
_court = Length(max=100)
# Names are written in mails, also to addresses that have not proved themselves: no link in them.
_sans_adresse = Regexp(
    r"(?!.*\w\.\w{2})[^/\\:@<>]*$", message=_l("Écrivez seulement un nom, sans adresse de site.")
)
_mot_de_passe = Length(max=services.LONGUEUR_MAXIMALE)


class _ChoixDuMotDePasse(Formulaire):
    """A form in which a password is chosen, for the account of address ``pour``."""

    pour = ""
    nouveau_mot_de_passe = PasswordField(
        _l("Mot de passe"),
        [DataRequired(), _mot_de_passe],
        description=AIDE_MOT_DE_PASSE,
        render_kw=NOUVEAU,
    )

    def adresse(self) -> str:
        return self.pour

    def validate_nouveau_mot_de_passe(self, champ: Any) -> None:
        try:
            services.verifier_mot_de_passe(champ.data, courriel=self.adresse())
        except Refus as refus:
            raise ValidationError(str(refus)) from refus


class _Identite(Formulaire):
    """Who somebody says they are."""

    prenom = StringField(_l("Prénom"), [DataRequired(), _court, _sans_adresse])
    nom = StringField(
        _l("Nom"),
        [DataRequired(), _court, _sans_adresse],
        render_kw={"autocomplete": "family-name"},
    )
    telephone = TelephoneField(
        _l("Téléphone"),
        description=_l(
            "Pour vous prévenir le jour du retrait ou de la livraison, et rien d’autre."
        ),
    )


class FormulaireConnexion(Formulaire):
    courriel = CourrielField(
        _l("Adresse de courriel"), [DataRequired()], render_kw={"autocomplete": "username"}
    )
    mot_de_passe = PasswordField(
        _l("Mot de passe"), [DataRequired(), _mot_de_passe], render_kw=ACTUEL
    )


class FormulaireProfil(_Identite):
    def saisie(self) -> SaisieProfil:
        return SaisieProfil(self.prenom.data, self.nom.data, self.telephone.data or "")


class FormulaireInscription(_Identite, _ChoixDuMotDePasse):
    courriel = CourrielField(
        _l("Adresse de courriel"), [DataRequired(), Email(allow_smtputf8=False)]
    )

    def adresse(self) -> str:
        return self.courriel.data or ""

    def saisie(self) -> SaisieCompte:
        return SaisieCompte(
            courriel=self.courriel.data,
            prenom=self.prenom.data,
            nom=self.nom.data,
            telephone=self.telephone.data or "",
            mot_de_passe=self.nouveau_mot_de_passe.data,
        )


class FormulaireOubli(Formulaire):
    courriel = CourrielField(
        _l("Adresse de courriel"), [DataRequired(), Email(allow_smtputf8=False)]
    )


class FormulaireReinitialisation(_ChoixDuMotDePasse):
    """The new password behind a link of a mail."""


class FormulaireMotDePasse(_ChoixDuMotDePasse):
    """One's own password, on the account's page."""

    mot_de_passe = PasswordField(
        _l("Mot de passe actuel"), [DataRequired(), _mot_de_passe], render_kw=ACTUEL
    )


class FormulaireCourriel(Formulaire):
    """Another address for one's account."""

    courriel = CourrielField(_l("Nouvelle adresse"), [DataRequired(), Email(allow_smtputf8=False)])
    mot_de_passe = PasswordField(
        _l("Mot de passe actuel"), [DataRequired(), _mot_de_passe], render_kw=ACTUEL
    )


class FormulaireConfirmation(Formulaire):
    """A button; the password is asked for in a browser that did not sign up."""

    mot_de_passe = PasswordField(_l("Votre mot de passe"), [_mot_de_passe], render_kw=ACTUEL)
