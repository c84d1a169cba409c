"""Private papers: a PDF of pages or a photo is kept, anything else is refused with a sentence."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from socle.errors import Introuvable
from socle.fichiers.depot import prives
from socle.fichiers.errors import (
    PapierIllisible,
    PapierRefuse,
    PapierTropLourd,
    PdfAbime,
    PdfActif,
    PdfProtege,
    PhotoHeic,
    PhotoTropGrande,
)
from socle.fichiers.prives import (
    IMAGE,
    OCTETS_MAXIMUM,
    PDF,
    garder_papier,
    garder_photo,
    lire_prive,
    nom_propre,
)
from tests.photos import photo
from tests.scans import objets_compresses, pdf

pytestmark = pytest.mark.usefixtures("app")
GPS = 0x8825


def garder(contenu: bytes) -> str:
    return garder_papier(io.BytesIO(contenu)).cle


def test_un_pdf_est_garde_tel_quel_et_lisible_par_nous_seuls() -> None:
    garde = garder_papier(io.BytesIO(pdf()))
    assert (garde.type_mime, garde.octets) == (PDF, len(pdf()))
    assert lire_prive(garde.cle) == pdf()
    assert stat.S_IMODE(prives()._chemin(garde.cle).stat().st_mode) == 0o600


def test_deux_fois_le_meme_papier_ont_deux_noms_que_rien_ne_relie() -> None:
    assert garder(pdf()) != garder(pdf())


def test_une_photo_perd_son_lieu_et_devient_webp() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Téléphone de Jeanne"
    exif.get_ifd(GPS)[2] = (45.0, 36.0, 27.0)
    garde = garder_papier(io.BytesIO(photo(3000, 2000, exif=exif)))
    contenu = lire_prive(garde.cle)
    assert garde.type_mime == IMAGE
    with Image.open(io.BytesIO(contenu)) as image:
        assert (image.format, image.size) == ("WEBP", (2400, 1600))
        assert not image.getexif()
    assert b"Jeanne" not in contenu


@pytest.mark.parametrize("avant", [b"", b"\xef\xbb\xbf", b"\r\n"])
@pytest.mark.parametrize("apres", [b"", b"\r\n", b"\0\0\0"])
def test_les_blancs_autour_d_un_pdf_ne_genent_pas(avant: bytes, apres: bytes) -> None:
    assert garder(avant + pdf() + apres)


@pytest.mark.parametrize(
    "contenu",
    [
        pdf()[:-30],
        pdf().replace(b"startxref", b"startx"),
        pdf().replace(b"%PDF-1.7", b"%PDF-x.y"),
        pdf() + b"<script>alert(1)</script>",
        pdf() + b"PK\x05\x06" + bytes(18),
    ],
)
def test_un_pdf_coupe_ou_suivi_d_autre_chose_est_refuse(contenu: bytes) -> None:
    with pytest.raises(PdfAbime):
        garder(contenu)


@pytest.mark.parametrize("nom", [b"/Encrypt 9 0 R", b"/Encr#79pt 9 0 R"])
def test_un_pdf_a_mot_de_passe_dit_quoi_faire(nom: bytes) -> None:
    with pytest.raises(PdfProtege):
        garder(pdf(nom))


ACTIFS = [
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    b"/OpenAction << /S /J#61vaScript >>",
    b"/AA << /O << /JS 7 0 R >> >>",
    b"/S/Launch/F(cmd.exe)",
    b"/Names << /EmbeddedFiles 8 0 R >>",
    b"/Type /EmbeddedFile",
    b"/Subtype /RichMedia",
]


@pytest.mark.parametrize("actif", ACTIFS)
def test_un_pdf_qui_porte_un_programme_ou_un_fichier_est_refuse(actif: bytes) -> None:
    with pytest.raises(PdfActif):
        garder(pdf(actif))
    with pytest.raises(PdfActif):
        garder(pdf(corps=objets_compresses(b"<< " + actif + b" >>")))


def test_des_mots_qui_ressemblent_ne_suffisent_pas_a_refuser() -> None:
    innocent = b"/JSomme 1 /Launcher 2 /Title (le JavaScript et moi)"
    assert garder(pdf(innocent))
    assert garder(pdf(corps=b"5 0 obj << /Length 9 >> stream\nq /JS w Q\nendstream endobj\n"))


def test_des_objets_qui_se_deplient_sans_fin_ne_prennent_pas_la_memoire() -> None:
    bombe = objets_compresses(bytes(64 * 1024 * 1024))
    assert len(bombe) < 100_000
    with pytest.raises(PdfActif):
        garder(pdf(corps=bombe))


def test_beaucoup_de_faux_debuts_se_lisent_aussi_vite() -> None:
    assert garder(pdf(corps=b"stream\n" * 1_000_000))


def archive() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as dedans:
        dedans.writestr("kbis.pdf", pdf())
    return tampon.getvalue()


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"MZ\x90\x00" + bytes(200),
        b"<!doctype html><script>alert(1)</script>",
        b"<html>" + pdf(),
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        archive(),
        b"GIF89a" + bytes(50),
        b"bonjour",
    ],
)
def test_un_fichier_renomme_est_reconnu_a_son_contenu(contenu: bytes) -> None:
    with pytest.raises(PapierIllisible):
        garder(contenu)


def test_une_photo_d_iphone_dit_comment_faire_autrement() -> None:
    with pytest.raises(PhotoHeic) as refus:
        garder(b"\x00\x00\x00\x24ftypheic" + bytes(400))
    assert "Le plus compatible" in str(refus.value)


def test_un_papier_trop_lourd_est_refuse_avant_d_etre_lu() -> None:
    with pytest.raises(PapierTropLourd):
        garder(b"%PDF-1.7\n" + bytes(OCTETS_MAXIMUM))


def test_une_photo_immense_est_refusee_avant_d_etre_depliee() -> None:
    tampon = io.BytesIO()
    Image.new("1", (9000, 9000)).save(tampon, "PNG")
    with pytest.raises(PhotoTropGrande):
        garder(tampon.getvalue())


def test_la_ou_l_on_demande_une_photo_un_pdf_est_refuse() -> None:
    assert garder_photo(io.BytesIO(photo())).type_mime == IMAGE
    with pytest.raises(PapierRefuse):
        garder_photo(io.BytesIO(pdf()))


@pytest.mark.parametrize("cle", ["", "0" * 32, "../../cabas.sqlite3", "0" * 31 + "/", "A" * 32])
def test_aucune_cle_inventee_ne_mene_a_un_fichier(cle: str) -> None:
    with pytest.raises(Introuvable):
        lire_prive(cle)


@pytest.mark.parametrize(
    ("envoye", "garde"),
    [
        ("Kbis 2026.pdf", "Kbis 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Jeanne\\attestation MSA.exe", "attestation MSA.pdf"),
        ('a"; filename="x.html', "a filename x.pdf"),
        ("élève\r\nSet-Cookie: a.pdf", "élève Set-Cookie a.pdf"),
        ("", "papier.pdf"),
        (".pdf", "papier.pdf"),
        ("é" * 300 + ".pdf", "é" * 80 + ".pdf"),
    ],
)
def test_le_nom_d_un_fichier_est_rendu_inoffensif(envoye: str, garde: str) -> None:
    assert nom_propre(envoye, PDF) == garde


def situee() -> bytes:
    """A small photo that says how it was held and where it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, "Téléphone"
    exif.get_ifd(GPS)[2] = (45.0, 36.0, 27.0)
    return photo(32, 24, exif=exif)


OCTETS = st.one_of(
    st.builds(
        lambda debut, o: situee()[:debut] + o + situee()[debut + len(o) :],
        st.integers(20, 140),
        st.binary(max_size=3),
    ),
    st.binary(max_size=400),
    st.builds(lambda o: b"%PDF-1.4\n" + o + b"\nstartxref\n0\n%%EOF", st.binary(max_size=400)),
    st.builds(lambda o: objets_compresses(o) + b"startxref %%EOF", st.binary(max_size=200)),
    st.builds(lambda n, o: pdf()[:n] + o + pdf()[n:], st.integers(0, 300), st.binary(max_size=9)),
    st.builds(lambda n, o: photo(32, 24)[:n] + o, st.integers(0, 2000), st.binary(max_size=40)),
    st.builds(lambda o: b"\0\0\0\x18ftyp" + o, st.binary(max_size=60)),
)


@given(OCTETS)
@example(b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00\x00\x00")
@settings(max_examples=300, deadline=None)
def test_n_importe_quels_octets_donnent_un_papier_garde_ou_un_refus(contenu: bytes) -> None:
    try:
        garde = garder_papier(io.BytesIO(contenu))
    except PapierRefuse:
        return
    gardes = lire_prive(garde.cle)
    assert (len(gardes), garde.type_mime) in {(garde.octets, PDF), (garde.octets, IMAGE)}
    assert gardes.startswith(b"RIFF") if garde.type_mime == IMAGE else b"%PDF-" in gardes[:60]


def test_un_pdf_fait_par_nos_soins_passe_l_examen() -> None:
    """Compressed as real ones are: pictures and fonts are full of chance letters."""
    bruit = zlib.compress(bytes(n * n % 251 for n in range(200_000)))
    corps = b"5 0 obj << /Filter /FlateDecode >> stream\n" + bruit + b"\nendstream endobj\n"
    assert garder(pdf(corps=corps))
