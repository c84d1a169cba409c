"""Placing an order: everything it asks for is taken, or nothing is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from commandes import queries, services
from commandes.errors import (
    AdresseManquante,
)
from commandes.models import Commande, EtatCommande
from commandes.services.passage import nouvelle_reference
from livraisons.models import Mode
from livraisons.services import Destinataire
from socle.db import session
from socle.envois.models import Envoi
from socle.errors import Introuvable
from socle.journal.models import LigneJournal
from socle.paiements.models import EtatPaiement, Moyen, Paiement
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests import fabrique
from tests.commandes.marche import (
    CHEZ_CAMILLE,
    choix,
    commander,
    dans,
    marche,
    remplir,
    soldes,
)

pytestmark = pytest.mark.usefixtures("contexte")


def test_payer_sur_place_confirme_tout_de_suite(courriels: Callable[[], list[Envoi]]) -> None:
    m = marche()
    commande = commander(m, {m.carottes: 2, m.fromage: 1})
    assert commande.etat is EtatCommande.CONFIRMEE
    assert commande.total_centimes == 1100
    assert commande.livraison.a_encaisser_centimes == 1100
    assert m.restes() == (8, 9)
    assert m.places() == 39
    assert soldes(commande.reference) == {
        f"producteur:{m.jardin.id}": 600,
        f"producteur:{m.laiterie.id}": 500,
        "reste_du": -1100,
    }
    assert [c.sujet for c in courriels()] == [f"Votre commande {commande.reference} est confirmée"]
    corps = courriels()[0].texte
    assert commande.livraison.code in corps
    assert "Code 1234" in corps
    assert "À régler sur place" in corps


def test_payer_par_carte_tient_les_produits_sans_confirmer(
    courriels: Callable[[], list[Envoi]],
) -> None:
    m = marche()
    commande = commander(m, moyen=Moyen.CARTE)
    paiement = paiements_de("commande", commande.reference)[0]
    assert commande.etat is EtatCommande.A_PAYER
    assert commande.expire_le is not None
    assert paiement.expire_le is not None
    assert paiement.etat is EtatPaiement.A_PAYER
    assert commande.expire_le > paiement.expire_le
    assert m.restes() == (8, 10)
    assert m.places() == 39
    assert soldes(commande.reference) == {}
    assert courriels() == []


def test_livrer_a_domicile_ajoute_les_frais_et_garde_l_adresse() -> None:
    m = marche()
    commande = commander(m, option=m.a_domicile)
    assert commande.livraison.mode is Mode.DOMICILE
    assert commande.frais_centimes == 400
    assert commande.total_centimes == 1000
    assert commande.livraison.adresse == "12 rue Tupinerie"
    assert soldes(commande.reference)["livraison"] == 400
    assert m.creneau.places == 9


def test_l_adresse_n_est_pas_gardee_quand_on_retire() -> None:
    commande = commander(marche())
    assert (commande.livraison.adresse, commande.livraison.commune_nom) == ("", "")


def test_une_livraison_sans_adresse_est_refusee() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 1})
    sans_adresse = services.ChoixRetrait(
        m.a_domicile, Destinataire("Camille", "Essai"), Moyen.SUR_PLACE
    )
    with pytest.raises(AdresseManquante):
        services.passer_commande(panier, sans_adresse, compte=fabrique.compte(), lieu=CHEZ_CAMILLE)


def test_presser_deux_fois_donne_la_meme_commande() -> None:
    m = marche()
    camille = fabrique.compte()
    panier = remplir(m, {m.carottes: 2})
    for _ in range(2):
        commande = services.passer_commande(
            panier, choix(m.en_relais), compte=camille, lieu=CHEZ_CAMILLE
        )
        session.commit()
    assert session.scalars(select(Commande)).all() == [commande]
    assert len(session.scalars(select(Paiement)).all()) == 1
    assert m.restes() == (8, 10)


def test_le_panier_deja_commande_par_un_autre_compte_reste_a_lui() -> None:
    m = marche()
    panier = remplir(m, {m.carottes: 2})
    services.passer_commande(
        panier, choix(m.en_relais), compte=fabrique.compte(), lieu=CHEZ_CAMILLE
    )
    with pytest.raises(Introuvable):
        services.passer_commande(
            panier, choix(m.en_relais), compte=fabrique.compte("Dominique"), lieu=CHEZ_CAMILLE
        )


def test_apres_la_commande_un_nouveau_panier_commence() -> None:
    m = marche()
    commander(m)
    assert queries.panier_en_cours("cle", m.numero) is None
    commander(m)
    assert len(session.scalars(select(Commande)).all()) == 2


def test_le_prix_est_celui_du_jour_de_la_commande() -> None:
    m = marche()
    commande = commander(m, {m.carottes: 2})
    m.offre(m.carottes).prix_centimes = 999
    m.carottes.nom, m.carottes.tva = "Autre chose", 200
    session.commit()
    relue = queries.commande_par_reference(commande.reference)
    ligne = relue.parts[0].lignes[0]
    assert (ligne.libelle, ligne.prix_centimes, ligne.tva) == ("Carottes", 300, 55)
    assert relue.total_centimes == 600


def test_chaque_passage_laisse_une_ligne_au_journal() -> None:
    m = marche()
    camille = fabrique.compte()
    commande = commander(m, par=camille)
    services.annuler_commande(commande, par=camille, motif="à votre demande")
    lignes = session.scalars(
        select(LigneJournal).where(LigneJournal.genre == "commande").order_by(LigneJournal.id)
    ).all()
    assert [(x.de, x.vers, x.par_id) for x in lignes] == [
        ("", "confirmee", camille.id),
        ("confirmee", "annulee", camille.id),
    ]


def test_personne_ne_voit_la_commande_d_un_autre() -> None:
    commande = commander(marche())
    with pytest.raises(Introuvable):
        queries.commande_de(fabrique.compte("Dominique"), commande.reference)


def test_une_reference_se_lit_a_voix_haute() -> None:
    references = {nouvelle_reference() for _ in range(200)}
    assert len(references) == 200
    assert not set("01OIL") & set("".join(references))


def test_les_commandes_de_deux_fermes_restent_equilibrees_dans_le_temps() -> None:
    m = marche()
    commander(m, {m.carottes: 2, m.fromage: 1}, option=m.a_domicile)
    with dans(minutes=10):
        commander(m, {m.fromage: 2})
    assert references_desequilibrees() == []
