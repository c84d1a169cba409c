"""A farm's offer in a sale: prefilled, published, never sold twice, closed with the deadline."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commandes import services
from commandes.models import Offre
from commandes.services import SaisieOffre
from producteurs.models import EtatDossier
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.atelier import acheter, fermier, lu
from tests.commandes.marche import Marche, dans, marche

Connecter = Callable[[FlaskClient, Compte], None]


def adresse(m: Marche) -> str:
    return f"/espace/fermes/{m.jardin.id}/ventes/{m.numero}"


def champs(page: TestResponse) -> dict[str, str]:
    """What the form would send as it stands."""
    trouves = {}
    for balise in re.findall(r"<input[^>]*>", page.text):
        attributs = dict(re.findall(r'(\w+)="([^"]*)"', balise))
        if re.match(r"(stock|prix|vues)_", attributs.get("name", "")):
            trouves[attributs["name"]] = attributs.get("value", "").replace("\u00a0", " ")
    return trouves


def publier(client: FlaskClient, m: Marche, changes: Mapping[str, str]) -> TestResponse:
    """Open the page, change some answers, send them all."""
    return client.post(adresse(m), data=champs(client.get(adresse(m))) | dict(changes))


def test_l_offre_part_de_celle_de_la_derniere_vente(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    acheter(m, {m.carottes: 4})
    miel = fabrique.produit(m.jardin, "Miel", prix_centimes=750)
    suivante = fabrique.vente(m.plateforme, titre="La suivante", produits=[m.fromage])
    services.modifier_vente(
        suivante,
        services.SaisieVente(
            titre=suivante.titre,
            description="",
            ouverture=suivante.ouverture,
            cloture=suivante.cloture,
            minimum_centimes=0,
            producteurs=(m.jardin.id, m.laiterie.id),
            distributions=(m.distribution,),
            creneaux=(),
        ),
        par=None,
    )
    session.commit()
    ici = f"/espace/fermes/{m.jardin.id}/ventes/{suivante.id}"
    carottes, numero_miel = m.carottes.id, miel.id
    connecter(client, fermier(m.jardin))
    rempli = champs(client.get(ici))
    # ten were offered, four were sold: ten are proposed again
    assert rempli[f"stock_{carottes}"] == "10"
    assert rempli[f"prix_{carottes}"] == "3,00 €"
    assert rempli[f"stock_{numero_miel}"] == "0"
    assert rempli[f"prix_{numero_miel}"] == "7,50 €"


def test_publier_prend_quantites_et_prix_comme_on_les_ecrit(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    carottes = m.carottes
    connecter(client, fermier(m.jardin))
    for prix in ("2,8", "2.80", " 2,80 € "):
        reponse = publier(client, m, {f"stock_{carottes.id}": "25", f"prix_{carottes.id}": prix})
        assert reponse.status_code == 302
        offre = m.offre(carottes)
        assert (offre.stock, offre.prix_centimes) == (25, 280)


def test_un_prix_ou_une_quantite_absurde_est_refuse_et_rien_n_est_perdu(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    carottes = m.carottes
    connecter(client, fermier(m.jardin))
    for champ, valeur, phrase in (
        ("prix", "0", "Le prix doit dépasser zéro."),
        ("prix", "-3", "Écrivez un prix en euros"),
        ("prix", "abc", "Écrivez un prix en euros"),
        ("prix", "1e9", "Écrivez un prix en euros"),
        ("prix", "", "Écrivez le prix."),
        ("stock", "-2", "entre 0 et 9999"),
        ("stock", "beaucoup", "nombre entier"),
    ):
        reponse = publier(
            client, m, {f"stock_{carottes.id}": "7", f"{champ}_{carottes.id}": valeur}
        )
        assert reponse.status_code == 422, (champ, valeur)
        assert phrase in lu(reponse), (champ, valeur)
        if champ == "prix":
            assert 'value="7"' in reponse.text
        offre = m.offre(carottes)
        assert (offre.stock, offre.prix_centimes) == (10, 300)


def test_ce_qui_se_vend_pendant_la_saisie_n_est_pas_vendu_deux_fois(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    carottes = m.carottes
    connecter(client, fermier(m.jardin))
    envoi = champs(client.get(adresse(m))) | {f"stock_{carottes.id}": "12"}
    acheter(m, {m.carottes: 3})
    client.post(adresse(m), data=envoi)
    assert m.offre(carottes).stock == 9  # twelve were left before three were sold
    client.post(adresse(m), data=envoi)  # the answer was lost on the way: sent again
    assert m.offre(carottes).stock == 9


def test_la_page_dit_ce_qui_est_deja_commande(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    acheter(m, {m.carottes: 4})
    connecter(client, fermier(m.jardin))
    page = client.get(adresse(m))
    assert "4 déjà commandés" in lu(page)
    assert champs(page)[f"stock_{m.carottes.id}"] == "6"


def test_un_produit_a_zero_n_est_pas_propose(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    miel = fabrique.produit(m.jardin, "Miel").id
    carottes = m.carottes
    connecter(client, fermier(m.jardin))
    publier(client, m, {f"stock_{carottes.id}": "0"})
    assert m.offre(carottes).stock == 0
    assert session.query(Offre).filter_by(produit_id=miel).count() == 0


def test_ce_qui_est_de_saison_vient_d_abord(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    mois = m.vente.fin.month
    fabrique.produit(m.jardin, "Asperges", mois=[mois % 12 + 1])
    fabrique.produit(m.jardin, "Zinnias", mois=[mois])
    connecter(client, fermier(m.jardin))
    page = client.get(adresse(m)).text
    assert page.index("Zinnias") < page.index("Hors saison") < page.index("Asperges")


def test_apres_la_cloture_l_offre_ne_change_plus(client: FlaskClient, connecter: Connecter) -> None:
    m = marche()
    carottes = m.carottes
    connecter(client, fermier(m.jardin))
    envoi = champs(client.get(adresse(m))) | {f"stock_{carottes.id}": "99"}
    with dans(days=1, seconds=1):
        assert "Publier" not in client.get(adresse(m)).text
        reponse = client.post(adresse(m), data=envoi)
    assert reponse.status_code == 422
    assert "ses offres ne changent plus" in lu(reponse)
    assert 'value="99"' in reponse.text
    assert m.offre(carottes).stock == 10


def test_on_ne_publie_ni_le_produit_d_un_autre_ni_dans_la_vente_d_un_autre(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    fromage = m.fromage
    ailleurs = fabrique.vente(m.plateforme, produits=[m.fromage]).id
    jardin = m.jardin.id
    connecter(client, fermier(m.jardin))
    publier(client, m, {f"stock_{fromage.id}": "0", f"prix_{fromage.id}": "0,01"})
    offre = m.offre(fromage)
    assert (offre.stock, offre.prix_centimes) == (10, 500)
    assert client.post(f"/espace/fermes/{jardin}/ventes/{ailleurs}", data={}).status_code == 404


def test_une_ferme_suspendue_est_prevenue_que_son_offre_ne_parait_pas(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    m.jardin.dossier.etat = EtatDossier.SUSPENDU
    session.commit()
    connecter(client, fermier(m.jardin))
    page = client.get(adresse(m))
    assert "La ferme n’est pas validée aujourd’hui" in lu(page)
    assert f"stock_{m.carottes.id}" in champs(page)  # what is offered stays in sight


def test_un_produit_retire_du_catalogue_peut_encore_etre_mis_a_zero(
    client: FlaskClient, connecter: Connecter
) -> None:
    m = marche()
    carottes = m.carottes
    carottes.actif = False
    session.commit()
    connecter(client, fermier(m.jardin))
    assert publier(client, m, {f"stock_{carottes.id}": "0"}).status_code == 302
    assert m.offre(carottes).stock == 0


def test_deux_ecrans_ouverts_ne_s_additionnent_pas(base: object) -> None:
    m = marche()
    for _fois in range(2):
        services.publier_offres(m.vente, m.jardin, {m.carottes.id: SaisieOffre(15, 300, vues=0)})
        session.commit()
    assert m.offre(m.carottes).stock == 15
