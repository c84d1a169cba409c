"""Pictures: what is kept is small, safe and says nothing of where it was taken."""

from __future__ import annotations

import io
import os
import struct
import zlib

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from socle.errors import Introuvable
from socle.fichiers.errors import ImageIllisible, ImageTropGrande, ImageTropLourde
from socle.fichiers.images import redessiner
from socle.fichiers.services import enregistrer_image, image_connue, lire_image
from tests.photos import photo

pytestmark = pytest.mark.usefixtures("app")
GPS = 0x8825
ORIENTATION = 0x0112


def _ouvrir(contenu: bytes) -> Image.Image:
    return Image.open(io.BytesIO(contenu))


def test_une_photo_est_reduite_et_gardee_en_webp() -> None:
    cle = enregistrer_image(io.BytesIO(photo(3000, 2000)))
    entiere, vignette = _ouvrir(lire_image(cle)), _ouvrir(lire_image(cle, 480))
    assert (entiere.format, entiere.size) == ("WEBP", (1600, 1067))
    assert vignette.size == (480, 320)


def test_une_petite_photo_n_est_jamais_agrandie() -> None:
    cle = enregistrer_image(io.BytesIO(photo(300, 200)))
    assert _ouvrir(lire_image(cle)).size == (300, 200)
    assert _ouvrir(lire_image(cle, 960)).size == (300, 200)


def test_la_position_gps_et_l_appareil_disparaissent_de_la_photo() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Camille"
    exif.get_ifd(GPS).update({1: "N", 2: (45.0, 36.0, 27.0), 3: "E", 4: (4.0, 3.0, 55.0)})
    envoyee = photo(800, 600, exif=exif)
    assert _ouvrir(envoyee).getexif().get_ifd(GPS), "the picture sent must carry a position"

    gardee = lire_image(enregistrer_image(io.BytesIO(envoyee)))

    assert not _ouvrir(gardee).getexif()
    assert b"Camille" not in gardee
    assert b"EXIF" not in gardee


def test_une_photo_prise_debout_est_gardee_debout() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was turned: the file lies on its side
    gardee = _ouvrir(lire_image(enregistrer_image(io.BytesIO(photo(800, 600, exif=exif)))))
    assert gardee.size == (600, 800)


def test_la_transparence_d_un_logo_est_gardee() -> None:
    logo = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((20, 20, 180, 180), fill=(20, 90, 40, 255))
    tampon = io.BytesIO()
    logo.save(tampon, "PNG")
    gardee = _ouvrir(redessiner(tampon.getvalue(), (480,))[480]).convert("RGBA")
    assert gardee.getpixel((0, 0))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"MZ\x90\x00" + os.urandom(5000),  # a program called photo.jpg
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + os.urandom(100),
        photo(400, 300)[:900],
        b"\x89PNG\r\n\x1a\n" + os.urandom(300),
    ],
)
def test_ce_qui_n_est_pas_une_photo_est_refuse_avec_les_formats_acceptes(contenu: bytes) -> None:
    with pytest.raises(ImageIllisible, match=r"JPEG, PNG ou WebP de 10 Mo"):
        enregistrer_image(io.BytesIO(contenu))


def test_une_photo_de_vingt_megaoctets_est_refusee_avec_la_limite() -> None:
    with pytest.raises(ImageTropLourde, match="10 Mo"):
        enregistrer_image(io.BytesIO(photo(400, 300) + b"\0" * 20 * 1024 * 1024))


@pytest.mark.parametrize("cote", [9_000, 12_000, 60_000])
def test_une_bombe_de_pixels_est_refusee_avant_d_etre_ouverte(cote: int) -> None:
    with pytest.raises((ImageTropGrande, ImageIllisible)):
        enregistrer_image(io.BytesIO(_png_annonce(cote)))


def _png_annonce(cote: int) -> bytes:
    """A PNG of a few bytes whose header promises ``cote`` by ``cote`` pixels."""

    def bloc(nom: bytes, corps: bytes) -> bytes:
        return (
            struct.pack(">I", len(corps)) + nom + corps + struct.pack(">I", zlib.crc32(nom + corps))
        )

    entete = struct.pack(">IIBBBBB", cote, cote, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bloc(b"IHDR", entete)
        + bloc(b"IDAT", zlib.compress(b"\0" * 100))
        + bloc(b"IEND", b"")
    )


def test_la_meme_photo_envoyee_deux_fois_n_est_gardee_qu_une_fois() -> None:
    une, autre = (enregistrer_image(io.BytesIO(photo(640, 480))) for _ in range(2))
    assert une == autre
    assert image_connue(une)


@pytest.mark.parametrize("cle", ["", "../../etc/passwd", "a" * 32 + ".webp", "A" * 32 + ".webp"])
def test_une_cle_inventee_ne_mene_a_aucun_fichier(cle: str) -> None:
    assert not image_connue(cle)
    with pytest.raises(Introuvable):
        lire_image(cle)


def test_une_image_servie_est_mise_en_cache_pour_toujours(client: FlaskClient) -> None:
    cle = enregistrer_image(io.BytesIO(photo(640, 480)))
    reponse = client.get(f"/fichiers/{cle}?largeur=400")
    assert reponse.status_code == 200
    assert reponse.content_type == "image/webp"
    assert reponse.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in reponse.headers
    assert _ouvrir(reponse.data).width == 480

    encore = client.get(
        f"/fichiers/{cle}?largeur=400", headers={"If-None-Match": reponse.headers["ETag"]}
    )
    assert encore.status_code == 304
    assert not encore.data
    assert client.get(f"/fichiers/{cle}").headers["ETag"] != reponse.headers["ETag"]


def test_une_image_inconnue_donne_une_page_introuvable(client: FlaskClient) -> None:
    assert client.get(f"/fichiers/{'0' * 32}.webp").status_code == 404
    assert client.get("/fichiers/%2e%2e%2fsecret").status_code == 404
