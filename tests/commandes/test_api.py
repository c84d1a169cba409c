"""Sales and the verdict as open data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from livraisons.models import GenreZone
from producteurs.models import EtatDossier
from socle import horloge
from socle.db import session
from tests import fabrique
from tests.commandes.marche import CHEZ_CAMILLE, Marche
from tests.conftest import Requetes

ICI = {"lat": CHEZ_CAMILLE.lat, "lon": CHEZ_CAMILLE.lon}
LOIN = {"lat": fabrique.ROANNE[0], "lon": fabrique.ROANNE[1]}


def lire(client: FlaskClient, chemin: str, **parametres: Any) -> Any:
    reponse = client.get(f"/api/v1/{chemin}", query_string=parametres)
    assert reponse.status_code == 200, reponse.text
    return reponse.json


def verdict(client: FlaskClient, m: Marche, **parametres: Any) -> Any:
    return lire(client, "verdict", vente=m.numero, **parametres)


def test_les_ventes_disent_qui_ou_et_jusqu_a_quand(client: FlaskClient, place: Marche) -> None:
    reponse = lire(client, "ventes", plateforme="loire", etat="ouverte")
    assert (reponse["total"], reponse["page"]) == (1, 1)
    (vente,) = reponse["elements"]
    assert vente["id"] == place.numero
    assert vente["etat"] == "ouverte"
    assert [f["nom"] for f in vente["fermes"]] == ["La laiterie", "Le jardin"]
    assert {r["mode"] for r in vente["retraits"]} == {"relais", "domicile"}
    assert vente["adresse"].endswith(f"/ventes/{place.numero}")
    assert vente["cloture"].endswith("+00:00")


def test_les_ventes_se_filtrent_par_etat_et_par_plateforme(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        region = fabrique.plateforme("aura", "La région", ("42", "69"))
        fabrique.vente(region, titre="Régionale")
        fabrique.vente(
            place.plateforme,
            titre="À venir",
            ouverture=horloge.maintenant() + timedelta(hours=1),
            cloture=horloge.maintenant() + timedelta(days=2),
        )

    def titres(**parametres: Any) -> list[str]:
        return [v["titre"] for v in lire(client, "ventes", **parametres)["elements"]]

    assert titres() == ["Marché du jeudi", "Régionale", "À venir"]
    assert titres(plateforme="loire") == ["Marché du jeudi", "À venir"]
    assert titres(etat="a_venir") == ["À venir"]
    assert titres(plateforme="aura", etat="a_venir") == []
    assert titres(etat=["ouverte", "a_venir"], plateforme="loire") == ["Marché du jeudi", "À venir"]
    assert titres(par_page=1, page=2) == ["Régionale"]


@pytest.mark.parametrize(
    ("chemin", "statut"),
    [
        ("ventes?plateforme=nulle-part", 404),
        ("ventes?etat=ouvert", 422),
        ("ventes?par_page=1000", 422),
        ("ventes/999999", 404),
        ("verdict", 422),
        ("verdict?vente=999999", 404),
        ("verdict?vente=abc", 422),
        ("verdict?vente=1&lat=45", 422),
        ("verdict?vente=1&lat=95&lon=4", 422),
    ],
)
def test_une_demande_fautive_est_un_probleme_nomme(
    client: FlaskClient, place: Marche, chemin: str, statut: int
) -> None:
    reponse = client.get(f"/api/v1/{chemin}")
    assert reponse.status_code == statut
    assert reponse.content_type == "application/problem+json"
    assert reponse.json is not None
    assert reponse.json["title"]


def test_une_ferme_suspendue_n_est_nulle_part(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        place.jardin.dossier.etat = EtatDossier.SUSPENDU
        session.commit()
    session.remove()  # the pages read with their own eyes
    for chemin in ("/api/v1/ventes", f"/api/v1/ventes/{place.numero}", "/loire/ventes"):
        page = client.get(chemin).text
        assert "La laiterie" in page
        assert "Le jardin" not in page


def test_une_vente_donne_ses_offres(client: FlaskClient, place: Marche) -> None:
    vente = lire(client, f"ventes/{place.numero}")
    assert vente["titre"] == "Marché du jeudi"
    fromage, carottes = vente["offres"]
    assert (carottes["nom"], carottes["prix_centimes"], carottes["stock"]) == ("Carottes", 300, 10)
    assert fromage["allergenes"] == ["lait"]
    assert fromage["ferme"]["nom"] == "La laiterie"
    assert carottes["conditionnement"] == "pièce"


def test_le_verdict_donne_les_options_et_leurs_places(client: FlaskClient, place: Marche) -> None:
    reponse = verdict(client, place, **ICI)
    assert reponse["possible"] is True
    assert [o["mode"] for o in reponse["options"]] == ["relais", "domicile"]
    assert reponse["options"][1] == {
        "mode": "domicile",
        "libelle": "Livraison à domicile, Autour de Montbrison",
        "frais_centimes": 400,
        "debut": place.creneau.debut.isoformat(),
        "fin": place.creneau.fin.isoformat(),
        "places_restantes": 10,
    }
    assert reponse["motifs"] == []
    assert reponse["alternative"] is None


def test_le_verdict_d_ailleurs_dit_pourquoi_et_quoi_d_autre(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        fabrique.roanne()
    reponse = verdict(client, place, **LOIN)
    assert [o["mode"] for o in reponse["options"]] == ["relais"]
    assert [m["code"] for m in reponse["motifs"]] == ["hors-zone"]
    assert reponse["alternative"]["vente_id"] == place.numero


def test_le_verdict_sans_position_ne_juge_pas_la_livraison(
    client: FlaskClient, place: Marche
) -> None:
    reponse = verdict(client, place)
    assert [m["code"] for m in reponse["motifs"]] == ["lieu-inconnu"]


def test_le_verdict_d_une_vente_close_propose_la_suivante(
    app: Flask, client: FlaskClient, place: Marche
) -> None:
    with app.app_context():
        suivante = fabrique.vente(place.plateforme, titre="Suivante").id
        place.vente.cloture = horloge.maintenant()
        session.commit()
    reponse = verdict(client, place, **ICI)
    assert reponse["possible"] is False
    assert reponse["options"] == []
    assert reponse["alternative"]["vente_id"] == suivante


def test_un_rayon_se_juge_a_la_position_exacte_sans_chercher_de_commune(
    app: Flask, client: FlaskClient, place: Marche, requetes: Requetes
) -> None:
    with app.app_context():
        zone = place.creneau.zone
        zone.genre, zone.communes = GenreZone.RAYON, []
        zone.centre_lat, zone.centre_lon, zone.rayon_km = *fabrique.MONTBRISON, 2.0
        zone.lat_min, zone.lat_max, zone.lon_min, zone.lon_max = 45.0, 46.0, 3.5, 4.5
        session.commit()
    requetes.clear()
    dedans = verdict(client, place, lat=ICI["lat"] + 0.0179, lon=ICI["lon"])
    assert not [r for r in requetes if "FROM communes" in r]
    dehors = verdict(client, place, lat=ICI["lat"] + 0.0181, lon=ICI["lon"])
    assert [o["mode"] for o in dedans["options"]] == ["relais", "domicile"]
    assert [o["mode"] for o in dehors["options"]] == ["relais"]


def test_le_verdict_lit_peu_la_base(client: FlaskClient, place: Marche, requetes: Requetes) -> None:
    verdict(client, place, **ICI)
    requetes.clear()
    verdict(client, place, **ICI)
    assert len(requetes) <= 4
