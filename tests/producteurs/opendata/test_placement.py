"""Where each row is put, and what sends it to somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import sqlalchemy as sa

from producteurs.models import IssueLigne, PrecisionPosition
from producteurs.opendata.analyse import Analyse, analyser
from producteurs.opendata.communes import Communes
from producteurs.services.importation.ligne import LigneAnalysee
from socle.db import session
from territoires.geoplateforme import Adresse, Demande, GeocodageInjoignable, Geoplateforme
from territoires.geoplateforme_simulee import GeoplateformeSimulee, Humeur, servie
from territoires.models import CodePostal, Commune
from tests.imports.formats import en_csv
from tests.imports.reference import communes

MONTBRISON = {
    "nom": "Ferme du Bois",
    "adresse": "",
    "code_postal": "42600",
    "commune": "Montbrison",
}
DEDANS = {"latitude": "45.6123", "longitude": "4.0712"}


def lire(
    *lignes: dict[str, str], departements: Sequence[str] = ("42", "69"), **options: object
) -> tuple[Analyse, list[LigneAnalysee]]:
    vide = {"latitude": "", "longitude": ""}
    contenu = en_csv([{**MONTBRISON, **vide, **ligne} for ligne in lignes])
    analyse = analyser(
        contenu,
        nom="f.csv",
        departements=departements,
        communes=communes(),
        **options,  # type: ignore[arg-type]
    )
    return analyse, [ligne for lot in analyse.lots() for ligne in lot]


def une(ligne: dict[str, str], **options: object) -> LigneAnalysee:
    return lire(ligne, **options)[1][0]  # type: ignore[arg-type]


def test_une_position_dans_sa_commune_est_gardee() -> None:
    lue = une(DEDANS)
    assert (lue.issue, lue.motifs) == (IssueLigne.CREE, [])
    assert (lue.fiche.lat, lue.fiche.lon) == (45.6123, 4.0712)
    assert (lue.fiche.precision, lue.fiche.commune_code) == (PrecisionPosition.ADRESSE, "42147")


def test_un_fichier_aux_axes_inverses_est_reconnu_et_remis_a_l_endroit() -> None:
    inverse = {"latitude": "4.0712", "longitude": "45.6123"}
    analyse, lues = lire(*[inverse] * 5, {"latitude": "0", "longitude": "0"})
    assert analyse.depouillement.axes_inverses
    assert [(x.fiche.lat, x.fiche.lon) for x in lues[:5]] == [(45.6123, 4.0712)] * 5
    assert lues[0].issue is IssueLigne.CREE
    assert lues[0].fiche.reparations["position"] == (
        "4.0712 ; 45.6123",
        "45.612300 ; 4.071200",
    )
    _analyse, laissees = lire(inverse, axes_inverses=False)
    assert "hors_france" in laissees[0].motifs


def test_zero_zero_n_est_pas_une_position() -> None:
    lue = une({"latitude": "0", "longitude": "0.0"})
    assert lue.issue is IssueLigne.CREE
    assert lue.motifs == ["position_nulle"]
    assert lue.fiche.precision is PrecisionPosition.COMMUNE


@pytest.mark.parametrize(
    ("lat", "lon", "motif"),
    [("45.75", "4.20", "loin_de_la_commune"), ("45.76", "4.83", "loin_de_la_commune"),
     ("52.5", "13.4", "hors_france"), ("46.0", "-12.0", "hors_france")],
)  # fmt: skip
def test_une_position_loin_de_sa_commune_est_a_revoir(lat: str, lon: str, motif: str) -> None:
    lue = une({"latitude": lat, "longitude": lon})
    assert lue.issue is IssueLigne.A_REVOIR
    assert motif in lue.motifs
    assert lue.fiche.precision is PrecisionPosition.COMMUNE  # drawn nowhere else meanwhile


def test_un_signe_perdu_et_des_metres_se_reparent() -> None:
    saint_malo = {"code_postal": "35400", "commune": "Saint-Malo", "latitude": "48.6412",
                  "longitude": "2.0021"}  # fmt: skip
    assert une(saint_malo, departements=("35",)).fiche.lon == -2.0021
    lambert = une({"latitude": "6502500.5", "longitude": "783200.25"})
    assert lambert.issue is IssueLigne.CREE
    assert lambert.fiche.lat == pytest.approx(45.61, abs=0.03)


@pytest.mark.parametrize(
    ("commune", "code_postal", "code"),
    [("MONTBRISON", "42600", "42147"), ("ST ETIENNE", "42000", "42218"),
     ("Monbrizon", "42600", "42147"), ("42600 Montbrison", "", "42147"),
     ("Saint-Étienne CEDEX 2", "42007", "42218"), ("Lyon 3e", "69003", "69123"),
     ("Saint-Rambert-sur-Loire", "42170", "42279"), ("Roanne", "", "42187"),
     ("Étrat (L')", "42580", "42092"), ("Oullins", "69600", "69149")],
)  # fmt: skip
def test_une_commune_se_reconnait_malgre_son_ecriture(
    commune: str, code_postal: str, code: str
) -> None:
    lue = une({"commune": commune, "code_postal": code_postal})
    assert lue.fiche.commune_code == code
    assert lue.issue is IssueLigne.CREE


def test_une_commune_introuvable_ou_ailleurs_est_a_revoir() -> None:
    inconnue = une({"commune": "Trifouilly-les-Oies", "code_postal": ""})
    assert inconnue.issue is IssueLigne.A_REVOIR
    assert set(inconnue.motifs) == {"commune_inconnue", "sans_position"}
    ailleurs = une({"commune": "Quimper", "code_postal": "29000"})
    assert (ailleurs.issue, ailleurs.motifs) == (IssueLigne.A_REVOIR, ["hors_territoire"])
    assert une({"commune": "Quimper", "code_postal": "29000"}, departements=()).motifs == []


def test_sans_commune_la_position_la_donne() -> None:
    lue = une({"commune": "", "code_postal": "", **DEDANS})
    assert (lue.fiche.commune, lue.motifs) == ("Montbrison", ["commune_deduite"])


@pytest.fixture
def service() -> Iterator[tuple[GeoplateformeSimulee, Geoplateforme]]:
    simulee = GeoplateformeSimulee()
    with servie(simulee) as url:
        yield simulee, Geoplateforme(url)


LILAS = {"adresse": "12 rue des Lilas"}


def test_une_adresse_sans_position_est_demandee_par_lots_et_une_seule_fois(
    service: tuple[GeoplateformeSimulee, Geoplateforme],
) -> None:
    simulee, geocodeur = service
    roanne = {"code_postal": "42300", "commune": "Roanne"}
    _analyse, lues = lire(LILAS, LILAS, {**LILAS, **roanne}, DEDANS, geocodeur=geocodeur)
    assert [x.fiche.precision for x in lues[:3]] == [PrecisionPosition.ADRESSE] * 3
    assert lues[0].fiche.lat == 45.6089
    assert lues[2].fiche.lat == 46.0391
    assert lues[0].fiche.position_source == "géoplateforme"
    assert sum("adresse" in d for d in simulee.demandes) == 2
    lire(LILAS, geocodeur=geocodeur)
    assert sum("adresse" in d for d in simulee.demandes) == 2


@pytest.mark.parametrize(
    "humeur", [Humeur.EN_PANNE, Humeur.ILLISIBLE, Humeur.SATUREE, Humeur.FANTAISISTE]
)
def test_un_service_qui_va_mal_laisse_au_centre_de_la_commune(
    service: tuple[GeoplateformeSimulee, Geoplateforme], humeur: Humeur
) -> None:
    simulee, geocodeur = service
    simulee.humeur = humeur
    _analyse, (lue,) = lire(LILAS, geocodeur=geocodeur)
    assert lue.issue is IssueLigne.CREE
    assert lue.fiche.precision is PrecisionPosition.COMMUNE


class Menteur:
    """Always as sure of itself, wherever it is asked for."""

    def __init__(self, adresse: Adresse | None) -> None:
        self.adresse = adresse

    def chercher_lot(self, demandes: Sequence[Demande]) -> Sequence[Adresse | None]:
        if self.adresse is None:
            raise GeocodageInjoignable("down")
        return [self.adresse] * len(demandes)


@pytest.mark.parametrize(
    ("score", "code_postal", "code", "genre", "cru"),
    [(0.6, "42600", "42147", "housenumber", True), (0.45, "42600", "42147", "housenumber", False),
     (0.6, "42600", "42999", "street", False), (0.75, "42600", "42999", "street", True),
     (0.9, "42300", "42187", "street", False), (0.9, "42600", "42147", "municipality", False)],
)  # fmt: skip
def test_une_reponse_se_juge_a_son_score_et_a_sa_commune(
    score: float, code_postal: str, code: str, genre: str, cru: bool
) -> None:
    adresse = Adresse("x", 45.6100, 4.0700, score, genre, code_postal, code, "x")
    lue = une(LILAS, geocodeur=Menteur(adresse))
    assert (lue.fiche.position_source == "géoplateforme") is cru


def test_les_communes_de_la_base_sont_celles_de_la_memoire(base: sa.Connection) -> None:
    session.add(
        Commune(
            code_insee="42147", nom="Montbrison", recherche="montbrison", departement="42",
            region="84", population=16000, epci="", epci_nom="", lat=45.6075, lon=4.0653,
        )
    )  # fmt: skip
    session.flush()
    session.add(CodePostal(code="42600", commune_code="42147"))
    session.flush()
    chargees = Communes.charger()
    trouvee = chargees.reconnaitre(code_postal="42600", nom="Montbrison")
    assert trouvee is not None
    assert (trouvee.code, trouvee.lat) == ("42147", 45.6075)
    assert chargees.plus_proche(45.61, 4.07) == trouvee
