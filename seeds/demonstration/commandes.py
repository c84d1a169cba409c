"""The demonstration's orders: who orders what, when, and how it ends."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random

from sqlalchemy import select

from commandes import queries
from commandes.models import Offre, Vente
from commandes.services import (
    ChoixRetrait,
    annuler_commande,
    expirer_commandes,
    paiement_recu,
    passer_commande,
    poser_quantite,
    rendre_verdict,
)
from livraisons.models import Mode
from livraisons.services import Destinataire, Option
from producteurs.models import Produit
from seeds.demonstration.caisse import ADRESSE, Caisse
from seeds.demonstration.comptes import Comptes, habitants
from seeds.demonstration.hasard import tirage
from seeds.demonstration.ventes import VenteOuverte
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session, transaction
from socle.paiements import services as paiements
from socle.paiements.models import Moyen
from socle.paiements.queries import paiements_de
from territoires import queries as territoires
from territoires.models import Lieu, distance_km

SUITES = {"commande": paiement_recu}
PART_DE_CARTE = 0.6
PRIX_COURANT_CENTIMES = 3000
"""Dearer things (half a lamb) are left to those who mean it."""
PAS_ENCORE_VENU = 0.1
A_PORTEE_KM = 35
"""Whoever has not ordered anything yet goes first to a sale within reach: nobody is left out."""
POIDS = {Mode.DOMICILE: 3.0, Mode.FERME: 3.0, Mode.RELAIS: 2.0}
RESERVE = 5
"""Invented orders leave at least so many units of each offer to real ones."""
CONSIGNES = ("", "", "Sonner au portail vert.", "Laisser sous l’auvent si personne ne répond.")
VITRINE = "lila.bonnefoy@cabas.example"
"""Whoever tries the demonstration is most often her: she orders in every sale near Roanne, and
fetches what she ordered."""


class Sort(Enum):
    """How an order ends."""

    SUIVIE = auto()
    ANNULEE = auto()
    IMPAYEE = auto()


FINS = {"montbrison": Sort.ANNULEE, "saint-etienne": Sort.IMPAYEE}
"""The sales whose first order ends otherwise than by being handed over."""


@dataclass(frozen=True, slots=True)
class Acheteur:
    """Somebody who orders, and where he lives."""

    compte_id: int
    courriel: str
    lieu: Lieu
    destinataire: Destinataire


@dataclass(frozen=True, slots=True)
class Achat:
    """One order to place."""

    vente_id: int
    titre: str
    intacts: frozenset[str]
    acheteur: Acheteur
    instant: datetime
    sort: Sort
    graine: str


@dataclass(frozen=True, slots=True)
class Article:
    """What one offer costs, and which farm makes it."""

    id: int
    ferme: int
    prix_centimes: int


def acheteurs(comptes: Comptes) -> list[Acheteur]:
    """The residents of the files, each at the centre of his commune."""
    return [
        _acheteur(comptes[fiche["courriel"]], fiche["commune"], fiche["adresse"])
        for fiche in habitants()
    ]


def _acheteur(compte: Compte, code_insee: str, adresse: str) -> Acheteur:
    hasard = tirage(compte.courriel)
    commune = territoires.commune(code_insee)
    centre = territoires.centre(commune)
    assert centre is not None  # every commune of the Loire has a position
    telephone = f"06 39 98 {hasard.randrange(100):02d} {hasard.randrange(100):02d}"
    return Acheteur(
        compte.id,
        compte.courriel,
        Lieu(*centre, libelle=commune.nom, code_insee=code_insee, departement=commune.departement),
        Destinataire(
            compte.prenom,
            compte.nom,
            telephone,
            adresse,
            commune.nom,
            hasard.choice(CONSIGNES),
        ),
    )


def prevoir_achats(
    ouvertes: Sequence[VenteOuverte], tous: Sequence[Acheteur], maintenant: datetime
) -> list[Achat]:
    """Who orders in which sale and when, in the order of time."""
    achats: list[Achat] = []
    for ouverte in ouvertes:
        if not (nombre := ouverte.fiche.get("commandes", 0)):
            continue
        cle, venus = ouverte.fiche["cle"], {achat.acheteur.courriel for achat in achats}
        hasard = tirage(ouverte.graine)
        fin = min(ouverte.dates.cloture, maintenant) - timedelta(minutes=10)
        intacts = {nom for offre in ouverte.fiche["offre"] for nom in offre.get("stocks", {})}
        for rang, acheteur in enumerate(_proches(ouverte, tous, venus, hasard)[:nombre]):
            sort = FINS.get(cle, Sort.SUIVIE) if rang == nombre - 1 else Sort.SUIVIE
            instant = _instant(ouverte.dates.ouverture, fin, hasard)
            if sort is Sort.IMPAYEE:
                instant = maintenant - timedelta(hours=2)
            achats.append(
                Achat(
                    ouverte.vente.id,
                    ouverte.vente.titre,
                    frozenset(intacts),
                    acheteur,
                    instant,
                    sort,
                    f"{ouverte.graine} {rang}",
                )
            )
    return sorted(achats, key=lambda achat: achat.instant)


def _proches(
    ouverte: VenteOuverte, tous: Sequence[Acheteur], venus: Collection[str], hasard: Random
) -> list[Acheteur]:
    """Those who live near where the sale is handed over, roughly the nearest first."""
    lieux = [(d.point_relais.lat, d.point_relais.lon) for d in ouverte.vente.distributions]

    def eloignement(acheteur: Acheteur) -> float:
        ici = (acheteur.lieu.lat, acheteur.lieu.lon)
        km = min((distance_km(*ici, *lieu) for lieu in lieux), default=0.0)
        if acheteur.courriel == VITRINE:
            return km
        nouveau = acheteur.courriel not in venus and km < A_PORTEE_KM
        attrait = PAS_ENCORE_VENU if nouveau else 1.0
        return (km + 2) * hasard.uniform(0.5, 1.5) * attrait

    notes = {acheteur.courriel: eloignement(acheteur) for acheteur in tous}
    return sorted(tous, key=lambda acheteur: notes[acheteur.courriel])


def _instant(debut: datetime, fin: datetime, hasard: Random) -> datetime:
    """Some time between the two when people are awake."""
    for _essai in range(50):
        instant = debut + (fin - debut) * hasard.random()
        if 7 <= instant.astimezone(horloge.PARIS).hour < 23:
            return instant.replace(second=0, microsecond=0)
    return fin


def honorer(achat: Achat, caisse: Caisse) -> None:
    """Place one order and lead it to its end; each step is a transaction, as on the site."""
    hasard = tirage(achat.graine)
    session.expunge_all()
    par_carte = achat.sort is not Sort.SUIVIE or hasard.random() < PART_DE_CARTE
    with horloge.arretee_a(achat.instant), transaction():
        reference = _commander(achat, Moyen.CARTE if par_carte else Moyen.SUR_PLACE, hasard)
    if reference is None:
        return
    if achat.sort is Sort.IMPAYEE:
        with horloge.arretee_a(achat.instant + timedelta(minutes=50)):
            expirer_commandes()
    elif par_carte:
        _payer(reference, achat, caisse)
    if achat.sort is Sort.ANNULEE:
        _renoncer(reference, achat, caisse)


def _commander(achat: Achat, moyen: Moyen, hasard: Random) -> str | None:
    """The number of the order; None when nothing can be had there any more: a relay point or a
    farm may have been closed by those who try the demonstration."""
    vente = queries.vente_avec_retraits(achat.vente_id)
    lieu = achat.acheteur.lieu
    options = rendre_verdict(vente, lieu=lieu).options
    if not options:
        return None
    option = _choisir(options, achat.acheteur, hasard)
    panier, cle = None, secrets.token_urlsafe(18)
    for offre_id, quantite in _remplir(achat, vente, option, hasard).items():
        panier = poser_quantite(cle, vente, offre_id, quantite)
    if panier is None:
        return None
    choix = ChoixRetrait(option.cle, achat.acheteur.destinataire, moyen, majeur=True)
    compte = session.get_one(Compte, achat.acheteur.compte_id)
    return passer_commande(panier, choix, compte=compte, lieu=lieu).reference


def _choisir(options: Sequence[Option], acheteur: Acheteur, hasard: Random) -> Option:
    """The nearest place or a delivery, now and then another: as people do."""
    premiere = next((o for o in options if o.mode is not Mode.DOMICILE), None)
    if premiere is not None and acheteur.courriel == VITRINE:
        return premiere
    poids = [1.0 if o.mode is Mode.RELAIS and o is not premiere else POIDS[o.mode] for o in options]
    return hasard.choices(options, poids)[0]


def _remplir(achat: Achat, vente: Vente, option: Option, hasard: Random) -> dict[int, int]:
    """Units by number of offer: several farms, enough for the sale and for whoever delivers."""
    minimum = vente.minimum_centimes
    if option.mode is Mode.DOMICILE:
        creneau = next(c for c in vente.creneaux if c.id == option.fenetre_id)
        minimum = max(minimum, creneau.zone.minimum_centimes)
    etal = _etal(achat)
    fermes = sorted({article.ferme for article in etal})
    quantites: dict[int, int] = {}
    for ferme in hasard.sample(fermes, min(len(fermes), hasard.choice((2, 3, 3, 4)))):
        siens = [article for article in etal if article.ferme == ferme]
        for article in hasard.sample(siens, min(len(siens), hasard.choice((1, 1, 1, 2, 2, 3)))):
            quantites[article.id] = _quantite(article.prix_centimes, hasard)
    prix = {article.id: article.prix_centimes for article in etal}
    for article in hasard.sample(etal, len(etal)):
        if sum(prix[numero] * n for numero, n in quantites.items()) >= minimum:
            break
        quantites[article.id] = quantites.get(article.id, 0) + 1
    return quantites


def _etal(achat: Achat) -> list[Article]:
    """The offers that invented orders may take from."""
    lignes = session.execute(
        select(Offre.id, Offre.producteur_id, Offre.prix_centimes)
        .join(Offre.produit)
        .where(
            Offre.vente_id == achat.vente_id,
            Offre.stock > RESERVE,
            Offre.prix_centimes <= PRIX_COURANT_CENTIMES,
            Produit.nom.not_in(achat.intacts),
        )
        .order_by(Offre.id)
    )
    return [Article(*ligne) for ligne in lignes]


def _quantite(prix_centimes: int, hasard: Random) -> int:
    if prix_centimes >= 700:
        return 1
    return hasard.choice((1, 1, 1, 2) if prix_centimes >= 400 else (1, 1, 2, 3))


def _payer(reference: str, achat: Achat, caisse: Caisse) -> None:
    jeton = paiements_de("commande", reference)[-1].jeton
    session.rollback()
    with horloge.arretee_a(achat.instant + timedelta(minutes=1)):
        paiements.ouvrir_page(jeton, caisse, url_retour=ADRESSE)
    with horloge.arretee_a(achat.instant + timedelta(minutes=3)):
        caisse.payer(jeton)
        paiements.constater(jeton, caisse, SUITES)


def _renoncer(reference: str, achat: Achat, caisse: Caisse) -> None:
    """The buyer cancels while it is time, and is given back what was paid."""
    with horloge.arretee_a(achat.instant + timedelta(minutes=8)):
        with transaction():
            commande = queries.commande_par_reference(reference, verrou=True)
            annuler_commande(commande, par=commande.compte, motif="Changement de programme")
            dus = [r.id for p in paiements_de("commande", reference) for r in p.remboursements]
        for numero in dus:
            paiements.executer_remboursement(numero, caisse)
