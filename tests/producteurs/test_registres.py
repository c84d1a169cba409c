"""The public registers, asked over HTTP: what they say, and nothing broken when they say badly."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producteurs.registres.agencebio import AgenceBio
from producteurs.registres.fautes import RegistreInjoignable
from producteurs.registres.simulateur.registre import (
    BioSimule,
    EtablissementSimule,
    Humeur,
    RegistresSimules,
)
from producteurs.registres.simulateur.serveur import servis
from producteurs.registres.sirene import Sirene

PANNES = [Humeur.EN_PANNE, Humeur.SATUREE, Humeur.ILLISIBLE]
SIRET = "00028578300023"

Question = Callable[[str], Callable[[str], object]]
QUESTIONS: list[Question] = [
    lambda adresse: AgenceBio(adresse, repos_s=0.0).operateur,
    lambda adresse: Sirene(adresse, repos_s=0.0).etablissement,
]


@pytest.fixture
def registres() -> RegistresSimules:
    return RegistresSimules([EtablissementSimule(siret=SIRET, nom="Ferme du Bouvreuil")])


@pytest.fixture
def adresse(registres: RegistresSimules) -> Iterator[str]:
    with servis(registres) as adresse:
        yield adresse


@pytest.fixture(scope="module")
def bavard() -> Iterator[tuple[RegistresSimules, str]]:
    """A simulator that says whatever it is told to say."""
    registres = RegistresSimules()
    with servis(registres) as adresse:
        yield registres, adresse


def avec(registres: RegistresSimules, **faits: Any) -> None:
    registres.etablissements = [
        EtablissementSimule(**{"siret": SIRET, "nom": "Ferme du Bouvreuil"} | faits)
    ]


def test_un_certificat_engage_vaut_certification(adresse: str, registres: RegistresSimules) -> None:
    avec(registres, bio=BioSimule(organisme="Bio Rhône", depuis="2019-05-14"))
    operateur = AgenceBio(adresse).operateur(SIRET)
    assert operateur
    assert operateur.engage
    assert (operateur.engage.organisme, operateur.engage.depuis) == ("Bio Rhône", date(2019, 5, 14))
    assert operateur.engage.adresse == "https://certificats.cabas.example/forez"
    assert not operateur.en_conversion


@pytest.mark.parametrize("etat", ["ARRETEE", "SUSPENDUE", "BROUILLON", ""])
def test_un_certificat_qui_n_est_pas_engage_ne_vaut_rien(
    adresse: str, registres: RegistresSimules, etat: str
) -> None:
    avec(registres, bio=BioSimule(etat=etat))
    operateur = AgenceBio(adresse).operateur(SIRET)
    assert operateur
    assert operateur.engage is None


def test_une_ferme_en_conversion_est_dite_en_conversion(
    adresse: str, registres: RegistresSimules
) -> None:
    avec(registres, bio=BioSimule(productions=["C1", "C2"]))
    operateur = AgenceBio(adresse).operateur(SIRET)
    assert operateur
    assert operateur.en_conversion


def test_un_siret_inconnu_de_l_agence_bio_n_a_pas_d_operateur(adresse: str) -> None:
    assert AgenceBio(adresse).operateur(SIRET) is None


def test_une_adresse_de_certificat_qui_n_est_pas_du_web_est_oubliee(
    adresse: str, registres: RegistresSimules
) -> None:
    avec(registres, bio=BioSimule(certificat="javascript:alert(1)"))
    operateur = AgenceBio(adresse).operateur(SIRET)
    assert operateur
    assert operateur.engage
    assert operateur.engage.adresse == ""


def test_les_operateurs_d_un_departement_se_lisent_page_a_page_avec_une_pause(
    adresse: str, registres: RegistresSimules
) -> None:
    registres.etablissements = [
        EtablissementSimule(siret=f"{n:014d}", nom=f"Ferme {n}", departement=d, bio=BioSimule())
        for n, d in enumerate(["42"] * 5 + ["69"])
    ]
    debut = time.monotonic()
    lus = list(AgenceBio(adresse, pause_s=0.1).operateurs("42", par_page=2))
    assert [lu["siret"] for lu in lus] == [f"{n:014d}" for n in range(5)]
    assert len(registres.demandes) == 3
    assert time.monotonic() - debut >= 0.2


def test_un_etablissement_ouvert_dit_son_activite(
    adresse: str, registres: RegistresSimules
) -> None:
    avec(registres, naf="01.47Z")
    trouve = Sirene(adresse).etablissement(SIRET)
    assert trouve
    assert (trouve.ouvert, trouve.naf, trouve.raison_sociale) == (
        True, "01.47Z", "FERME DU BOUVREUIL",
    )  # fmt: skip


def test_un_etablissement_ferme_est_ferme(adresse: str, registres: RegistresSimules) -> None:
    avec(registres, ouvert=False)
    trouve = Sirene(adresse).etablissement(SIRET)
    assert trouve
    assert not trouve.ouvert


def test_un_siret_que_sirene_ne_publie_pas_est_introuvable(
    adresse: str, registres: RegistresSimules
) -> None:
    avec(registres, sirene=False)
    assert Sirene(adresse).etablissement(SIRET) is None


def test_le_siege_d_une_entreprise_se_trouve_aussi(
    adresse: str, registres: RegistresSimules
) -> None:
    siege = {"siret": SIRET, "etat_administratif": "A", "activite_principale": "01.13Z"}
    registres.reponse = {"results": [{"etat_administratif": "A", "siege": siege}]}
    assert Sirene(adresse).etablissement(SIRET)


@pytest.mark.parametrize("panne", PANNES)
@pytest.mark.parametrize("service", [AgenceBio, Sirene])
def test_apres_une_panne_le_registre_n_est_plus_demande_avant_une_demi_minute(
    adresse: str, registres: RegistresSimules, service: type[AgenceBio | Sirene], panne: Humeur
) -> None:
    registres.humeur = panne
    registre = service(adresse)
    demander = registre.operateur if isinstance(registre, AgenceBio) else registre.etablissement
    for _ in range(3):
        with pytest.raises(RegistreInjoignable):
            demander(SIRET)
    assert len(registres.demandes) == 1
    assert registre.se_repose


@pytest.mark.parametrize("question", QUESTIONS)
def test_un_registre_lent_n_est_attendu_que_deux_secondes(
    adresse: str, registres: RegistresSimules, question: Question
) -> None:
    registres.humeur = Humeur.LENTE
    debut = time.monotonic()
    with pytest.raises(RegistreInjoignable):
        question(adresse)(SIRET)
    assert time.monotonic() - debut < 2.9


@pytest.mark.parametrize("question", QUESTIONS)
def test_un_registre_absent_est_injoignable(question: Question) -> None:
    with pytest.raises(RegistreInjoignable):
        question("http://127.0.0.1:9")(SIRET)


@pytest.mark.parametrize("service", [AgenceBio, Sirene])
def test_le_registre_repris_est_de_nouveau_demande(
    adresse: str, registres: RegistresSimules, service: type[AgenceBio | Sirene]
) -> None:
    registre = service(adresse, repos_s=0.0)
    demander = registre.operateur if isinstance(registre, AgenceBio) else registre.etablissement
    avec(registres, bio=BioSimule())
    registres.humeur = Humeur.EN_PANNE
    with pytest.raises(RegistreInjoignable):
        demander(SIRET)
    registres.humeur = Humeur.NORMALE
    assert demander(SIRET)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda dedans: (
        st.lists(dedans, max_size=4) | st.dictionaries(st.text(max_size=5), dedans, max_size=4)
    ),
    max_leaves=12,
)
OPERATEUR = st.fixed_dictionaries(
    {},
    optional={
        "siret": JSON | st.just(SIRET),
        "denominationcourante": JSON,
        "certificats": JSON
        | st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "organisme": JSON,
                    "etatCertification": JSON | st.just("ENGAGEE"),
                    "dateDemarrage": JSON,
                    "url": JSON,
                },
            ),
            max_size=2,
        ),
        "productions": JSON
        | st.lists(st.fixed_dictionaries({"etatProductions": JSON}), max_size=2),
    },
)
ETABLISSEMENT = st.fixed_dictionaries(
    {},
    optional={
        "siret": JSON | st.just(SIRET),
        "etat_administratif": JSON | st.just("A"),
        "activite_principale": JSON,
    },
)
REPONSES = (
    JSON
    | st.fixed_dictionaries({"nbTotal": JSON | st.just(1), "items": JSON | st.lists(OPERATEUR)})
    | st.fixed_dictionaries(
        {
            "results": JSON
            | st.lists(
                st.fixed_dictionaries(
                    {"siege": JSON | ETABLISSEMENT},
                    optional={
                        "etat_administratif": JSON | st.just("A"),
                        "matching_etablissements": JSON | st.lists(ETABLISSEMENT),
                        "nom_complet": JSON,
                    },
                )
            )
        }
    )
)


@given(reponse=REPONSES)
@settings(max_examples=150, deadline=None)
def test_une_reponse_quelconque_est_comprise_ou_le_registre_est_injoignable(
    bavard: tuple[RegistresSimules, str], reponse: Any
) -> None:
    registres, adresse = bavard
    registres.reponse = reponse
    for question in QUESTIONS:
        with suppress(RegistreInjoignable):
            question(adresse)(SIRET)
    registres.demandes.clear()


def test_les_etablissements_de_la_demonstration_repondent_aux_deux_registres() -> None:
    registres = RegistresSimules.lire()
    with servis(registres) as adresse:
        bio, sirene = AgenceBio(adresse), Sirene(adresse)
        dits = [
            (bio.operateur(e.siret), sirene.etablissement(e.siret))
            for e in registres.etablissements
        ]
    assert {b.engage is not None for b, _s in dits if b} == {True, False}
    assert any(b.en_conversion for b, _s in dits if b)
    assert {s.ouvert for _b, s in dits if s} == {True, False}
    assert any(s is None for _b, s in dits)
    assert any(s.naf.startswith("47") for _b, s in dits if s)
