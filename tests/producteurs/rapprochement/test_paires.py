"""What the comparison makes of pairs whose truth is known."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producteurs.rapprochement import (
    Empreinte,
    Rapprocheur,
    comparer,
    prendre_empreinte,
    rapprocher,
)
from tests.producteurs.rapprochement.paires import (
    DIFFERENTES,
    MEMES,
    Paire,
    lire,
    lire_paires,
    siret,
)

PAIRES = [*lire_paires(MEMES, meme=True), *lire_paires(DIFFERENTES, meme=False)]


def test_les_doublons_sont_reconnus_et_les_voisins_ne_le_sont_pas() -> None:
    trouvees = [p for p in PAIRES if comparer(p.gauche, p.droite)]
    vraies = [p for p in PAIRES if p.meme]
    justes = [p for p in trouvees if p.meme]
    manquees = "\n".join(p.texte for p in vraies if p not in trouvees)
    abusives = "\n".join(p.texte for p in trouvees if not p.meme)
    assert len(PAIRES) >= 150
    assert len(justes) / len(vraies) >= 0.95, manquees
    assert len(justes) / len(trouvees) >= 0.95, abusives


def test_deux_etablissements_d_un_siren_ne_sont_jamais_rapproches() -> None:
    for numero in range(2, 9):
        un = lire("Ferme du Pelosset | 1/1 | noiretable+0,0 | 0477000001 | a@b.fr")
        autre = lire(f"Ferme du Pelosset | 1/{numero} | noiretable+0,0 | 0477000001 | a@b.fr")
        assert comparer(un, autre) is None


@pytest.mark.parametrize("paire", PAIRES, ids=[p.texte for p in PAIRES])
def test_le_classement_ne_perd_aucune_paire(paire: Paire) -> None:
    gauche, droite = paire.gauche, paire.droite
    connus = Rapprocheur()
    connus.connaitre(droite)
    vue = comparer(gauche, droite)
    assert list(connus.chercher(gauche)) == ([vue] if vue else [])
    assert bool(vue) == bool(comparer(droite, gauche))


def test_un_siret_egal_est_certain_meme_a_l_autre_bout_du_pays() -> None:
    vue = comparer(lire("Ferme du Pont | 2 | noiretable+0,0"), lire("Duval | 2 | lyon+0,0"))
    assert vue is not None
    assert (vue.certaine, vue.motifs, vue.score) == (True, ("siret",), 1.0)


def test_ce_qui_est_partage_est_dit() -> None:
    un = lire("Ferme du Barlet || noiretable+0,0 | 04 77 24 11 22 | barlet@free.fr")
    autre = lire("Barlet || noiretable+0.1,0 | 0477241122 | BARLET@free.fr")
    vue = comparer(un, autre)
    assert vue is not None
    assert vue.motifs == ("nom_et_lieu", "nom_et_telephone", "nom_et_courriel")
    assert not vue.certaine


def test_un_numero_que_beaucoup_partagent_ne_rapproche_personne() -> None:
    connus = Rapprocheur()
    for n in range(7):
        connus.connaitre(lire(f"Ferme Combet || boen+{n * 20},0 | 0477000009", n))
    assert not connus.chercher(lire("Ferme Combet || boen+500,0 | 0477000009"))


def test_un_nom_que_tout_le_lot_porte_ne_rapproche_que_des_voisins() -> None:
    rare, courant = Rapprocheur(), Rapprocheur()
    for n in range(400):
        rare.connaitre(lire(f"Ferme numéro{n} || boen+{n * 40},0", n))
        nom = "Ferme Vialard" if n % 4 == 0 else f"Ferme numéro{n}"
        courant.connaitre(lire(f"{nom} || boen+{n * 40},0", n))
    loin, proche = "Ferme Vialard || boen+2,0", "Ferme Vialard || boen+0.1,0"
    rare.connaitre(lire("Ferme Vialard || boen+0,0", "elle"))
    assert rare.chercher(lire(loin))
    assert not courant.chercher(lire(loin))
    assert courant.chercher(lire(proche))


@pytest.mark.parametrize(
    ("texte", "numeros"),
    [
        ("04 77 24 11 22", ("477241122",)),
        ("Tél. : +33 (0)4.77.24.11.22 ou 06-12-34-56-78, le soir", ("477241122", "612345678")),
        ("0033477241122", ("477241122",)),
        ("+352 621 123 456", ("352621123456",)),
        ("NC", ()),
        ("42600", ()),
    ],
)
def test_un_telephone_se_lit_jusque_dans_une_phrase(texte: str, numeros: tuple[str, ...]) -> None:
    assert prendre_empreinte("x", nom="Ferme", telephone=texte).telephones == numeros


@pytest.mark.parametrize(
    ("texte", "site"),
    [
        ("https://www.maferme.fr/accueil", "maferme.fr"),
        ("maferme.fr", "maferme.fr"),
        ("https://www.facebook.com/maferme/", "facebook.com/maferme"),
        ("https://facebook.com", ""),
        ("http://[::1", ""),
        ("non", ""),
    ],
)
def test_un_site_se_reconnait_a_son_hote_ou_a_sa_page(texte: str, site: str) -> None:
    assert prendre_empreinte("x", nom="Ferme", site=texte).site == site


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30), st.text(max_size=60))
def test_n_importe_quel_texte_se_compare(nom: str, siret: str, telephone: str, site: str) -> None:
    lue = prendre_empreinte(
        1, nom=nom, siret=siret, telephone=telephone, courriel=telephone, site=site, lat=45, lon=4
    )
    assert isinstance(lue, Empreinte)
    connus = Rapprocheur()
    connus.connaitre(lue)
    assert comparer(lue, lue) is not None or not lue.siret
    assert len(connus.chercher(prendre_empreinte(2, nom=nom, lat=45, lon=4))) <= 1


def test_les_etablissements_gardent_leur_siren() -> None:
    assert lire("Ferme | 1/1").siren == lire("Ferme | 1/2").siren == siret("1")[:9]
    assert lire("Ferme | 1/1").siret != lire("Ferme | 1/2").siret


def test_les_vraies_fermes_de_lyon_ne_se_repetent_que_la_ou_on_le_voit() -> None:
    dossier = Path(__file__).parents[4] / "shared" / "data"
    fichier = dossier / "lyon_mangerlocal.csv"
    if not fichier.exists():
        pytest.skip(f"{fichier} manque")
    with fichier.open(encoding="utf-8") as lu:
        lignes = list(csv.DictReader(lu))
    noms = {n: ligne["nom"] for n, ligne in enumerate(lignes)}
    paires = {
        (noms[int(str(cle))], noms[int(str(vue.cle))])
        for cle, vue in rapprocher(
            prendre_empreinte(
                n,
                nom=ligne["nom"],
                lat=float(ligne["lat"]),
                lon=float(ligne["lon"]),
                population=20_000,
            )
            for n, ligne in enumerate(lignes)
        )
    }
    assert paires == {
        ("Ferme de Piamot", "La Ferme de Piamot"),
        ("Le Champ des Saveurs", "Le champ des Saveurs"),
        ("Earl Domaine des Sables Rouges", "Gaec des Sables Rouges"),
        ("Ferme de Menajoc", "Ferme de Menajoc"),
        ("PoPS du Champ des Saveurs", "Le champ des Saveurs"),
        ("PoPS du Champ des Saveurs", "Le Champ des Saveurs"),
    }
