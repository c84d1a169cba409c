"""The farms that have just been validated, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from producteurs.opendata.schema import Adresse
from producteurs.opendata.table_schema import LICENCE
from producteurs.queries.ouvertes import FermeNouvelle

ATOM = "http://www.w3.org/2005/Atom"
_HORS_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _ajouter(dans: Element, nom: str, texte: str = "", **attributs: str) -> Element:
    fait = SubElement(dans, f"{{{ATOM}}}{nom}", attributs)
    fait.text = _HORS_XML.sub("", texte) or None
    return fait


def ecrire_atom(
    fermes: Sequence[FermeNouvelle],
    adresse: Adresse,
    *,
    titre: str,
    editeur: str,
    fil: str,
    accueil: str,
    instant: datetime,
) -> bytes:
    """One entry per farm, dated by its first validation; ``fil`` is the feed's own address.

    The feed is as old as its newest entry, ``instant`` when it has none.
    """
    register_namespace("", ATOM)
    racine = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "fr"})
    _ajouter(racine, "id", fil)
    _ajouter(racine, "title", titre)
    _ajouter(racine, "updated", _instant(fermes[0].depuis if fermes else instant))
    _ajouter(racine, "link", rel="self", type="application/atom+xml", href=fil)
    _ajouter(racine, "link", rel="alternate", type="text/html", href=accueil)
    _ajouter(racine, "link", rel="license", href=LICENCE["path"])
    _ajouter(racine, "rights", LICENCE["title"])
    _ajouter(_ajouter(racine, "author"), "name", editeur)
    for ferme in fermes:
        page = adresse(ferme.slug)
        entree = _ajouter(racine, "entry")
        _ajouter(entree, "id", page)
        _ajouter(entree, "title", f"{ferme.nom}, {ferme.commune}")
        _ajouter(entree, "link", rel="alternate", type="text/html", href=page)
        _ajouter(entree, "published", _instant(ferme.depuis))
        _ajouter(entree, "updated", _instant(ferme.depuis))
        _ajouter(entree, "summary", ferme.description)
    entete = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return entete + tostring(racine, encoding="unicode").encode()


def _instant(quand: datetime) -> str:
    return quand.replace(microsecond=0).isoformat()
