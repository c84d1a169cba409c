"""Creating a sale with its windows, without a line of JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from commandes.models import EtatVente, Vente
from livraisons.models import Distribution
from producteurs.models import EtatDossier
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.atelier import agent, lu
from tests.commandes.marche import Marche
from tests.commandes.saisies_vente import NOUVELLE, Envoi, dans_jours, envoi, marche_a_l_heure

Connecter = Callable[[FlaskClient, Compte], None]


@pytest.fixture
def m(base: object) -> Marche:
    return marche_a_l_heure()


def derniere() -> Vente:
    return session.scalars(select(Vente).order_by(Vente.id.desc()).limit(1)).one()


def test_creer_une_vente_avec_ses_retraits(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    fermes = {m.jardin.id, m.laiterie.id}
    donnees = envoi(m)
    connecter(client, agent())
    reponse = client.post(NOUVELLE, data=donnees)
    assert reponse.status_code == 302, lu(reponse)
    vente = derniere()
    assert (vente.titre, vente.minimum_centimes) == ("Le marché des Rois", 1000)
    assert vente.etat(horloge.maintenant()) is EtatVente.A_VENIR
    assert {p.producteur_id for p in vente.participations} == fermes
    (distribution,), (creneau,) = vente.distributions, vente.creneaux
    assert (distribution.places, creneau.places, creneau.frais_centimes) == (60, 12, 450)
    debut = distribution.debut.astimezone(horloge.PARIS)
    assert (debut.date(), debut.hour, debut.minute) == (dans_jours(5), 16, 30)
    assert vente.fin == creneau.fin


@pytest.mark.parametrize(
    ("cloture", "attendue"),
    [
        ("2027-03-27T20:00", datetime(2027, 3, 27, 19, tzinfo=UTC)),  # winter: UTC+1
        ("2027-03-28T20:00", datetime(2027, 3, 28, 18, tzinfo=UTC)),  # clocks went forward at 2
        ("2027-10-30T20:00", datetime(2027, 10, 30, 18, tzinfo=UTC)),  # summer: UTC+2
        ("2027-10-31T20:00", datetime(2027, 10, 31, 19, tzinfo=UTC)),  # clocks went back at 3
    ],
)
def test_une_cloture_est_a_l_heure_de_paris_meme_au_changement_d_heure(
    m: Marche, client: FlaskClient, connecter: Connecter, cloture: str, attendue: datetime
) -> None:
    jour = (attendue + timedelta(days=3)).date().isoformat()
    donnees = envoi(m, ouverture="2027-01-02T08:00", cloture=cloture)
    donnees |= {"distributions-0-jour": jour, "creneaux-0-jour": jour}
    connecter(client, agent())
    client.post(NOUVELLE, data=donnees)
    vente = derniere()
    numero = vente.id
    assert vente.cloture == attendue
    # the form shows the same hour again
    assert f'value="{cloture}"' in client.get(f"/equipe/commandes/ventes/{numero}/modifier").text
    assert "à 20 h" in lu(client.get(f"/equipe/commandes/ventes/{numero}"))


def test_une_saisie_incomplete_dit_quoi_et_garde_le_reste(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    ventes = session.scalar(select(func.count(Vente.id)))
    connecter(client, agent())
    cas: list[tuple[Envoi, str]] = [
        (envoi(m, titre=" "), "Remplissez ce champ."),
        (envoi(m, cloture=str(dans_jours(0)) + "T08:00"), "La clôture vient après l’ouverture."),
        (envoi(m, fermes=[]), "au moins une ferme"),
        (envoi(m, minimum="-3"), "Écrivez un prix en euros"),
        (envoi(m, **{"distributions-0-fin": "16:00"}), "L’heure de fin vient après"),
        (envoi(m, **{"distributions-0-capacite": "0"}), "entre 1 et 5000"),
        (envoi(m, **{"creneaux-0-frais": ""}), "Remplissez ce champ."),
        (
            envoi(m, **{"distributions-0-jour": str(dans_jours(2))}),
            "des retraits qui commencent après la clôture",
        ),
        (
            envoi(m, **{"distributions-0-lieu": "", "creneaux-0-lieu": ""}),
            "au moins un retrait ou un créneau",
        ),
        (envoi(m, **{"distributions-0-lieu": "999999"}), "Choisissez une des réponses"),
    ]
    for donnees, phrase in cas:
        reponse = client.post(NOUVELLE, data=donnees)
        assert reponse.status_code == 422, phrase
        assert phrase in lu(reponse), phrase
        assert "Galettes et poireaux." in reponse.text
    assert session.scalar(select(func.count(Vente.id))) == ventes
    assert session.scalar(select(func.count(Distribution.id))) == 1


def test_une_ligne_s_ajoute_sans_rien_enregistrer(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    ventes = session.scalar(select(func.count(Vente.id)))
    connecter(client, agent())
    for bouton, champ in (
        ("ajouter_distribution", "distributions-1-capacite"),
        ("ajouter_creneau", "creneaux-1-capacite"),
    ):
        reponse = client.post(NOUVELLE, data={**envoi(m), bouton: "1"})
        assert reponse.status_code == 200
        assert f'name="{champ}"' in reponse.text
        assert "Le marché des Rois" in reponse.text
        assert "à revoir" not in reponse.text
    assert session.scalar(select(func.count(Vente.id))) == ventes


def test_on_cherche_une_ferme_et_celles_qui_sont_cochees_le_restent(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    fabrique.producteur("Les ruches de Zélie")
    fabrique.producteur("Zélie en attente", etat=EtatDossier.SOUMIS)
    jardin, laiterie = m.jardin.id, m.laiterie.id
    donnees = envoi(m, fermes=[str(jardin)], recherche="zelie", cherchee="")
    connecter(client, agent())
    reponse = client.post(NOUVELLE, data=donnees)  # Enter in the search field
    assert reponse.status_code == 200
    assert "Les ruches de Zélie" in reponse.text
    assert "Zélie en attente" not in reponse.text
    assert f'value="{jardin}" checked' in reponse.text
    assert f'value="{laiterie}"' not in reponse.text
    # looked up already: the same words no longer keep one from saving
    donnees["cherchee"] = "zelie"
    assert client.post(NOUVELLE, data=donnees).status_code == 302


def test_une_ferme_hors_de_la_plateforme_ou_suspendue_est_refusee(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    lyon = fabrique.commune("69123", "Lyon", departement="69", lat=45.76, lon=4.83)
    ailleurs = fabrique.producteur("Ailleurs", commune=lyon).id
    suspendue = fabrique.producteur("Suspendue", etat=EtatDossier.SUSPENDU).id
    ventes = session.scalar(select(func.count(Vente.id)))
    connecter(client, agent())
    for numero in (ailleurs, suspendue):
        reponse = client.post(NOUVELLE, data=envoi(m, fermes=[str(m.jardin.id), str(numero)]))
        assert reponse.status_code == 422
        assert f"la ferme n° {numero}" in lu(reponse)
    assert session.scalar(select(func.count(Vente.id))) == ventes


def test_le_relais_ou_la_zone_d_une_autre_plateforme_n_est_pas_propose(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    rhone = fabrique.plateforme("rhone", "Le Rhône", ("69",))
    relais = fabrique.point_relais(rhone, "Gare de Perrache").id
    connecter(client, agent())
    assert "Gare de Perrache" not in client.get(NOUVELLE).text
    donnees = envoi(m, **{"distributions-0-lieu": str(relais)})
    assert client.post(NOUVELLE, data=donnees).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"fermes": ["99999999999999999999"]},
        {"fermes": [str(2**31)]},
        {"fermes": ["-1"]},
        {"ouverture": "0001-01-01T00:00"},
        {"cloture": "9999-12-31T23:59"},
        {"distributions-0-jour": "0001-01-01", "distributions-0-debut": "00:00"},
    ],
)
def test_un_nombre_ou_une_date_demesures_sont_refuses_et_la_saisie_reste(
    m: Marche, client: FlaskClient, connecter: Connecter, changes: dict[str, str | list[str]]
) -> None:
    donnees = envoi(m, **changes)
    connecter(client, agent())
    reponse = client.post(NOUVELLE, data=donnees)
    assert reponse.status_code == 422
    assert "Le marché des Rois" in lu(reponse)


def test_un_numero_de_ligne_demesure_est_celui_d_une_nouvelle_ligne(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    donnees = envoi(m, **{"distributions-0-numero": "9" * 5000})
    connecter(client, agent())
    assert client.post(NOUVELLE, data=donnees).status_code == 302
    assert derniere().titre == "Le marché des Rois"
