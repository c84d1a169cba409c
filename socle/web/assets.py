"""The files that every page loads, copied once under names that tell their content.

``construire`` takes the libraries installed by npm and our own ``static/`` folders, writes them
into one ignored folder as ``name.<hash>.ext`` (with ``.gz`` and ``.br`` beside), and a manifest.
A name that changes with its content can be cached for ever; nothing comes from another site.
Older copies are left in place: a page opened before a deployment still finds its files.

``@import url("x.css")`` in our own style sheets is replaced by the sheet itself, so that a page
asks for one style sheet; ``url(...)`` is rewritten to the hashed name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import posixpath
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from markupsafe import Markup
from whitenoise.compress import Compressor

from socle.documents.polices import deployer
from socle.web.icones import ICONES

RACINE = Path(__file__).resolve().parents[2]
DOSSIER_NPM = RACINE / "node_modules"
SORTIE = RACINE / "build" / "statique"
PREFIXE = "/static/"
MANIFESTE = "manifeste.json"
SPRITE = "vendor/icones.svg"
IMMUABLE = r"\.[0-9a-f]{12}\.[a-z0-9]+$"
"""What WhiteNoise may tell browsers to keep for ever: the names that carry a hash."""

VENDOR: Mapping[str, str] = {
    "vendor/bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/leaflet.css": "leaflet/dist/leaflet.css",
    "vendor/leaflet.js": "leaflet/dist/leaflet.js",
    "vendor/images/layers.png": "leaflet/dist/images/layers.png",
    "vendor/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "vendor/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "vendor/markercluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    "vendor/markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "vendor/atkinson-400.woff2": (
        "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff2"
    ),
    "vendor/atkinson-700.woff2": (
        "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff2"
    ),
    "vendor/young-serif.woff2": (
        "@fontsource/young-serif/files/young-serif-latin-400-normal.woff2"
    ),
}

_IMPORT = re.compile(r"""@import\s+url\(\s*["']?([^"')]+)["']?\s*\)\s*(?:layer\((\w+)\))?\s*;""")
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_SOURCEMAP = re.compile(rb"\n?(?:/\*|//)# sourceMappingURL=[^\n]*")
_DESSIN = re.compile(r'<svg[^>]*\bviewBox="([^"]+)"[^>]*>(.*)</svg>', re.DOTALL)


class Statiques:
    """The address of each static file, read from the manifest; and the drawing of an icon."""

    def __init__(self, table: Mapping[str, str], prefixe: str = PREFIXE) -> None:
        self._adresses = {nom: prefixe + chemin for nom, chemin in table.items()}
        self._icones: dict[tuple[str, str], Markup] = {}

    @classmethod
    def lire(cls, dossier: Path = SORTIE) -> Statiques:
        """Read the manifest of a build; raise ``FileNotFoundError`` when nothing was built."""
        manifeste = dossier / MANIFESTE
        if not manifeste.is_file():
            raise FileNotFoundError(f"{manifeste} is missing: run python -m socle.web.assets")
        table: dict[str, str] = json.loads(manifeste.read_text(encoding="utf-8"))
        return cls(table)

    def asset(self, nom: str) -> str:
        """Give the public address of a file, such as ``theme.css`` or ``vendor/htmx.js``."""
        try:
            return self._adresses[nom]
        except KeyError:
            raise FileNotFoundError(f"no static file is called {nom}") from None

    def icone(self, nom: str, classe: str = "") -> Markup:
        """Draw an icon of the sprite, silent for screen readers: a word always stands beside."""
        cle = (nom, classe)
        if cle not in self._icones:
            classes = f"icone {classe}".strip()
            self._icones[cle] = Markup(
                '<svg class="{}" width="20" height="20" aria-hidden="true" focusable="false">'
                '<use href="{}#{}"></use></svg>'
            ).format(classes, self.asset(SPRITE), nom)
        return self._icones[cle]


def construire(dossier_npm: Path, sortie: Path, propres: Iterable[Path]) -> dict[str, str]:
    """Copy libraries and our own files under hashed names and return the manifest.

    ``propres`` are our ``static/`` folders; a file keeps its path inside the folder as its name,
    and two folders that hold the same name are an error. SVG files in a ``pictos/`` folder also
    join the icon sprite as ``picto-<name>``.
    """
    contenus = dict(_lire_vendor(dossier_npm))
    for dossier in propres:
        for fichier in sorted(f for f in dossier.rglob("*") if f.is_file()):
            nom = fichier.relative_to(dossier).as_posix()
            if nom in contenus:
                raise ValueError(f"two static files are called {nom}")
            contenus[nom] = fichier.read_bytes()
    contenus[SPRITE] = _composer_sprite(dossier_npm, contenus).encode()

    sources = {nom: c.decode() for nom, c in contenus.items() if nom.endswith(".css")}
    table: dict[str, str] = {}
    for nom in sorted(contenus, key=lambda n: (n.endswith(".css"), n)):
        contenu = contenus[nom]
        if nom in sources:
            contenu = _adresser(nom, _assembler(nom, sources), table).encode()
        table[nom] = _ecrire(sortie, nom, contenu)
    _remplacer(sortie / MANIFESTE, json.dumps(table, indent=1, sort_keys=True).encode())
    return table


def _lire_vendor(dossier_npm: Path) -> Iterator[tuple[str, bytes]]:
    for nom, chemin in VENDOR.items():
        contenu = (dossier_npm / chemin).read_bytes()
        if nom.endswith((".css", ".js")):
            contenu = _SOURCEMAP.sub(b"", contenu)
        yield nom, contenu


def _composer_sprite(dossier_npm: Path, contenus: Mapping[str, bytes]) -> str:
    dessins = {
        nom: (dossier_npm / "bootstrap-icons" / "icons" / f"{nom}.svg").read_text(encoding="utf-8")
        for nom in ICONES
    }
    for nom, contenu in contenus.items():
        dossier, _, fichier = nom.rpartition("/")
        if posixpath.basename(dossier) == "pictos" and fichier.endswith(".svg"):
            dessins[f"picto-{fichier.removesuffix('.svg')}"] = contenu.decode()
    symboles = []
    for nom, dessin in dessins.items():
        trouve = _DESSIN.search(dessin)
        if trouve is None:
            raise ValueError(f"{nom} is not an SVG drawing with a viewBox")
        vue, trace = trouve.groups()
        trace = re.sub(r">\s+<", "><", trace.strip())
        symboles.append(f'<symbol id="{nom}" viewBox="{vue}" fill="currentColor">{trace}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symboles)}</svg>'


def _assembler(nom: str, sources: Mapping[str, str]) -> str:
    """Put imported sheets in the place of their ``@import``, their addresses made relative."""

    def remplacer(trouve: re.Match[str]) -> str:
        cible = posixpath.normpath(posixpath.join(posixpath.dirname(nom), trouve[1]))
        if cible not in sources:
            raise FileNotFoundError(f"{nom} imports {trouve[1]}, which no folder holds")
        depart = posixpath.dirname(nom)

        def deplacer(url: re.Match[str]) -> str:
            if url[1].startswith(("data:", "#")):
                return url[0]
            plein = posixpath.join(posixpath.dirname(cible), url[1])
            return f'url("{posixpath.relpath(plein, depart or ".")}")'

        feuille = _URL.sub(deplacer, _assembler(cible, sources))
        feuille = feuille.removeprefix('@charset "UTF-8";')
        return f"@layer {trouve[2]} {{{feuille}}}" if trouve[2] else feuille

    return _IMPORT.sub(remplacer, sources[nom])


def _adresser(nom: str, feuille: str, table: Mapping[str, str]) -> str:
    """Replace each ``url(...)`` of a style sheet by the hashed name of the file."""
    depart = posixpath.dirname(nom)

    def remplacer(trouve: re.Match[str]) -> str:
        if trouve[1].startswith(("data:", "#")):
            return trouve[0]
        cible = posixpath.normpath(posixpath.join(depart, trouve[1]))
        if cible not in table:
            raise FileNotFoundError(f"{nom} shows {trouve[1]}, which no folder holds")
        return f'url("{posixpath.relpath(table[cible], depart or ".")}")'

    return _URL.sub(remplacer, feuille)


def _ecrire(sortie: Path, nom: str, contenu: bytes) -> str:
    tronc, extension = posixpath.splitext(nom)
    hache = f"{tronc}.{hashlib.sha256(contenu).hexdigest()[:12]}{extension}"
    fichier = sortie / hache
    if not fichier.exists():
        fichier.parent.mkdir(parents=True, exist_ok=True)
        _remplacer(fichier, contenu)
        compresseur = Compressor(quiet=True)
        if compresseur.should_compress(hache):
            compresseur.compress(str(fichier))
    return hache


def _remplacer(fichier: Path, contenu: bytes) -> None:
    """Write beside, then put in place: a reader never sees half a file."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=fichier.parent)
    with os.fdopen(descripteur, "wb") as f:
        f.write(contenu)
    Path(provisoire).chmod(0o644)
    Path(provisoire).replace(fichier)


def main() -> None:
    """Build every ``static/`` folder of the rooms into ``build/statique``, and the letters of
    documents beside."""
    lecteur = argparse.ArgumentParser(description=main.__doc__)
    lecteur.add_argument("--npm", type=Path, default=DOSSIER_NPM)
    lecteur.add_argument("--sortie", type=Path, default=SORTIE)
    choix = lecteur.parse_args()
    table = construire(choix.npm, choix.sortie, sorted(RACINE.glob("*/static")))
    deployer(choix.npm)
    sys.stdout.write(f"{len(table)} static files in {choix.sortie}\n")


if __name__ == "__main__":
    main()
