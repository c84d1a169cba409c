"""The form of the style guide: one field of each kind, with an answer to correct."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from socle.langue import _l
from socle.web.formulaires import CasesField, CourrielField, Formulaire, PrixField, choix


class GuideForm(Formulaire):
    """What the style guide shows; it is never received."""

    nom = StringField(
        _l("Nom de la ferme"),
        validators=[InputRequired()],
        description=_l("Tel qu’on le lit sur votre panneau."),
    )
    courriel = CourrielField(_l("Adresse de courriel"), validators=[InputRequired()])
    prix = PrixField(_l("Prix de la botte"), validators=[InputRequired()])
    unite = SelectField(
        _l("Unité"),
        choices=choix({"botte": _l("la botte"), "piece": _l("la pièce")}),
        validators=[InputRequired()],
    )
    modes = CasesField(
        _l("Comment vendez-vous ?"),
        choices=choix(
            {
                "ferme": _l("À la ferme"),
                "marche": _l("Sur un marché"),
                "relais": _l("Point relais"),
                "domicile": _l("Livraison à domicile"),
            }
        ),
    )
    tva = RadioField(
        _l("TVA"),
        choices=choix({"55": _l("5,5 % (alimentation)"), "100": _l("10 % (plantes et fleurs)")}),
        validators=[InputRequired()],
    )
    presentation = TextAreaField(_l("Présentation"))
    conditions = BooleanField(_l("Je certifie que ces renseignements sont exacts"))
