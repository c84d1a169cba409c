"""Two people on one farm: one is half-way through when the other begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from producteurs import queries, services
from producteurs.errors import (
    FicheChangee,
    ProduitDansUnPanier,
    SiretDejaInscrit,
)
from producteurs.models import (
    Allergene,
    EtatDossier,
    EtatPiece,
    Famille,
    Panier,
    Producteur,
    Produit,
)
from producteurs.queries import revision as revisions
from producteurs.services import SaisieComposant, SaisiePanier
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import Introuvable
from tests import fabrique
from tests.commandes.croisement import croiser
from tests.commandes.test_concurrence import vraie_base
from tests.producteurs.saisies import carottes, ferme_inscrite, nouveau_siret, saisie, verser

__all__ = ["vraie_base"]
pytestmark = pytest.mark.usefixtures("vraie_base")
Geste = Callable[[], object]


def soumise() -> tuple[int, str, datetime]:
    """The number of a farm that waits for the chamber, its SIRET, when it was last changed."""
    compte, producteur = ferme_inscrite(nom="Ferme du Pont")
    verser(producteur, EtatPiece.ACCEPTEE)
    services.soumettre_dossier(producteur.dossier, par=compte)
    return producteur.id, producteur.siret, producteur.modifie_le


def renommer(numero: int, siret: str, par: int) -> Geste:
    nouvelle = saisie(siret=siret, nom="Autre nom")

    def geste() -> None:
        producteur = session.get_one(Producteur, numero)
        services.modifier_producteur(producteur, nouvelle, par=session.get_one(Compte, par))

    return geste


def valider(numero: int, vu_le: datetime, par: int) -> Geste:
    def geste() -> None:
        services.valider_dossier(
            session.get_one(Producteur, numero).dossier,
            par=session.get_one(Compte, par),
            jusqu_au=horloge.aujourdhui() + timedelta(days=365),
            vu_le=vu_le,
        )

    return geste


def agent() -> int:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]).id


def test_une_fiche_changee_a_l_instant_ou_on_la_valide_se_relit(app: Flask) -> None:
    (numero, siret, vu_le), qui = soumise(), agent()
    _change, refus = croiser(app, renommer(numero, siret, qui), valider(numero, vu_le, qui))
    assert isinstance(refus, FicheChangee)
    producteur = session.get_one(Producteur, numero)
    assert (producteur.nom, producteur.dossier.etat) == ("Autre nom", EtatDossier.SOUMIS)


def test_une_ferme_validee_a_l_instant_ou_elle_change_de_nom_garde_le_sien(app: Flask) -> None:
    (numero, siret, vu_le), qui = soumise(), agent()
    croiser(app, valider(numero, vu_le, qui), renommer(numero, siret, qui))
    producteur = session.get_one(Producteur, numero)
    assert (producteur.nom, producteur.dossier.etat) == ("Ferme du Pont", EtatDossier.VALIDE)
    ouverte = revisions.proposition_ouverte(producteur)
    assert ouverte is not None
    assert set(ouverte.changements) == {"nom"}


def test_une_fiche_videe_a_l_instant_ou_on_l_envoie_ne_part_pas(app: Flask) -> None:
    compte, producteur = ferme_inscrite()
    numero, qui = producteur.id, compte.id
    vide = saisie(siret=producteur.siret, description="")

    def vider() -> None:
        services.modifier_producteur(
            session.get_one(Producteur, numero), vide, par=session.get_one(Compte, qui)
        )

    def envoyer() -> None:
        dossier = session.get_one(Producteur, numero).dossier
        services.soumettre_dossier(dossier, par=session.get_one(Compte, qui))

    _videe, refus = croiser(app, vider, envoyer)
    assert "une description" in str(refus)
    assert session.get_one(Producteur, numero).dossier.etat is EtatDossier.BROUILLON


def test_deux_enregistrements_de_la_meme_fiche_se_suivent(app: Flask) -> None:
    compte, producteur = ferme_inscrite(familles=[Famille.LEGUMES])
    numero, siret, qui = producteur.id, producteur.siret, compte.id

    def cocher(famille: Famille) -> Geste:
        nouvelle = saisie(siret=siret, familles=[Famille.FRUITS, famille])

        def geste() -> None:
            lue = session.get_one(Producteur, numero)
            assert lue.familles  # as the form has shown them
            services.modifier_producteur(lue, nouvelle, par=session.get_one(Compte, qui))

        return geste

    faits = croiser(app, cocher(Famille.BOISSONS), cocher(Famille.LAITAGES))
    assert faits == [None, None]
    familles = session.get_one(Producteur, numero).familles
    assert set(familles) == {Famille.FRUITS, Famille.LAITAGES}


def test_un_siret_que_deux_fermes_prennent_ensemble_n_en_a_qu_une(app: Flask) -> None:
    (jeanne, ici), (paul, la) = ferme_inscrite(nom="Ici"), ferme_inscrite(nom="Là")
    siret = nouveau_siret()
    _ici, refus = croiser(app, renommer(ici.id, siret, jeanne.id), renommer(la.id, siret, paul.id))
    assert isinstance(refus, SiretDejaInscrit)
    assert session.get_one(Producteur, la.id).nom == "Là"


def composer(numero: int, produit: int) -> Geste:
    def geste() -> None:
        producteur = session.get_one(Producteur, numero)
        assert queries.catalogue(producteur).produits  # as the form has shown them
        panier = SaisiePanier(
            nom="Panier", prix_centimes=1500, composants=[SaisieComposant(produit, 1)]
        )
        services.composer_panier(producteur, panier)

    return geste


def test_un_panier_compose_pendant_qu_un_produit_change_dit_ses_allergenes(app: Flask) -> None:
    producteur = fabrique.producteur()
    numero, produit = producteur.id, fabrique.produit(producteur, "Soupe").id

    def declarer() -> None:
        services.enregistrer_produit(
            session.get_one(Producteur, numero),
            carottes(nom="Soupe", allergenes=[Allergene.CELERI]),
            session.get_one(Produit, produit),
        )

    assert croiser(app, declarer, composer(numero, produit)) == [None, None]
    (panier,) = queries.catalogue(session.get_one(Producteur, numero)).paniers
    assert panier.allergenes == ["celeri"]


def test_un_produit_mis_dans_un_panier_au_meme_instant_ne_se_retire_pas(app: Flask) -> None:
    producteur = fabrique.producteur()
    numero, produit = producteur.id, fabrique.produit(producteur, "Soupe").id

    def retirer() -> None:
        services.retirer_produit(session.get_one(Produit, produit))

    _compose, refus = croiser(app, composer(numero, produit), retirer)
    assert isinstance(refus, ProduitDansUnPanier)
    assert session.get_one(Produit, produit).actif


def test_deux_compositions_du_meme_panier_se_suivent(app: Flask) -> None:
    producteur = fabrique.producteur()
    numero = producteur.id
    soupe, pain = (fabrique.produit(producteur, nom).id for nom in ("Soupe", "Pain"))
    composer(numero, soupe)()
    (panier,) = queries.catalogue(producteur).paniers
    composition = panier.id

    def ajouter_le_pain() -> None:
        ferme = session.get_one(Producteur, numero)
        panier = queries.panier_de(ferme, composition)
        voulus = [SaisieComposant(soupe, 1), SaisieComposant(pain, 2)]
        nouveau = SaisiePanier(nom="Panier", prix_centimes=1500, composants=voulus)
        services.composer_panier(ferme, nouveau, panier)

    assert croiser(app, ajouter_le_pain, ajouter_le_pain) == [None, None]
    composants = session.get_one(Panier, composition).composants
    assert {c.produit_id: c.quantite for c in composants} == {soupe: 1, pain: 2}


def test_un_produit_retire_au_meme_instant_ne_se_modifie_plus(app: Flask) -> None:
    producteur = fabrique.producteur()
    numero, produit = producteur.id, fabrique.produit(producteur, "Soupe").id

    def retirer() -> None:
        services.retirer_produit(session.get_one(Produit, produit))

    def modifier() -> None:
        ferme, lu = session.get_one(Producteur, numero), session.get_one(Produit, produit)
        services.enregistrer_produit(ferme, carottes(nom="Velouté"), lu)

    _retire, refus = croiser(app, retirer, modifier)
    assert isinstance(refus, Introuvable)
    assert session.get_one(Produit, produit).nom == "Soupe"


def test_deux_produits_ajoutes_ensemble_se_cherchent_tous_les_deux(app: Flask) -> None:
    numero = fabrique.producteur().id

    def ajouter(nom: str) -> Geste:
        return lambda: (
            services.enregistrer_produit(session.get_one(Producteur, numero), carottes(nom=nom)).id
            and None
        )

    assert croiser(app, ajouter("Topinambours"), ajouter("Panais")) == [None, None]
    recherche = session.get_one(Producteur, numero).recherche
    assert "topinambours" in recherche
    assert "panais" in recherche
