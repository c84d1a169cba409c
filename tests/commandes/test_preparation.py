"""A farm's harvest and packing lists: on screen, ticked, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from commandes import queries, services
from commandes.models import EtatPart
from producteurs.models import Composition, Panier, TypeVente, Unite
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import lire_journal
from socle.paiements.models import Moyen
from socle.typographie import INSECABLE
from tests import fabrique
from tests.commandes.atelier import (
    COURRIEL,
    NOM,
    TELEPHONE,
    acheter,
    commande,
    etats_des_parts,
    fermier,
    lu,
)
from tests.commandes.marche import Marche, dans, marche
from tests.conftest import Requetes
from tests.papier import texte_du_pdf

Connecter = Callable[[FlaskClient, Compte], None]


def adresse(m: Marche, page: str, ferme: int | None = None) -> str:
    return f"/espace/fermes/{ferme or m.jardin.id}/ventes/{m.numero}/{page}"


def _panier_compose(m: Marche) -> Panier:
    """Two bunches of carrots and a kilogram of potatoes, in halves."""
    patates = fabrique.produit(
        m.jardin,
        "Pommes de terre",
        vente=TypeVente.POIDS,
        unite=Unite.PORTION,
        contenance=500,
        contenance_unite="g",
        prix_centimes=240,
    )
    panier = fabrique.panier(
        m.jardin,
        composants=[
            Composition(produit=m.carottes, quantite=2),
            Composition(produit=patates, quantite=2),
        ],
    )
    offre = services.SaisieOffre(stock=10, prix_centimes=1500)
    portion = services.SaisieOffre(stock=20, prix_centimes=120)
    services.publier_offres(m.vente, m.jardin, {panier.id: offre, patates.id: portion})
    session.commit()
    return panier


def test_la_recolte_ouvre_les_paniers_et_additionne(base: object) -> None:
    m = marche()
    panier = _panier_compose(m)
    acheter(m, {m.carottes: 3, panier: 1}, prenom="Camille")
    acheter(m, {panier: 1}, prenom="Sacha")
    lignes = queries.recolte(m.jardin.id, m.numero)
    assert {x.produit.nom: x.quantite for x in lignes} == {"Carottes": 7, "Pommes de terre": 4}


def test_ce_qui_se_vend_au_poids_se_recolte_en_portions_et_en_kilos(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    panier = _panier_compose(m)
    acheter(m, {panier: 2})
    connecter(client, fermier(m.jardin))
    page = lu(client.get(adresse(m, "recolte")))
    assert "4 × 500 g = 2 kg" in page
    assert "4 pièces" in page  # the carrots of two baskets
    assert "Paniers à composer" in page
    assert "2 × Panier de la semaine" in page


def test_une_commande_non_payee_n_est_pas_a_preparer(base: object) -> None:
    m = marche()
    acheter(m, {m.carottes: 2}, moyen=Moyen.CARTE)
    assert not queries.recolte(m.jardin.id, m.numero)
    assert not queries.parts_a_preparer(m.jardin.id, m.numero)


def test_un_producteur_ne_voit_ni_la_part_d_un_autre_ni_qui_achete(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2, m.fromage: 1})
    connecter(client, fermier(m.jardin))
    pages = [client.get(adresse(m, page)) for page in ("recolte", "preparation")]
    pages.append(client.get(f"/espace/fermes/{m.jardin.id}/semaine"))
    pages.append(client.get(f"/espace/fermes/{m.jardin.id}/ventes/{m.numero}"))
    textes = [page.text for page in pages]
    for nom in ("recolte.pdf", "preparation.pdf"):
        papier = client.get(adresse(m, nom))
        assert papier.mimetype == "application/pdf"
        textes.append(texte_du_pdf(papier.data))
    for texte in textes:
        assert "Fromage" not in texte
        for secret in (NOM, "Malval", TELEPHONE, "99 88 77 66", COURRIEL, "Tupinerie", "Sonner"):
            assert secret not in texte
    assert "Camille" in textes[1]
    assert reference in textes[1]


def test_la_liste_sur_papier_dit_ou_quand_et_combien(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    connecter(client, fermier(m.jardin))
    papier = client.get(adresse(m, "preparation.pdf"))
    assert papier.data.startswith(b"%PDF")
    assert papier.headers["Cache-Control"] == "no-store"
    texte = texte_du_pdf(papier.data).replace(INSECABLE, " ")
    for mot in ("À préparer", "Mairie de Montbrison", "Camille", reference, "Carottes", "2 pièces"):
        assert mot in texte
    assert "prête" not in texte
    client.post(adresse(m, f"preparation/{commande(reference).parts[0].id}"), data={"prete": "1"})
    texte = texte_du_pdf(client.get(adresse(m, "preparation.pdf")).data)
    assert "Camille (prête)" in texte


def test_cocher_une_commande_prete_ne_change_que_sa_part(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2, m.fromage: 1})
    part = next(p for p in commande(reference).parts if p.producteur_id == m.jardin.id)
    jardin, laiterie, numero = m.jardin.id, m.laiterie.id, part.id
    connecter(client, fermier(m.jardin))
    reponse = client.post(adresse(m, f"preparation/{numero}"), data={"prete": "1"})
    assert reponse.status_code == 303
    assert reponse.location.endswith(f"#part-{numero}")
    assert etats_des_parts(reference) == {jardin: EtatPart.PRETE, laiterie: EtatPart.A_PREPARER}
    client.post(adresse(m, f"preparation/{numero}"), data={"prete": "0"})
    assert etats_des_parts(reference)[jardin] is EtatPart.A_PREPARER
    assert [x.vers for x in lire_journal("part", numero)] == ["prete", "a_preparer"]


def test_cocher_par_htmx_rend_la_ligne_et_le_compte(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    numero = commande(reference).parts[0].id
    connecter(client, fermier(m.jardin))
    reponse = client.post(
        adresse(m, f"preparation/{numero}"), data={"prete": "1"}, headers={"HX-Request": "true"}
    )
    assert reponse.status_code == 200
    assert f'id="part-{numero}"' in reponse.text
    assert "Prêtes : 1 sur 1" in lu(reponse)
    assert "<html" not in reponse.text


def test_une_commande_changee_depuis_qu_on_l_a_sous_les_yeux_n_est_pas_dite_prete(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    reference = acheter(m, {m.carottes: 2})
    jardin, part, carottes = m.jardin.id, commande(reference).parts[0].id, m.offre(m.carottes).id
    connecter(client, fermier(m.jardin))
    (vu,) = re.findall(
        r'name="contenu" value="([^"]+)"', client.get(adresse(m, "preparation")).text
    )
    achat = commande(reference)
    services.modifier_commande(achat, {carottes: 5}, par=achat.compte)
    session.commit()
    cocher = adresse(m, f"preparation/{part}")
    phrase = "Cette commande vient de changer"
    refus = client.post(cocher, data={"prete": "1", "contenu": vu}, headers={"HX-Request": "true"})
    assert refus.status_code == 422
    assert phrase in lu(refus)
    assert "5 pièces" in refus.text.replace(INSECABLE, " ")
    page = client.post(cocher, data={"prete": "1", "contenu": vu}, follow_redirects=True)
    assert phrase in lu(page)
    assert etats_des_parts(reference) == {jardin: EtatPart.A_PREPARER}
    (vu,) = re.findall(r'name="contenu" value="([^"]+)"', page.text)
    client.post(cocher, data={"prete": "1", "contenu": vu})
    assert etats_des_parts(reference) == {jardin: EtatPart.PRETE}


def test_on_ne_coche_pas_la_part_d_un_autre(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    reference = acheter(m, {m.fromage: 1})
    numero, laiterie = commande(reference).parts[0].id, m.laiterie.id
    connecter(client, fermier(m.jardin))
    for ferme in (m.jardin.id, laiterie):
        reponse = client.post(adresse(m, f"preparation/{numero}", ferme), data={"prete": "1"})
        assert reponse.status_code == 404
    assert etats_des_parts(reference) == {laiterie: EtatPart.A_PREPARER}


def test_une_adresse_tapee_a_la_main_n_ouvre_pas_la_ferme_d_un_autre(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    acheter(m, {m.carottes: 1, m.fromage: 1})
    laiterie = m.laiterie.id
    connecter(client, fermier(m.jardin))
    for page in ("recolte", "preparation", "recolte.pdf", "preparation.pdf", ""):
        assert client.get(adresse(m, page, laiterie).rstrip("/")).status_code == 404, page
    for page in ("semaine", "offre", "recolte", "preparation", "zones"):
        assert client.get(f"/espace/fermes/{laiterie}/{page}").status_code == 404, page


def test_une_vente_ou_l_on_n_est_pas_ne_s_ouvre_pas(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    autre = fabrique.vente(m.plateforme, produits=[m.fromage]).id
    jardin = m.jardin.id
    connecter(client, fermier(m.jardin))
    for page in ("", "/recolte", "/preparation", "/preparation.pdf"):
        assert client.get(f"/espace/fermes/{jardin}/ventes/{autre}{page}").status_code == 404


def test_trente_commandes_ne_coutent_pas_plus_de_requetes_que_trois(
    client: FlaskClient, connecter: Connecter, requetes: Requetes
) -> None:
    m = marche(stock=100)
    compte = fermier(m.jardin)
    nombres = []
    for fin in (3, 30):
        for rang in range(0 if fin == 3 else 3, fin):
            acheter(m, {m.carottes: 1}, prenom=f"Client{rang}")
        connecter(client, compte)
        page = adresse(m, "preparation")
        requetes.clear()
        assert client.get(page).text.count('class="cocher') == fin
        nombres.append(len(requetes))
    assert nombres[0] == nombres[1], requetes


def test_la_semaine_met_aujourd_hui_d_abord(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    acheter(m, {m.carottes: 2})
    acheter(m, {m.carottes: 1}, option=m.a_domicile)
    jardin = m.jardin.id
    connecter(client, fermier(m.jardin))
    avant = lu(client.get(f"/espace/fermes/{jardin}/semaine"))
    assert "Rien à faire aujourd’hui" in avant
    assert "Déjà 2 commandes" in avant
    with dans(days=3):
        page = lu(client.get(f"/espace/fermes/{jardin}/semaine"))
    assert "Apporter 1 commande : Mairie de Montbrison" in page
    assert "Confier 1 commande à la tournée : Autour de Montbrison" in page
    assert "Préparer encore 2 commandes" in page


def test_un_lien_sans_vente_mene_a_celle_qui_presse(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    acheter(m, {m.carottes: 2})
    jardin, numero = m.jardin.id, m.numero
    connecter(client, fermier(m.jardin))
    assert client.get(f"/espace/fermes/{jardin}/offre").location.endswith(f"/ventes/{numero}")
    with dans(days=2):
        suite = client.get(f"/espace/fermes/{jardin}/preparation").location
        assert suite.endswith(f"/ventes/{numero}/preparation")
        # closed: nothing is left to publish
        assert client.get(f"/espace/fermes/{jardin}/offre").location.endswith("/semaine")
