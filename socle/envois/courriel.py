"""What a mail is before it is sent: one plain text, and the same text as a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from socle.gabarits import rendre
from socle.langue import typographier


@dataclass(frozen=True, slots=True)
class Piece:
    """An attached file; its type is told by the end of its name (``.ics``, ``.pdf``)."""

    nom: str
    contenu: bytes


@dataclass(frozen=True, slots=True)
class Courriel:
    """One mail to one person."""

    destinataire: str
    sujet: str
    texte: str
    html: str
    piece: Piece | None = None


def composer(
    destinataire: str, sujet: str, gabarit: str, *, piece: Piece | None = None, **valeurs: Any
) -> Courriel:
    """Render template ``gabarit`` (plain text, blank lines between paragraphs) into a mail.

    The HTML part is the same text, its paragraphs and addresses marked up, inside the site's frame:
    a mail is written once. The subject, which may hold a title that somebody wrote, is one line.
    """
    sujet = typographier(" ".join(sujet.split()))
    texte = "\n\n".join(
        paragraphe.strip()
        for paragraphe in rendre(gabarit, **valeurs).split("\n\n")
        if paragraphe.strip()
    )
    html = rendre("envois/courriel.html", sujet=sujet, paragraphes=texte.split("\n\n"))
    return Courriel(destinataire, sujet, texte + "\n", html, piece)
