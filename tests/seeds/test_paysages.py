"""The landscapes of the demonstration."""

import io

import pytest
from PIL import Image, ImageStat

from seeds.demonstration.paysages import CIELS, MOTIFS, dessiner


@pytest.mark.parametrize("ciel", CIELS)
@pytest.mark.parametrize("motif", MOTIFS)
def test_un_paysage_a_un_ciel_clair_et_une_terre_sombre(ciel: str, motif: str) -> None:
    image = Image.open(io.BytesIO(dessiner("ferme-d-essai", ciel, motif))).convert("L")
    assert image.size == (960, 640)
    haut = ImageStat.Stat(image.crop((0, 0, 960, 200))).mean[0]
    bas = ImageStat.Stat(image.crop((0, 500, 960, 640))).mean[0]
    assert haut - bas > 50


def test_une_ferme_a_toujours_le_meme_paysage() -> None:
    assert dessiner("ferme-a", "midi", "verger") == dessiner("ferme-a", "midi", "verger")
    assert dessiner("ferme-a", "midi", "verger") != dessiner("ferme-b", "midi", "verger")
