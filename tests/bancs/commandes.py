"""Placing an order of three lines from three farms: our service beside the same work in Core."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable
from typing import cast

import sqlalchemy as sa

from app import create_app
from commandes.errors import ProduitEpuise
from commandes.models import (
    Commande,
    EtatCommande,
    LigneCommande,
    LignePanier,
    Offre,
    PanierEnCours,
    Part,
    Vente,
    VenteCreneau,
    VenteDistribution,
)  # fmt: skip
from commandes.queries import panier_en_cours
from commandes.services import ChoixRetrait, passer_commande
from livraisons.models import CreneauLivraison, Distribution, Livraison, Mode, PointRelais
from livraisons.services import Destinataire
from producteurs.models import Dossier, Producteur, Produit
from socle import horloge
from socle.comptes.models import Compte
from socle.db import Base, session, transaction
from socle.envois.models import Envoi, EtatEnvoi
from socle.journal.models import LigneJournal
from socle.paiements.models import Ecriture, EtatPaiement, Moyen, Paiement
from socle.reglages import Reglages

COMMANDES = 150
TOURS = 3
QUI = Destinataire("Camille", "Essai")


class Terrain:
    """An open sale with a roomy distribution, three offers of three farms, and a buyer."""

    def __init__(self) -> None:
        instant = horloge.maintenant()
        with transaction():
            self.vente, self.distribution = session.execute(
                sa.select(Vente.id, VenteDistribution.distribution_id)
                .join(VenteDistribution, VenteDistribution.vente_id == Vente.id)
                .join(Offre, Offre.vente_id == Vente.id)
                .where(Vente.ouverture <= instant, Vente.cloture > instant)
                .group_by(Vente.id, VenteDistribution.distribution_id)
                .having(sa.func.count(Offre.producteur_id.distinct()) >= 3)
                .order_by(Vente.cloture.desc())
                .limit(1)
            ).one()
            par_ferme = session.execute(
                sa.select(Offre.producteur_id, sa.func.min(Offre.id))
                .where(Offre.vente_id == self.vente)
                .group_by(Offre.producteur_id)
                .limit(3)
            ).all()
            self.offres = [numero for _ferme, numero in par_ferme]
            self.remplir(10**6)
            session.execute(sa.update(Vente).values(minimum_centimes=0))
            session.execute(sa.update(Produit).values(alcool=False))
            self.compte = session.scalars(sa.select(Compte).limit(1)).one()

    def remplir(self, stock: int) -> None:
        """Put ``stock`` units on each of the three offers and make the distribution roomy."""
        session.execute(sa.update(Offre).where(Offre.id.in_(self.offres)).values(stock=stock))
        session.execute(sa.update(Distribution).values(capacite=10**7, places=10**7 - 10**6))

    def paniers(self, nombre: int) -> list[str]:
        """Make ``nombre`` carts of three lines and give their keys."""
        cles = [secrets.token_hex(8) for _ in range(nombre)]
        with transaction():
            session.add_all(
                PanierEnCours(
                    cle=cle, vente_id=self.vente, modifie_le=horloge.maintenant(),
                    lignes=[LignePanier(offre_id=o, quantite=1) for o in self.offres],
                )
                for cle in cles
            )  # fmt: skip
        return cles

    def par_le_service(self, cle: str) -> None:
        """One order as the site places it."""
        with transaction():
            panier = panier_en_cours(cle, self.vente)
            assert panier is not None
            choix = ChoixRetrait(f"relais-{self.distribution}", QUI, Moyen.SUR_PLACE)
            passer_commande(panier, choix, compte=self.compte, lieu=None)
        session.remove()

    def a_la_main(self, cle: str) -> None:
        """The same reads and writes in Core: no rule, no object, no sentence, no mail rendered."""
        instant, reference = horloge.maintenant(), secrets.token_hex(5)
        with transaction() as s:
            panier = s.execute(
                sa.select(PanierEnCours.__table__).where(PanierEnCours.cle == cle)
            ).one()
            lignes = s.execute(
                sa.select(
                    LignePanier.__table__, Offre.__table__, Produit.__table__, Producteur.__table__
                )
                .join(Offre, Offre.id == LignePanier.offre_id)
                .join(Produit, Produit.id == Offre.produit_id)
                .join(Producteur, Producteur.id == Offre.producteur_id)
                .where(LignePanier.panier_id == panier.id)
            ).all()
            s.execute(
                sa.update(PanierEnCours)
                .where(PanierEnCours.id == panier.id)
                .values(commande_reference=reference)
                .returning(PanierEnCours.id)
            ).one()
            self._lire(s)
            for offre in self.offres:
                s.execute(
                    sa.update(_table(Offre))
                    .where(Offre.id == offre, Offre.stock >= 1)
                    .values(stock=Offre.stock - 1)
                    .returning(Offre.id)
                ).one()
            s.execute(
                sa.update(_table(Distribution))
                .where(Distribution.id == self.distribution, Distribution.places >= 1)
                .values(places=Distribution.places - 1)
                .returning(Distribution.id)
            ).one()
            livraison = _inserer(
                Livraison,
                reference=reference,
                code="ABCD",
                mode=Mode.RELAIS,
                prenom="Camille",
                nom="Essai",
                distribution_id=self.distribution,
                a_encaisser_centimes=1000,
            )
            commande = _inserer(
                Commande,
                reference=reference,
                vente_id=self.vente,
                compte_id=self.compte.id,
                livraison_id=livraison,
                etat=EtatCommande.CONFIRMEE,
                moyen=Moyen.SUR_PLACE,
                frais_centimes=0,
                total_centimes=1000,
                placee_le=instant,
            )
            for ligne in lignes:
                part = _inserer(Part, commande_id=commande, producteur_id=ligne.producteur_id)
                _inserer(
                    LigneCommande,
                    part_id=part,
                    offre_id=ligne.offre_id,
                    libelle=ligne.nom,
                    quantite=1,
                    prix_centimes=ligne.prix_centimes,
                    tva=ligne.tva,
                )
            _inserer(
                Paiement,
                jeton=reference,
                genre="commande",
                reference=reference,
                libelle="",
                courriel="",
                montant_centimes=1000,
                moyen=Moyen.SUR_PLACE,
                etat=EtatPaiement.A_PAYER,
                cree_le=instant,
            )
            _inserer(
                LigneJournal, genre="commande", objet_id=reference, quand=instant, de="", vers=""
            )
            s.execute(
                sa.select(Ecriture.partie, sa.func.sum(Ecriture.montant_centimes))
                .where(Ecriture.reference == reference)
                .group_by(Ecriture.partie)
            ).all()
            s.execute(
                sa.insert(_table(Ecriture)),
                [
                    {
                        "reference": reference,
                        "partie": f"producteur:{x.producteur_id}",
                        "motif": "",
                        "montant_centimes": 1,
                        "ecrite_le": instant,
                    }
                    for x in lignes
                ],
            )
            _inserer(
                Envoi,
                destinataire="a@cabas.example",
                sujet="",
                texte="",
                html="",
                cree_le=instant,
                etat=EtatEnvoi.A_ENVOYER,
                prochain_essai=instant,
            )
        session.remove()

    def _lire(self, s: sa.orm.Session) -> None:
        s.execute(sa.select(Vente.__table__).where(Vente.id == self.vente)).one()
        s.execute(
            sa.select(Distribution.__table__, PointRelais.__table__)
            .join(PointRelais)
            .join(VenteDistribution)
            .where(VenteDistribution.vente_id == self.vente)
        ).all()
        s.execute(
            sa.select(CreneauLivraison.__table__)
            .join(VenteCreneau)
            .where(VenteCreneau.vente_id == self.vente)
        ).all()
        s.execute(
            sa.select(Offre.__table__, Produit.__table__, Producteur.__table__)
            .join(Produit, Produit.id == Offre.produit_id)
            .join(Producteur, Producteur.id == Offre.producteur_id)
            .join(Dossier, Dossier.producteur_id == Producteur.id)
            .where(Offre.vente_id == self.vente, Offre.id.in_(self.offres))
        ).all()


def _table(modele: type[Base]) -> sa.Table:
    return cast(sa.Table, modele.__table__)


def _inserer(modele: type[Base], **valeurs: object) -> int:
    table = _table(modele)
    defauts = {
        c.name: c.default.arg
        for c in table.columns
        if isinstance(c.default, sa.ColumnDefault) and c.default.is_scalar
    }
    insertion = sa.insert(table).values(**(defauts | valeurs)).returning(table.c.id)
    return int(session.execute(insertion).scalar_one())


def _cadence(placer: Callable[[str], None], cles: list[str]) -> float:
    depart = time.perf_counter()
    for cle in cles:
        placer(cle)
    return len(cles) / (time.perf_counter() - depart)


def mesurer(env: dict[str, str]) -> tuple[list[float], list[float], int]:
    """Orders per second of the service and by hand, in turn; and how many units were oversold."""
    os.environ.update({k: v for k, v in env.items() if k.startswith("CABAS_")})
    app = create_app(Reglages.depuis(env))
    with app.app_context():
        terrain = Terrain()
        notre, main = [], []
        for _ in range(TOURS):
            notre.append(_cadence(terrain.par_le_service, terrain.paniers(COMMANDES)))
            main.append(_cadence(terrain.a_la_main, terrain.paniers(COMMANDES)))
        return notre, main, _survente(app, terrain)


def _survente(app: object, terrain: Terrain) -> int:
    """Eight buyers at once want 80 orders of 40 units: units sold beyond what there was."""
    stock = 40
    with transaction():
        terrain.remplir(stock)
    cles = terrain.paniers(2 * stock)
    vendues: list[str] = []

    def acheter(les_siennes: list[str]) -> None:
        with app.app_context():  # type: ignore[attr-defined]
            for cle in les_siennes:
                try:
                    terrain.par_le_service(cle)
                    vendues.append(cle)
                except ProduitEpuise:
                    session.remove()
                except Exception as refus:
                    session.remove()
                    if "commande-impossible" not in getattr(refus, "code", ""):
                        raise

    fils = [threading.Thread(target=acheter, args=(cles[i::8],)) for i in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return max(0, len(vendues) - stock)
