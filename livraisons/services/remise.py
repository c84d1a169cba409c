"""Parcels: planned with an order, handed over to whoever shows the code or says the name."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from livraisons.errors import CodeInconnu
from livraisons.models import PASSAGES_LIVRAISON, EtatLivraison, Livraison, Mode
from livraisons.services.reservation import liberer_place
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.etats import verifier_passage
from socle.journal.services import noter
from socle.typographie import sans_accents

# Without 0, O, 1, I, L: a code is read aloud over a counter.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Destinataire:
    """Who receives; the address counts for home delivery only."""

    prenom: str
    nom: str
    telephone: str = ""
    adresse: str = ""
    commune_nom: str = ""
    consigne: str = ""


def prevoir_livraison(
    reference: str,
    *,
    mode: Mode,
    fenetre_id: int,
    destinataire: Destinataire,
    frais_centimes: int,
    a_encaisser_centimes: int,
) -> Livraison:
    """Plan one parcel whose place was taken; its code is drawn here."""
    domicile = mode is Mode.DOMICILE
    livraison = Livraison(
        reference=reference,
        code="".join(secrets.choice(ALPHABET) for _ in range(4)),
        mode=mode,
        distribution_id=None if domicile else fenetre_id,
        creneau_id=fenetre_id if domicile else None,
        prenom=destinataire.prenom,
        nom=destinataire.nom,
        telephone=destinataire.telephone,
        adresse=destinataire.adresse if domicile else "",
        commune_nom=destinataire.commune_nom if domicile else "",
        consigne=destinataire.consigne if domicile else "",
        frais_centimes=frais_centimes,
        a_encaisser_centimes=a_encaisser_centimes,
    )
    session.add(livraison)
    session.flush()
    return livraison


def _passer(livraison: Livraison, vers: EtatLivraison, *, par: Compte | None, motif: str) -> None:
    verifier_passage(PASSAGES_LIVRAISON, livraison.etat, vers)
    noter("livraison", livraison.reference, de=livraison.etat, vers=vers, par=par, motif=motif)
    livraison.etat = vers


def remettre(livraison: Livraison, *, par: Compte) -> None:
    """Note that the parcel was handed over; ticking twice changes nothing."""
    if livraison.etat is EtatLivraison.REMISE:
        return
    _passer(livraison, EtatLivraison.REMISE, par=par, motif="")
    livraison.remise_le = horloge.maintenant()


def annuler_remise(livraison: Livraison, *, par: Compte) -> None:
    """Untick a parcel ticked by mistake; unticking twice changes nothing."""
    if livraison.etat is EtatLivraison.PREVUE:
        return
    _passer(livraison, EtatLivraison.PREVUE, par=par, motif="cochée par erreur")
    livraison.remise_le = None


def annuler_livraison(livraison: Livraison, *, par: Compte | None, motif: str) -> None:
    """Cancel a parcel and give its place back."""
    _passer(livraison, EtatLivraison.ANNULEE, par=par, motif=motif)
    liberer_place(livraison.mode, livraison.distribution_id or livraison.creneau_id or 0)


def trouver_livraison(saisie: str, parmi: Sequence[Livraison]) -> list[Livraison]:
    """The parcels that a code, an order number or a first name designates.

    Raises ``CodeInconnu`` when there is none: the keeper sees what was typed.
    """
    cherche = sans_accents(saisie).replace(" ", "")
    trouvees = [
        livraison
        for livraison in parmi
        if cherche
        and (
            cherche == livraison.code.lower()
            or cherche == sans_accents(livraison.reference).replace(" ", "")
            or sans_accents(livraison.prenom).replace(" ", "").startswith(cherche)
        )
    ]
    if not trouvees:
        raise CodeInconnu(saisie=saisie.strip()[:40])
    return trouvees
