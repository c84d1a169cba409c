"""The visits: proposed, moved, given up, reported on. Their photos stay at the chamber."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.forms.visites import (
    FormulaireAnnulation,
    FormulaireCompteRendu,
    FormulairePhotos,
    FormulaireVisite,
    formulaire_compte_rendu,
)
from producteurs.models import EtatVisite, Visite
from producteurs.queries import visites as lues
from producteurs.queries.regles import regles_de
from producteurs.services import visites as services
from producteurs.staff.cadre import annoncer, bp
from socle import horloge
from socle.comptes.connexion import moi
from socle.fichiers.prives import IMAGE
from socle.langue import _
from socle.web.papiers import repondre_papier


@bp.route("/<int:numero>/visites/nouvelle", methods=["GET", "POST"])
def nouvelle_visite(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    form = FormulaireVisite.nouveau(moi())
    if form.reussit(lambda: services.proposer_visite(dossier, form.saisie(), par=moi())):
        flash(annoncer(_("La visite est proposée."), dossier.producteur), "succes")
        return redirect(url_for(".dossier", numero=numero, _anchor="visites"))
    contexte = {"producteur": dossier.producteur, "visite": None, "form": form}
    return render_template("producteurs/visite_prevoir.html", **contexte), form.statut


@bp.route("/<int:numero>/visites/<int:visite>/deplacer", methods=["GET", "POST"])
def deplacer_visite(numero: int, visite: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, visite)
    form = FormulaireVisite.pour(trouvee)
    if form.reussit(lambda: services.deplacer_visite(trouvee, form.saisie(), par=moi())):
        flash(annoncer(_("Le rendez-vous est changé."), trouvee.dossier.producteur), "succes")
        return redirect(url_for(".visite", numero=numero, visite=visite))
    contexte = {"producteur": trouvee.dossier.producteur, "visite": trouvee, "form": form}
    return render_template("producteurs/visite_prevoir.html", **contexte), form.statut


@bp.get("/<int:numero>/visites/<int:visite>")
def visite(numero: int, visite: int) -> ResponseReturnValue:
    return _montrer(_trouver(numero, visite))


@bp.post("/<int:numero>/visites/<int:visite>/annuler")
def annuler_visite(numero: int, visite: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, visite)
    form = FormulaireAnnulation()
    if form.reussit(lambda: services.annuler_visite(trouvee, par=moi(), motif=form.phrase())):
        flash(annoncer(_("La visite est annulée."), trouvee.dossier.producteur), "succes")
        return redirect(url_for(".dossier", numero=numero, _anchor="visites"))
    return _montrer(trouvee, form)


@bp.post("/<int:numero>/visites/<int:visite>/compte-rendu")
def rendre_compte(numero: int, visite: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, visite)
    form = _compte_rendu(trouvee)
    if form.reussit(lambda: services.rendre_compte(trouvee, form.compte_rendu(), par=moi())):
        flash(_("Le compte rendu est enregistré. Le dossier attend votre décision."), "succes")
        return redirect(url_for(".dossier", numero=numero, _anchor="visites"))
    return _montrer(trouvee, form)


@bp.post("/<int:numero>/visites/<int:visite>/photos")
def ajouter_photos(numero: int, visite: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, visite)
    form = FormulairePhotos(trouvee)
    if form.reussit(lambda: services.ajouter_photos(trouvee, form.photos_lues())):
        flash(_("Les photos sont gardées avec la visite."), "succes")
        return redirect(url_for(".visite", numero=numero, visite=visite, _anchor="photos"))
    return _montrer(trouvee, form)


@bp.get("/<int:numero>/visites/<int:visite>/photos/<int:rang>")
def photo_visite(numero: int, visite: int, rang: int) -> ResponseReturnValue:
    cle = lues.photo_de_visite(_trouver(numero, visite), rang)
    return repondre_papier(cle, IMAGE, f"visite-{visite}-{rang}")


def _trouver(numero: int, visite: int) -> Visite:
    return lues.visite_pour(queries.departements_du_compte(moi()), numero, visite)


def _compte_rendu(visite: Visite, **options: object) -> FormulaireCompteRendu:
    grille = regles_de(visite.dossier.producteur.departement).grille
    return formulaire_compte_rendu(visite, grille, **options)


def _montrer(
    visite: Visite,
    rempli: FormulaireAnnulation | FormulaireCompteRendu | FormulairePhotos | None = None,
) -> ResponseReturnValue:
    """The visit and what can be done of it; ``rempli`` is a form shown again with its errors."""
    vides = {
        "annuler": FormulaireAnnulation(formdata=None),
        "photos": FormulairePhotos(visite, formdata=None),
        "compte_rendu": _compte_rendu(visite, formdata=None),
    }
    classes = {
        "annuler": FormulaireAnnulation,
        "photos": FormulairePhotos,
        "compte_rendu": FormulaireCompteRendu,
    }
    jour = horloge.aujourdhui()
    page = render_template(
        "producteurs/visite.html",
        visite=visite,
        producteur=visite.dossier.producteur,
        rempli=rempli,
        prevue=visite.etat is EtatVisite.PREVUE,
        commencee=visite.prevue_le.astimezone(horloge.PARIS).date() <= jour,
        **{nom: rempli if isinstance(rempli, classes[nom]) else vides[nom] for nom in vides},
    )
    return page, 422 if rempli else 200
