"""What the chamber does with one file, from its page or from the work list."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from producteurs import forms, queries
from producteurs.forms.dossier import FormulaireActe
from producteurs.models import Dossier, EtatDossier
from producteurs.services import dossier as services
from producteurs.staff.cadre import annoncer, bp
from producteurs.staff.dossier import montrer
from socle.comptes.connexion import moi
from socle.langue import _

EN_ATTENTE = frozenset(
    {EtatDossier.SOUMIS, EtatDossier.INSTRUCTION, EtatDossier.VISITE, EtatDossier.APPEL}
)
"""The files that are gone through one after the other; any other was looked for."""


def _agir(
    nom: str, dossier: Dossier, form: FormulaireActe, faire: Callable[[], object], dit: str
) -> ResponseReturnValue:
    """Do it, then stay with a file that is taken or was looked for and go on from one that waited;
    else show it again with the form's sentences."""
    attendait = dossier.etat in EN_ATTENTE or dossier.renouvellement_demande_le is not None
    if not form.reussit(faire):
        return montrer(dossier, nom, form), 422
    flash(annoncer(dit, dossier.producteur), "succes")
    suivant = queries.suivant_a_instruire(queries.departements_du_compte(moi()), moi())
    numero = suivant if attendait and nom != "prendre" else dossier.producteur_id
    if numero is None:
        return redirect(url_for(".a_instruire", _anchor="suite"))
    if form.retour.data == "liste":
        return redirect(url_for(".a_instruire", _anchor=f"ferme-{numero}"))
    return redirect(url_for(".dossier", numero=numero))


@bp.post("/<int:numero>/prendre")
def prendre(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("Vous instruisez « %(nom)s ».", nom=dossier.producteur.nom)
    form = forms.FormulaireActe(dossier)
    return _agir(
        "prendre", dossier, form, lambda: services.prendre_en_instruction(dossier, par=moi()), dit
    )


@bp.post("/<int:numero>/valider")
def valider(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("« %(nom)s » est validée.", nom=dossier.producteur.nom)
    form = forms.FormulaireValidation(dossier)

    def faire() -> None:
        services.valider_dossier(
            dossier,
            par=moi(),
            jusqu_au=form.jusqu_au(),
            vu_le=form.lu_le(),
            sans_piece=form.malgre_tout(),
        )

    return _agir("valider", dossier, form, faire, dit)


@bp.post("/<int:numero>/completer")
def completer(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("Le complément est demandé à « %(nom)s ».", nom=dossier.producteur.nom)
    form = forms.FormulaireComplement(dossier)

    def faire() -> None:
        services.demander_complement(dossier, par=moi(), motif=form.phrase(), vu_le=form.lu_le())

    return _agir("completer", dossier, form, faire, dit)


@bp.post("/<int:numero>/differer")
def differer(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("« %(nom)s » redemandera son renouvellement.", nom=dossier.producteur.nom)
    form = forms.FormulaireComplement(dossier)

    def faire() -> None:
        services.differer_renouvellement(
            dossier, par=moi(), motif=form.phrase(), vu_le=form.lu_le()
        )

    return _agir("differer", dossier, form, faire, dit)


@bp.post("/<int:numero>/refuser")
def refuser(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("« %(nom)s » est refusée.", nom=dossier.producteur.nom)
    form = forms.FormulaireRefus(dossier)

    def faire() -> None:
        services.refuser_dossier(dossier, par=moi(), motif=form.phrase(), vu_le=form.lu_le())

    return _agir("refuser", dossier, form, faire, dit)


@bp.post("/<int:numero>/suspendre")
def suspendre(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("« %(nom)s » est suspendue.", nom=dossier.producteur.nom)
    form = forms.FormulaireSuspension(dossier)

    def faire() -> None:
        services.suspendre_dossier(dossier, par=moi(), motif=form.phrase(), vu_le=form.lu_le())

    return _agir("suspendre", dossier, form, faire, dit)


@bp.post("/<int:numero>/radier")
def radier(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("Le dossier de « %(nom)s » est fermé.", nom=dossier.producteur.nom)
    form = forms.FormulaireRadiation(dossier)

    def faire() -> None:
        services.radier_dossier(dossier, par=moi(), motif=form.phrase(), vu_le=form.lu_le())

    return _agir("radier", dossier, form, faire, dit)


@bp.post("/<int:numero>/rouvrir")
def rouvrir(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("Le dossier de « %(nom)s » est rouvert.", nom=dossier.producteur.nom)
    form = forms.FormulaireReouverture(dossier)

    def faire() -> None:
        services.rouvrir_dossier(dossier, par=moi(), motif=form.phrase())

    return _agir("rouvrir", dossier, form, faire, dit)


@bp.post("/<int:numero>/donner-raison")
def donner_raison(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("« %(nom)s » obtient raison : elle est validée.", nom=dossier.producteur.nom)
    form = forms.FormulaireValidation(dossier)

    def faire() -> None:
        services.donner_raison(
            dossier,
            par=moi(),
            jusqu_au=form.jusqu_au(),
            vu_le=form.lu_le(),
            sans_piece=form.malgre_tout(),
        )

    return _agir("donner_raison", dossier, form, faire, dit)


@bp.post("/<int:numero>/confirmer")
def confirmer(numero: int) -> ResponseReturnValue:
    dossier = queries.dossier_pour(moi(), numero)
    dit = _("La décision sur « %(nom)s » est maintenue.", nom=dossier.producteur.nom)
    form = forms.FormulaireConfirmation(dossier)

    def faire() -> None:
        services.confirmer_en_appel(dossier, par=moi(), motif=form.phrase(), vu_le=form.lu_le())

    return _agir("confirmer", dossier, form, faire, dit)
