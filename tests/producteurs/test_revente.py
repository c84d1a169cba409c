"""Whose product it is: asked when it is written down, said wherever it is sold."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from producteurs import queries, services
from producteurs.models import EtatRevision, Genre, Producteur, Revision
from producteurs.services import SaisieComposant, SaisiePanier
from socle.db import session
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.formulaires import enregistres, produit
from tests.producteurs.saisies import carottes


def relire(numero: int) -> Producteur:
    return session.get_one(Producteur, numero, populate_existing=True)


def test_un_produit_d_une_autre_ferme_fait_dire_qu_on_revend(
    client: FlaskClient, ferme: Producteur
) -> None:
    adresse = f"/espace/fermes/{ferme.id}/produits/nouveau"
    assert "Ce produit vient d’une autre ferme" in client.get(adresse).text
    reponse = client.post(
        adresse, data=produit(de_qui=" Les Ruches  du Pilat "), follow_redirects=True
    )
    assert "Votre page dit maintenant que vous revendez aussi." in reponse.text
    assert "Les Ruches du Pilat" in reponse.text
    (fait,) = enregistres()
    assert fait.de_qui == "Les Ruches du Pilat"
    relue = relire(ferme.id)
    assert (relue.revend, relue.version) == (True, 2)
    [revision] = session.query(Revision).all()
    assert (revision.etat, revision.changements) == (
        EtatRevision.ACCEPTEE,
        {"revend": {"avant": False, "apres": True}},
    )
    assert "la revente" in lire_journal("dossier", relue.dossier.id)[-1].motif


def test_un_second_produit_d_ailleurs_ne_le_redit_pas(
    client: FlaskClient, ferme: Producteur
) -> None:
    adresse = f"/espace/fermes/{ferme.id}/produits/nouveau"
    client.post(adresse, data=produit(de_qui="Ruches"), follow_redirects=True)
    reponse = client.post(
        adresse, data=produit(nom="Cidre", de_qui="Ruches"), follow_redirects=True
    )
    assert "Votre page dit maintenant" not in reponse.text
    assert relire(ferme.id).version == 2


def test_un_produit_de_la_ferme_ne_fait_rien_dire(client: FlaskClient, ferme: Producteur) -> None:
    adresse = f"/espace/fermes/{ferme.id}/produits/nouveau"
    client.post(adresse, data=produit(de_qui="FERME du pont"))
    (fait,) = enregistres()
    assert (fait.de_qui, relire(ferme.id).revend) == ("", False)


@pytest.mark.usefixtures("base")
def test_un_commerce_revend_sans_avoir_a_le_dire() -> None:
    commerce = fabrique.producteur(genre=Genre.COMMERCE)
    services.enregistrer_produit(commerce, carottes(de_qui="Ruches"))
    assert (commerce.revend, commerce.version) == (False, 1)


@pytest.mark.usefixtures("base")
def test_un_panier_dit_ce_qu_il_contient_d_ailleurs() -> None:
    ferme = fabrique.producteur()
    miel = services.enregistrer_produit(ferme, carottes(nom="Miel", de_qui="Ruches"))
    radis = services.enregistrer_produit(ferme, carottes(nom="Radis"))
    panier = services.composer_panier(
        ferme,
        SaisiePanier(
            nom="Panier",
            prix_centimes=900,
            composants=[SaisieComposant(miel.id, 1), SaisieComposant(radis.id, 2)],
        ),
    )
    assert panier.de_qui == "Ruches"
    assert (miel.libelle, radis.libelle, panier.libelle) == ("Miel (Ruches)", "Radis", "Panier")
    services.enregistrer_produit(ferme, carottes(nom="Miel"), miel)
    assert queries.panier_de(ferme, panier.id).de_qui == ""
