"""Refusals about duplicates and merges."""

from __future__ import annotations

from http import HTTPStatus

from producteurs.errors import SaisieRefusee
from socle.errors import Refus
from socle.langue import _l


class PeutEtreInscrite(SaisieRefusee):
    """Farms that the public reads look like the one that is being registered: ``fermes``."""

    champ = "nom"
    phrase = _l(
        "Une ferme du même nom est déjà inscrite près d’ici. Est-ce la vôtre ? "
        "Sinon, enregistrez de nouveau."
    )


class PaireDejaTraitee(Refus):
    phrase = _l("Quelqu’un a déjà répondu : ces deux fiches ne sont plus à rapprocher.")


class FusionImpossible(Refus):
    """Two entries that cannot become one, or that cannot be two again."""


class FusionAvecElleMeme(FusionImpossible):
    phrase = _l("Choisissez deux fiches différentes.")


class DejaFusionnee(FusionImpossible):
    phrase = _l("« %(nom)s » a déjà été fusionnée dans une autre fiche.")


class EtablissementsDistincts(FusionImpossible):
    phrase = _l(
        "Leurs deux SIRET sont ceux de deux établissements de la même entreprise : "
        "ce sont deux lieux, chacun garde sa fiche."
    )


class FichesChangees(FusionImpossible):
    phrase = _l("L’une des deux fiches a changé pendant que vous les lisiez. Relisez-les.")


class FermesDansLaMemeVente(FusionImpossible):
    phrase = _l(
        "Les deux fermes vendent dans « %(vente)s », qui n’est pas terminée : "
        "retirez l’une des deux de cette vente, ou attendez sa fin."
    )


class ChoixInconnu(FusionImpossible):
    phrase = _l("Dites, pour chaque information, quelle fiche a raison.")
    statut = HTTPStatus.UNPROCESSABLE_ENTITY


class FusionDejaAnnulee(FusionImpossible):
    phrase = _l("Cette fusion est déjà annulée.")


class FicheGardeeChangee(FusionImpossible):
    phrase = _l(
        "La fiche « %(nom)s » a changé depuis la fusion : on ne peut plus dire ce qui revient "
        "à chacune. Inscrivez de nouveau l’autre ferme s’il le faut."
    )


class VenduDepuisLaFusion(FusionImpossible):
    phrase = _l(
        "Des produits venus de l’autre fiche ont été mis en vente ou commandés depuis la fusion : "
        "ils ne peuvent plus changer de ferme."
    )


class PanierMelange(FusionImpossible):
    phrase = _l(
        "Le panier « %(panier)s » mêle maintenant des produits des deux fermes : "
        "défaites-le avant d’annuler la fusion."
    )


class AutreFusionDepuis(FusionImpossible):
    phrase = _l("« %(nom)s » a été fusionnée de nouveau depuis : annulez d’abord cette fusion.")
