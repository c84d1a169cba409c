"""The relay keeper's evening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from commandes import services
from livraisons.models import EtatLivraison
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.paiements.models import Ecriture, EtatPaiement, Moyen
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests import fabrique
from tests.commandes.atelier import (
    COURRIEL,
    NOM,
    TELEPHONE,
    acheter,
    commande,
    lu,
    tenancier,
)
from tests.commandes.marche import Marche, encaisser, marche, soldes
from tests.conftest import Requetes

Connecter = Callable[[FlaskClient, Compte], None]


def ecritures(reference: str) -> list[tuple[int, str, int, str]]:
    """The ledger's lines about an order, as they were written."""
    lignes = session.scalars(
        select(Ecriture).where(Ecriture.reference == reference).order_by(Ecriture.id)
    )
    return [(x.id, x.partie, x.montant_centimes, x.motif) for x in lignes]


def relais(m: Marche, suite: str = "") -> str:
    return f"/espace/relais/{m.relais.id}{suite}"


def test_le_tenancier_voit_un_prenom_un_numero_des_caisses_et_rien_d_autre(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2, m.fromage: 1})
    code = commande(reference).livraison.code
    connecter(client, tenancier(m.relais.id))
    for page in (relais(m), relais(m, "/papier"), relais(m, f"?q={reference}")):
        texte = lu(client.get(page))
        assert "Camille" in texte
        assert reference in texte
        secrets = [NOM, "Malval", TELEPHONE, "06 99", COURRIEL, "Tupinerie", "Carottes", "Fromage"]
        for secret in [*secrets, "Le jardin", "carte", "sur place", code]:
            assert secret not in texte.replace(reference, ""), (page, secret)
    assert "À encaisser : 11,00 €" in lu(client.get(relais(m)))


def test_une_commande_payee_par_carte_ne_montre_aucun_montant(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2}, moyen=Moyen.CARTE)
    (paiement,) = paiements_de("commande", reference)
    paiement.etat = EtatPaiement.PAYE
    services.paiement_recu(paiement)
    session.commit()
    connecter(client, tenancier(m.relais.id))
    texte = lu(client.get(relais(m)))
    assert reference in texte
    assert "€" not in texte


def test_une_commande_ni_payee_ni_confirmee_n_est_pas_dans_la_liste(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2}, moyen=Moyen.CARTE)
    connecter(client, tenancier(m.relais.id))
    assert reference not in client.get(relais(m)).text
    assert client.post(relais(m, f"/{reference}/remettre")).status_code == 404


def test_remettre_encaisse_et_se_defait(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    connecter(client, tenancier(m.relais.id))
    reponse = client.post(relais(m, f"/{reference}/remettre"))
    assert reponse.status_code == 303
    assert commande(reference).livraison.etat is EtatLivraison.REMISE
    assert [p.etat for p in paiements_de("commande", reference)] == [EtatPaiement.PAYE]
    texte = lu(client.get(relais(m)))
    assert "1 remise sur 1, tout est parti" in texte
    assert "À encaisser" not in texte
    client.post(relais(m, f"/{reference}/annuler"))
    assert commande(reference).livraison.etat is EtatLivraison.PREVUE
    assert "0 remise sur 1, reste 1 commande" in lu(client.get(relais(m)))


def test_decocher_rend_a_payer_ce_qui_avait_ete_note_encaisse(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    connecter(client, tenancier(m.relais.id))
    client.post(relais(m, f"/{reference}/remettre"))
    avant = ecritures(reference)
    for _fois in range(2):
        assert client.post(relais(m, f"/{reference}/annuler")).status_code == 303
    (paiement,) = paiements_de("commande", reference)
    assert (paiement.etat, paiement.paye_le) == (EtatPaiement.A_PAYER, None)
    assert soldes(reference)["reste_du"] == -600
    assert "encaisse" not in soldes(reference)
    assert ecritures(reference)[: len(avant)] == avant
    assert references_desequilibrees() == []
    assert "À encaisser : 6,00 €" in lu(client.get(relais(m)))
    client.post(relais(m, f"/{reference}/remettre"))
    assert soldes(reference)["encaisse"] == -600
    assert "reste_du" not in soldes(reference)


def test_decocher_ne_touche_pas_ce_qui_a_ete_paye_par_carte(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2}, moyen=Moyen.CARTE)
    encaisser(commande(reference))
    connecter(client, tenancier(m.relais.id))
    client.post(relais(m, f"/{reference}/remettre"))
    client.post(relais(m, f"/{reference}/annuler"))
    assert [p.etat for p in paiements_de("commande", reference)] == [EtatPaiement.PAYE]
    assert soldes(reference)["encaisse"] == -600


def test_remettre_deux_fois_ne_change_rien(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    connecter(client, tenancier(m.relais.id))
    for _fois in range(2):
        assert client.post(relais(m, f"/{reference}/remettre")).status_code == 303
    assert len(paiements_de("commande", reference)) == 1


def test_on_trouve_par_code_par_numero_ou_par_prenom(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche(stock=20)
    references = {p: acheter(m, {m.carottes: 1}, prenom=p) for p in ("Amélie", "Bruno")}
    livraison = commande(references["Amélie"]).livraison
    cherches = [livraison.code.lower(), livraison.reference, "amelie", "AMÉ"]
    connecter(client, tenancier(m.relais.id))
    for cherche in cherches:
        texte = client.get(relais(m), query_string={"q": cherche}).text
        assert references["Amélie"] in texte, cherche
        assert references["Bruno"] not in texte, cherche


def test_un_code_inconnu_se_dit_et_la_liste_reste(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 1})
    connecter(client, tenancier(m.relais.id))
    reponse = client.get(relais(m), query_string={"q": "<b>Zoé"})
    assert "Aucune commande de ce soir ne correspond à « &lt;b&gt;Zoé »." in lu(reponse)
    assert reference in reponse.text


def test_la_liste_dit_si_tout_est_prepare(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 1, m.fromage: 1})
    compte = tenancier(m.relais.id)
    for part, phrase in zip(
        [None, 0, 1], ["pas encore préparée", "pas encore préparée", "</svg> préparée"], strict=True
    ):
        if part is not None:
            services.marquer_prete(commande(reference).parts[part], True, par=compte)
            session.commit()
        connecter(client, compte)
        assert phrase in lu(client.get(relais(m)))


def test_la_remise_par_htmx_rend_la_liste_de_la_meme_distribution(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche(stock=20)
    references = [acheter(m, {m.carottes: 1}, prenom=p) for p in ("Amélie", "Bruno")]
    connecter(client, tenancier(m.relais.id))
    adresse = relais(m, f"/{references[0]}/remettre?distribution={m.distribution.id}")
    texte = lu(client.post(adresse, headers={"HX-Request": "true"}))
    assert "Amélie : commande remise." in texte
    assert "1 remise sur 2, reste 1 commande" in texte
    assert "<html" not in texte


def test_le_relais_d_un_autre_ne_s_ouvre_pas(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 1})
    autre = fabrique.point_relais(m.plateforme, "Gare")
    sienne = fabrique.distribution(autre).id
    numero = autre.id
    connecter(client, tenancier(numero))
    assert client.get(relais(m)).status_code == 404
    assert client.get(relais(m, "/papier")).status_code == 404
    assert client.post(relais(m, f"/{reference}/remettre")).status_code == 404
    # through his own relay, neither the order nor the evening of another
    assert client.post(f"/espace/relais/{numero}/{reference}/remettre").status_code == 404
    ailleurs = f"/espace/relais/{numero}?distribution={m.distribution.id}"
    assert client.get(ailleurs).status_code == 404
    assert client.get(f"/espace/relais/{numero}?distribution={sienne}").status_code == 200
    assert commande(reference).livraison.etat is EtatLivraison.PREVUE


@pytest.mark.parametrize("nombre", ["99999999999999999999", str(2**31), "jeudi"])
def test_une_distribution_illisible_dans_l_adresse_est_refusee_poliment(
    client: FlaskClient, connecter: Connecter, nombre: str
) -> None:
    m = marche()
    connecter(client, tenancier(m.relais.id))
    reponse = client.get(relais(m, f"?distribution={nombre}"))
    assert reponse.status_code == 422
    assert "« distribution » ne peut pas être lu" in lu(reponse)


def test_la_soiree_qui_vient_se_montre_avant_celle_du_matin_qui_est_finie(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    jour = horloge.aujourdhui() + timedelta(days=1)
    for heure in (9, 17):
        fabrique.distribution(m.relais, debut=horloge.a_paris(jour, time(heure)))
    tania = tenancier(m.relais.id)
    for heure, montree in ((8, "de 9 h"), (12, "de 17 h"), (21, "de 17 h")):
        connecter(client, tania)
        papier = relais(m, "/papier")
        with horloge.arretee_a(horloge.a_paris(jour, time(heure))):
            assert montree in lu(client.get(papier)).replace("\u00a0", " "), heure


def test_un_seul_relais_s_ouvre_tout_de_suite_plusieurs_se_choisissent(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    autre = fabrique.point_relais(m.plateforme, "Gare").id
    seul = m.relais.id
    connecter(client, tenancier(seul))
    assert client.get("/espace/relais/").location == f"/espace/relais/{seul}"
    deux = fabrique.compte("Tom", roles=[(Role.RELAIS, seul), (Role.RELAIS, autre)])
    connecter(client, deux)
    texte = lu(client.get("/espace/relais/"))
    assert "Mairie de Montbrison" in texte
    assert "Gare" in texte
    assert "Aucune distribution prévue" in lu(client.get(f"/espace/relais/{autre}"))


def test_qui_ne_tient_pas_de_relais_n_entre_pas(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    assert client.get(relais(m)).location.startswith("/compte/connexion")
    connecter(client, fabrique.compte())
    assert client.get(relais(m)).status_code == 403


def test_trente_remises_ne_coutent_pas_plus_de_requetes_que_trois(
    client: FlaskClient, connecter: Connecter, requetes: Requetes
) -> None:
    m = marche(stock=100)
    compte = tenancier(m.relais.id)
    nombres = []
    for debut, fin in ((0, 3), (3, 30)):
        for rang in range(debut, fin):
            acheter(m, {m.carottes: 1}, prenom=f"Client{rang}")
        connecter(client, compte)
        adresse = relais(m)
        requetes.clear()
        assert client.get(adresse).text.count('class="cocher') == fin
        nombres.append(len(requetes))
    assert nombres[0] == nombres[1], requetes
