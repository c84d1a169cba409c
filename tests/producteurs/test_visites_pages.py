"""Visits through HTTP: the agent's pages, the farm's, and who may open the photos."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from producteurs.models import EtatDossier, EtatVisite, ReglesChambre, Visite
from producteurs.services import visites
from producteurs.services.visites import SaisieVisite
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.fichiers.prives import garder_photo
from tests import fabrique
from tests.photos import photo
from tests.scans import pdf

Connecter = Callable[[FlaskClient, Compte], None]


@pytest.fixture
def agente(client: FlaskClient, connecter: Connecter) -> None:
    connecter(client, fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]))


def visitee(*, photos: int = 0) -> tuple[int, int]:
    """The numbers of a farm and of its visit, which was to be yesterday."""
    ferme = fabrique.producteur("Ferme du Pont", etat=EtatDossier.SOUMIS)
    with horloge.arretee_a(horloge.maintenant() - timedelta(days=3)):
        quand = horloge.maintenant() + timedelta(days=2)
        saisie = SaisieVisite(prevue_le=quand, conseiller="Agathe Roux", elu="Bernard Vial")
        visite = visites.proposer_visite(ferme.dossier, saisie, par=fabrique.compte("Agathe"))
    garde = garder_photo(io.BytesIO(photo(80, 60)))
    visites.ajouter_photos(visite, [garde] * photos)
    session.commit()
    return ferme.id, visite.id


def relue(numero: int) -> Visite:
    return session.get_one(Visite, numero, populate_existing=True)


def compte_rendu(page: str, **autres: Any) -> dict[str, Any]:
    """Every line of the shown checklist answered « oui »."""
    lignes = set(re.findall(r'name="(reponse_[0-9a-f]+)"', page))
    assert lignes
    return {
        **dict.fromkeys(lignes, "oui"),
        "rapport": "Tout est en ordre.",
        "conclusion": "favorable",
        **autres,
    }


def rendre(client: FlaskClient, adresse: str, donnees: dict[str, Any]) -> TestResponse:
    reponse = client.post(
        f"{adresse}/compte-rendu", data=donnees, content_type="multipart/form-data"
    )
    reponse.request.environ["wsgi.input"].close()
    return reponse


def test_l_agente_propose_une_visite(client: FlaskClient, agente: None) -> None:
    ferme = fabrique.producteur("Ferme du Pont", etat=EtatDossier.SOUMIS).id
    page = client.get(f"/equipe/producteurs/{ferme}").text
    adresse = f"/equipe/producteurs/{ferme}/visites/nouvelle"
    assert adresse in page
    assert 'value="Agathe Essai"' in client.get(adresse).text
    jour = horloge.aujourdhui() + timedelta(days=7)
    donnees = {"jour": str(jour), "heure": "09:30", "conseiller": "Agathe Roux"}
    assert client.post(adresse, data=donnees | {"jour": "hier"}).status_code == 422
    trop_tot = client.post(adresse, data=donnees | {"jour": "2020-01-01"})
    assert trop_tot.status_code == 422
    assert "Proposez un jour à venir" in trop_tot.text
    assert client.post(adresse, data=donnees).status_code == 302
    page = client.get(f"/equipe/producteurs/{ferme}").text
    assert "9\u00a0h\u00a030" in page
    assert adresse not in page


def test_le_compte_rendu_se_lit_avant_de_decider(client: FlaskClient, agente: None) -> None:
    ferme, visite = visitee()
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    page = client.get(adresse).text
    donnees = compte_rendu(page, photos=(io.BytesIO(photo()), "cour.jpg"))
    assert rendre(client, adresse, donnees).status_code == 302
    session.expunge_all()
    trouvee = relue(visite)
    assert (trouvee.etat, len(trouvee.photos)) == (EtatVisite.FAITE, 1)
    dossier = client.get(f"/equipe/producteurs/{ferme}").text
    assert "Avis favorable" in dossier
    assert "Tout est en ordre." in dossier
    lue = client.get(f"{adresse}/photos/1")
    assert (lue.status_code, lue.content_type) == (200, "image/webp")
    assert lue.headers["Cache-Control"] == "no-store"
    assert client.get(f"{adresse}/photos/2").status_code == 404


def test_un_compte_rendu_incomplet_ne_perd_ni_le_texte_ni_les_photos(
    client: FlaskClient, agente: None
) -> None:
    ferme, visite = visitee()
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    donnees = compte_rendu(client.get(adresse).text, conclusion="")
    envoi = donnees | {"photos": [(io.BytesIO(photo()), "a.jpg"), (io.BytesIO(pdf()), "b.pdf")]}
    refusee = rendre(client, adresse, envoi)
    assert refusee.status_code == 422
    assert "Tout est en ordre." in refusee.text
    assert "b.pdf" in refusee.text
    assert "photo est bien reçue" in refusee.text
    gardees = re.search(r'name="photos_gardees"[^>]*value="([^"]+)"', refusee.text)
    assert gardees
    suite = donnees | {"conclusion": "reserves", "photos_gardees": html.unescape(gardees[1])}
    assert rendre(client, adresse, suite).status_code == 302
    assert len(relue(visite).photos) == 1


def test_une_ligne_que_la_chambre_vient_de_changer_est_redemandee(
    client: FlaskClient, agente: None
) -> None:
    ferme, visite = visitee()
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    donnees = compte_rendu(client.get(adresse).text)
    regles = ReglesChambre.par_defaut("42")
    regles.grille = [*regles.grille[:-1], "Le parking est assez grand"]
    session.add(regles)
    session.commit()
    refusee = rendre(client, adresse, donnees)
    assert refusee.status_code == 422
    assert "Le parking est assez grand" in refusee.text
    assert rendre(client, adresse, compte_rendu(refusee.text)).status_code == 302
    assert "Le parking est assez grand" in relue(visite).reponses


def test_la_ferme_lit_la_conclusion_et_rien_de_ce_qui_reste_a_la_chambre(
    client: FlaskClient, connecter: Connecter, agente: None
) -> None:
    ferme, visite = visitee(photos=1)
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    page = client.get(adresse).text
    note = re.findall(r'name="(note_[0-9a-f]+)"', page)[0]
    donnees = compte_rendu(page, conclusion="defavorable", rapport="Secret.", **{note: "Discret."})
    assert rendre(client, adresse, donnees).status_code == 302
    connecter(client, fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme)]))
    sienne = client.get(f"/espace/fermes/{ferme}").text
    assert "avis défavorable" in sienne
    assert "Secret." not in sienne
    assert "Discret." not in sienne
    assert client.get(f"{adresse}/photos/1").status_code == 403


def test_le_rendez_vous_se_met_dans_l_agenda_de_la_ferme(
    client: FlaskClient, connecter: Connecter
) -> None:
    ferme, visite = visitee()
    autre = fabrique.producteur().id
    connecter(client, fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme)]))
    reponse = client.get(f"/espace/fermes/{ferme}/visites/{visite}/rendez-vous.ics")
    assert b"BEGIN:VEVENT" in reponse.data
    connecter(client, fabrique.compte("Paul", roles=[(Role.PRODUCTEUR, autre)]))
    for numero in (ferme, autre):
        adresse = f"/espace/fermes/{numero}/visites/{visite}/rendez-vous.ics"
        assert client.get(adresse).status_code == 404


QUI: dict[str, tuple[list[tuple[Role, object]], int]] = {
    "un habitant": ([], 403),
    "une ferme": ([(Role.PRODUCTEUR, "1")], 403),
    "un agent d’un autre département": ([(Role.CHAMBRE, "69")], 404),
    "un agent de plateforme": ([(Role.PLATEFORME, "loire")], 403),
    "l’agent du département": ([(Role.CHAMBRE, "42")], 200),
    "un administrateur": ([(Role.ADMIN, "*")], 200),
}


@pytest.mark.parametrize("qui", QUI)
def test_les_visites_et_leurs_photos_sont_a_la_chambre(
    client: FlaskClient, connecter: Connecter, qui: str
) -> None:
    roles, statut = QUI[qui]
    ferme, visite = visitee(photos=1)
    connecter(client, fabrique.compte("Qui", roles=roles))
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    for suite in ("", "/photos/1", "/deplacer"):
        assert client.get(f"{adresse}{suite}").status_code == statut, suite
    assert client.get(f"/equipe/producteurs/{ferme}/visites/nouvelle").status_code == statut
    if statut != 200:
        for verbe in ("annuler", "compte-rendu", "photos", "deplacer"):
            assert client.post(f"{adresse}/{verbe}", data={"motif": "meteo"}).status_code == statut
        assert relue(visite).etat is EtatVisite.PREVUE


def test_sans_compte_on_est_mene_a_la_connexion(client: FlaskClient) -> None:
    ferme, visite = visitee(photos=1)
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    for page in (adresse, f"{adresse}/photos/1", f"/equipe/producteurs/{ferme}/visites/nouvelle"):
        assert client.get(page).headers["Location"].startswith("/compte/connexion")


def test_annuler_sans_motif_montre_le_formulaire_ouvert(client: FlaskClient, agente: None) -> None:
    ferme, visite = visitee()
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    reponse = client.post(f"{adresse}/annuler", data={"motif": "", "precision": "À garder."})
    assert reponse.status_code == 422
    assert "À garder." in reponse.text
    assert client.post(f"{adresse}/annuler", data={"motif": "meteo"}).status_code == 302
    assert relue(visite).etat is EtatVisite.ANNULEE


def test_des_photos_s_ajoutent_au_compte_rendu_ecrit(client: FlaskClient, agente: None) -> None:
    ferme, visite = visitee()
    adresse = f"/equipe/producteurs/{ferme}/visites/{visite}"
    assert rendre(client, adresse, compte_rendu(client.get(adresse).text)).status_code == 302
    for contenu, statut in ((photo(), 302), (pdf(), 422)):
        envoi = {"photos": (io.BytesIO(contenu), "a.jpg")}
        reponse = client.post(f"{adresse}/photos", data=envoi, content_type="multipart/form-data")
        reponse.request.environ["wsgi.input"].close()
        assert reponse.status_code == statut
    assert len(relue(visite).photos) == 1
