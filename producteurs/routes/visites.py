"""The visit, in the farmer's calendar."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.mails.visites import agenda_de_la_visite
from producteurs.queries import visites as lues
from producteurs.routes.cadre import bp, producteur_seulement
from socle.comptes.connexion import moi


@bp.get("/fermes/<int:numero>/visites/<int:visite>/rendez-vous.ics")
@producteur_seulement
def agenda_visite(numero: int, visite: int) -> ResponseReturnValue:
    dossier = queries.producteur_du_compte(moi(), numero).dossier
    trouvee = lues.visite_du_dossier(dossier, visite)
    reponse = Response(agenda_de_la_visite(trouvee), content_type="text/calendar; charset=utf-8")
    reponse.headers["Content-Disposition"] = f"attachment; filename=visite-{trouvee.id}.ics"
    return reponse
