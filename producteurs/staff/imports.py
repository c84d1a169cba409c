"""Files of producteurs: sent, looked at, corrected row by row, written, undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs.forms.champs import FormulaireDuRegistre
from producteurs.forms.imports import (
    FormulaireAgenceBio,
    FormulaireCategories,
    FormulaireColonnes,
    FormulaireEcriture,
    FormulaireFichier,
)
from producteurs.models import EtatImport, Import, IssueLigne
from producteurs.opendata.bilan import ecrire_bilan, ecrire_non_pris
from producteurs.queries import departements_du_compte
from producteurs.queries import imports as lectures
from producteurs.queries.imports import FiltreLignes
from producteurs.services.importation import decision, reception
from producteurs.services.importation.ecriture import lancer_ecriture
from producteurs.services.importation.retour import defaire_import
from producteurs.staff.cadre import bp
from producteurs.vocabulaire.importation import CHAMPS_LUS, MOTIFS_LIGNE
from socle.comptes.connexion import moi
from socle.errors import Introuvable, Refus
from socle.journal.services import lire_journal
from socle.langue import _
from socle.web.openapi import repondre_json

EXEMPLES = 3


def _import(numero: int) -> Import:
    return lectures.import_pour(moi(), numero)


def _filtre() -> FiltreLignes:
    issue, motif = request.args.get("issue", ""), request.args.get("motif", "")
    return FiltreLignes(
        IssueLigne(issue) if issue in set(IssueLigne) else None,
        motif if motif in MOTIFS_LIGNE else "",
        bool(request.args.get("reparees")),
    )


@bp.get("/imports")
def imports() -> ResponseReturnValue:
    page = lectures.imports_du_compte(moi(), request.args.get("page", 1, int))
    return render_template("producteurs/imports.html", page=page)


@bp.route("/imports/nouveau", methods=["GET", "POST"])
def nouvel_import() -> ResponseReturnValue:
    form = FormulaireFichier()
    if form.reussit(
        lambda: reception.recevoir_fichier(
            form.fichier.data.stream,
            form.fichier.data.filename or "",
            source=form.source.data,
            departements=departements_du_compte(moi()),
            par=moi(),
        )
    ):
        return redirect(url_for(".un_import", numero=form.fait.id))
    sources, bio = lectures.sources_connues(), _agence_bio(formdata=None)
    vus = {"form": form, "sources": sources, "bio": bio}
    return render_template("producteurs/import_nouveau.html", **vus), form.statut


def _agence_bio(**options: Any) -> FormulaireAgenceBio:
    return FormulaireAgenceBio(departements_du_compte(moi()), **options)


@bp.post("/imports/agence-bio")
def importer_agence_bio() -> ResponseReturnValue:
    form = _agence_bio()
    departements = departements_du_compte(moi())
    if form.reussit(
        lambda: reception.demander_a_l_agence_bio(
            form.departement.data, departements=departements, par=moi()
        )
    ):
        return redirect(url_for(".un_import", numero=form.fait.id))
    vus = {"form": FormulaireFichier(formdata=None), "sources": lectures.sources_connues()}
    return render_template("producteurs/import_nouveau.html", bio=form, **vus), 422


@bp.get("/imports/<int:numero>")
def un_import(numero: int) -> ResponseReturnValue:
    return _montrer(_import(numero))


def _montrer(le_import: Import, form: FormulaireDuRegistre | None = None) -> ResponseReturnValue:
    """The page of the state in which the import is."""
    filtre = _filtre()
    a_verifier = le_import.etat is EtatImport.A_VERIFIER
    page = render_template(
        "producteurs/import.html",
        le_import=le_import,
        nombres=lectures.compter_issues(le_import),
        motifs=lectures.compter_motifs(le_import) if a_verifier else {},
        page=lectures.lignes_de(le_import, filtre, request.args.get("page", 1, int)),
        filtre=filtre,
        form=form or (FormulaireEcriture(le_import, formdata=None) if a_verifier else None),
        en_marche=_en_marche(le_import),
        journal=lire_journal("import", le_import.id),
        mots=MOTIFS_LIGNE,
    )
    return page, form.statut if form else 200


def _en_marche(le_import: Import) -> bool:
    """Whether the worker is busy with it."""
    retour = le_import.etat is EtatImport.DEFAIT and le_import.faites < le_import.total
    return retour or le_import.etat in {EtatImport.ANALYSE, EtatImport.EN_COURS}


@bp.get("/imports/<int:numero>/avancement")
def avancement(numero: int) -> ResponseReturnValue:
    le_import = _import(numero)
    if not _en_marche(le_import):
        return "", 200, {"HX-Refresh": "true"}
    return render_template("producteurs/_avancement.html", le_import=le_import)


@bp.get("/imports/<int:numero>/points")
def points_d_un_import(numero: int) -> ResponseReturnValue:
    points = lectures.points_des_lignes(_import(numero), _filtre())
    return repondre_json({"points": points}, duree_s=0, partage=False)


@bp.route("/imports/<int:numero>/colonnes", methods=["GET", "POST"])
def colonnes(numero: int) -> ResponseReturnValue:
    le_import = _import(numero)
    form = FormulaireColonnes.pour(le_import)
    if form.reussit(
        lambda: reception.relire_fichier(le_import, correspondance=form.correspondance(), par=moi())
    ):
        return _vers(le_import, _("Le fichier est relu avec ces colonnes."))
    exemples = lectures.exemples_de(le_import, EXEMPLES)
    vus = {"le_import": le_import, "form": form, "exemples": exemples, "champs": CHAMPS_LUS}
    return render_template("producteurs/import_colonnes.html", **vus), form.statut


@bp.route("/imports/<int:numero>/categories", methods=["GET", "POST"])
def categories(numero: int) -> ResponseReturnValue:
    le_import = _import(numero)
    form = FormulaireCategories.pour(le_import)
    dites = form.categories(le_import.source.categories)
    if form.reussit(lambda: reception.relire_fichier(le_import, categories=dites, par=moi())):
        return _vers(le_import, _("Le fichier est relu avec ces mots."))
    vus = {"le_import": le_import, "form": form}
    return render_template("producteurs/import_categories.html", **vus), form.statut


@bp.post("/imports/<int:numero>/ecrire")
def ecrire(numero: int) -> ResponseReturnValue:
    le_import = _import(numero)
    form = FormulaireEcriture(le_import)
    if form.reussit(
        lambda: lancer_ecriture(
            le_import,
            par=moi(),
            valide_jusqu_au=form.jusqu_au(),
            directement=form.directement.data,
        )
    ):
        return _vers(le_import, _("L’écriture commence."))
    return _montrer(le_import, form)


@bp.post("/imports/<int:numero>/annuler")
def annuler(numero: int) -> ResponseReturnValue:
    le_import = _import(numero)
    return _faire(
        le_import, lambda: reception.annuler_import(le_import, par=moi()), _("L’import est arrêté.")
    )


@bp.post("/imports/<int:numero>/defaire")
def defaire(numero: int) -> ResponseReturnValue:
    le_import = _import(numero)
    return _faire(
        le_import, lambda: defaire_import(le_import, par=moi()), _("L’import va être défait.")
    )


@bp.post("/imports/<int:numero>/relire")
def relire(numero: int) -> ResponseReturnValue:
    le_import = _import(numero)
    return _faire(
        le_import,
        lambda: reception.relire_fichier(le_import, par=moi()),
        _("Le fichier est relu."),
    )


@bp.post("/imports/<int:numero>/lignes/<int:ligne>/<acte>")
def decider_ligne(numero: int, ligne: int, acte: str) -> ResponseReturnValue:
    le_import = _import(numero)
    rangee = lectures.ligne_de(le_import, ligne)
    ferme = rangee.producteur_id or 0
    actes: dict[str, Callable[[], None]] = {
        "accepter": lambda: decision.accepter_ligne(le_import, rangee),
        "rattacher": lambda: decision.rattacher_ligne(le_import, rangee, ferme),
        "passer": lambda: decision.passer_ligne(le_import, rangee),
        "reprendre": lambda: decision.reprendre_ligne(le_import, rangee),
    }
    if acte not in actes:
        raise Introuvable
    return _faire(le_import, actes[acte], _("Ligne %(n)s : c’est noté.", n=ligne), apres=ligne)


@bp.get("/imports/<int:numero>/rapport.json")
def rapport(numero: int) -> ResponseReturnValue:
    return _fichier(ecrire_bilan(_import(numero)), "application/json", f"import-{numero}.json")


@bp.get("/imports/<int:numero>/non-pris.csv")
def non_pris(numero: int) -> ResponseReturnValue:
    contenu = ecrire_non_pris(_import(numero), MOTIFS_LIGNE)
    return _fichier(contenu, "text/csv; charset=utf-8", f"import-{numero}-non-pris.csv")


def _fichier(contenu: bytes, type_mime: str, nom: str) -> Response:
    reponse = Response(contenu, content_type=type_mime)
    reponse.headers.set("Content-Disposition", "attachment", filename=nom)
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


def _faire(
    le_import: Import, geste: Callable[[], None], phrase: str, *, apres: int = 0
) -> ResponseReturnValue:
    try:
        geste()
    except Refus as refus:
        flash(str(refus), "attention")
        return redirect(url_for(".un_import", numero=le_import.id))
    return _vers(le_import, phrase, apres=apres)


def _vers(le_import: Import, phrase: str, *, apres: int = 0) -> ResponseReturnValue:
    """Back to the import's page; after a row, to the next one of the same list."""
    flash(phrase, "succes")
    if not apres:
        return redirect(url_for(".un_import", numero=le_import.id))
    filtre, numero_page = _filtre(), request.args.get("page", 1, int)
    lues = [x.numero for x in lectures.lignes_de(le_import, filtre, numero_page).elements]
    suivante = next((n for n in lues if n > apres), lues[0] if lues else None)
    return redirect(
        url_for(
            ".un_import",
            numero=le_import.id,
            issue=filtre.issue,
            motif=filtre.motif or None,
            page=request.args.get("page"),
            _anchor=f"ligne-{suivante}" if suivante else "suite",
        )
    )
