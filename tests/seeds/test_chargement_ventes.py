"""The demonstration's sales and orders, as they were loaded."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from commandes.models import Commande, EtatCommande, EtatPart, EtatVente, Offre, Part, Vente
from commandes.queries import parts_a_preparer, remises_de, ventes_de, ventes_du_producteur
from commandes.services import copier_offres
from livraisons.models import (
    CreneauLivraison,
    Distribution,
    EtatLivraison,
    Livraison,
    Mode,
)
from livraisons.queries import distributions_a_venir
from producteurs.models import (
    Producteur,
)
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.journal.services import lire_journal
from socle.paiements.models import Ecriture, EtatPaiement
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests.seeds.contenu import toml
from tests.seeds.demonstration import CYRIL, MAINTENANT, MONIQUE, compte, vente

pytestmark = pytest.mark.usefixtures("demonstration")


class TestVentes:
    def test_chaque_etat_a_sa_vente_et_ses_commandes(self) -> None:
        ventes = session.scalars(sa.select(Vente)).all()
        etats = Counter(v.etat(MAINTENANT) for v in ventes)
        assert set(etats) == set(EtatVente) - {EtatVente.ANNULEE}
        commandees = set(session.scalars(sa.select(Commande.vente_id).distinct()))
        attendues = {v.id for v in ventes if v.etat(MAINTENANT) is not EtatVente.A_VENIR}
        assert commandees == attendues

    def test_les_plus_rares_restent_a_prendre(self) -> None:
        stocks = {o.produit.nom: o.stock for o in vente("roanne").offres}
        assert stocks["Chèvre sec"] == 3
        assert stocks["Brioche du samedi"] == 0
        assert all(stock >= 0 for stock in session.scalars(sa.select(Offre.stock)))
        assert sum(stock == 0 for stock in stocks.values()) == 1

    def test_on_ne_vend_que_ce_qui_est_de_saison(self) -> None:
        for v in session.scalars(sa.select(Vente)):
            mois = v.fin.astimezone(horloge.PARIS).month
            assert all(o.produit.de_saison(mois) for o in v.offres), v.titre

    def test_une_place_prise_est_une_commande(self) -> None:
        attendues = session.scalars(
            sa.select(Livraison).where(Livraison.etat != EtatLivraison.ANNULEE)
        )
        prises = Counter(livraison.fenetre for livraison in attendues)
        fenetres: list[Distribution | CreneauLivraison] = [
            *session.scalars(sa.select(Distribution)),
            *session.scalars(sa.select(CreneauLivraison)),
        ]
        assert {f.capacite - f.places == prises[f] for f in fenetres} == {True}


class TestCommandes:
    def test_il_y_en_a_de_toutes_sortes(self) -> None:
        commandes = session.scalars(sa.select(Commande)).all()
        assert 60 <= len(commandes) <= 95
        etats = Counter(c.etat for c in commandes)
        assert etats[EtatCommande.CONFIRMEE] >= 60
        assert etats[EtatCommande.ANNULEE] == etats[EtatCommande.EXPIREE] == 1
        assert {c.livraison.mode for c in commandes} == set(Mode)
        assert min(Counter(c.moyen for c in commandes).values()) >= 20
        fermes = Counter(len(c.parts) for c in commandes)
        assert sum(n for parts, n in fermes.items() if parts >= 3) > len(commandes) / 2

    def test_elles_sont_passees_pendant_leur_vente(self) -> None:
        for c in session.scalars(sa.select(Commande)):
            assert c.vente.ouverture <= c.placee_le < min(c.vente.cloture, MAINTENANT)

    def test_chaque_habitant_a_commande(self) -> None:
        clients = set(session.scalars(sa.select(Compte.courriel).join(Commande)))
        assert {h["courriel"] for h in toml("personnes.toml", "habitant")} <= clients

    def test_chaque_centime_a_sa_partie(self) -> None:
        assert references_desequilibrees() == []
        for c in session.scalars(sa.select(Commande)):
            soldes: Counter[str] = Counter()
            for e in session.scalars(sa.select(Ecriture).where(Ecriture.reference == c.reference)):
                soldes[e.partie] += e.montant_centimes
            recu = sum(n for partie, n in soldes.items() if partie not in {"encaisse", "reste_du"})
            assert recu == (c.total_centimes if c.etat is EtatCommande.CONFIRMEE else 0)
            net = sum(p.net_centimes for p in paiements_de("commande", c.reference))
            assert soldes["encaisse"] == -net

    def test_la_semaine_derniere_est_remise_et_encaissee(self) -> None:
        terminees = ventes_de(
            session.scalars(sa.select(Vente.plateforme_id).distinct()),
            [EtatVente.TERMINEE],
            MAINTENANT,
        )
        commandes = session.scalars(
            sa.select(Commande).where(Commande.vente_id.in_([v.id for v in terminees]))
        ).all()
        assert len(commandes) >= 10
        for c in commandes:
            assert c.prete
            assert c.livraison.etat is EtatLivraison.REMISE
            assert c.livraison.remise_le is not None
            assert c.livraison.fenetre.debut <= c.livraison.remise_le <= c.livraison.fenetre.fin
            [paiement] = paiements_de("commande", c.reference)
            assert paiement.etat is EtatPaiement.PAYE

    def test_monique_a_du_monde_ce_soir(self) -> None:
        [point] = compte(MONIQUE).objets(Role.RELAIS)
        soir = distributions_a_venir(int(point), MAINTENANT)[0]
        jours = {i.astimezone(horloge.PARIS).date() for i in (soir.debut, MAINTENANT)}
        assert len(jours) == 1
        attendues = [r.livraison for r in remises_de(soir.id)]
        assert len(attendues) >= 5
        assert {x.etat for x in attendues} == {EtatLivraison.PREVUE}
        assert "Lila" in {x.prenom for x in attendues}
        assert {bool(x.a_encaisser_centimes) for x in attendues} == {True, False}

    def test_cyril_a_des_caisses_a_finir_et_une_offre_a_publier(self) -> None:
        [ferme] = compte(CYRIL).objets(Role.PRODUCTEUR)
        parts = parts_a_preparer(int(ferme), vente("roanne-ce-soir").id)
        assert {p.etat for p in parts} == set(EtatPart)
        prochaine = vente("roanne-prochaine")
        assert prochaine in ventes_du_producteur(int(ferme), MAINTENANT)
        assert int(ferme) not in {o.producteur_id for o in prochaine.offres}
        assert len(copier_offres(prochaine, session.get_one(Producteur, int(ferme)))) >= 5

    def test_une_part_prete_l_a_ete_par_sa_ferme(self) -> None:
        pretes = session.scalars(sa.select(Part).where(Part.etat == EtatPart.PRETE)).all()
        assert len(pretes) > 20
        for part in pretes:
            [ligne] = lire_journal("part", part.id)
            assert ligne.par is not None
            assert ligne.par.peut(Role.PRODUCTEUR, part.producteur_id)
            assert part.commande.vente.cloture <= ligne.quand <= MAINTENANT
