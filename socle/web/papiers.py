"""Answering with a private paper: to the one who asked, for this once, and harmless where it lands.

Only an image or a PDF is shown in the browser; its kind was read from its content when it was
kept, and the browser is told not to guess another. Nothing of it is kept on the way or on the
device's disk.
"""

from __future__ import annotations

from flask import Response

from socle.fichiers.prives import IMAGE, PDF, lire_prive, nom_propre

MONTRABLES = frozenset({IMAGE, PDF})
# What the paper itself may do: nothing.
POLITIQUE = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def repondre_papier(cle: str, type_mime: str, nom: str) -> Response:
    """The paper kept under ``cle``; its page has already checked who asks."""
    reponse = Response(lire_prive(cle), content_type=type_mime)
    disposition = "inline" if type_mime in MONTRABLES else "attachment"
    reponse.headers.set("Content-Disposition", disposition, filename=nom_propre(nom, type_mime))
    reponse.headers["Content-Security-Policy"] = POLITIQUE
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    reponse.headers["Cache-Control"] = "no-store"
    reponse.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return reponse
