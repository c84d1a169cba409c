"""People at work in the tests: a farmer, a keeper, an agent, and orders placed by the book."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from werkzeug.test import TestResponse

from commandes import services
from commandes.models import Commande, EtatPart
from commandes.services import ChoixRetrait
from livraisons.services import Destinataire
from producteurs.models import Producteur, Produit
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.paiements.models import Moyen
from tests import fabrique
from tests.commandes.marche import CHEZ_CAMILLE, Marche, remplir

NOM = "Duverger-Malval"
TELEPHONE = "+33699887766"
COURRIEL = "secret.acheteuse@cabas.example"


def fermier(ferme: Producteur) -> Compte:
    return fabrique.compte("Firmin", roles=[(Role.PRODUCTEUR, ferme.id)])


def tenancier(point_relais_id: int) -> Compte:
    return fabrique.compte("Tania", roles=[(Role.RELAIS, point_relais_id)])


def agent(slug: str = "loire") -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.PLATEFORME, slug)])


def acheter(
    m: Marche,
    quantites: Mapping[Produit, int],
    *,
    prenom: str = "Camille",
    option: str = "",
    moyen: Moyen = Moyen.SUR_PLACE,
) -> str:
    """The number of an order placed by somebody whose name, phone and mail one can look for."""
    destinataire = Destinataire(
        prenom, NOM, TELEPHONE, "12 rue Tupinerie", "Montbrison", "Sonner deux fois"
    )
    compte = session.scalar(select(Compte).where(Compte.courriel == COURRIEL))
    commande = services.passer_commande(
        remplir(m, quantites, cle=f"cle-{prenom}-{option}"),
        ChoixRetrait(option or m.en_relais, destinataire, moyen),
        compte=compte or fabrique.compte(prenom, nom=NOM, courriel=COURRIEL),
        lieu=CHEZ_CAMILLE,
    )
    session.commit()
    return commande.reference


def commande(reference: str) -> Commande:
    """An order as the database has it now."""
    return session.scalars(
        select(Commande)
        .where(Commande.reference == reference)
        .execution_options(populate_existing=True)
    ).one()


def etats_des_parts(reference: str) -> dict[int, EtatPart]:
    """By number of producteur."""
    return {part.producteur_id: part.etat for part in commande(reference).parts}


def lu(reponse: TestResponse) -> str:
    """A page as one reads it: one space where there are several, or no-break ones."""
    return " ".join(reponse.text.replace("\u202f", " ").split())
