"""The demonstration as it was loaded: farms, people, mails; and what loading again does."""

from __future__ import annotations

import io
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from commandes.models import Commande, EtatCommande, EtatVente, Vente
from commandes.services import annuler_commande
from livraisons.models import (
    GenreZone,
    PointRelais,
    ZoneLivraison,
)
from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatLabel,
    Famille,
    Genre,
    Label,
    ModeVente,
    Nature,
    Producteur,
    Produit,
    Situation,
)
from producteurs.queries.bureau import nombres_des_travaux
from producteurs.services import suspendre_dossier
from seeds.demonstration import charger_demonstration
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.comptes.queries import compte_par_courriel, comptes_de_demonstration
from socle.comptes.services import authentifier
from socle.db import Base, session
from socle.envois.models import Envoi, EtatEnvoi
from socle.fichiers.services import lire_image
from socle.journal.services import lire_journal
from socle.paiements.models import Moyen, Paiement, Remboursement
from socle.paiements.queries import references_desequilibrees
from socle.paiements.services import executer_remboursement
from socle.paiements.simulateur.serveur import Options, Simulateur
from socle.paiements.stripe import Stripe
from socle.reglages import Reglages
from tests.seeds.contenu import SEEDS, toml
from tests.seeds.demonstration import CYRIL, MAINTENANT, MONIQUE, compte, vente

pytestmark = pytest.mark.usefixtures("demonstration")


def compter() -> dict[str, int]:
    return {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


class TestRegistre:
    def test_le_registre_est_peuple(self) -> None:
        producteurs = session.scalars(sa.select(Producteur)).all()
        assert len(producteurs) >= 60
        assert {p.genre for p in producteurs} == set(Genre)
        en_regle = [p for p in producteurs if p.dossier.en_regle(horloge.aujourdhui())]
        assert {f for p in en_regle for f in p.familles} == set(Famille)
        assert {m for p in en_regle for m in p.modes} == set(ModeVente)
        natures = Counter(session.scalars(sa.select(Produit.nature)))
        assert natures[Nature.PRODUIT] >= 250
        assert natures[Nature.PANIER] >= 12
        assert len(session.scalars(sa.select(PointRelais)).all()) >= 10
        genres = Counter(session.scalars(sa.select(ZoneLivraison.genre)))
        assert genres[GenreZone.COMMUNES] >= 6
        assert genres[GenreZone.RAYON] >= 6

    def test_chaque_situation_de_dossier_est_la(self) -> None:
        dossiers = session.scalars(sa.select(Dossier)).all()
        situations = Counter(d.situation(horloge.aujourdhui()) for d in dossiers)
        assert set(situations) == set(Situation)
        assert situations[Situation.SOUMIS] >= 4
        for rare in (Situation.REFUSE, Situation.SUSPENDU, Situation.EXPIRE, Situation.APPEL):
            assert situations[rare] == 1

    def test_douze_fermes_montrent_un_paysage(self) -> None:
        cles = session.scalars(sa.select(Producteur.image).where(Producteur.image != "")).all()
        assert len(set(cles)) == 12
        for cle in cles:
            assert Image.open(io.BytesIO(lire_image(cle))).size == (960, 640)

    def test_une_decision_a_son_auteur_et_son_jour(self) -> None:
        for dossier in session.scalars(sa.select(Dossier).where(Dossier.decide_le.is_not(None))):
            decision = dossier.conteste or dossier.etat
            dites = [
                ligne for ligne in lire_journal("dossier", dossier.id) if ligne.vers == decision
            ]
            assert dites[-1].quand == dossier.decide_le
            assert dites[-1].par is not None
            if decision is not EtatDossier.RADIE:  # the farm stopped by itself
                assert dites[-1].par.peut(Role.CHAMBRE, "42")
            assert dossier.decide_le is not None
            assert dossier.decide_le < MAINTENANT - timedelta(days=5)
            assert dossier.soumis_le is not None
            assert dossier.producteur.cree_le < dossier.soumis_le
            if dossier.conteste is None:  # else it is the appeal that was sent last
                assert dossier.soumis_le < dossier.decide_le

    def test_chaque_liste_de_travail_a_de_quoi_faire(self) -> None:
        agent = compte_par_courriel("florence.maillet@cabas.example")
        assert agent is not None
        nombres = nombres_des_travaux(agent)
        assert all(nombres.values()), nombres

    def test_un_label_verifie_l_a_ete_apres_l_inscription(self) -> None:
        verifies = session.scalars(sa.select(Label).where(Label.etat == EtatLabel.VERIFIE)).all()
        assert len(verifies) >= 40
        for label in verifies:
            assert label.source
            assert label.verifie_le is not None
            inscrit = session.get_one(Producteur, label.producteur_id).cree_le
            assert inscrit.date() < label.verifie_le < horloge.aujourdhui()


class TestComptes:
    def test_la_page_de_connexion_en_propose_six(self) -> None:
        proposes = comptes_de_demonstration()
        attendus = toml("personnes.toml", "connexion")
        assert [c.courriel for c in proposes] == [a["courriel"] for a in attendus]
        assert [c.demonstration for c in proposes] == [a["phrase"] for a in attendus]

    def test_tous_ont_le_meme_mot_de_passe(self) -> None:
        comptes = session.scalars(sa.select(Compte).order_by(Compte.id)).all()
        assert len(comptes) >= 100
        for c in comptes[::10]:
            assert authentifier(c.courriel, "demonstration") is c
        assert all(c.demonstration for c in comptes)

    def test_chacun_tient_son_role(self) -> None:
        assert compte("ines.caron@cabas.example").peut(Role.ADMIN)
        assert compte("florence.maillet@cabas.example").peut(Role.CHAMBRE, "42")
        assert compte("mathieu.granger@cabas.example").peut(Role.PLATEFORME, "loire")
        assert len(compte(CYRIL).objets(Role.PRODUCTEUR)) == 1
        assert len(compte(MONIQUE).objets(Role.RELAIS)) == 1


class TestCourrier:
    def test_la_boite_est_celle_d_un_site_qui_vit(self) -> None:
        envois = session.scalars(sa.select(Envoi)).all()
        assert 40 <= len(envois) <= 150
        for envoi in envois:
            assert MAINTENANT - timedelta(days=21) <= envoi.cree_le <= MAINTENANT
            assert (envoi.etat, envoi.envoye_le) == (EtatEnvoi.ENVOYE, envoi.cree_le)


class TestSuite:
    """What happens after it was loaded."""

    def test_une_commande_payee_par_carte_se_rembourse_vraiment(self, reglages: Reglages) -> None:
        commande = session.scalars(
            sa.select(Commande).where(
                Commande.vente_id == vente("roanne").id,
                Commande.moyen == Moyen.CARTE,
                Commande.etat == EtatCommande.CONFIRMEE,
            )
        ).first()
        assert commande is not None
        annuler_commande(commande, par=commande.compte, motif="essai")
        session.commit()
        numero = session.scalars(
            sa.select(Remboursement.id)
            .join(Paiement)
            .where(Paiement.reference == commande.reference)
        ).one()
        fichier = Path(reglages.data_dir) / "stripe-simule.json"
        with Simulateur(Options(port=0, fichier=fichier)) as simulateur:
            executer_remboursement(numero, Stripe(reglages.stripe_secret_key, "", simulateur.base))
        rendu = session.get_one(Remboursement, numero)
        assert rendu.montant_centimes == commande.total_centimes
        assert rendu.remboursement_stripe is not None

    def test_le_simulateur_de_paiement_lit_ce_fichier(self) -> None:
        procfile = (SEEDS.parent / "Procfile").read_text(encoding="utf-8")
        assert '--state "$CABAS_DATA_DIR/stripe-simule.json"' in procfile

    def test_charger_deux_fois_ne_change_rien(self, demonstration: sa.Connection) -> None:
        avant, phrases = compter(), []

        def noter(_c: object, _k: object, phrase: str, *_: object) -> None:
            phrases.append(phrase)

        ferme = session.scalars(sa.select(Producteur).order_by(Producteur.id)).first()
        assert ferme is not None
        ferme.description = "Nous avons changé d’avis."
        session.commit()
        sa.event.listen(demonstration, "before_cursor_execute", noter)
        charger_demonstration()
        sa.event.remove(demonstration, "before_cursor_execute", noter)
        assert compter() == avant
        assert len(phrases) < 80
        session.expire_all()
        assert ferme.description == "Nous avons changé d’avis."

    def test_apres_la_derniere_vente_une_autre_semaine_commence(self) -> None:
        """With what is left: one farm was suspended and one relay point closed in between."""
        [ferme] = compte(CYRIL).objets(Role.PRODUCTEUR)
        dossier = session.get_one(Producteur, int(ferme)).dossier
        suspendre_dossier(dossier, par=compte("florence.maillet@cabas.example"), motif="Essai")
        nom = "Épicerie de la Petite Halle"
        session.execute(sa.update(PointRelais).where(PointRelais.nom == nom).values(actif=False))
        session.commit()
        avant, plus_tard = compter(), MAINTENANT + timedelta(days=10)
        with horloge.arretee_a(plus_tard):
            charger_demonstration()
            apres = compter()
            fixes = ("comptes", "producteurs", "produits", "points_relais", "zones_livraison")
            assert [apres[t] for t in fixes] == [avant[t] for t in fixes]
            assert apres["ventes"] == 2 * avant["ventes"]
            assert 1.8 * avant["commandes"] < apres["commandes"] <= 2 * avant["commandes"]
            etats = {v.etat(plus_tard) for v in session.scalars(sa.select(Vente))}
            assert etats == set(EtatVente) - {EtatVente.ANNULEE}
            assert references_desequilibrees() == []
            assert int(ferme) not in {o.producteur_id for o in vente("roanne").offres}
            assert vente("feurs-en-preparation").distributions == []
