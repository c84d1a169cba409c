"""A round of home deliveries: the stops in order, ticked at each door, or printed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.staff.ventes import bp
from socle.comptes.connexion import moi
from socle.langue import _
from socle.web.formulaires import ecrire_telephone


@bp.get("/creneaux/<int:numero>")
def tournee(numero: int) -> ResponseReturnValue:
    return _montrer("commandes/equipe/tournee.html", numero)


@bp.get("/creneaux/<int:numero>/papier")
def tournee_papier(numero: int) -> ResponseReturnValue:
    return _montrer("commandes/equipe/tournee_papier.html", numero)


def _montrer(gabarit: str, numero: int) -> ResponseReturnValue:
    creneau = queries.creneau_pour(moi(), numero)
    return render_template(
        gabarit,
        creneau=creneau,
        arrets=queries.arrets_de(creneau.id),
        telephone=ecrire_telephone,
    )


@bp.post("/creneaux/<int:numero>/<reference>/remettre")
def livrer(numero: int, reference: str) -> ResponseReturnValue:
    creneau = queries.creneau_pour(moi(), numero)
    arret = queries.arret_de_creneau(creneau.id, reference)
    services.remettre_commande(arret, par=moi())
    flash(_("%(prenom)s : commande livrée.", prenom=arret.prenom), "succes")
    return redirect(url_for(".tournee", numero=numero, _anchor=f"arret-{reference}"), 303)


@bp.post("/creneaux/<int:numero>/<reference>/annuler")
def decocher(numero: int, reference: str) -> ResponseReturnValue:
    creneau = queries.creneau_pour(moi(), numero)
    arret = queries.arret_de_creneau(creneau.id, reference)
    services.decocher_commande(arret, par=moi())
    flash(_("%(prenom)s : décochée.", prenom=arret.prenom), "succes")
    return redirect(url_for(".tournee", numero=numero, _anchor=f"arret-{reference}"), 303)
