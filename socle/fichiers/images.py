"""Drawing a picture anew: upright, small, in sRGB, as WebP, without anything else that it held."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image, ImageCms

from socle.fichiers.errors import ImageIllisible, ImageTropGrande, ImageTropLourde

OCTETS_MAXIMUM = 10 * 1024 * 1024
POINTS_MAXIMUM = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITE = 80

# What Pillow raises on a truncated, forged or absurdly large file, whatever its parser.
_FAUTES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


_ORIENTATION = 0x0112
# How to set upright what the camera noted (EXIF 2.32, 4.6.4). Pillow's own exif_transpose also
# writes the description anew, which fails on one that lies.
_TOURS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def redessiner(contenu: bytes, largeurs: tuple[int, ...]) -> dict[int, bytes]:
    """WebP pictures that fit in a square of each of ``largeurs`` pixels, from the widest down.

    The turn that the camera noted is applied; place, date, maker and colour profile are dropped.
    Raise ``ImageTropLourde``, ``ImageIllisible`` or ``ImageTropGrande``.
    """
    if len(contenu) > OCTETS_MAXIMUM:
        raise ImageTropLourde
    largeurs = tuple(sorted(largeurs, reverse=True))
    try:
        with warnings.catch_warnings():
            # Half a description of the photo: the turn is unknown, the pixels are as good.
            warnings.simplefilter("ignore", UserWarning)
            image = _ouvrir(contenu, largeurs[0])
    except _FAUTES as faute:
        raise ImageIllisible from faute
    faites = {}
    for largeur in largeurs:
        image.thumbnail((largeur, largeur), Image.Resampling.LANCZOS)
        tampon = io.BytesIO()
        image.save(tampon, "WEBP", quality=QUALITE, method=4)
        faites[largeur] = tampon.getvalue()
    return faites


def _ouvrir(contenu: bytes, largeur: int) -> Image.Image:
    """The pixels alone. The size is read from the header and checked before they are unpacked."""
    with Image.open(io.BytesIO(contenu), formats=FORMATS) as source:
        if source.width * source.height > POINTS_MAXIMUM:
            raise ImageTropGrande(maximum=POINTS_MAXIMUM // 1_000_000)
        source.draft("RGB", (largeur, largeur))
        source.load()
        tour = _TOURS.get(source.getexif().get(_ORIENTATION) or 1)
        image = source.transpose(tour) if tour is not None else source
        profil = source.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    image = _en_srgb(image.convert(mode), profil)
    nue = Image.new(mode, image.size)
    nue.paste(image)
    return nue


def _en_srgb(image: Image.Image, profil: bytes | None) -> Image.Image:
    """Colours as every screen understands them; a profile that cannot be read is ignored."""
    if not profil:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profil))
        juste = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return juste or image
