"""One's own orders: read, changed, given up, ordered again; nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commandes import services
from commandes.models import Commande, EtatCommande
from commandes.queries import commande_par_reference
from producteurs.models import EtatDossier
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.paiements.models import Moyen
from tests import fabrique
from tests.commandes.marche import (
    Marche,
    commander,
    plat,
)
from tests.conftest import Requetes


@pytest.fixture
def passer(app: Flask, place: Marche, camille: int) -> Callable[..., str]:
    """Camille orders; the number of her order."""

    def _passer(**autres: object) -> str:
        with app.app_context():
            compte = session.get_one(Compte, camille)
            return commander(place, par=compte, **autres).reference  # type: ignore[arg-type]

    return _passer


def lire(reference: str) -> Commande:
    session.expire_all()
    return commande_par_reference(reference)


def test_la_page_montre_le_code_le_lieu_et_ce_qui_reste_a_payer(
    client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference = passer()
    code = lire(reference).livraison.code
    page = plat(client.get(f"/commandes/{reference}").text)
    for dit in (
        code,
        "Mairie de Montbrison",
        "Code 1234",
        "À régler sur place : 6,00 €",
        "Le jardin",
        "Confirmée",
        "Changer les quantités",
        "Annuler la commande",
    ):
        assert dit in page, dit


def test_l_acces_au_relais_ne_se_montre_qu_une_fois_la_commande_confirmee(
    client: FlaskClient, passer: Callable[..., str]
) -> None:
    page = client.get(f"/commandes/{passer(moyen=Moyen.CARTE)}").text
    assert "Code 1234" not in page
    assert "Payer maintenant" in page
    assert "Changer ma commande" in page


@pytest.mark.parametrize("suite", ["", "/modifier", "/annuler", "/rendez-vous.ics"])
def test_personne_ne_voit_la_commande_d_un_autre(
    app: Flask,
    client: FlaskClient,
    connecter: Callable[[FlaskClient, Compte], None],
    passer: Callable[..., str],
    *,
    suite: str,
) -> None:
    reference = passer()
    with app.app_context():
        connecter(client, fabrique.compte("Dominique"))
    assert client.get(f"/commandes/{reference}{suite}").status_code == 404


@pytest.mark.parametrize("suite", ["modifier", "annuler", "reprendre", "recommander"])
def test_personne_ne_change_la_commande_d_un_autre(
    app: Flask,
    client: FlaskClient,
    connecter: Callable[[FlaskClient, Compte], None],
    passer: Callable[..., str],
    *,
    suite: str,
) -> None:
    reference = passer()
    with app.app_context():
        connecter(client, fabrique.compte("Dominique"))
    assert client.post(f"/commandes/{reference}/{suite}").status_code == 404
    assert lire(reference).etat is EtatCommande.CONFIRMEE


def test_sans_compte_on_est_invite_a_entrer(
    app: Flask, client: FlaskClient, passer: Callable[..., str]
) -> None:
    reference = passer()
    reponse = app.test_client().get(f"/commandes/{reference}")
    assert reponse.location == f"/compte/connexion?suite=/commandes/{reference}"


def test_le_rendez_vous_s_ajoute_a_l_agenda(
    client: FlaskClient, passer: Callable[..., str]
) -> None:
    reponse = client.get(f"/commandes/{passer()}/rendez-vous.ics")
    assert reponse.content_type == "text/calendar; charset=utf-8"
    assert reponse.text.startswith("BEGIN:VCALENDAR")
    assert ".ics" in reponse.headers["Content-Disposition"]


def test_a_retrait_egal_la_derniere_commande_vient_d_abord(
    client: FlaskClient, passer: Callable[..., str]
) -> None:
    assert "Aucune commande pour le moment" in client.get("/compte/commandes").text
    premiere, seconde = passer(), passer()
    page = client.get("/compte/commandes").text
    assert page.index(seconde) < page.index(premiere)


def test_mes_commandes_lisent_la_base_autant_de_fois_pour_une_ou_cinq(
    client: FlaskClient, passer: Callable[..., str], requetes: Requetes
) -> None:
    passer()
    client.get("/compte/commandes")
    requetes.clear()
    client.get("/compte/commandes")
    une = len(requetes)
    for _ in range(4):
        passer()
    requetes.clear()
    client.get("/compte/commandes")
    assert len(requetes) == une


def test_changer_les_quantites_par_la_page(
    client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference = passer()
    carottes, fromage = place.offre(place.carottes).id, place.offre(place.fromage).id
    page = client.get(f"/commandes/{reference}/modifier").text
    assert f'name="offre-{carottes}" value="2"' in page
    assert f'name="offre-{fromage}" value="0"' in page
    reponse = client.post(
        f"/commandes/{reference}/modifier",
        data={f"offre-{carottes}": "3", f"offre-{fromage}": "1"},
    )
    assert reponse.status_code == 303
    assert lire(reference).total_centimes == 1400
    assert "Votre commande est changée" in client.get(reponse.location).text


def test_voir_d_abord_le_nouveau_total_ne_change_rien(
    client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference, carottes = passer(), place.offre(place.carottes).id
    donnees = {f"offre-{carottes}": "4", "apercu": "1"}
    page = client.post(f"/commandes/{reference}/modifier", data=donnees)
    texte = plat(page.text)
    assert page.status_code == 200
    assert "12,00 €" in texte
    assert "6,00 € de plus, à régler sur place." in texte
    assert 'value="4"' in texte
    partie = client.post(
        f"/commandes/{reference}/modifier", data=donnees, headers={"HX-Request": "true"}
    )
    assert "<html" not in partie.text
    assert "6,00 € de plus" in plat(partie.text)
    assert lire(reference).total_centimes == 600


@pytest.mark.parametrize(
    ("quantite", "statut", "phrase"),
    [
        ("12", 409, "Il reste 8 ×"),
        ("deux", 422, "Écrivez une quantité entière"),
        ("0", 422, "Votre commande est vide"),
    ],
)
def test_un_changement_refuse_montre_la_page_et_la_raison(
    client: FlaskClient,
    place: Marche,
    passer: Callable[..., str],
    *,
    quantite: str,
    statut: int,
    phrase: str,
) -> None:
    reference, carottes = passer(), place.offre(place.carottes).id
    reponse = client.post(f"/commandes/{reference}/modifier", data={f"offre-{carottes}": quantite})
    assert reponse.status_code == statut
    assert phrase in plat(reponse.text)
    assert lire(reference).total_centimes == 600


def test_apres_la_cloture_la_page_ne_propose_plus_de_changer(
    client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference, carottes = passer(), place.offre(place.carottes).id
    with horloge.arretee_a(place.vente.cloture):
        page = client.get(f"/commandes/{reference}").text
        assert "Changer les quantités" not in page
        assert "Annuler la commande" not in page
        assert client.get(f"/commandes/{reference}/modifier").status_code == 409
        assert client.post(f"/commandes/{reference}/annuler").status_code == 409
        reponse = client.post(f"/commandes/{reference}/modifier", data={f"offre-{carottes}": "1"})
        assert reponse.status_code == 409
        assert "La vente est close" in reponse.text
    assert lire(reference).total_centimes == 600


def test_annuler_demande_confirmation_puis_rend_les_produits(
    client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference = passer()
    assert "Annuler votre commande ?" in client.get(f"/commandes/{reference}/annuler").text.replace(
        "\u00a0", " "
    )
    reponse = client.post(f"/commandes/{reference}/annuler", follow_redirects=True)
    assert "Votre commande est annulée." in reponse.text
    assert "Code 1234" not in reponse.text
    assert place.restes() == (10, 10)


def test_reprendre_une_commande_non_payee_la_remet_dans_le_panier(
    client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference = passer(moyen=Moyen.CARTE)
    reponse = client.post(f"/commandes/{reference}/reprendre", follow_redirects=True)
    assert reponse.request.path == "/commande"
    assert "Carottes" in reponse.text
    assert "checked" in reponse.text
    assert lire(reference).etat is EtatCommande.ANNULEE


def test_recommander_remplit_le_panier_de_la_vente_ouverte(
    app: Flask, client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference = passer()
    with app.app_context():
        place.vente.cloture = horloge.maintenant()
        suivante = fabrique.vente(place.plateforme, produits=[place.carottes]).id
    assert "Recommander" in client.get(f"/commandes/{reference}").text
    reponse = client.post(f"/commandes/{reference}/recommander")
    assert reponse.location == f"/commande?vente={suivante}"
    assert "Carottes" in client.get(reponse.location).text


def test_sans_vente_ouverte_recommander_n_est_pas_propose(
    app: Flask, client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference = passer()
    with app.app_context():
        place.vente.cloture = horloge.maintenant()
        session.commit()
    assert "Recommander" not in client.get(f"/commandes/{reference}").text
    assert client.post(f"/commandes/{reference}/recommander").status_code == 409


def test_une_commande_remise_le_dit(
    app: Flask, client: FlaskClient, passer: Callable[..., str]
) -> None:
    reference = passer()
    with app.app_context():
        commande = lire(reference)
        services.remettre_commande(commande.livraison, par=commande.compte)
        session.commit()
    page = client.get(f"/commandes/{reference}").text
    assert "Bon appétit" in page
    assert "Changer les quantités" not in page


def test_une_ferme_suspendue_honore_la_commande_payee(
    app: Flask, client: FlaskClient, place: Marche, passer: Callable[..., str]
) -> None:
    reference = passer()
    with app.app_context():
        place.jardin.dossier.etat = EtatDossier.SUSPENDU
        session.commit()
    page = client.get(f"/commandes/{reference}").text
    assert "Confirmée" in page
    assert "Carottes" in page
