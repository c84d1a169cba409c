"""Creating and changing a sale with its windows, without a line of JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from commandes.models import EtatVente, Vente
from livraisons.models import CreneauLivraison, Distribution
from producteurs.models import EtatDossier
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique
from tests.commandes.atelier import acheter, agent, lu
from tests.commandes.marche import Marche, marche

Connecter = Callable[[FlaskClient, Compte], None]
NOUVELLE = "/equipe/commandes/ventes/nouvelle"
Envoi = dict[str, str | list[str]]


def dans_jours(jours: int) -> date:
    return horloge.aujourdhui() + timedelta(days=jours)


def envoi(m: Marche, **changes: str | list[str]) -> Envoi:
    """A whole sale: opened tomorrow, closed in three days, fetched in five."""
    jour = dans_jours(5).isoformat()
    return {
        "titre": "Le marché des Rois",
        "description": "Galettes et poireaux.",
        "ouverture": f"{dans_jours(1)}T08:00",
        "cloture": f"{dans_jours(3)}T20:00",
        "minimum": "10",
        "fermes": [str(m.jardin.id), str(m.laiterie.id)],
        "distributions-0-lieu": str(m.relais.id),
        "distributions-0-jour": jour,
        "distributions-0-debut": "16:30",
        "distributions-0-fin": "19:00",
        "distributions-0-capacite": "60",
        "creneaux-0-lieu": str(m.creneau.zone_id),
        "creneaux-0-jour": jour,
        "creneaux-0-debut": "18:00",
        "creneaux-0-fin": "20:00",
        "creneaux-0-capacite": "12",
        "creneaux-0-frais": "4,50",
        **changes,
    }


def remplie(vente: Vente) -> Envoi:
    """What the form of a sale sends back when nothing is touched."""

    def ligne(genre: str, rang: int, f: Distribution | CreneauLivraison, lieu: int) -> Envoi:
        debut, fin = f.debut.astimezone(horloge.PARIS), f.fin.astimezone(horloge.PARIS)
        return {
            f"{genre}-{rang}-numero": str(f.id),
            f"{genre}-{rang}-lieu": str(lieu),
            f"{genre}-{rang}-jour": debut.date().isoformat(),
            f"{genre}-{rang}-debut": f"{debut:%H:%M}",
            f"{genre}-{rang}-fin": f"{fin:%H:%M}",
            f"{genre}-{rang}-capacite": str(f.capacite),
        }

    rempli: Envoi = {
        "titre": vente.titre,
        "description": vente.description,
        "ouverture": f"{vente.ouverture.astimezone(horloge.PARIS):%Y-%m-%dT%H:%M}",
        "cloture": f"{vente.cloture.astimezone(horloge.PARIS):%Y-%m-%dT%H:%M}",
        "minimum": "",
        "fermes": [str(p.producteur_id) for p in vente.participations],
    }
    for rang, distribution in enumerate(vente.distributions):
        rempli |= ligne("distributions", rang, distribution, distribution.point_relais_id)
    for rang, creneau in enumerate(vente.creneaux):
        rempli |= ligne("creneaux", rang, creneau, creneau.zone_id)
        rempli[f"creneaux-{rang}-frais"] = "4,00"
    return rempli


@pytest.fixture
def m(base: object) -> Marche:
    """The market at round hours: a form knows minutes, not seconds."""
    jour = horloge.a_paris(dans_jours(3), time(16))
    m = marche()
    for fenetre in (m.distribution, m.creneau):
        fenetre.debut, fenetre.fin = jour, jour + timedelta(hours=2)
    m.vente.fin = jour + timedelta(hours=2)
    session.commit()
    return m


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


def test_modifier_sans_rien_toucher_ne_change_rien(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    reference_des_places = m.places()
    acheter(m, {m.carottes: 1})
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    assert client.post(adresse, data=remplie(m.vente)).status_code == 302
    assert m.places() == reference_des_places - 1
    assert [d.id for d in m.vente.distributions] == [m.distribution.id]
    assert [c.id for c in m.vente.creneaux] == [m.creneau.id]
    assert len(m.vente.offres) == 2


def test_un_horaire_attendu_garde_ses_heures_mais_peut_grandir(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    acheter(m, {m.carottes: 1})
    debut = m.distribution.debut
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-debut": "15:00"})
    assert reponse.status_code == 422
    assert "ses heures ne peuvent plus changer" in lu(reponse)
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-capacite": "80"})
    assert reponse.status_code == 302
    assert (m.distribution.debut, m.places()) == (debut, 79)


def test_la_capacite_ne_descend_pas_sous_ce_qui_est_pris(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    for prenom in ("Camille", "Sacha"):
        acheter(m, {m.carottes: 1}, prenom=prenom)
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-capacite": "1"})
    assert reponse.status_code == 422
    assert "sous les 2 places déjà prises" in lu(reponse)
    assert m.places() == 38


def test_un_horaire_libre_se_deplace_ou_s_enleve(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    creneau = m.creneau.id
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    assert (
        client.post(
            adresse,
            data=remplie(m.vente) | {"distributions-0-debut": "15:00", "creneaux-0-retirer": "y"},
        ).status_code
        == 302
    )
    assert m.distribution.debut.astimezone(horloge.PARIS).hour == 15
    assert m.vente.creneaux == []
    assert session.get(CreneauLivraison, creneau) is None


def test_un_horaire_attendu_ne_s_enleve_pas(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    acheter(m, {m.carottes: 1})
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    reponse = client.post(adresse, data=remplie(m.vente) | {"distributions-0-retirer": "y"})
    assert reponse.status_code == 422
    assert "cet horaire ne peut pas être enlevé" in lu(reponse)
    assert [d.id for d in m.vente.distributions] == [m.distribution.id]


def test_une_distribution_partagee_reste_a_l_autre_vente(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    autre = fabrique.vente(m.plateforme, produits=[m.fromage], distributions=[m.distribution]).id
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    donnees = remplie(m.vente) | {"distributions-0-retirer": "y"}
    assert client.post(adresse, data=donnees).status_code == 302
    assert m.vente.distributions == []
    assert len(session.get_one(Vente, autre).distributions) == 1


def test_une_ferme_qui_vend_deja_reste_dans_la_vente(
    m: Marche, client: FlaskClient, connecter: Connecter
) -> None:
    fermes = {m.jardin.id, m.laiterie.id}
    connecter(client, agent())
    adresse = f"/equipe/commandes/ventes/{m.numero}/modifier"
    client.post(adresse, data=remplie(m.vente) | {"fermes": [str(m.jardin.id)]})
    assert {p.producteur_id for p in m.vente.participations} == fermes
