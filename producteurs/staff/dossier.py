"""The chamber's files: all of them, one of them, and those that wait."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from producteurs import forms, queries, services
from producteurs.forms.dossier import FormulaireActe
from producteurs.models import Dossier, Situation
from producteurs.queries import FiltreDossiers, pieces, visites
from producteurs.queries.differences import proposition_montree
from producteurs.queries.labels import historique, sirene_de
from producteurs.queries.pieces import Besoin
from producteurs.services.dossier import actes_possibles, juge_et_partie
from producteurs.services.visites import VISITABLES
from producteurs.staff.cadre import bp
from socle import horloge
from socle.comptes.connexion import moi
from socle.journal.services import lire_journal


def _filtre() -> FiltreDossiers:
    situation = request.args.get("situation", "")
    connue = situation in set(Situation)
    return FiltreDossiers(
        Situation(situation) if connue else None, request.args.get("q", "").strip()[:100]
    )


@bp.get("/")
def dossiers() -> ResponseReturnValue:
    departements = queries.departements_du_compte(moi())
    jour, filtre = horloge.aujourdhui(), _filtre()
    return render_template(
        "producteurs/dossiers.html",
        nombres=queries.nombres_par_situation(departements, jour),
        a_instruire=queries.compter_a_instruire(departements, moi()),
        page=queries.dossiers(departements, filtre, jour, request.args.get("page", 1, int)),
        filtre=filtre,
        jour=jour,
    )


@bp.get("/a-instruire")
def a_instruire() -> ResponseReturnValue:
    departements = queries.departements_du_compte(moi())
    page = queries.a_instruire(departements, moi(), request.args.get("page", 1, int))
    papiers = pieces.besoins_de_chacun(page.elements, horloge.aujourdhui())
    return render_template(
        "producteurs/a_instruire.html",
        page=page,
        jour=horloge.aujourdhui(),
        papiers=papiers,
        manques={d.id: services.ce_qui_manque(d.producteur, papiers[d.id]) for d in page.elements},
        actes={d.id: _actes(d, papiers[d.id], "liste") for d in page.elements},
    )


def _actes(
    dossier: Dossier, papiers: Sequence[Besoin], retour: str = ""
) -> dict[str, FormulaireActe]:
    absentes = [b.sorte for b in papiers if b.requise and b.compte is None]
    possibles = actes_possibles(dossier, moi())
    return dict(forms.formulaires_des_actes(dossier, possibles, absentes, retour))


@bp.get("/<int:numero>")
def dossier(numero: int) -> ResponseReturnValue:
    return montrer(queries.dossier_pour(moi(), numero)), 200


def montrer(dossier: Dossier, nom: str = "", rempli: FormulaireActe | None = None) -> str:
    """The decision's screen; ``rempli`` is the form of act ``nom``, shown again with its errors."""
    besoins = pieces.besoins(dossier)
    actes = _actes(dossier, besoins)
    if rempli is not None and nom in actes:
        actes[nom] = rempli
    return render_template(
        "producteurs/dossier.html",
        dossier=dossier,
        producteur=dossier.producteur,
        jour=horloge.aujourdhui(),
        situation=dossier.situation(horloge.aujourdhui()),
        manques=services.ce_qui_manque(dossier.producteur, besoins),
        catalogue=queries.catalogue(dossier.producteur),
        besoins=besoins,
        visites=visites.visites_du_dossier(dossier),
        visitable=dossier.etat in VISITABLES,
        journal=lire_journal("dossier", dossier.id),
        proposition=proposition_montree(dossier.producteur),
        sirene=sirene_de(dossier.producteur),
        historique=historique(dossier.producteur),
        actes=actes,
        rempli=rempli,
        juge_et_partie=juge_et_partie(dossier, moi()),
    )
