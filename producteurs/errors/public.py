"""Refusals to those who answer a link or report an error."""

from __future__ import annotations

from http import HTTPStatus

from producteurs.errors import SaisieRefusee
from socle.errors import Refus
from socle.langue import _l


class LienPerdu(Refus):
    """A link of a confirmation mail that was replaced by a newer one, or never was ours."""

    statut = HTTPStatus.NOT_FOUND
    phrase = _l(
        "Un message plus récent l’a remplacé, ou il est incomplet. "
        "Ouvrez le dernier message reçu, ou connectez-vous pour confirmer votre fiche."
    )


class LienDejaServi(Refus):
    phrase = _l("Ce lien a déjà servi : votre réponse est enregistrée.")


class FicheARelire(Refus):
    phrase = _l("La fiche a changé depuis que vous l’avez lue. Relisez-la, puis répondez.")


class SignalementIncomplet(SaisieRefusee):
    champ = "texte"
    phrase = _l("Dites en quelques mots ce qui est faux, pour que nous puissions vérifier.")


class ReponseManquante(SaisieRefusee):
    champ = "reponse"
    phrase = _l("Dites ce qui a été fait, ou pourquoi il n’y a rien à faire.")
