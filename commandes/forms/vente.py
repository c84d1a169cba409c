"""The form of a sale: what it says, its farms, its distributions and home slots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from commandes.models import Vente
from commandes.services import SaisieCreneau, SaisieDistribution, SaisieOrganisation
from livraisons.models import PointRelais, ZoneLivraison
from livraisons.services import SaisieFenetre
from socle import horloge
from socle.errors import Refus
from socle.langue import _, _l
from socle.web.adresses import NUMERO_MAXIMUM
from socle.web.formulaires import Formulaire, PrixField, choix

CAPACITE_MAXIMALE = 5000
FORMES_JOUR = ["%Y-%m-%d", "%d/%m/%Y"]
FORMES_HEURE = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"]
FORMES_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]


def _numero(texte: str) -> int | None:
    """A number that a row may have, or None."""
    lisible = texte.isdecimal() and len(texte) <= len(str(NUMERO_MAXIMUM))
    return int(texte) if lisible and int(texte) <= NUMERO_MAXIMUM else None


def _numero_exige(valeur: int | str) -> int:
    """The same for a list of answers, where ValueError makes the refusal."""
    numero = _numero(str(valeur))
    if numero is None:
        raise ValueError(valeur)
    return numero


def _de_ce_siecle(form: Any, champ: Any) -> None:
    """At the ends of the calendar an hour of Paris has no instant at all."""
    if champ.data and not 2000 <= champ.data.year < 2100:
        raise ValidationError(_("Écrivez une date de ce siècle."))


class FormulaireMotif(Formulaire):
    """Why something is called off; the buyers read it."""

    motif = TextAreaField(
        _l("Motif"),
        [DataRequired(), Length(max=500)],
        description=_l("Les personnes concernées le lisent dans leur courriel."),
        render_kw={"rows": 3},
    )


class _LigneFenetre(Formulaire):
    """One row: a place, a day, hours, a capacity. A row without a place counts for nothing."""

    class Meta(Formulaire.Meta):
        csrf = False

    numero = HiddenField()
    lieu = SelectField(_l("Lieu"), [InputRequired()], choices=[])
    jour = DateField(_l("Jour"), [InputRequired(), _de_ce_siecle], format=FORMES_JOUR)
    debut = TimeField(_l("De"), [InputRequired()], format=FORMES_HEURE)
    fin = TimeField(_l("À"), [InputRequired()], format=FORMES_HEURE)
    capacite = IntegerField(_l("Capacité"), [InputRequired(), NumberRange(1, CAPACITE_MAXIMALE)])
    retirer = BooleanField(_l("Enlever cette ligne"))

    @property
    def comptee(self) -> bool:
        return bool(self.lieu.data) and not self.retirer.data

    def validate(self, extra_validators: Any = None) -> bool:
        return not self.comptee or bool(super().validate(extra_validators))

    def validate_fin(self, champ: Any) -> None:
        if self.debut.data and champ.data and champ.data <= self.debut.data:
            raise ValidationError(_("L’heure de fin vient après celle du début."))

    def fenetre(self) -> SaisieFenetre:
        return SaisieFenetre(
            debut=horloge.a_paris(self.jour.data, self.debut.data),
            fin=horloge.a_paris(self.jour.data, self.fin.data),
            capacite=self.capacite.data,
        )

    def numero_connu(self) -> int | None:
        return _numero(self.numero.data or "")


class LigneDistribution(_LigneFenetre):
    def saisie(self) -> SaisieDistribution:
        return SaisieDistribution(self.numero_connu(), int(self.lieu.data), self.fenetre())


class LigneCreneau(_LigneFenetre):
    frais = PrixField(_l("Frais de livraison"), [InputRequired()])

    def saisie(self) -> SaisieCreneau:
        return SaisieCreneau(
            self.numero_connu(), int(self.lieu.data), self.fenetre(), self.frais.data or 0
        )


class FormulaireVente(Formulaire):
    """A sale of a platform. Some buttons only change what the form shows: see ``en_cours``."""

    titre = StringField(_l("Titre"), [DataRequired(), Length(max=120)])
    description = TextAreaField(_l("Présentation"), [Length(max=2000)], render_kw={"rows": 3})
    ouverture = DateTimeLocalField(
        _l("Ouverture des commandes"), [InputRequired(), _de_ce_siecle], format=FORMES_MOMENT
    )
    cloture = DateTimeLocalField(
        _l("Clôture des commandes"),
        [InputRequired(), _de_ce_siecle],
        format=FORMES_MOMENT,
        description=_l("À l’heure de Paris. Une commande à cet instant est trop tard."),
    )
    minimum = PrixField(
        _l("Minimum de commande"), [Optional()], description=_l("Vide : pas de minimum.")
    )
    recherche = StringField(_l("Chercher une ferme"), [Length(max=100)])
    cherchee = HiddenField()
    fermes = SelectMultipleField(
        _l("Fermes qui vendent"), coerce=_numero_exige, choices=[], validate_choice=False
    )
    distributions = FieldList(FormField(LigneDistribution), _l("Distributions"), min_entries=1)
    creneaux = FieldList(FormField(LigneCreneau), _l("Livraisons à domicile"))
    chercher = SubmitField(_l("Chercher"))
    ajouter_distribution = SubmitField(_l("Ajouter une distribution"))
    ajouter_creneau = SubmitField(_l("Ajouter une livraison à domicile"))

    @classmethod
    def pour(
        cls, vente: Vente | None, points: Sequence[PointRelais], zones: Sequence[ZoneLivraison]
    ) -> Self:
        """The form of ``vente``, or of a new one, with the places that it may use."""
        formulaire = cls(data=_valeurs(vente) if vente else {})
        formulaire._ajouter_les_lignes()
        relais = {p.id: p.nom for p in points}
        domicile = {z.id: z.nom for z in zones}
        if vente:  # a place that is closed since then stays where it already is
            relais |= {d.point_relais_id: d.point_relais.nom for d in vente.distributions}
            domicile |= {c.zone_id: c.zone.nom for c in vente.creneaux}
        for ligne in formulaire.distributions:
            ligne.form.lieu.choices = choix([("", _("Choisir un point relais")), *relais.items()])
        for ligne in formulaire.creneaux:
            ligne.form.lieu.choices = choix([("", _("Choisir une zone")), *domicile.items()])
        return formulaire

    def _ajouter_les_lignes(self) -> None:
        """Another row where a button asked for it, at the hours of the row before."""
        for bouton, lignes in (
            (self.ajouter_distribution, self.distributions),
            (self.ajouter_creneau, self.creneaux),
        ):
            if bouton.data:
                champs = ("jour", "debut", "fin", "capacite", "frais")
                modele = lignes[-1].data if len(lignes) else {}
                lignes.append_entry({c: modele[c] for c in champs if c in modele})

    @property
    def a_chercher(self) -> bool:
        """Words were typed that have not been looked up yet: Enter in that field means search."""
        return bool(self.chercher.data) or (self.recherche.data or "") != (self.cherchee.data or "")

    @property
    def en_cours(self) -> bool:
        """The answer asks for another view of the form, not to save it."""
        return self.a_chercher or bool(self.ajouter_distribution.data or self.ajouter_creneau.data)

    def refuser(self, refus: Refus) -> None:
        """Show a refusal of the service at the head of the form."""
        self.form_errors.append(str(refus))

    def validate_cloture(self, champ: Any) -> None:
        if self.ouverture.data and champ.data and champ.data <= self.ouverture.data:
            raise ValidationError(_("La clôture vient après l’ouverture."))

    def saisie(self) -> SaisieOrganisation:
        return SaisieOrganisation(
            titre=self.titre.data,
            description=self.description.data or "",
            ouverture=_instant(self.ouverture.data),
            cloture=_instant(self.cloture.data),
            minimum_centimes=self.minimum.data or 0,
            producteurs=tuple(dict.fromkeys(self.fermes.data or ())),
            distributions=tuple(
                ligne.form.saisie() for ligne in self.distributions if ligne.form.comptee
            ),
            creneaux=tuple(ligne.form.saisie() for ligne in self.creneaux if ligne.form.comptee),
        )


def _instant(lu: datetime) -> datetime:
    """What is typed is what a clock on a wall in Paris shows."""
    return horloge.a_paris(lu.date(), lu.time())


def _mural(instant: datetime) -> datetime:
    return instant.astimezone(horloge.PARIS).replace(tzinfo=None)


def _valeurs(vente: Vente) -> dict[str, Any]:
    return {
        "titre": vente.titre,
        "description": vente.description,
        "ouverture": _mural(vente.ouverture),
        "cloture": _mural(vente.cloture),
        "minimum": vente.minimum_centimes or None,
        "fermes": [p.producteur_id for p in vente.participations],
        "distributions": [
            _ligne(d.id, d.point_relais_id, d.debut, d.fin, d.capacite) for d in vente.distributions
        ],
        "creneaux": [
            {**_ligne(c.id, c.zone_id, c.debut, c.fin, c.capacite), "frais": c.frais_centimes}
            for c in vente.creneaux
        ],
    }


def _ligne(numero: int, lieu: int, debut: datetime, fin: datetime, capacite: int) -> dict[str, Any]:
    return {
        "numero": str(numero),
        "lieu": str(lieu),
        "jour": _mural(debut).date(),
        "debut": _mural(debut).time(),
        "fin": _mural(fin).time(),
        "capacite": capacite,
    }
