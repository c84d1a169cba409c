"""A whole file, from its bytes to the issue of each of its rows, against the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producteurs.models import IssueLigne
from producteurs.opendata.analyse import Analyse, analyser
from producteurs.opendata.colonnes import Correspondance
from producteurs.opendata.errors import FichierIllisible
from producteurs.opendata.rapport import Rapport
from producteurs.services.importation.ligne import FicheLue, LigneAnalysee, Ressemblance
from tests.imports.fermes import TERRITOIRE
from tests.imports.formats import en_csv, en_geojson, en_gogocarto, en_kml, en_xlsx
from tests.imports.generateur import fichier
from tests.imports.reference import communes

ECRITES = fichier(1000).lignes
VALEURS = [e.valeurs for e in ECRITES]
LOIN = {"loin_de_la_commune", "hors_france"}


def lire(contenu: bytes, **options: object) -> tuple[Analyse, list[LigneAnalysee]]:
    analyse = analyser(contenu, nom="f", communes=communes(), **options)  # type: ignore[arg-type]
    return analyse, list(chain.from_iterable(analyse.lots()))


@pytest.mark.parametrize("ecrire", [en_csv, en_geojson, en_gogocarto, en_kml, en_xlsx])
def test_chaque_ligne_a_une_issue_quel_que_soit_le_format(
    ecrire: Callable[[Sequence[dict[str, str]]], bytes],
) -> None:
    analyse, lues = lire(ecrire(VALEURS), departements=TERRITOIRE)
    assert len(lues) == analyse.total == 1000
    assert sum(analyse.comptes.values()) == 1000
    assert len({ligne.brute.numero for ligne in lues}) == 1000
    codes = [ligne.fiche.commune_code for ligne in lues]
    assert codes == [e.ferme.commune.code for e in ECRITES]


def test_les_lignes_deplacees_sont_signalees_et_les_autres_non() -> None:
    _analyse, lues = lire(en_csv(VALEURS, virgules=True, encodage="cp1252"))
    loin = [bool(LOIN & set(ligne.motifs)) for ligne in lues]
    assert loin == [e.deplacee for e in ECRITES]
    assert [("position_nulle" in x.motifs) for x in lues] == [e.nulle for e in ECRITES]


def test_les_sirets_et_codes_postaux_retrouvent_leur_zero() -> None:
    _analyse, lues = lire(en_csv(VALEURS))
    for ecrite, lue in zip(ECRITES, lues, strict=True):
        assert lue.fiche.siret in {"", ecrite.ferme.siret}
        assert len(lue.fiche.code_postal) == 5


def test_un_fichier_aux_axes_inverses_donne_les_memes_places() -> None:
    _droit, droites = lire(en_csv(VALEURS))
    analyse, inversees = lire(en_geojson(VALEURS, inverser=True))
    assert analyse.depouillement.axes_inverses
    places = [(x.fiche.lat, x.fiche.lon) for x in inversees]
    assert places == [(x.fiche.lat, x.fiche.lon) for x in droites]


def test_une_cle_connue_met_a_jour_ou_ne_change_rien() -> None:
    lignes = [{**VALEURS[0], "id": str(n), "siret": ""} for n in range(3)]
    _premiere, lues = lire(en_csv(lignes))
    connus = {x.fiche.cle: (10 + n, x.empreinte) for n, x in enumerate(lues[:2])}
    lignes[1]["telephone"] = "0477000000"
    lignes[1]["couleur"] = lignes[0]["couleur"] = lignes[2]["couleur"] = "bleu"  # nobody reads it
    _suite, relues = lire(en_csv(lignes), connus=connus)
    assert [x.issue for x in relues] == [
        IssueLigne.INCHANGE,
        IssueLigne.MIS_A_JOUR,
        IssueLigne.CREE,
    ]
    assert [x.producteur_id for x in relues] == [10, 11, None]


def test_une_cle_repetee_se_dit_et_une_colonne_qui_ne_nomme_rien_n_est_pas_une_cle() -> None:
    ids = [str(n) for n in range(40)] + ["0"]
    lignes = [{**VALEURS[n], "id": i} for n, i in enumerate(ids)]
    _analyse, lues = lire(en_csv(lignes))
    assert [n for n, x in enumerate(lues) if "cle_repetee" in x.motifs] == [40]
    assert len({x.fiche.cle for x in lues}) == 41
    _analyse, lues = lire(en_csv([{**v, "id": str(n % 4)} for n, v in enumerate(VALEURS[:40])]))
    assert not any("cle_repetee" in x.motifs for x in lues)


class Echo:
    """Says of each row that it looks like the row before."""

    def __init__(self) -> None:
        self.vues: list[int] = []

    def rapprocher(
        self, lot: Sequence[tuple[FicheLue, int | None]]
    ) -> Sequence[Ressemblance | None]:
        reponses = []
        for fiche, _producteur in lot:
            avant = self.vues[-1] if self.vues else None
            vue = Ressemblance(motifs=("siret",), doublon_ligne=avant) if avant else None
            reponses.append(vue)
            self.vues.append(fiche.numero)
        return reponses


def test_un_doublon_est_a_revoir_et_une_ligne_refusee_n_est_comparee_a_rien() -> None:
    lignes = [{**VALEURS[0], "nom": nom, "latitude": "", "longitude": ""} for nom in ["A", "", "B"]]
    echo = Echo()
    _analyse, lues = lire(en_csv(lignes), rapprocheur=echo)
    assert [x.issue.value for x in lues] == ["cree", "refuse", "a_revoir"]
    assert lues[2].doublon_ligne == 2
    assert echo.vues == [2, 4]


def test_une_correspondance_corrigee_est_suivie() -> None:
    contenu = en_csv([{**VALEURS[0], "nom": "Jean Bon", "enseigne 2": "Ferme du Bois"}])
    gardee = Correspondance.de_json({"nom": ["enseigne 2"], "commune": "commune"})
    _analyse, (lue,) = lire(contenu, correspondance=gardee)
    assert (lue.fiche.nom, lue.fiche.siret) == ("Ferme du Bois", "")


def test_le_rapport_compte_chaque_ligne() -> None:
    analyse, _rien = lire(b"nom;commune\n;\nFerme du Bois;Montbrison\nLe Pre;Y;Z;T\n")
    rapport = Rapport("f.csv", lignes=analyse.total)
    _analyse, lues = lire(b"nom;commune\n;\nFerme du Bois;Montbrison\nLe Pre;Y;Z;T\n")
    rapport.ajouter(lues)
    assert rapport.complet
    corps = rapport.en_json()
    assert corps["lignes"] == 3 == sum(corps["issues"].values())
    assert [(d["ligne"], d["issue"]) for d in corps["details"]] == [
        (2, "refuse"),
        (3, "cree"),
        (4, "a_revoir"),
    ]
    assert set(corps["details"][0]) >= {
        "ligne", "nom", "issue", "motifs", "doublon_de", "lat", "lon", "precision",
    }  # fmt: skip
    rapport.lignes = 4
    assert not rapport.complet


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([b"", b"nom;lat;lon;cp;commune;insee;id\n", b'[{"name":"A","lat":', b"<kml>"]),
    st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
)
def test_n_importe_quels_octets_donnent_un_compte_juste_ou_un_refus(
    debut: bytes, suite: bytes
) -> None:
    try:
        analyse, lues = lire(debut + suite, departements=("42",))
    except FichierIllisible:
        return
    assert len(lues) == analyse.total == sum(analyse.comptes.values())
