"""The farmer's papers: what the chamber asks for, sending it, seeing it again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.forms.pieces import FormulairePiece
from producteurs.queries import pieces as lues
from producteurs.routes.cadre import bp, producteur_seulement
from producteurs.services import pieces as services
from socle import horloge
from socle.comptes.connexion import moi
from socle.langue import _
from socle.web.papiers import repondre_papier


@bp.route("/fermes/<int:numero>/pieces", methods=["GET", "POST"])
@producteur_seulement
def pieces(numero: int) -> ResponseReturnValue:
    producteur = queries.producteur_du_compte(moi(), numero)
    form = FormulairePiece(producteur.dossier, request.args.get("sorte", ""))
    if form.reussit(lambda: services.deposer_piece(producteur.dossier, form.saisie(), par=moi())):
        flash(_("La pièce est envoyée : la chambre d’agriculture va l’examiner."), "succes")
        return redirect(url_for(".pieces", numero=numero))
    besoins, jour = lues.besoins(producteur.dossier), horloge.aujourdhui()
    contexte = {"producteur": producteur, "besoins": besoins, "jour": jour, "form": form}
    return render_template("producteurs/pieces.html", **contexte), form.statut


@bp.get("/fermes/<int:numero>/pieces/<int:piece>")
@producteur_seulement
def piece(numero: int, piece: int) -> ResponseReturnValue:
    dossier = queries.producteur_du_compte(moi(), numero).dossier
    trouvee = lues.piece_du_dossier(dossier, piece)
    return repondre_papier(trouvee.cle, trouvee.type_mime, trouvee.nom_fichier)
