"""Placing an order: judged, then stock and place taken together or not at all, then paid."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import update

from commandes import queries
from commandes.errors import (
    AdresseManquante,
    CommandeImpossible,
    MajoriteNonConfirmee,
    MontantSansCarte,
    PanierVide,
    TotalChange,
    VenteFermee,
)
from commandes.mails import commande_confirmee
from commandes.models import (
    MARGE_APRES_PAIEMENT,
    Commande,
    EtatCommande,
    LigneCommande,
    LignePanier,
    PanierEnCours,
    Part,
    Vente,
)
from commandes.services.reglement import ecrire_au_grand_livre
from commandes.services.stock import prendre_stock
from commandes.services.verdict import rendre_verdict
from livraisons import services as livraisons
from livraisons.models import Mode
from livraisons.services import Destinataire, Option
from producteurs.vocabulaire import conditionnement
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.services import envoyer
from socle.journal.services import noter
from socle.langue import _
from socle.monnaie import ecrire_prix
from socle.paiements import services as paiements
from socle.paiements.models import Moyen
from territoires.models import Lieu

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MINIMUM_CARTE_CENTIMES = 50


@dataclass(frozen=True, slots=True)
class ChoixRetrait:
    """How the buyer wants it: the ``cle`` of an option, and who receives it.

    ``total_annonce_centimes`` is the total that the buyer was shown, None when nobody was.
    """

    cle: str
    destinataire: Destinataire
    moyen: Moyen
    majeur: bool = False
    total_annonce_centimes: int | None = None


def passer_commande(
    panier: PanierEnCours, choix: ChoixRetrait, *, compte: Compte, lieu: Lieu | None
) -> Commande:
    """Turn a cart into an order: everything it asks for is taken, or nothing is.

    Pressed twice, it gives the same order. Paid on the spot it is confirmed at once; by card it
    holds its goods until the payment's time is over. ``lieu`` is where home delivery goes.
    """
    reference = nouvelle_reference()
    if not _consommer(panier, reference):
        session.refresh(panier, ["commande_reference"])
        assert panier.commande_reference is not None
        return queries.commande_de(compte, panier.commande_reference)
    vente = queries.vente_a_juger(panier.vente_id, verrou=True)
    lignes = {ligne.offre_id: ligne.quantite for ligne in panier.lignes}
    option = _juger(vente, panier, choix, lignes, lieu)
    prendre_stock(lignes)
    queries.relire_offres(lignes)
    livraisons.prendre_place(option.mode, option.fenetre_id, nom=option.libelle)
    parts = _repartir(panier.lignes)
    total = sum(part.montant_centimes for part in parts) + option.frais_centimes
    _juger_le_total(total, choix)
    sur_place = choix.moyen is Moyen.SUR_PLACE
    expire_le = None if sur_place else horloge.maintenant() + paiements.DUREE_POUR_PAYER
    livraison = livraisons.prevoir_livraison(
        reference,
        mode=option.mode,
        fenetre_id=option.fenetre_id,
        destinataire=choix.destinataire,
        frais_centimes=option.frais_centimes,
        a_encaisser_centimes=total if sur_place else 0,
    )
    commande = Commande(
        reference=reference,
        vente=vente,
        compte=compte,
        livraison=livraison,
        etat=EtatCommande.CONFIRMEE if sur_place else EtatCommande.A_PAYER,
        moyen=choix.moyen,
        frais_centimes=option.frais_centimes,
        total_centimes=total,
        placee_le=horloge.maintenant(),
        # The payment page closes first: money that is on its way still finds its order.
        expire_le=expire_le and expire_le + MARGE_APRES_PAIEMENT,
        parts=parts,
    )
    session.add(commande)
    session.flush()
    paiement = paiements.demander_paiement(
        genre="commande",
        reference=reference,
        libelle=_("Commande %(reference)s, %(vente)s", reference=reference, vente=vente.titre),
        courriel=compte.courriel,
        montant_centimes=total,
        moyen=choix.moyen,
        expire_le=expire_le,
    )
    noter("commande", reference, de="", vers=commande.etat, par=compte)
    if sur_place:
        ecrire_au_grand_livre(commande, [paiement], motif="commande confirmée")
        envoyer(commande_confirmee(commande))
    return commande


def _juger_le_total(total: int, choix: ChoixRetrait) -> None:
    annonce = choix.total_annonce_centimes
    if annonce is not None and annonce != total:
        raise TotalChange(total=ecrire_prix(total), annonce=ecrire_prix(annonce))
    if choix.moyen is Moyen.CARTE and total < MINIMUM_CARTE_CENTIMES:
        raise MontantSansCarte


def nouvelle_reference() -> str:
    """A number that can be read aloud: « K7MX-2PQR » (about 6e11 of them)."""
    tirage = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{tirage[:4]}-{tirage[4:]}"


def _consommer(panier: PanierEnCours, reference: str) -> bool:
    """Whether this press is the first: the cart takes the order's number in one statement."""
    return (
        session.execute(
            update(PanierEnCours)
            .where(PanierEnCours.id == panier.id, PanierEnCours.commande_reference.is_(None))
            .values(commande_reference=reference)
            .returning(PanierEnCours.id)
            .execution_options(synchronize_session=False)
        ).first()
        is not None
    )


def _juger(
    vente: Vente,
    panier: PanierEnCours,
    choix: ChoixRetrait,
    lignes: dict[int, int],
    lieu: Lieu | None,
) -> Option:
    """The option chosen, if the verdict still allows it; else the refusal that says why."""
    if not lignes:
        raise PanierVide
    if any(ligne.offre.produit.alcool for ligne in panier.lignes) and not choix.majeur:
        raise MajoriteNonConfirmee
    verdict = rendre_verdict(vente, lieu=lieu, lignes=lignes)
    if verdict.bloquants:
        raise (CommandeImpossible if verdict.ouverte else VenteFermee)(motif=verdict.refus)
    option = verdict.choisir(choix.cle)
    if option.mode is Mode.DOMICILE and not choix.destinataire.adresse:
        raise AdresseManquante
    return option


def _repartir(lignes: list[LignePanier]) -> list[Part]:
    """One share per producteur, names and prices copied."""
    par_ferme = sorted(lignes, key=lambda x: (x.offre.producteur_id, x.offre_id))
    return [
        Part(
            producteur=groupe[0].offre.producteur,
            lignes=[ligne_de_commande(x) for x in groupe],
        )
        for groupe in (
            list(g) for _cle, g in groupby(par_ferme, key=lambda x: x.offre.producteur_id)
        )
    ]


def ligne_de_commande(ligne: LignePanier) -> LigneCommande:
    """The order's copy of a cart's line."""
    produit = ligne.offre.produit
    return LigneCommande(
        offre=ligne.offre,
        libelle=produit.libelle,
        conditionnement=conditionnement(produit),
        quantite=ligne.quantite,
        prix_centimes=ligne.offre.prix_centimes,
        tva=produit.tva,
    )
