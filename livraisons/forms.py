"""Forms of relay points and home-delivery zones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from livraisons.models import GenreZone, PointRelais, ZoneLivraison
from livraisons.services import SaisiePointRelais, SaisieZone
from producteurs.errors import CommuneAPreciser, CommuneARevoir
from producteurs.forms.champs import DegresField
from producteurs.models import Producteur
from producteurs.queries import nom_et_code, trouver_commune
from socle.errors import Refus
from socle.langue import _, _l
from socle.web.formulaires import Formulaire, NombreField, PrixField, choix
from territoires.models import Commune
from territoires.queries import centre, communes

RAYON_MAXIMAL_KM = 100
CAPACITE_MAXIMALE = 2000
COMMUNES_MAXIMUM = 400
_SEPARATEURS = re.compile(r"[,;\n]+")


def _commune_lisible(form: Any, champ: Any) -> None:
    try:
        trouver_commune(champ.data or "")
    except Refus as refus:
        raise ValidationError(str(refus)) from refus


class FormulairePointRelais(Formulaire):
    """A place where orders are fetched."""

    nom = StringField(_l("Nom"), [DataRequired(), Length(max=120)])
    adresse = StringField(_l("Adresse"), [DataRequired(), Length(max=200)])
    commune = StringField(
        _l("Commune"),
        [DataRequired(), Length(max=120), _commune_lisible],
        render_kw={"autocomplete": "off", "list": "communes-proposees"},
    )
    lat = DegresField(_l("Latitude"))
    lon = DegresField(_l("Longitude"))
    capacite = IntegerField(
        _l("Capacité"),
        [InputRequired(), NumberRange(1, CAPACITE_MAXIMALE)],
        description=_l("En caisses, pour une distribution : une commande en prend une."),
    )
    horaires = StringField(_l("Horaires habituels"), [Length(max=200)])
    acces = TextAreaField(
        _l("Comment entrer"),
        [Length(max=500)],
        description=_l("Porte, code, étage. Montré seulement à qui y retire une commande."),
        render_kw={"rows": 3},
    )
    ferme = SelectField(
        _l("Retrait à la ferme"),
        choices=[],
        description=_l("Si ce point relais est une ferme, laquelle."),
    )
    actif = BooleanField(_l("Ouvert aux nouvelles ventes"), default=True)

    @classmethod
    def pour(cls, point: PointRelais | None, fermes: Sequence[Producteur]) -> Self:
        """The form of ``point``, or of a new one; ``fermes`` may be a place of pick-up."""
        formulaire = cls(data=_valeurs_point(point) if point else {})
        connues = {p.id: p for p in fermes}
        if point and point.producteur:
            connues.setdefault(point.producteur.id, point.producteur)
        noms = sorted((p.nom, numero) for numero, p in connues.items())
        formulaire.ferme.choices = choix(
            [("", _("Non, un autre lieu")), *((numero, nom) for nom, numero in noms)]
        )
        return formulaire

    def validate_lat(self, champ: Any) -> None:
        lat, lon = champ.data, self.lon.data
        if (lat is None) != (lon is None):
            raise ValidationError(_("Donnez la latitude et la longitude, ou aucune des deux."))
        if abs(lat or 0) > 90 or abs(lon or 0) > 180:
            raise ValidationError(_("Cette position n’est pas sur Terre."))

    def refuser(self, refus: Refus) -> None:
        self.form_errors.append(str(refus))

    def saisie(self) -> SaisiePointRelais:
        """Without a position, the centre of the commune stands for it."""
        commune = trouver_commune(self.commune.data)
        lat, lon = self.lat.data, self.lon.data
        if lat is None or lon is None:
            lat, lon = centre(commune) or (0.0, 0.0)
        return SaisiePointRelais(
            nom=self.nom.data,
            adresse=self.adresse.data,
            commune_code=commune.code_insee,
            lat=lat,
            lon=lon,
            capacite=self.capacite.data,
            horaires=self.horaires.data or "",
            acces=self.acces.data or "",
            producteur_id=int(self.ferme.data) if self.ferme.data else None,
            actif=self.actif.data,
        )


def _valeurs_point(point: PointRelais) -> dict[str, Any]:
    return {
        "nom": point.nom,
        "adresse": point.adresse,
        "commune": nom_et_code(point.commune),
        "lat": point.lat,
        "lon": point.lon,
        "capacite": point.capacite,
        "horaires": point.horaires,
        "acces": point.acces,
        "ferme": str(point.producteur_id or ""),
        "actif": point.actif,
    }


class FormulaireZone(Formulaire):
    """Where somebody delivers at home: communes, or a radius around a centre.

    ``autour`` is the centre, (lat, lon), when it is known beforehand: a farm's own position;
    ``avant`` is the centre of a zone that exists, kept when no other is typed.
    """

    autour: tuple[float, float] | None = None
    avant: tuple[float, float] | None = None
    polygone: dict[str, Any] | None = None
    proposees: Sequence[Commune] = ()

    nom = StringField(
        _l("Nom"),
        [DataRequired(), Length(max=120)],
        description=_l("Ce que liront vos clients, comme « Autour de Feurs »."),
    )
    genre = RadioField(_l("Vous livrez"), [InputRequired()], choices=[])
    communes = SelectMultipleField(_l("Communes"), choices=[], validate_choice=False)
    commune = StringField(
        _l("Ajouter une commune"),
        [Length(max=2000)],
        description=_l("Son nom ou son code postal ; plusieurs, séparées par des virgules."),
        render_kw={"autocomplete": "off", "list": "communes-proposees"},
    )
    ajouter = SubmitField(_l("Ajouter"))
    centre = StringField(
        _l("Autour de"), [Length(max=120)], description=_l("Une commune, par son nom.")
    )
    rayon = NombreField(_l("Rayon"), places=None)
    frais = PrixField(
        _l("Frais de livraison"),
        [InputRequired()],
        description=_l("0 si la livraison est offerte."),
    )
    minimum = PrixField(_l("Minimum de commande"), description=_l("Vide : pas de minimum."))

    @classmethod
    def pour(cls, zone: ZoneLivraison | None, *, autour: tuple[float, float] | None = None) -> Self:
        """The form of ``zone``, or of a new one."""
        formulaire = cls(data=_valeurs_zone(zone) if zone else {"genre": "communes"})
        formulaire.autour = autour
        formulaire.polygone = zone.polygone if zone else None
        if zone and zone.centre_lat is not None and zone.centre_lon is not None:
            formulaire.avant = (zone.centre_lat, zone.centre_lon)
        mots = {
            "communes": _("dans des communes"),
            "rayon": _("autour de la ferme") if autour else _("autour d’une commune"),
        }
        if formulaire.polygone:
            mots["polygone"] = _("dans le contour déjà dessiné")
        formulaire.genre.choices = choix(mots)
        if formulaire.is_submitted():
            formulaire._lire_les_communes()
        return formulaire

    def _lire_les_communes(self) -> None:
        """Move what was typed and understood among the chosen ones; the rest stays typed."""
        codes, incomprises, proposees = list(self.communes.data or ()), [], []
        for texte in filter(None, map(str.strip, _SEPARATEURS.split(self.commune.data or ""))):
            try:
                codes.append(trouver_commune(texte).code_insee)
            except CommuneAPreciser as refus:
                incomprises.append(texte)
                proposees += refus.details["suggestions"]
            except CommuneARevoir:
                incomprises.append(texte)
        self.communes.data = list(dict.fromkeys(codes))[:COMMUNES_MAXIMUM]
        self.commune.data = ", ".join(incomprises)
        self.proposees = proposees

    @property
    def en_cours(self) -> bool:
        """« Ajouter » was pressed: the form is shown again, nothing is saved."""
        return bool(self.ajouter.data)

    @property
    def choisies(self) -> Sequence[Commune]:
        return communes(self.communes.data or ())

    def validate_commune(self, champ: Any) -> None:
        if champ.data and self.genre.data == GenreZone.COMMUNES:
            noms = ", ".join(nom_et_code(c) for c in self.proposees)
            phrase = _("Nous ne trouvons pas « %(texte)s ».", texte=champ.data)
            if noms:
                phrase = _("%(debut)s Vouliez-vous dire : %(noms)s ?", debut=phrase, noms=noms)
            raise ValidationError(phrase)
        if self.genre.data == GenreZone.COMMUNES and not self.communes.data:
            raise ValidationError(_("Ajoutez au moins une commune."))

    def validate_centre(self, champ: Any) -> None:
        connu = self.autour or (self.avant and not champ.data)
        if self.genre.data == GenreZone.RAYON and not connu:
            _commune_lisible(self, champ)

    def validate_rayon(self, champ: Any) -> None:
        if self.genre.data != GenreZone.RAYON or champ.errors:
            return
        if champ.data is None or not 0 < champ.data <= RAYON_MAXIMAL_KM:
            raise ValidationError(
                _("Écrivez un rayon de 1 à %(maximum)s km.", maximum=RAYON_MAXIMAL_KM)
            )

    def refuser(self, refus: Refus) -> None:
        self.form_errors.append(str(refus))

    def saisie(self) -> SaisieZone:
        genre = GenreZone(self.genre.data)
        position = self.autour or self.avant
        if genre is GenreZone.RAYON and self.autour is None and self.centre.data:
            position = centre(trouver_commune(self.centre.data))
        lat, lon = position or (None, None)
        return SaisieZone(
            nom=self.nom.data,
            genre=genre,
            communes=tuple(c.code_insee for c in self.choisies),
            centre_lat=lat,
            centre_lon=lon,
            rayon_km=float(self.rayon.data) if self.rayon.data else None,
            polygone=self.polygone,
            frais_centimes=self.frais.data or 0,
            minimum_centimes=self.minimum.data or 0,
        )


def _valeurs_zone(zone: ZoneLivraison) -> dict[str, Any]:
    return {
        "nom": zone.nom,
        "genre": zone.genre.value,
        "communes": [c.commune_code for c in zone.communes],
        "rayon": f"{zone.rayon_km:g}" if zone.rayon_km else None,
        "frais": zone.frais_centimes,
        "minimum": zone.minimum_centimes or None,
    }
