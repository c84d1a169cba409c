"""Writing and reading the journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.models import LigneJournal


def noter(
    genre: str, objet_id: object, *, de: str, vers: str, par: Compte | None, motif: str = ""
) -> LigneJournal:
    """Append one line; ``par`` is None when the clock or a machine decided."""
    ligne = LigneJournal(
        genre=genre,
        objet_id=str(objet_id),
        quand=horloge.maintenant(),
        par_id=par.id if par else None,
        de=de,
        vers=vers,
        motif=motif,
    )
    session.add(ligne)
    return ligne


def noter_ensemble(
    genre: str,
    objets: Sequence[object],
    *,
    de: str,
    vers: str,
    par: Compte | None,
    motifs: Sequence[str],
) -> None:
    """Append one line for each of these things, which pass together; one statement."""
    commun = {
        "genre": genre,
        "quand": horloge.maintenant(),
        "par_id": par.id if par else None,
        "de": de,
        "vers": vers,
    }
    lignes = [
        commun | {"objet_id": str(objet), "motif": motif}
        for objet, motif in zip(objets, motifs, strict=True)
    ]
    if lignes:
        session.execute(insert(LigneJournal), lignes)


def lire_journal(genre: str, objet_id: object) -> Sequence[LigneJournal]:
    """The lines of one thing with their authors, oldest first, in one query."""
    return session.scalars(
        select(LigneJournal)
        .where(LigneJournal.genre == genre, LigneJournal.objet_id == str(objet_id))
        .options(joinedload(LigneJournal.par))
        .order_by(LigneJournal.id)
    ).all()
