"""What the tests of the loaded demonstration share: when it was loaded, and how to find things."""

from __future__ import annotations

from datetime import date, time

import sqlalchemy as sa

from commandes.models import Vente
from socle import horloge
from socle.comptes.models import Compte
from socle.comptes.queries import compte_par_courriel
from socle.db import session
from socle.typographie import sans_accents
from territoires.lecture import departement_de
from territoires.models import CodePostal, Commune, Departement
from tests.seeds.contenu import SEEDS, lignes, toml

MAINTENANT = horloge.a_paris(date(2026, 11, 19), time(12))
CYRIL = "cyril.chavanon@cabas.example"
MONIQUE = "monique.deal@cabas.example"


def poser_la_loire() -> None:
    """The communes of the Loire: all that the demonstration needs of the reference tables."""
    session.add_all(
        Departement(**ligne)
        for ligne in lignes(SEEDS / "departements.csv", ",")
        if ligne["code"] == "42"
    )
    for ligne in lignes(SEEDS / "communes.csv", ","):
        if departement_de(ligne["code_insee"]) == "42":
            session.add(
                Commune(
                    code_insee=ligne["code_insee"],
                    nom=ligne["nom"],
                    recherche=sans_accents(ligne["nom"]),
                    departement="42",
                    region="84",
                    population=int(ligne["population"]),
                    epci=ligne["epci"],
                    epci_nom="",
                    lat=float(ligne["lat"]),
                    lon=float(ligne["lon"]),
                    codes=[CodePostal(code=c) for c in ligne["codes_postaux"].split()],
                )
            )
    session.commit()


def vente(cle: str) -> Vente:
    """The last sale made from this table of the file."""
    titre = next(fiche["titre"] for fiche in toml("ventes.toml", "vente") if fiche["cle"] == cle)
    return session.scalars(
        sa.select(Vente).where(Vente.titre == titre).order_by(Vente.id.desc()).limit(1)
    ).one()


def compte(courriel: str) -> Compte:
    trouve = compte_par_courriel(courriel)
    assert trouve is not None
    return trouve
