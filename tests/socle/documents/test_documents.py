"""Documents on paper: text stays text, the file is tagged, the letters are ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from socle.documents.composition import composer
from socle.documents.polices import SOURCES, deplier, deployer
from socle.reglages import RACINE
from tests.papier import texte_du_pdf

MODELE = """#import "/socle/documents/cadre.typ": cadre, case
#let d = json(bytes(sys.inputs.donnees))
#show: cadre.with(titre: d.titre, pied: d.pied)
#for ligne in d.lignes [- #case #ligne]
"""
PIEGES = [
    '"] #panic("sorti de sa chaîne") [',
    "*gras* _italique_ `code` $x^2$ <etiquette> @renvoi",
    '#import "@preview/x:1.0.0": *; #read("/pyproject.toml")',
    "\\u{41} // commentaire /* rien */",
    "Œufs de l’été : 4 × 500 g = 2 kg, 12,50 €",
]


@pytest.fixture
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template under the project's root, where Typst may read."""
    dossier = RACINE / "build" / "essais"
    dossier.mkdir(parents=True, exist_ok=True)
    fichier = dossier / f"{tmp_path_factory.getbasetemp().name}.typ"
    fichier.write_text(MODELE, encoding="utf-8")
    return fichier


def test_ce_que_les_gens_ecrivent_reste_du_texte(modele: Path) -> None:
    pdf = composer(modele, {"titre": "Essai #1", "pied": "fin", "lignes": PIEGES})
    texte = texte_du_pdf(pdf).replace("\u00a0", " ")
    assert "Essai #1" in texte
    for piege in PIEGES:
        assert " ".join(piege.split()) in texte


def test_un_document_est_un_pdf_balise_en_francais(modele: Path) -> None:
    pdf = composer(modele, {"titre": "À récolter", "pied": "", "lignes": ["un"]})
    assert pdf.startswith(b"%PDF-1.7")
    for marque in (b"/StructTreeRoot", b"/Marked true", b"/Lang(fr", b"<pdfuaid:part>1<"):
        assert marque in pdf
    assert "À récolter".encode() in pdf  # the title, in the metadata


def test_le_meme_contenu_donne_les_memes_pages(modele: Path) -> None:
    donnees = {"titre": "Titre", "pied": "", "lignes": [f"ligne {i}" for i in range(90)]}
    premier, second = composer(modele, donnees), composer(modele, donnees)
    assert premier.count(b"/Type/Page/") == second.count(b"/Type/Page/") > 1
    assert texte_du_pdf(premier) == texte_du_pdf(second)


def test_les_lettres_des_pages_sont_dans_les_documents(modele: Path) -> None:
    deployer(RACINE / "node_modules")
    pdf = composer(modele, {"titre": "Titre", "pied": "", "lignes": ["un"]})
    assert b"AtkinsonHyperlegible" in pdf


def test_un_fichier_qui_n_est_pas_une_police_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="WOFF"):
        deplier(b"OTTO" + bytes(60))
    ecrites = deployer(RACINE / "node_modules", tmp_path)
    assert [f.stem for f in ecrites] == [Path(s).stem for s in SOURCES]
    assert all(f.read_bytes()[:4] == b"\x00\x01\x00\x00" for f in ecrites)
