"""What the farm is told of its dossier."""

from __future__ import annotations

from collections.abc import Callable

from producteurs.models import Dossier
from socle import horloge
from socle.envois.courriel import Courriel, composer
from socle.langue import _, ngettext

Message = Callable[[Dossier, str], Courriel]


def dossier_recu(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la chambre d’agriculture a votre dossier", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "recu")


def dossier_en_instruction(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre dossier est à l’étude", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "instruction")


def complement_demande(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : il manque une chose à votre dossier", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "complement")


def dossier_valide(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre dossier est validé", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "valide")


def dossier_renouvele(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre validation est renouvelée", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "renouvele")


def suspension_levee(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la suspension est levée", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "suspension_levee")


def dossier_refuse(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre dossier n’a pas été accepté", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "refuse")


def dossier_suspendu(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre inscription est suspendue", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "suspendu")


def dossier_radie(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre dossier est fermé", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "radie")


def dossier_rouvert(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre dossier est rouvert", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "rouvert")


def ferme_arretee(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre arrêt est enregistré", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "arret")


def appel_recu(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la décision va être réexaminée", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "appel_recu")


def appel_accepte(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la chambre vous donne raison", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "appel_accepte")


def appel_rejete(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : la décision est maintenue", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "appel_rejete")


def renouvellement_recu(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : votre demande de renouvellement", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "renouvellement_recu")


def renouvellement_differe(dossier: Dossier, adresse: str) -> Courriel:
    sujet = _("%(nom)s : une chose avant de renouveler", nom=dossier.producteur.nom)
    return _composer(dossier, adresse, sujet, "renouvellement_differe")


def echeance_proche(dossier: Dossier, adresse: str) -> Courriel:
    """Told 60, 30 and 7 days before the end; the subject says how many days are really left."""
    assert dossier.valide_jusqu_au is not None
    restants = (dossier.valide_jusqu_au - horloge.aujourdhui()).days
    nom = dossier.producteur.nom
    sujet = (
        ngettext(
            "%(nom)s : votre validation se termine dans %(num)s jour",
            "%(nom)s : votre validation se termine dans %(num)s jours",
            restants,
            nom=nom,
        )
        if restants
        else _("%(nom)s : votre validation se termine ce soir", nom=nom)
    )
    return _composer(dossier, adresse, sujet, "echeance")


def _composer(dossier: Dossier, adresse: str, sujet: str, gabarit: str) -> Courriel:
    return composer(
        adresse,
        sujet,
        f"producteurs/courriels/{gabarit}.txt",
        dossier=dossier,
        producteur=dossier.producteur,
    )
