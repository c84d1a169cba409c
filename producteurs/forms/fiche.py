"""Registering a farm, and telling about it."""

from __future__ import annotations

import re
from typing import Any, Self

from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Email, Length, Optional

from producteurs.errors import PositionInversee
from producteurs.forms.champs import (
    DegresField,
    FormulaireAvecImage,
    FormulaireDuRegistre,
    HorairesField,
)
from producteurs.models import Famille, Genre, ModeVente, Producteur, SorteLabel
from producteurs.queries.commune import nom_et_code, trouver_commune
from producteurs.services import SaisieProducteur, lire_siret
from producteurs.vocabulaire import (
    DEFINITIONS_GENRES,
    FAMILLES,
    GENRES,
    JOURS,
    LABELS,
    MODES,
    majuscule,
)
from socle.errors import Refus
from socle.langue import _l
from socle.web.formulaires import CasesField, CourrielField, TelephoneField, choix

FAITS_VERIFIES = ("nom", "siret", "genre", "commune")
_SITE = re.compile(r"https?://[^\s/:]+\.[^\s/:]{2,}(:\d+)?(/\S*)?")


class FormulaireInscription(FormulaireDuRegistre):
    """Who the farm is and where: enough to begin."""

    nom = StringField(
        _l("Nom de la ferme"),
        [DataRequired(), Length(max=120)],
        description=_l("Celui que vos clients connaissent."),
        render_kw={"autocomplete": "organization"},
    )
    siret = StringField(
        _l("SIRET"),
        [DataRequired()],
        description=_l("14 chiffres, les espaces ne gênent pas : 732 829 320 00074."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    genre = RadioField(
        _l("Vous êtes"),
        [DataRequired()],
        choices=choix(
            (g, majuscule(f"{mot} : {DEFINITIONS_GENRES[g]}")) for g, mot in GENRES.items()
        ),
    )
    commune = StringField(
        _l("Commune"),
        [DataRequired(), Length(max=120)],
        description=_l("Son nom, ou son code postal s’il n’y en a qu’une."),
        render_kw={"autocomplete": "off", "list": "communes-proposees"},
    )
    adresse = StringField(
        _l("Adresse"),
        [Length(max=200)],
        description=_l("Rue, hameau ou lieu-dit, pour que l’on vous trouve."),
    )
    lat = DegresField(_l("Latitude"))
    lon = DegresField(_l("Longitude"))

    def validate_siret(self, champ: Any) -> None:
        _verifier(lire_siret, champ.data)

    def validate_commune(self, champ: Any) -> None:
        _verifier(trouver_commune, champ.data)

    def validate_lat(self, champ: Any) -> None:
        if (champ.data is None) != (self.lon.data is None):
            raise ValidationError(
                str(_l("Donnez la latitude et la longitude, ou aucune des deux."))
            )

    def refuser(self, refus: Refus) -> None:
        """A position the wrong way round is shown put right, to be checked and sent again."""
        if isinstance(refus, PositionInversee):
            for nom in ("lat", "lon"):
                self[nom].raw_data, self[nom].data = None, refus.details[nom]
        super().refuser(refus)

    def saisie(self) -> SaisieProducteur:
        return SaisieProducteur(**self._identite())

    def _identite(self) -> dict[str, Any]:
        return {
            "nom": self.nom.data,
            "genre": Genre(self.genre.data),
            "siret": self.siret.data,
            "commune_code": trouver_commune(self.commune.data).code_insee,
            "adresse": self.adresse.data or "",
            "lat": self.lat.data,
            "lon": self.lon.data,
        }


class FormulaireFiche(FormulaireInscription, FormulaireAvecImage):
    """All that the public reads of a farm. What the chamber verified is not asked again."""

    description = TextAreaField(
        _l("Votre ferme en quelques phrases"),
        [Length(max=2000)],
        description=_l("Ce que vous faites, comment, et ce qui vous tient à cœur."),
        render_kw={"rows": 5},
    )
    familles = CasesField(
        _l("Vous produisez ou vendez"),
        choices=choix((code, majuscule(mot)) for code, mot in FAMILLES.items()),
    )
    modes = CasesField(
        _l("On vous achète"), choices=choix((code, majuscule(mot)) for code, mot in MODES.items())
    )
    labels = CasesField(
        _l("Vos labels"),
        choices=choix((code, majuscule(mot)) for code, mot in LABELS.items()),
        description=_l("Ils paraîtront comme « déclarés », jusqu’à ce qu’ils soient vérifiés."),
    )
    telephone = TelephoneField(_l("Téléphone"), description=_l("Il sera public."))
    courriel = CourrielField(
        _l("Courriel"), [Optional(), Email()], description=_l("Il sera public.")
    )
    site = StringField(
        _l("Site"), [Length(max=300)], render_kw={"inputmode": "url", "autocomplete": "url"}
    )
    jour_0 = HorairesField(majuscule(JOURS[0]))
    jour_1 = HorairesField(majuscule(JOURS[1]))
    jour_2 = HorairesField(majuscule(JOURS[2]))
    jour_3 = HorairesField(majuscule(JOURS[3]))
    jour_4 = HorairesField(majuscule(JOURS[4]))
    jour_5 = HorairesField(majuscule(JOURS[5]))
    jour_6 = HorairesField(majuscule(JOURS[6]))

    producteur: Producteur

    @classmethod
    def pour(cls, producteur: Producteur) -> Self:
        """The form filled with the record of ``producteur``, without what is verified."""
        formulaire = cls(data=_valeurs(producteur))
        formulaire.producteur = producteur
        if producteur.dossier.verrouille:
            for nom in FAITS_VERIFIES:
                del formulaire[nom]
        return formulaire

    def validate_site(self, champ: Any) -> None:
        if champ.data and "://" not in champ.data:
            champ.data = f"https://{champ.data}"
        if champ.data and not _SITE.fullmatch(champ.data):
            raise ValidationError(str(_l("Écrivez une adresse comme www.maferme.fr.")))

    @property
    def jours(self) -> list[HorairesField]:
        """The seven fields of the opening hours, Monday first."""
        return [self[f"jour_{jour}"] for jour in JOURS]

    def saisie(self) -> SaisieProducteur:
        return SaisieProducteur(
            **self._identite(),
            familles=[Famille(f) for f in self.familles.data],
            modes=[ModeVente(m) for m in self.modes.data],
            labels=[SorteLabel(s) for s in self.labels.data],
            description=self.description.data or "",
            telephone=self.telephone.data or "",
            courriel=self.courriel.data or "",
            site=self.site.data or "",
            horaires={str(i): champ.data for i, champ in enumerate(self.jours)},
            image=self.cle_image(),
        )

    def _identite(self) -> dict[str, Any]:
        if not self.producteur.dossier.verrouille:
            return super()._identite()
        producteur = self.producteur
        return {
            "nom": producteur.nom,
            "genre": producteur.genre,
            "siret": producteur.siret,
            "commune_code": producteur.commune_code,
            "adresse": self.adresse.data or "",
            "lat": self.lat.data,
            "lon": self.lon.data,
        }


def _verifier(lecture: Any, texte: str) -> None:
    try:
        lecture(texte)
    except Refus as refus:
        raise ValidationError(str(refus)) from refus


def _valeurs(producteur: Producteur) -> dict[str, Any]:
    return {
        **{nom: getattr(producteur, nom) for nom in ("nom", "siret", "adresse", "lat", "lon")},
        **{nom: getattr(producteur, nom) for nom in ("description", "telephone", "courriel")},
        "site": producteur.site,
        "genre": producteur.genre.value,
        "commune": nom_et_code(producteur.commune),
        "familles": [f.value for f in producteur.familles],
        "modes": [m.value for m in producteur.modes],
        "labels": [label.sorte.value for label in producteur.labels],
        "image_gardee": producteur.image,
        **{f"jour_{i}": jour for i, jour in enumerate(producteur.horaires_de_la_semaine)},
    }
