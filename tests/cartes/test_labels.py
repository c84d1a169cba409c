"""Labels in public: claimed or verified and by whom, lapsed ones only claimed, others nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from producteurs.models import (
    ActiviteSirene,
    AvisBio,
    EtatLabel,
    EtatSirene,
    Genre,
    Label,
    Producteur,
    SorteLabel,
    VerificationSirene,
)
from socle.db import session
from tests import fabrique
from tests.cartes.pages import lire

PREUVE: dict[str, Any] = {
    "source": "Agence Bio",
    "verifie_le": date(2026, 11, 3),
    "organisme": "Bio Rhône",
    "certificat": "https://certificats.cabas.example/7",
    "certifie_depuis": date(2019, 5, 14),
}


def ferme(etat: EtatLabel, **autres: Any) -> Producteur:
    label = Label(sorte=SorteLabel.AB, etat=etat, **PREUVE | autres)
    return fabrique.producteur("Ferme du Pont", slug="pont", labels=[label])


def mots(client: FlaskClient, adresse: str) -> str:
    return lire(client, adresse).mots.replace("\xa0", " ").replace("\u202f", " ")


def test_un_label_verifie_dit_par_qui_quand_et_montre_son_certificat(loire: FlaskClient) -> None:
    ferme(EtatLabel.VERIFIE)
    page = mots(loire, "/producteurs/pont")
    assert "vérifié le 03/11/2026 par l’Agence Bio" in page
    assert "certifié par Bio Rhône" in page
    assert 'href="https://certificats.cabas.example/7"' in loire.get("/producteurs/pont").text


def test_un_label_verifie_par_la_chambre_dit_sur_quelle_preuve(loire: FlaskClient) -> None:
    ferme(EtatLabel.VERIFIE, source="attestation du réseau")
    page = mots(loire, "/producteurs/pont")
    assert "par la Chambre d’agriculture de la Loire (attestation du réseau)" in page


def test_une_ferme_en_conversion_le_dit_au_public(loire: FlaskClient) -> None:
    ferme(EtatLabel.VERIFIE, avis=AvisBio.CONVERSION)
    assert "en conversion" in mots(loire, "/producteurs/pont")


@pytest.mark.parametrize("etat", [EtatLabel.DECLARE, EtatLabel.ECHU])
def test_un_label_sans_preuve_en_cours_n_est_que_declare(
    loire: FlaskClient, etat: EtatLabel
) -> None:
    ferme(etat)
    page = mots(loire, "/producteurs/pont")
    assert "déclaré par la ferme, pas encore vérifié" in page
    for tu in ("Bio Rhône", "certificats.cabas", "Agence Bio"):
        assert tu not in loire.get("/producteurs/pont").text
    detail = loire.get("/api/v1/producteurs/pont").get_json()["labels"]
    assert [(e["etat"], e["organisme"], e["certificat"]) for e in detail] == [("declare", "", "")]
    [element] = loire.get("/api/v1/producteurs").get_json()["elements"]
    assert (element["labels"], element["labels_verifies"]) == (["ab"], [])
    assert "déclaré" in mots(loire, "/loire/producteurs")
    assert loire.get("/loire/carte/points").get_json()["points"][0][7] == 1


def test_un_label_retire_n_est_nulle_part(loire: FlaskClient) -> None:
    ferme(EtatLabel.RETIRE)
    assert "Agriculture biologique" not in mots(loire, "/producteurs/pont")
    assert "Agriculture biologique" not in mots(loire, "/loire/producteurs")
    assert loire.get("/api/v1/producteurs/pont").get_json()["labels"] == []
    [element] = loire.get("/api/v1/producteurs").get_json()["elements"]
    assert (element["labels"], element["labels_verifies"]) == ([], [])
    for filtre in ("label=ab", "label_verifie=1"):
        assert loire.get(f"/api/v1/producteurs?{filtre}").get_json()["total"] == 0
        assert loire.get(f"/loire/carte/points?{filtre}").get_json()["points"] == []
    assert loire.get("/loire/carte/points").get_json()["points"][0][7] == 0


def test_la_liste_et_la_carte_disent_ce_qui_est_verifie(loire: FlaskClient) -> None:
    ferme(EtatLabel.VERIFIE)
    page = mots(loire, "/loire/producteurs?label_verifie=1")
    assert "Agriculture biologique vérifié" in page
    assert "Label vérifié" in page
    assert "Ferme du Pont" in page
    donnees = loire.get("/loire/carte/points").get_json()
    assert donnees["points"][0][7] == 1 | 1 << 8
    assert donnees["labels"][0] == "ab"


@pytest.mark.parametrize(
    ("etat", "activite", "dit"),
    [
        (
            EtatSirene.OUVERT,
            ActiviteSirene.PRODUCTION,
            "Au répertoire SIRENE : production agricole",
        ),
        (EtatSirene.OUVERT, ActiviteSirene.REVENTE, "Au répertoire SIRENE : commerce"),
        (EtatSirene.OUVERT, ActiviteSirene.AUTRE, None),
        (EtatSirene.FERME, ActiviteSirene.PRODUCTION, None),
        (EtatSirene.INTROUVABLE, None, None),
    ],
)
def test_le_public_lit_le_metier_que_dit_sirene(
    loire: FlaskClient, etat: EtatSirene, activite: ActiviteSirene | None, dit: str | None
) -> None:
    producteur = ferme(EtatLabel.DECLARE)
    verification = VerificationSirene(
        producteur_id=producteur.id, siret=producteur.siret, etat=etat, activite=activite
    )
    session.add(verification)
    session.commit()
    page = mots(loire, "/producteurs/pont")
    assert ("Au répertoire SIRENE" in page) is (dit is not None)
    assert dit is None or dit in page


def test_ce_que_sirene_disait_d_un_autre_siret_n_est_pas_dit(loire: FlaskClient) -> None:
    producteur = ferme(EtatLabel.DECLARE)
    session.add(
        VerificationSirene(
            producteur_id=producteur.id,
            siret=fabrique.siret(99_999),
            etat=EtatSirene.OUVERT,
            activite=ActiviteSirene.REVENTE,
        )
    )
    session.commit()
    assert "Au répertoire SIRENE" not in mots(loire, "/producteurs/pont")


def test_une_ferme_qui_revend_le_dit_et_chaque_produit_dit_de_qui_il_est(
    loire: FlaskClient,
) -> None:
    revendeuse = fabrique.producteur(slug="pont", revend=True, genre=Genre.FERME)
    fabrique.produit(revendeuse, nom="Miel", de_qui="Les Ruches du Pilat")
    fabrique.produit(revendeuse, nom="Carottes")
    page = mots(loire, "/producteurs/pont")
    assert "Revend aussi" in page
    assert page.count("Vient d’ailleurs : Les Ruches du Pilat") == 1
    detail = loire.get("/api/v1/producteurs/pont").get_json()
    assert detail["revend"] is True
    assert [p["de_qui"] for p in detail["produits"]] == ["", "Les Ruches du Pilat"]
