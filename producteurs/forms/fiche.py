"""Registering a farm, and telling about it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Any, Self

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, Length, Optional

from producteurs.errors import FicheChangeeEntreTemps, PositionInversee
from producteurs.forms.champs import (
    DegresField,
    FormulaireAvecImage,
    FormulaireDuRegistre,
    HorairesField,
)
from producteurs.models import Famille, Genre, ModeVente, Producteur, Revision, SorteLabel
from producteurs.models.fiche import CHAMPS, Etat
from producteurs.queries.commune import nom_et_code, trouver_commune
from producteurs.queries.differences import Difference, differences_entre
from producteurs.queries.regles import regles_de
from producteurs.services import SaisieProducteur, lire_siret
from producteurs.services.croisement import INCONNUE, etat_montre
from producteurs.vocabulaire import (
    DEFINITIONS_GENRES,
    FAMILLES,
    GENRES,
    JOURS,
    LABELS,
    MODES,
    majuscule,
)
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from producteurs.vocabulaire.phrases import enumerer
from socle.errors import Refus
from socle.langue import _l
from socle.web.formulaires import CasesField, CourrielField, TelephoneField, choix
from territoires.queries import commune

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
        description=_l(
            "14 chiffres, les espaces ne gênent pas : 732\u00a0829\u00a0320\u00a000074."
        ),
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
    """All that the public reads of a farm, as its people last left it.

    ``version`` and ``proposition`` say from which state it was made, so that nobody writes over
    somebody else without knowing.
    """

    description = TextAreaField(
        _l("Votre ferme en quelques phrases"),
        [Length(max=2000)],
        description=_l("Ce que vous faites, comment, et ce qui vous tient à cœur."),
        render_kw={"rows": 5},
    )
    texte_saison = TextAreaField(
        _l("En ce moment"),
        [Length(max=500)],
        description=_l("Ce qu’on trouve chez vous ces jours-ci, ou ce qui change : 500 signes."),
        render_kw={"rows": 3, "maxlength": 500},
    )
    familles = CasesField(
        _l("Vous produisez ou vendez"),
        choices=choix((code, majuscule(mot)) for code, mot in FAMILLES.items()),
    )
    modes = CasesField(
        _l("On vous achète"), choices=choix((code, majuscule(mot)) for code, mot in MODES.items())
    )
    revend = BooleanField(
        _l("Nous vendons aussi ce que d’autres produisent"),
        description=_l("Vos clients le verront, et chaque produit dira de qui il est."),
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
    version = HiddenField()
    proposition = HiddenField()

    autres: Sequence[Difference] = ()
    """What somebody else wrote meanwhile, beside what was typed here."""
    repris: Sequence[Difference] = ()
    """What somebody else changed meanwhile and that this form has taken up."""
    libres: str = ""
    """What goes through at once although the chamber has vouched for the record, in words."""

    @classmethod
    def pour(cls, producteur: Producteur, ouverte: Revision | None) -> Self:
        """The form filled with the record of ``producteur`` as ``ouverte`` proposes it."""
        etat = etat_montre(producteur, ouverte)
        partie = {"version": producteur.version, "proposition": ouverte.id if ouverte else ""}
        formulaire = cls(data=valeurs_des_champs(etat) | partie)
        if producteur.dossier.verrouille:
            libres = regles_de(producteur.departement).champs_libres
            mots = [str(mot) for champ, mot in CHAMPS_DE_LA_FICHE.items() if champ in libres]
            formulaire.libres = enumerer(mots)
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

    def partie_de(self) -> dict[str, int | None]:
        """From which state of the record the form was made, for ``modifier_producteur``."""
        envoyes = [champ.raw_data or [""] for champ in (self.version, self.proposition)]
        version, proposition = (_numero(valeurs[0]) for valeurs in envoyes)
        return {"version": version or INCONNUE, "proposition": proposition}

    def refuser(self, refus: Refus) -> None:
        """After somebody else: what only they changed is taken up, what both did stands beside,
        and sending again is then deliberate."""
        if isinstance(refus, FicheChangeeEntreTemps):
            dits, siens = refus.details["dit"], refus.details["conflits"]
            repris = refus.details["repris"]
            for nom, valeur in valeurs_des_champs({**dits, **repris}, seuls=repris).items():
                self[nom].raw_data, self[nom].data = None, valeur
            self.autres = differences_entre(siens, dits)
            self.repris = differences_entre(dits, repris)
            self.version.data = str(refus.details["version"])
            self.proposition.data = str(refus.details["proposition"] or "")
        super().refuser(refus)

    def saisie(self) -> SaisieProducteur:
        return SaisieProducteur(
            **self._identite(),
            familles=[Famille(f) for f in self.familles.data],
            modes=[ModeVente(m) for m in self.modes.data],
            labels=[SorteLabel(s) for s in self.labels.data],
            description=self.description.data or "",
            texte_saison=self.texte_saison.data or "",
            revend=self.revend.data,
            telephone=self.telephone.data or "",
            courriel=self.courriel.data or "",
            site=self.site.data or "",
            horaires={str(i): champ.data for i, champ in enumerate(self.jours)},
            image=self.cle_image(),
        )


def _verifier(lecture: Any, texte: str) -> None:
    try:
        lecture(texte)
    except Refus as refus:
        raise ValidationError(str(refus)) from refus


def _numero(texte: object) -> int | None:
    """The number that a hidden field carries, None when it carries none that we wrote."""
    chiffres = str(texte or "")
    return int(chiffres) if chiffres.isdecimal() and len(chiffres) < 10 else None


def valeurs_des_champs(etat: Etat, *, seuls: Container[str] = CHAMPS) -> dict[str, Any]:
    """What the fields of the form hold for this state of the record, or for ``seuls`` of it."""
    valeurs: dict[str, Any] = {}
    for champ in (c for c in CHAMPS if c in seuls):
        valeur = etat[champ]
        if champ == "position":
            valeurs["lat"], valeurs["lon"] = valeur or (None, None)
        elif champ == "horaires":
            valeurs |= {f"jour_{jour}": valeur.get(str(jour), []) for jour in JOURS}
        elif champ == "commune":
            valeurs["commune"] = nom_et_code(commune(valeur))
        elif champ == "image":
            valeurs["image_gardee"] = valeur
        else:
            valeurs[champ] = valeur
    return valeurs
