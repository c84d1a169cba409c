"""Papers made for tests: a small PDF, and what somebody may hide in one."""

from __future__ import annotations

import zlib


def pdf(catalogue: bytes = b"", *, corps: bytes = b"") -> bytes:
    """A PDF of one empty page; ``catalogue`` is added to its root, ``corps`` to its objects."""
    objets = (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        b"1 0 obj << /Type /Catalog /Pages 2 0 R " + catalogue + b" >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj\n" + corps
    )
    fin = b"trailer << /Root 1 0 R /Size 4 >>\nstartxref\n%d\n%%%%EOF\n" % len(objets)
    return objets + b"xref\n0 1\n0000000000 65535 f \n" + fin


def objets_compresses(contenu: bytes) -> bytes:
    """An object stream: objects that a reader sees only once they are unfolded."""
    plie = zlib.compress(contenu)
    dictionnaire = b"9 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>"
    return dictionnaire % len(plie) + b" stream\n" + plie + b"\nendstream endobj\n"
