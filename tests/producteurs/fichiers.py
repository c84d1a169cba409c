"""Rows of a file as they come out of the analysis, made by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import count
from typing import Any

import sqlalchemy as sa

from producteurs.models import (
    EtatImport,
    Famille,
    Import,
    IssueLigne,
    LigneImport,
    ModeVente,
    PrecisionPosition,
    Producteur,
)
from producteurs.opendata.deroulement import ecrire_import
from producteurs.queries.imports import compter_issues
from producteurs.queries.lots import lignes_a_ecrire
from producteurs.services.importation.ecriture import lancer_ecriture
from producteurs.services.importation.ligne import Brute, FicheLue, LigneAnalysee
from producteurs.services.importation.rangement import ranger_lignes
from producteurs.services.importation.reception import recevoir_fichier
from socle.comptes.models import Compte
from socle.db import session
from tests import fabrique

_numeros = count(2)


def ligne(
    nom: str = "", *, issue: IssueLigne = IssueLigne.CREE, motifs: Sequence[str] = (), **dit: Any
) -> LigneAnalysee:
    """A farm at Montbrison unless told, which the source names by its row."""
    numero = dit.pop("numero", None) or next(_numeros)
    producteur_id = dit.pop("producteur_id", None)
    lieu = fabrique.commune()
    valeurs: dict[str, Any] = {
        "cle": f"cle-{numero}",
        "nom": nom or f"Ferme de la ligne {numero}",
        "commune": lieu.nom,
        "commune_code": lieu.code_insee,
        "adresse": "Le Bourg",
        "lat": 45.61,
        "lon": 4.07,
        "precision": PrecisionPosition.ADRESSE,
        "position_source": "fichier",
        "familles": (Famille.LEGUMES,),
        "modes": (ModeVente.FERME,),
    } | dit
    return LigneAnalysee(
        brute=Brute(numero=numero, valeurs={"Nom": valeurs["nom"]}),
        fiche=FicheLue(numero=numero, **valeurs),
        issue=issue,
        motifs=list(motifs),
        producteur_id=producteur_id,
        empreinte=f"empreinte-{valeurs['nom']}",
    )


def recevoir(
    lignes: Sequence[LigneAnalysee],
    *,
    par: Compte | None = None,
    source: str = "Annuaire de la Loire",
    departements: Sequence[str] = ("42",),
) -> Import:
    """A file that was sent and read: its rows wait for somebody to look at them."""
    recu = recevoir_fichier(
        io.BytesIO(b"nom\nune ferme\n"),
        "fermes.csv",
        source=source,
        departements=departements,
        par=par,
    )
    ranger_lignes(recu, lignes)
    recu.etat = EtatImport.A_VERIFIER
    session.commit()
    return recu


def ecrire(un_import: Import, *, par: Compte | None = None, **choix: Any) -> Import:
    """What the worker does once an agent has said to write."""
    lancer_ecriture(un_import, par=par, **choix)
    session.commit()
    ecrire_import(numero_de(un_import))
    return relire(un_import)


def relire(un_import: Import) -> Import:
    session.expire_all()
    trouve = session.get(Import, numero_de(un_import))
    assert trouve is not None
    return trouve


def importer(lignes: Sequence[LigneAnalysee], **choix: Any) -> Import:
    """From the sending to the end of the writing."""
    par = choix.get("par")
    recu = {cle: choix.pop(cle) for cle in ("source", "departements") if cle in choix}
    return ecrire(recevoir(lignes, par=par, **recu), **choix)


def rangees(un_import: Import) -> list[LigneImport]:
    return sorted(
        session.query(LigneImport).where(LigneImport.import_id == numero_de(un_import)),
        key=lambda li: li.numero,
    )


def restantes(un_import: Import) -> int:
    return len(lignes_a_ecrire(un_import, 10_000))


def numero_de(un_import: Import) -> int:
    """Known even when the worker has let go of the session."""
    identite = sa.inspect(un_import).identity
    assert identite is not None
    numero: int = identite[0]
    return numero


def ferme(nom: str) -> Producteur:
    return session.scalars(sa.select(Producteur).where(Producteur.nom == nom)).one()


def issues(un_import: Import) -> dict[str, int]:
    return {i.value: n for i, n in compter_issues(un_import).items() if n}
