"""Refusals of the registry. ``champ`` names the form field that the sentence is about.

Those of a word that has many are in a file of its own here, imported from there.
"""

from __future__ import annotations

from http import HTTPStatus

from socle.errors import Refus
from socle.langue import _l


class SaisieRefusee(Refus):
    """Something typed into a form; the form is shown again with all that it held."""

    statut = HTTPStatus.UNPROCESSABLE_ENTITY
    champ: str = ""


class SiretRefuse(SaisieRefusee):
    champ = "siret"


class SiretAvecLettres(SiretRefuse):
    phrase = _l("Un SIRET ne contient que des chiffres. Retirez « %(intrus)s ».")


class SiretDeMauvaiseLongueur(SiretRefuse):
    phrase = _l("Un SIRET compte 14 chiffres : nous en lisons %(lus)s.")


class SiretFaux(SiretRefuse):
    phrase = _l(
        "Ce SIRET contient une faute de frappe : ses 14 chiffres ne s’accordent pas entre eux. "
        "Relisez-le sur un avis de situation ou une facture."
    )


class SiretDejaInscrit(SiretRefuse):
    """By a farm that is not public: nobody learns from here who asked to be."""

    phrase = _l(
        "Ce SIRET est déjà inscrit. S’il est bien celui de votre ferme, écrivez à la chambre "
        "d’agriculture : elle vous associera à sa fiche."
    )


class SiretDejaPublic(SiretDejaInscrit):
    phrase = _l(
        "Ce SIRET est déjà inscrit, sous le nom « %(nom)s ». Demandez à la personne qui tient "
        "cette fiche de vous y associer, ou écrivez à la chambre d’agriculture."
    )


class SiretDejaAVous(SiretDejaInscrit):
    phrase = _l(
        "Ce SIRET est déjà inscrit : c’est celui de votre ferme « %(nom)s ». "
        "Retrouvez-la dans « Mes fermes »."
    )


class NomManquant(SaisieRefusee):
    champ = "nom"
    phrase = _l("Donnez le nom de la ferme, tel que vos clients le connaissent.")


class CommuneARevoir(SaisieRefusee):
    """The commune typed is unknown or names several; ``suggestions`` are in ``details``."""

    champ = "commune"
    phrase = _l(
        "Nous ne connaissons pas de commune « %(texte)s ». Écrivez son nom ou son code postal."
    )


class CommuneAPreciser(CommuneARevoir):
    phrase = _l("Précisez la commune « %(texte)s ». Est-ce %(propositions)s ?")


class PositionRefusee(SaisieRefusee):
    champ = "lat"


class PositionManquante(PositionRefusee):
    phrase = _l("Nous ne savons pas où est %(commune)s : placez la ferme sur la carte.")


class PositionIllisible(PositionRefusee):
    phrase = _l("Écrivez la position en degrés, comme 45,6075 et 4,0653.")


class PositionInversee(PositionRefusee):
    """``lat`` and ``lon`` in ``details`` are the two put the right way round."""

    phrase = _l(
        "La latitude et la longitude étaient inversées : nous les avons remises à l’endroit. "
        "Vérifiez sur la carte, puis enregistrez."
    )


class PositionLointaine(PositionRefusee):
    phrase = _l(
        "Cette position est à %(km)s km de %(commune)s. Une ferme se place à %(maximum)s km "
        "au plus de sa commune : corrigez la position ou la commune."
    )


class HorairesIllisibles(SaisieRefusee):
    phrase = _l("Écrivez des horaires comme « 9h-12h, 14h-18h ». Laissez vide si c’est fermé.")


class FicheChangeeEntreTemps(Refus):
    """Somebody else said otherwise since the form was shown. ``details``: ``conflits`` and
    ``repris`` map a field to its present value (typed over, and taken up), ``version`` and
    ``proposition`` are what the form is to be judged from when it is sent again."""

    phrase = _l(
        "Pendant que vous écriviez, ceci a changé aussi, par %(qui)s : %(champs)s. "
        "Rien n’est perdu : comparez, gardez ce qui est juste, puis enregistrez de nouveau."
    )


class PropositionRefuseeEntreTemps(FicheChangeeEntreTemps):
    phrase = _l(
        "Pendant que vous écriviez, la modification proposée (%(champs)s) a été refusée ou "
        "retirée. Rien n’est perdu : relisez, puis enregistrez de nouveau ce que vous voulez "
        "proposer."
    )


class PropositionClose(Refus):
    phrase = _l(
        "Cette modification n’attend plus de réponse : elle a été changée, retirée ou décidée "
        "pendant que vous la lisiez."
    )


class PropositionDepassee(Refus):
    phrase = _l(
        "La fiche a changé depuis cette proposition (%(champs)s). Demandez à la ferme de la "
        "reprendre, ou refusez-la."
    )


class CommuneHorsDeVous(Refus):
    phrase = _l(
        "%(commune)s n’est pas dans un département où vous décidez. L’agent de ce département "
        "doit être habilité ici aussi pour accepter."
    )


class DossierIncomplet(Refus):
    phrase = _l("Il manque encore : %(manques)s.")


class FicheChangee(Refus):
    phrase = _l("La ferme a modifié sa fiche pendant que vous la lisiez. Relisez-la, puis décidez.")


class EcheanceRefusee(SaisieRefusee):
    champ = "jusqu_au"
    phrase = _l("Une validation va jusqu’à une date à venir, à trois ans au plus (le %(maximum)s).")


class MotifManquant(SaisieRefusee):
    champ = "motif"
    phrase = _l("Dites pourquoi : la ferme lira votre motif.")


class ProduitRefuse(SaisieRefusee):
    pass


class NomDuProduitManquant(ProduitRefuse):
    champ = "nom"
    phrase = _l("Donnez le nom du produit, comme « Carottes des sables ».")


class PrixManquant(ProduitRefuse):
    champ = "prix"
    phrase = _l("Donnez un prix plus grand que zéro.")


class PortionManquante(ProduitRefuse):
    champ = "contenance"
    phrase = _l("Au poids, dites ce que pèse une portion : on commande tant de portions.")


class TauxInconnu(ProduitRefuse):
    champ = "tva"
    phrase = _l("Choisissez un des taux de TVA proposés.")


class MoisInconnu(ProduitRefuse):
    champ = "mois"
    phrase = _l("Les mois vont de janvier à décembre.")


class AlcoolMalDeclare(ProduitRefuse):
    champ = "tva"
    phrase = _l("Une boisson alcoolisée se vend avec une TVA de 20 %, ou sans TVA.")


class ContenanceSansUnite(ProduitRefuse):
    champ = "contenance_unite"
    phrase = _l("Dites si la quantité est en grammes ou en millilitres.")


class PanierVide(ProduitRefuse):
    champ = "composants"
    phrase = _l("Mettez au moins un produit dans ce panier.")


class ComposantEtranger(ProduitRefuse):
    champ = "composants"
    phrase = _l("Un panier se compose des produits de la ferme qui le vend.")


class ProduitDansUnPanier(Refus):
    phrase = _l("« %(produit)s » est dans le panier « %(panier)s » : ôtez-le d’abord du panier.")
