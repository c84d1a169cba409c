"""A small market for the tests: two farms, one sale, a relay point, home delivery, a buyer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from commandes import queries, services
from commandes.models import Commande, Offre, PanierEnCours, Vente
from commandes.services import ChoixRetrait, Verdict
from livraisons.models import CreneauLivraison, Distribution, PointRelais
from livraisons.services import Destinataire
from producteurs.models import Famille, Producteur, Produit
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.paiements.models import Ecriture, EtatPaiement, Moyen
from socle.paiements.queries import paiements_de
from territoires.models import Lieu, Plateforme
from tests import fabrique

T = TypeVar("T")
CHEZ_CAMILLE = Lieu(
    lat=fabrique.MONTBRISON[0],
    lon=fabrique.MONTBRISON[1],
    libelle="12 rue Tupinerie, 42600 Montbrison",
    code_insee="42147",
    departement="42",
)
A_ROANNE = Lieu(
    lat=fabrique.ROANNE[0],
    lon=fabrique.ROANNE[1],
    libelle="Roanne",
    code_insee="42187",
    departement="42",
)


@dataclass(frozen=True)
class Marche:
    """What a test needs to name. Carrots are 3.00 €, cheese 5.00 €; home delivery is 4.00 €.

    Only numbers are kept: a page that was asked for ends the session that the objects live in.
    """

    numeros: Mapping[type[Any], Sequence[int]]

    def _lire(self, classe: type[T], rang: int = 0) -> T:
        return session.get_one(classe, self.numeros[classe][rang])

    @property
    def plateforme(self) -> Plateforme:
        return self._lire(Plateforme)

    @property
    def jardin(self) -> Producteur:
        return self._lire(Producteur)

    @property
    def laiterie(self) -> Producteur:
        return self._lire(Producteur, 1)

    @property
    def carottes(self) -> Produit:
        return self._lire(Produit)

    @property
    def fromage(self) -> Produit:
        return self._lire(Produit, 1)

    @property
    def relais(self) -> PointRelais:
        return self._lire(PointRelais)

    @property
    def distribution(self) -> Distribution:
        return self._lire(Distribution)

    @property
    def creneau(self) -> CreneauLivraison:
        return self._lire(CreneauLivraison)

    @property
    def vente(self) -> Vente:
        return self._lire(Vente)

    @property
    def numero(self) -> int:
        return self.numeros[Vente][0]

    @property
    def en_relais(self) -> str:
        return f"relais-{self.numeros[Distribution][0]}"

    @property
    def a_domicile(self) -> str:
        return f"domicile-{self.numeros[CreneauLivraison][0]}"

    def offre(self, produit: Produit) -> Offre:
        """The offer of this product in the sale, as the database has it now."""
        return session.scalars(
            select(Offre)
            .where(Offre.vente_id == self.numero, Offre.produit_id == produit.id)
            .execution_options(populate_existing=True)
        ).one()

    def restes(self) -> tuple[int, int]:
        """Units of carrots and of cheese left."""
        return self.offre(self.carottes).stock, self.offre(self.fromage).stock

    def places(self) -> int:
        """Places left at the relay point, as the database has it now."""
        session.refresh(self.distribution)
        return self.distribution.places


def marche(*, stock: int = 10, capacite: int = 40, **vente: Any) -> Marche:
    """Everything open until tomorrow, fetched or brought in three days."""
    ici = fabrique.plateforme()
    jardin, laiterie = fabrique.producteur("Le jardin"), fabrique.producteur("La laiterie")
    carottes = fabrique.produit(jardin, "Carottes", prix_centimes=300)
    fromage = fabrique.produit(
        laiterie, "Fromage", prix_centimes=500, famille=Famille.LAITAGES, allergenes=["lait"]
    )
    relais = fabrique.point_relais(ici)
    distribution = fabrique.distribution(relais, capacite=capacite)
    creneau = fabrique.creneau(fabrique.zone(plateforme=ici))
    ouverte = fabrique.vente(
        ici,
        produits=[carottes, fromage],
        stock=stock,
        distributions=[distribution],
        creneaux=[creneau],
        **vente,
    )
    choses: list[Any] = [
        ici,
        jardin,
        laiterie,
        carottes,
        fromage,
        relais,
        distribution,
        creneau,
        ouverte,
    ]
    numeros: dict[type[Any], list[int]] = {}
    for chose in choses:
        numeros.setdefault(type(chose), []).append(chose.id)
    return Marche(numeros)


def remplir(m: Marche, quantites: Mapping[Produit, int], cle: str = "cle") -> PanierEnCours:
    """A cart that holds these products."""
    vente = queries.vente_avec_retraits(m.numero)
    panier = None
    for produit, quantite in quantites.items():
        panier = services.poser_quantite(cle, vente, m.offre(produit).id, quantite)
    assert panier is not None
    session.commit()
    return panier


def choix(cle: str, moyen: Moyen = Moyen.SUR_PLACE, **autres: Any) -> ChoixRetrait:
    """How a buyer at the 12 rue Tupinerie wants it."""
    destinataire = Destinataire(
        "Camille", "Essai", "+33612345678", "12 rue Tupinerie", "42600 Montbrison"
    )
    return ChoixRetrait(cle, destinataire, moyen, **autres)


def commander(
    m: Marche,
    quantites: Mapping[Produit, int] | None = None,
    *,
    par: Compte | None = None,
    moyen: Moyen = Moyen.SUR_PLACE,
    option: str = "",
    cle: str = "cle",
) -> Commande:
    """An order placed through the services; two carrots fetched at the relay unless told."""
    panier = remplir(m, quantites or {m.carottes: 2}, cle)
    commande = services.passer_commande(
        panier,
        choix(option or m.en_relais, moyen),
        compte=par or fabrique.compte(),
        lieu=CHEZ_CAMILLE,
    )
    oublier()
    return commande


def encaisser(commande: Commande) -> None:
    """The card payment of an order arrives, as Stripe would say it."""
    paiement = paiements_de("commande", commande.reference)[0]
    paiement.etat, paiement.intention_stripe = EtatPaiement.PAYE, "pi_test"
    session.flush()
    services.paiement_recu(paiement)
    oublier()


def juger(
    m: Marche, lieu: Lieu | None = CHEZ_CAMILLE, lignes: Mapping[int, int] | None = None
) -> Verdict:
    """The verdict on the market's sale."""
    return services.rendre_verdict(queries.vente_avec_retraits(m.numero), lieu=lieu, lignes=lignes)


def oublier() -> None:
    """Commit and read everything again from the database, as the next request would."""
    session.commit()
    session.expire_all()


def soldes(reference: str) -> dict[str, int]:
    """The balance of each party of an order, in cents; parties at zero are left out."""
    sommes: dict[str, int] = {}
    for ecriture in session.scalars(select(Ecriture).where(Ecriture.reference == reference)):
        sommes[ecriture.partie] = sommes.get(ecriture.partie, 0) + ecriture.montant_centimes
    return {partie: somme for partie, somme in sommes.items() if somme}


def plat(texte: str) -> str:
    """A text with plain spaces, to compare it without minding the typography."""
    return texte.replace("\u00a0", " ")


def dans(**duree: float) -> Any:
    """The clock stopped that much later."""
    return horloge.arretee_a(horloge.maintenant() + timedelta(**duree))
