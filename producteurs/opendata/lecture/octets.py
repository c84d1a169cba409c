"""The bytes of a file, which are read several times."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from producteurs.opendata.errors import FichierIllisible
from socle.langue import _l

TETE = 64 * 1024
DEPLIE_MAXIMUM = 600 * 1024 * 1024  # what a small archive may unfold to
_ILLISIBLES = (
    (b"%PDF", _l("C’est un document PDF : il faut le tableau dont il a été fait.")),
    (b"\x89PNG", _l("C’est une image.")),
    (b"\xff\xd8\xff", _l("C’est une image.")),
    (b"GIF8", _l("C’est une image.")),
    (b"\x1f\x8b", _l("C’est une archive : dépliez-la d’abord.")),
    (b"Rar!", _l("C’est une archive : dépliez-la d’abord.")),
    (b"7z\xbc\xaf", _l("C’est une archive : dépliez-la d’abord.")),
    (b"SQLite format 3", _l("C’est une base de données : exportez-en une table.")),
)


@dataclass(frozen=True, slots=True)
class Octets:
    """A file as it stands: ``ouvrir()`` gives it from its beginning each time."""

    ouvrir: Callable[[], BinaryIO]
    tete: bytes

    def refuser_si_etranger(self) -> None:
        """Raise ``FichierIllisible`` for what is plainly something else than a table."""
        if not self.tete.strip(b"\x00 \t\r\n"):
            raise FichierIllisible(raison=_l("Il est vide."))
        for debut, raison in _ILLISIBLES:
            if self.tete.startswith(debut):
                raise FichierIllisible(raison=raison)


def octets(source: Path | bytes | IO[bytes]) -> Octets:
    """The bytes of a path, of what is held in memory, or of an open file that can be sought."""
    if isinstance(source, Path):
        chemin = source
        try:
            with chemin.open("rb") as flux:
                return Octets(lambda: chemin.open("rb"), flux.read(TETE))
        except OSError as faute:
            raise FichierIllisible(raison=_l("Il n’a pas pu être ouvert.")) from faute
    tenus = source if isinstance(source, bytes) else source.read()
    return Octets(lambda: io.BytesIO(tenus), tenus[:TETE])


def dans_l_archive(entier: Octets, nom: str) -> Octets:
    """One file of a ZIP archive, unfolded into memory."""
    try:
        with entier.ouvrir() as flux, zipfile.ZipFile(flux) as archive:
            return octets(archive.read(nom))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, KeyError) as faute:
        raise FichierIllisible(raison=_l("Cette archive est abîmée ou protégée.")) from faute
    except (NotImplementedError, zlib.error) as faute:
        raise FichierIllisible(raison=_l("Cette archive est abîmée ou protégée.")) from faute


def noms_de_l_archive(entier: Octets) -> list[str]:
    """The files of a ZIP archive; raise ``FichierIllisible`` for one that is broken or a trap."""
    try:
        with entier.ouvrir() as flux, zipfile.ZipFile(flux) as archive:
            fiches = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as faute:
        raise FichierIllisible(raison=_l("Cette archive est abîmée.")) from faute
    if sum(f.file_size for f in fiches) > DEPLIE_MAXIMUM:
        raise FichierIllisible(raison=_l("Déplié, il serait trop lourd."))
    return [f.filename for f in fiches if not f.is_dir()]
