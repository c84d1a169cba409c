"""Which of two entries is right, field by field."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.models import Producteur
from producteurs.queries.paires import comparees
from producteurs.services.fusion import LES_DEUX, PROPOSITIONS, proposer_choix
from producteurs.vocabulaire.doublons import CHAMPS_FUSION
from producteurs.vocabulaire.phrases import majuscule
from socle.langue import _l
from socle.web.formulaires import choix

_MOTS = {"garde": _l("celle-ci"), "absorbe": _l("l’autre"), LES_DEUX: _l("les deux réunies")}


def _champ(nom: str) -> RadioField:
    return RadioField(
        majuscule(CHAMPS_FUSION[nom]),
        [InputRequired()],
        choices=choix((dit, _MOTS[dit]) for dit in PROPOSITIONS[nom]),
    )


class FormulaireFusion(FormulaireDuRegistre):
    """One answer for each field on which the two differ; ``vues`` are the versions read."""

    vues = HiddenField(validators=[InputRequired()])
    nom = _champ("nom")
    genre = _champ("genre")
    siret = _champ("siret")
    lieu = _champ("lieu")
    description = _champ("description")
    telephone = _champ("telephone")
    courriel = _champ("courriel")
    site = _champ("site")
    horaires = _champ("horaires")
    image = _champ("image")
    texte_saison = _champ("texte_saison")
    revend = _champ("revend")
    familles = _champ("familles")
    modes = _champ("modes")

    def __init__(self, garde: Producteur, absorbe: Producteur, **options: Any) -> None:
        vues = f"{garde.version}-{absorbe.version}"
        super().__init__(data={**proposer_choix(garde, absorbe), "vues": vues}, **options)
        self.lignes = [ligne for ligne in comparees(garde, absorbe) if not ligne.pareilles]
        demandes = {ligne.champ for ligne in self.lignes}
        for champ in set(PROPOSITIONS) - demandes:
            del self[champ]

    def relu(self, garde: Producteur, absorbe: Producteur) -> FormulaireFusion:
        """The form on the two records as they stand now, with these answers and their errors."""
        nouveau = FormulaireFusion(garde, absorbe, formdata=None)
        nouveau.form_errors = list(self.form_errors)
        for champ in (ligne.champ for ligne in nouveau.lignes):
            if champ in self:
                nouveau[champ].data = self[champ].data
                nouveau[champ].errors = self[champ].errors
        return nouveau

    def choix(self) -> dict[str, str]:
        return {ligne.champ: self[ligne.champ].data for ligne in self.lignes}

    def versions(self) -> tuple[int, int]:
        """The two states that were read; impossible ones when the page did not say."""
        garde, _tiret, absorbe = (self.vues.data or "").partition("-")
        lisibles = garde.isdecimal() and absorbe.isdecimal()
        return (int(garde), int(absorbe)) if lisibles else (0, 0)
