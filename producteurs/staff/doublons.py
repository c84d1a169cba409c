"""Entries that may be one farm: set aside, merged, and merges undone."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs.errors.doublons import FusionImpossible
from producteurs.forms.fusion import FormulaireFusion
from producteurs.models import Producteur, Rapprochement
from producteurs.queries import departements_du_compte
from producteurs.queries import doublons as lectures
from producteurs.queries.paires import ESSENTIEL, IDENTITE, LigneComparee, comparees, ecart_en_mots
from producteurs.services import doublons as services
from producteurs.services.fusion import annuler_fusion, fusionner
from producteurs.staff.cadre import bp
from socle import horloge
from socle.comptes.connexion import moi
from socle.errors import Introuvable, Refus
from socle.langue import _
from socle.web.transactions import abandonner


@bp.get("/doublons")
def doublons() -> ResponseReturnValue:
    departements = departements_du_compte(moi())
    return render_template(
        "producteurs/doublons.html",
        page=lectures.doublons(departements, request.args.get("page", 1, int)),
        departements=departements,
        lignes_de=_lignes,
        ecart_en_mots=ecart_en_mots,
        jour=horloge.aujourdhui(),
    )


def _lignes(paire: Rapprochement) -> list[LigneComparee]:
    """What the list says of a pair: of an entry from elsewhere, what the public reads of it."""
    departements, jour = departements_du_compte(moi()), horloge.aujourdhui()
    lisibles = all(
        fiche.departement in departements or fiche.dossier.en_regle(jour)
        for fiche in (paire.premier, paire.second)
    )
    return comparees(paire.premier, paire.second, ESSENTIEL if lisibles else IDENTITE)


@bp.post("/doublons/<int:premier>/<int:second>/ecarter")
def ecarter_doublon(premier: int, second: int) -> ResponseReturnValue:
    paire = lectures.rapprochement_de(departements_du_compte(moi()), premier, second)
    try:
        services.ecarter(paire, par=moi())
        flash(_("C’est retenu : ce sont deux fermes."), "succes")
    except Refus as refus:
        abandonner()
        flash(str(refus), "attention")
    return redirect(url_for(".doublons", _anchor="suite"))


def _choisies(premier: int, second: int) -> tuple[Producteur, Producteur]:
    """(kept, absorbed) of a pair that this agent may merge, the kept one as the address says."""
    departements = departements_du_compte(moi())
    paire = lectures.rapprochement_de(departements, premier, second)
    if not lectures.fusionnable(paire, departements):
        raise Introuvable
    garde, absorbe = sorted((paire.premier, paire.second), key=_merite)
    demandee = request.args.get("garde", garde.id, int)
    return (absorbe, garde) if demandee == absorbe.id else (garde, absorbe)


def _merite(fiche: Producteur) -> tuple[bool, bool, int]:
    """The one to keep first: public, vouched for, then the oldest."""
    en_regle = fiche.dossier.en_regle(horloge.aujourdhui())
    return not en_regle, not fiche.dossier.verrouille, fiche.id


@bp.get("/doublons/<int:premier>/<int:second>/fusion")
def fusion(premier: int, second: int) -> ResponseReturnValue:
    return _montrer_fusion(*_choisies(premier, second))


def _montrer_fusion(
    garde: Producteur, absorbe: Producteur, rempli: FormulaireFusion | None = None
) -> ResponseReturnValue:
    premier, second = sorted((garde.id, absorbe.id))
    page = render_template(
        "producteurs/fusion.html",
        garde=garde,
        absorbe=absorbe,
        paire={"premier": premier, "second": second},
        form=rempli or FormulaireFusion(garde, absorbe, formdata=None),
        jour=horloge.aujourdhui(),
    )
    return page, 422 if rempli else 200


@bp.post("/doublons/<int:premier>/<int:second>/fusion")
def fusionner_doublon(premier: int, second: int) -> ResponseReturnValue:
    garde, absorbe = _choisies(premier, second)
    form, suites = FormulaireFusion(garde, absorbe), current_app.config["SUITES_FUSION"]
    if form.reussit(
        lambda: fusionner(
            garde, absorbe, form.choix(), par=moi(), suites=suites, versions=form.versions()
        )
    ):
        flash(_("« %(nom)s » tient maintenant en une seule fiche.", nom=garde.nom), "succes")
        return redirect(url_for(".doublons", _anchor="suite"))
    abandonner()
    garde, absorbe = _choisies(premier, second)
    return _montrer_fusion(garde, absorbe, form.relu(garde, absorbe))


@bp.get("/fusions")
def fusions() -> ResponseReturnValue:
    departements = departements_du_compte(moi())
    page = lectures.fusions(departements, request.args.get("page", 1, int))
    return render_template("producteurs/fusions.html", page=page)


@bp.post("/fusions/<int:numero>/annuler")
def defaire_fusion(numero: int) -> ResponseReturnValue:
    faite = lectures.fusion_de(departements_du_compte(moi()), numero)
    try:
        annuler_fusion(faite, par=moi(), suites=current_app.config["SUITES_FUSION"])
        flash(_("Les deux fiches sont revenues comme avant."), "succes")
    except FusionImpossible as refus:
        abandonner()
        flash(str(refus), "erreur")
    return redirect(url_for(".fusions"))
