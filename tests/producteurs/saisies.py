"""What a farmer could have typed, for the tests of this room."""

from __future__ import annotations

from itertools import count
from typing import Any

from producteurs.models import (
    EtatPiece,
    Famille,
    Genre,
    ModeVente,
    Piece,
    Producteur,
    Revision,
    SorteLabel,
)
from producteurs.models.fiche import etat_de
from producteurs.queries.pieces import sortes_requises
from producteurs.services import (
    SaisieProducteur,
    SaisieProduit,
    inscrire_producteur,
    modifier_producteur,
)
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique

_graines = count(90_000)


def nouveau_siret() -> str:
    return fabrique.siret(next(_graines))


def saisie(**autres: Any) -> SaisieProducteur:
    """A complete record of a farm at Montbrison."""
    valeurs: dict[str, Any] = {
        "nom": "Les Jardins du Lignon",
        "genre": Genre.FERME,
        "siret": nouveau_siret(),
        "commune_code": fabrique.commune().code_insee,
        "adresse": "Le Bourg",
        "familles": [Famille.LEGUMES],
        "modes": [ModeVente.FERME],
        "description": "Des légumes de plein champ.",
        "telephone": "+33477000000",
    } | autres
    return SaisieProducteur(**valeurs)


def ferme_inscrite(par: Compte | None = None, **autres: Any) -> tuple[Compte, Producteur]:
    """A farm that its farmer has just registered, with a complete record."""
    par = par or fabrique.compte("Jeanne")
    return par, inscrire_producteur(saisie(**autres), par=par)


def dite(producteur: Producteur, **autres: Any) -> SaisieProducteur:
    """What the form of this farm would send as it stands, and what is changed in it."""
    etat = etat_de(producteur)
    lat, lon = etat["position"] or (None, None)
    valeurs = {
        "nom": etat["nom"],
        "siret": etat["siret"],
        "genre": Genre(etat["genre"]),
        "commune_code": etat["commune"],
        "adresse": etat["adresse"],
        "lat": lat,
        "lon": lon,
        "familles": [Famille(f) for f in etat["familles"]],
        "modes": [ModeVente(m) for m in etat["modes"]],
        "labels": [SorteLabel(s) for s in etat["labels"]],
        **{c: etat[c] for c in ("description", "telephone", "courriel", "site", "horaires")},
        **{c: etat[c] for c in ("image", "texte_saison", "revend")},
    }
    return SaisieProducteur(**valeurs | autres)


def proposer(ferme: Producteur, par: Compte, **change: Any) -> Revision:
    """Save the form with this change, which the chamber is to read first."""
    proposition = modifier_producteur(ferme, dite(ferme, **change), par=par)
    assert proposition is not None
    return proposition


def verser(producteur: Producteur, etat: EtatPiece = EtatPiece.DEPOSEE) -> None:
    """The papers that are asked of this farm, all there, without a word in journal or mail."""
    for sorte in sortes_requises(producteur):
        piece = Piece(
            dossier=producteur.dossier,
            sorte=sorte,
            etat=etat,
            nom_fichier=f"{sorte.value}.pdf",
            type_mime="application/pdf",
            octets=1,
            cle=f"{producteur.id:032x}",
            deposee_le=horloge.maintenant(),
        )
        session.add(piece)
    session.flush()


def carottes(**autres: Any) -> SaisieProduit:
    valeurs: dict[str, Any] = {
        "nom": "Carottes",
        "famille": Famille.LEGUMES,
        "prix_centimes": 250,
    } | autres
    return SaisieProduit(**valeurs)
