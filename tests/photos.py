"""Photographs made for tests."""

from __future__ import annotations

import io

from PIL import Image


def photo(largeur: int = 800, hauteur: int = 600, *, exif: Image.Exif | None = None) -> bytes:
    """A JPEG with some detail in it, so that it cannot be squeezed to nothing."""
    image = Image.effect_mandelbrot((largeur, hauteur), (-2, -1.2, 1, 1.2), 30).convert("RGB")
    tampon = io.BytesIO()
    image.save(tampon, "JPEG", exif=exif or Image.Exif())
    return tampon.getvalue()
