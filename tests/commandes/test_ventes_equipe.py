"""The platform agent follows the sales of his own platforms, and calls off what must be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from commandes.models import EtatCommande, Vente
from livraisons.models import EtatLivraison
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.commandes.atelier import (
    COURRIEL,
    NOM,
    TELEPHONE,
    acheter,
    agent,
    commande,
    fermier,
    lu,
    tenancier,
)
from tests.commandes.marche import Marche, dans, marche
from tests.conftest import Requetes

Connecter = Callable[[FlaskClient, Compte], None]
LISTE = "/equipe/commandes/ventes"


def ici(m: Marche, suite: str = "") -> str:
    return f"{LISTE}/{m.numero}{suite}"


def test_les_ventes_sont_rangees_par_etat_avec_leurs_chiffres(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    acheter(m, {m.carottes: 2, m.fromage: 1})
    instant = horloge.maintenant()
    fabrique.vente(
        m.plateforme,
        titre="La vente d’après",
        ouverture=instant + timedelta(days=1),
        cloture=instant + timedelta(days=2),
    )
    connecter(client, agent())
    texte = lu(client.get(LISTE))
    assert texte.index("Ouverte") < texte.index("La vente d’après")
    assert "<strong>1</strong> commande" in texte
    assert "<strong>11,00 €</strong>" in texte
    assert "La vente d’après" not in lu(client.get(f"{LISTE}?etat=ouverte"))
    assert "Aucune vente ici" in lu(client.get(f"{LISTE}?etat=annulee"))


def test_un_agent_ne_voit_que_ses_plateformes(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 1}, option=m.a_domicile)
    fabrique.plateforme("rhone", "Le Rhône", ("69",))
    creneau = m.creneau.id
    connecter(client, agent("rhone"))
    assert m.vente.titre not in client.get(LISTE).text
    for suite in ("", "/modifier", "/annulation", f"/commandes/{reference}/annulation"):
        assert client.get(ici(m, suite)).status_code == 404, suite
        assert client.post(ici(m, suite), data={"motif": "non"}).status_code in (404, 405)
    tournee = f"/equipe/commandes/creneaux/{creneau}"
    for page in (tournee, f"{tournee}/papier"):
        assert client.get(page).status_code == 404
    assert client.post(f"{tournee}/{reference}/remettre").status_code == 404
    assert client.get(f"{LISTE}/nouvelle?plateforme=loire").status_code == 404
    assert commande(reference).etat is EtatCommande.CONFIRMEE


def test_un_admin_voit_toutes_les_plateformes(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    connecter(client, fabrique.compte("Ada", roles=[(Role.ADMIN, "*")]))
    assert client.get(ici(m)).status_code == 200
    assert "Marché du jeudi" in client.get(LISTE).text


def test_ni_fermier_ni_tenancier_n_entrent_dans_l_equipe(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    for compte in (fermier(m.jardin), tenancier(m.relais.id), fabrique.compte()):
        connecter(client, compte)
        assert client.get(LISTE).status_code == 403
        assert client.get("/equipe/livraisons/").status_code == 403


def test_la_page_d_une_vente_montre_un_prenom_et_une_initiale(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    connecter(client, agent())
    texte = lu(client.get(ici(m)))
    assert reference in texte
    assert "Camille D." in texte
    assert "6,00 €" in texte
    assert "Mairie de Montbrison" in texte
    for secret in (NOM, TELEPHONE, COURRIEL):
        assert secret not in texte


def test_annuler_une_commande_demande_un_motif_et_rend_tout(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    carottes = m.carottes
    connecter(client, agent())
    adresse = ici(m, f"/commandes/{reference}/annulation")
    assert client.post(adresse, data={"motif": "  "}).status_code == 422
    assert commande(reference).etat is EtatCommande.CONFIRMEE
    assert client.post(adresse, data={"motif": "Gel dans la nuit"}).status_code == 302
    assert commande(reference).etat is EtatCommande.ANNULEE
    assert commande(reference).livraison.etat is EtatLivraison.ANNULEE
    assert m.offre(carottes).stock == 10
    assert lire_journal("commande", reference)[-1].motif == "Gel dans la nuit"
    dernier = session.query(Envoi).order_by(Envoi.id.desc()).first()
    assert dernier is not None
    assert dernier.destinataire == COURRIEL


def test_annuler_une_vente_rend_toutes_ses_commandes(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    references = [acheter(m, {m.carottes: 2}, prenom=p) for p in ("Camille", "Sacha")]
    connecter(client, agent())
    assert "2 commandes confirmées sont annulées" in lu(client.get(ici(m, "/annulation")))
    client.post(ici(m, "/annulation"), data={"motif": "Le camion est en panne"})
    assert {commande(r).etat for r in references} == {EtatCommande.ANNULEE}
    assert session.get_one(Vente, m.numero).annulee_le is not None
    # it stays so: neither changed nor called off again
    assert client.post(ici(m, "/annulation"), data={"motif": "encore"}).status_code == 409
    assert "Modifier" not in client.get(ici(m)).text


def test_une_vente_terminee_ne_s_annule_plus(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    compte = agent()
    with dans(days=10):
        connecter(client, compte)
        assert client.post(ici(m, "/annulation"), data={"motif": "tard"}).status_code == 409
    assert commande(reference).etat is EtatCommande.CONFIRMEE


def test_une_commande_d_une_autre_vente_ne_s_annule_pas_par_celle_ci(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 1})
    autre = fabrique.vente(m.plateforme, produits=[m.fromage]).id
    connecter(client, agent())
    adresse = f"{LISTE}/{autre}/commandes/{reference}/annulation"
    assert client.post(adresse, data={"motif": "non"}).status_code == 404
    assert commande(reference).etat is EtatCommande.CONFIRMEE


def test_la_tournee_dit_ou_sonner_et_ce_qui_reste_a_encaisser(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2}, option=m.a_domicile)
    au_relais = acheter(m, {m.carottes: 1}, prenom="Sacha")
    tournee = f"/equipe/commandes/creneaux/{m.creneau.id}"
    connecter(client, agent())
    for page in (tournee, f"{tournee}/papier"):
        texte = lu(client.get(page))
        for mot in (
            "12 rue Tupinerie, Montbrison",
            "06 99 88 77 66",
            "Sonner deux fois",
            "10,00 €",
        ):
            assert mot in texte, (page, mot)
        assert au_relais not in texte
    client.post(f"{tournee}/{reference}/remettre")
    assert commande(reference).livraison.etat is EtatLivraison.REMISE
    assert "Arrêts faits : 1 sur 1" in lu(client.get(tournee))
    client.post(f"{tournee}/{reference}/annuler")
    assert commande(reference).livraison.etat is EtatLivraison.PREVUE
    # a parcel of the relay is not one of this round
    assert client.post(f"{tournee}/{au_relais}/remettre").status_code == 404


def test_trente_commandes_ne_coutent_pas_plus_de_requetes_que_trois(
    client: FlaskClient, connecter: Connecter, requetes: Requetes
) -> None:
    m = marche(stock=100)
    compte = agent()
    nombres = []
    for debut, fin in ((0, 3), (3, 30)):
        for rang in range(debut, fin):
            acheter(m, {m.carottes: 1}, prenom=f"Client{rang}")
        connecter(client, compte)
        requetes.clear()
        assert client.get(ici(m)).text.count('data-mot="Montant"') == fin
        nombres.append(len(requetes))
    assert nombres[0] == nombres[1], requetes
