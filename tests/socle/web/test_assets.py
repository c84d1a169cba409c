"""The files that pages load: one name for one content, nothing missing, nothing from elsewhere."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from socle.web.assets import DOSSIER_NPM, IMMUABLE, MANIFESTE, RACINE, Statiques, construire
from socle.web.icones import ICONES

APPEL_ICONE = re.compile(r"""icone\(\s*["']([a-z0-9_-]+)["']""")
APPEL_ASSET = re.compile(r"""asset\(\s*["']([^"']+)["']\s*\)""")


@pytest.fixture(scope="module")
def sortie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("statique")
    construire(DOSSIER_NPM, dossier, sorted(RACINE.glob("*/static")))
    return dossier


@pytest.fixture(scope="module")
def table(sortie: Path) -> dict[str, str]:
    lue: dict[str, str] = json.loads((sortie / MANIFESTE).read_text(encoding="utf-8"))
    return lue


def propre(tmp_path: Path, **fichiers: str) -> Path:
    dossier = tmp_path / "static"
    for nom, contenu in fichiers.items():
        fichier = dossier / nom.replace("__", "/").replace("_", ".")
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(contenu, encoding="utf-8")
    return dossier


def test_chaque_fichier_porte_son_empreinte_et_existe(sortie: Path, table: dict[str, str]) -> None:
    assert "theme.css" in table
    for chemin in table.values():
        assert re.search(IMMUABLE, chemin)
        assert (sortie / chemin).is_file()


def test_les_feuilles_de_style_ne_montrent_que_des_fichiers_presents(
    sortie: Path, table: dict[str, str]
) -> None:
    for chemin in (c for c in table.values() if c.endswith(".css")):
        feuille = (sortie / chemin).read_text(encoding="utf-8")
        assert "@import" not in feuille
        for adresse in re.findall(r"""url\(["']?([^"')#]+)["']?\)""", feuille):
            if not adresse.startswith("data:"):
                assert ((sortie / chemin).parent / adresse).resolve().is_file(), adresse


def test_rien_ne_vient_d_un_autre_site(sortie: Path, table: dict[str, str]) -> None:
    for chemin in (c for c in table.values() if c.endswith(".css")):
        feuille = (sortie / chemin).read_text(encoding="utf-8")
        assert not re.search(r"url\([\"']?(?:https?:)?//", feuille)


def test_toutes_les_icones_des_pages_sont_dans_la_planche(
    sortie: Path, table: dict[str, str]
) -> None:
    planche = (sortie / table["vendor/icones.svg"]).read_text(encoding="utf-8")
    dessinees = set(re.findall(r'<symbol id="([^"]+)"', planche))
    assert set(ICONES) <= dessinees
    for page in RACINE.glob("*/templates/**/*.html"):
        for nom in APPEL_ICONE.findall(page.read_text(encoding="utf-8")):
            if not nom.endswith("-"):
                assert nom in dessinees, f"{page.name}: {nom}"


def test_tous_les_fichiers_nommes_par_les_pages_existent(table: dict[str, str]) -> None:
    for page in RACINE.glob("*/templates/**/*.html"):
        for nom in APPEL_ASSET.findall(page.read_text(encoding="utf-8")):
            assert nom in table, f"{page.name}: {nom}"


def test_les_dessins_restent_legers(sortie: Path, table: dict[str, str]) -> None:
    familles = [c for n, c in table.items() if n.startswith("familles/")]
    assert len(familles) == 12
    assert all((sortie / c).stat().st_size < 4096 for c in familles)


def test_une_feuille_reconstruite_a_l_identique_garde_son_nom(tmp_path: Path) -> None:
    dossier = propre(tmp_path, a_css="p{color:red}")
    premiere = construire(DOSSIER_NPM, tmp_path / "un", [dossier])
    assert construire(DOSSIER_NPM, tmp_path / "deux", [dossier]) == premiere
    (dossier / "a.css").write_text("p{color:blue}", encoding="utf-8")
    assert construire(DOSSIER_NPM, tmp_path / "un", [dossier])["a.css"] != premiere["a.css"]
    assert (tmp_path / "un" / premiere["a.css"]).is_file()


def test_une_feuille_importee_prend_la_place_de_son_import(tmp_path: Path) -> None:
    dossier = propre(
        tmp_path,
        tout_css='@import url("b/c.css") layer(bas);\np{margin:0}',
        b__c_css='i{background:url("../d.svg")}',
        d_svg='<svg viewBox="0 0 1 1"/>' * 40,
    )
    table = construire(DOSSIER_NPM, tmp_path / "sortie", [dossier])
    feuille = (tmp_path / "sortie" / table["tout.css"]).read_text(encoding="utf-8")
    assert feuille == f'@layer bas {{i{{background:url("{table["d.svg"]}")}}}}\np{{margin:0}}'
    compresse = tmp_path / "sortie" / f"{table['d.svg']}.gz"
    assert gzip.decompress(compresse.read_bytes()) == (dossier / "d.svg").read_bytes()


def test_une_feuille_qui_montre_un_fichier_absent_arrete_la_construction(tmp_path: Path) -> None:
    dossier = propre(tmp_path, a_css='p{background:url("absent.png")}')
    with pytest.raises(FileNotFoundError, match=r"absent\.png"):
        construire(DOSSIER_NPM, tmp_path / "sortie", [dossier])


def test_deux_fichiers_du_meme_nom_arretent_la_construction(tmp_path: Path) -> None:
    un, deux = propre(tmp_path / "un", a_css="p{}"), propre(tmp_path / "deux", a_css="i{}")
    with pytest.raises(ValueError, match=r"a\.css"):
        construire(DOSSIER_NPM, tmp_path / "sortie", [un, deux])


def test_un_nom_inconnu_est_refuse_plutot_que_casse() -> None:
    statiques = Statiques({"theme.css": "theme.0123456789ab.css"})
    assert statiques.asset("theme.css") == "/static/theme.0123456789ab.css"
    with pytest.raises(FileNotFoundError):
        statiques.asset("teme.css")


def test_sans_construction_le_site_dit_quoi_faire(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"socle\.web\.assets"):
        Statiques.lire(tmp_path)
