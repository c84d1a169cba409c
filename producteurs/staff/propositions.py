"""The changes that farms propose: read side by side, accepted one by one or together."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.forms.revision import FormulaireRefusRevision
from producteurs.models import Revision
from producteurs.queries import revision as revisions
from producteurs.queries.differences import montrer
from producteurs.services import revision as services
from producteurs.staff.cadre import bp
from socle.comptes.connexion import moi
from socle.langue import _, ngettext
from socle.pages import PAR_PAGE


@bp.get("/propositions")
def propositions() -> ResponseReturnValue:
    return _montrer()


def _montrer(rempli: FormulaireRefusRevision | None = None) -> ResponseReturnValue:
    """The work list; ``rempli`` is a refusal to be shown again with its errors."""
    departements = queries.departements_du_compte(moi())
    page = revisions.propositions(departements, request.args.get("page", 1, int))
    refus = {r.id: FormulaireRefusRevision(r, formdata=None) for r in page.elements}
    if rempli:
        refus[rempli.revision.id] = rempli
    page_html = render_template(
        "producteurs/propositions.html",
        page=page,
        montrees=montrer(page.elements),
        refus=refus,
        rempli=rempli,
    )
    return page_html, 422 if rempli else 200


@bp.post("/propositions/<int:numero>/accepter")
def accepter_proposition(numero: int) -> ResponseReturnValue:
    return _accepter([revisions.revision_pour(moi(), numero)])


@bp.post("/propositions/accepter")
def accepter_propositions() -> ResponseReturnValue:
    cochees = [n for n in request.form.getlist("proposition", type=int) if 0 < n < 2**31]
    return _accepter(revisions.revisions_pour(moi(), cochees[:PAR_PAGE]))


def _accepter(choisies: Sequence[Revision]) -> ResponseReturnValue:
    """Accept those that still can be, and say of each other why it cannot."""
    bilan = services.accepter_revisions(choisies, par=moi())
    if nombre := len(bilan.acceptees):
        phrase = ngettext(
            "Une modification est en ligne, la ferme en est prévenue.",
            "%(num)s modifications sont en ligne, les fermes en sont prévenues.",
            nombre,
        )
        flash(phrase, "succes")
    for revision, refus in bilan.refusees:
        flash(f"{revision.producteur.nom} : {refus}", "erreur")
    if not choisies:
        flash(_("Cochez d’abord les modifications à accepter."), "attention")
    return _a_la_liste()


@bp.post("/propositions/<int:numero>/refuser")
def refuser_proposition(numero: int) -> ResponseReturnValue:
    revision = revisions.revision_pour(moi(), numero)
    form = FormulaireRefusRevision(revision)
    if form.reussit(lambda: services.refuser_revision(revision, par=moi(), motif=form.phrase())):
        flash(_("Refusé. La ferme en est prévenue, avec votre motif."), "succes")
        return _a_la_liste()
    if form.form_errors:  # it waits no more: the list has nothing to show it with
        flash(form.form_errors[0], "erreur")
        return _a_la_liste()
    return _montrer(form)


def _a_la_liste() -> ResponseReturnValue:
    """Back to what still waits, at its first line."""
    departements = queries.departements_du_compte(moi())
    reste = revisions.propositions(departements, request.args.get("page", 1, int))
    suite = f"p{reste.elements[0].id}" if reste.elements else "suite"
    return redirect(url_for(".propositions", _anchor=suite))
