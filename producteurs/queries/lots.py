"""What a batch of rows must know of the registry, in one query per question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, String, cast, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from producteurs.models import (
    DemandeConfirmation,
    Dossier,
    EtatRevision,
    Fusion,
    Import,
    IssueLigne,
    LigneImport,
    OrigineImport,
    Piece,
    Producteur,
    Produit,
    Revision,
    Signalement,
    Visite,
)
from socle.comptes.models import Habilitation, Role
from socle.db import session
from socle.journal.models import LigneJournal
from territoires.models import Commune


def lignes_a_ecrire(un_import: Import, nombre: int) -> Sequence[LigneImport]:
    """The next rows that the writing has not come to yet."""
    return session.scalars(
        select(LigneImport)
        .where(LigneImport.import_id == un_import.id, LigneImport.appliquee.is_(False))
        .order_by(LigneImport.numero)
        .limit(nombre)
        .execution_options(populate_existing=True)
    ).all()


def communes_par_code(codes: Collection[str]) -> Mapping[str, Commune]:
    trouvees = session.scalars(select(Commune).where(Commune.code_insee.in_(codes)))
    return {commune.code_insee: commune for commune in trouvees}


def sirets_pris(sirets: Collection[str]) -> dict[str, int | None]:
    """Those of these numbers that are registered, and by which producteur."""
    lignes = session.execute(
        select(Producteur.siret, Producteur.id).where(Producteur.siret.in_(sirets))
    )
    return {siret: numero for siret, numero in lignes if siret}


def adresses_prises(slugs: Collection[str]) -> set[str]:
    """Those of these addresses that a producteur has."""
    return set(session.scalars(select(Producteur.slug).where(Producteur.slug.in_(slugs))))


def adresses_prises_sous(slug: str) -> set[str]:
    """The numbered addresses that begin so."""
    debut = select(Producteur.slug).where(Producteur.slug.startswith(f"{slug}-"))
    return set(session.scalars(debut))


def numeros_par_adresse(slugs: Collection[str]) -> Mapping[str, int]:
    lignes = session.execute(
        select(Producteur.slug, Producteur.id).where(Producteur.slug.in_(slugs))
    )
    return {ligne.slug: ligne.id for ligne in lignes}


def dossiers_par_producteur(numeros: Collection[int]) -> Mapping[int, int]:
    """The number of the file of each of these producteurs."""
    lignes = session.execute(
        select(Dossier.producteur_id, Dossier.id).where(Dossier.producteur_id.in_(numeros))
    )
    return {ligne.producteur_id: ligne.id for ligne in lignes}


def origines_de(source_id: int, cles: Collection[str]) -> Mapping[str, OrigineImport]:
    """What this source already said under these keys, by key."""
    trouvees = session.scalars(
        select(OrigineImport).where(
            OrigineImport.source_id == source_id, OrigineImport.cle.in_(set(cles) - {""})
        )
    )
    return {origine.cle: origine for origine in trouvees}


def producteurs_sous_verrou(numeros: Collection[int]) -> Mapping[int, Producteur]:
    """These records as they stand now, which nobody else changes before this transaction ends.

    Taken in the order of their numbers, so that two batches wait for each other instead of
    stopping each other. Five queries.
    """
    session.flush()
    session.execute(
        select(Producteur.id)
        .where(Producteur.id.in_(numeros))
        .order_by(Producteur.id)
        .with_for_update(key_share=True)
    )
    trouves = session.scalars(
        select(Producteur)
        .where(Producteur.id.in_(numeros))
        .options(
            joinedload(Producteur.commune),
            joinedload(Producteur.dossier),
            selectinload(Producteur.familles_liees),
            selectinload(Producteur.modes_lies),
            selectinload(Producteur.labels),
        )
        .execution_options(populate_existing=True)
    )
    return {producteur.id: producteur for producteur in trouves}


def propositions_ouvertes(numeros: Collection[int]) -> Mapping[int, Revision]:
    """The proposal that waits for each of these producteurs."""
    trouvees = session.scalars(
        select(Revision).where(
            Revision.producteur_id.in_(numeros), Revision.etat == EtatRevision.PROPOSEE
        )
    )
    return {revision.producteur_id: revision for revision in trouvees}


def noms_des_produits_de(numeros: Collection[int]) -> Mapping[int, Sequence[str]]:
    """The names of what each of these producteurs sells."""
    noms: defaultdict[int, list[str]] = defaultdict(list)
    lignes = session.execute(
        select(Produit.producteur_id, Produit.nom).where(
            Produit.producteur_id.in_(numeros), Produit.actif
        )
    )
    for numero, nom in lignes:
        noms[numero].append(nom)
    return noms


def _a_defaire(un_import: Import) -> list[ColumnElement[bool]]:
    """The rows that made or changed something, and that nobody has judged yet."""
    return [
        LigneImport.import_id == un_import.id,
        LigneImport.appliquee.is_(True),
        LigneImport.issue.in_([IssueLigne.CREE, IssueLigne.MIS_A_JOUR]),
        ~cast(LigneImport.motifs, String).contains('"gardee"'),
    ]


def nombre_a_defaire(un_import: Import) -> int:
    return (
        session.scalar(select(func.count()).select_from(LigneImport).where(*_a_defaire(un_import)))
        or 0
    )


def lignes_a_defaire(un_import: Import, nombre: int) -> Sequence[LigneImport]:
    """The next rows to undo, the last of the file first."""
    return session.scalars(
        select(LigneImport)
        .where(*_a_defaire(un_import))
        .order_by(LigneImport.numero.desc())
        .limit(nombre)
        .execution_options(populate_existing=True)
    ).all()


def revisions_par_numero(numeros: Collection[int]) -> Mapping[int, Revision]:
    trouvees = session.scalars(select(Revision).where(Revision.id.in_(numeros)))
    return {revision.id: revision for revision in trouvees}


def fermes_sans_suite(numeros: Collection[int]) -> set[int]:
    """Those of these farms that nothing has happened to since an import made them.

    Nobody speaks for them, sells there, has sent a paper, reported an error or merged another into
    them; the record is as it was made, and the journal of the file holds no other reason than the
    import's own lines, which are all of the same instant.
    """
    suites = [
        exists().where(table.producteur_id == Producteur.id)
        for table in (Produit, Revision, Signalement, DemandeConfirmation)
    ]
    personnes = exists().where(
        Habilitation.role == Role.PRODUCTEUR,
        Habilitation.objet == cast(Producteur.id, String),
    )
    fusions = exists().where(Producteur.id.in_([Fusion.garde_id, Fusion.absorbe_id]))
    decisions = exists().where(
        LigneJournal.genre == "dossier",
        LigneJournal.objet_id == cast(Dossier.id, String),
        LigneJournal.quand > Dossier.soumis_le,
    )
    papiers = [exists().where(table.dossier_id == Dossier.id) for table in (Piece, Visite)]
    return set(
        session.scalars(
            select(Producteur.id)
            .join(Dossier, Dossier.producteur_id == Producteur.id)
            .where(
                Producteur.id.in_(numeros),
                Producteur.version == 1,
                Producteur.modifie_le == Producteur.cree_le,
                *(~suite for suite in (*suites, personnes, fusions, decisions, *papiers)),
            )
        )
    )
