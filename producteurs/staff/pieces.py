"""The papers that wait for the chamber: read, accepted until a date, refused with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from producteurs import queries
from producteurs.forms.pieces import RETOURS, FormulaireAcceptation, FormulaireRefusPiece
from producteurs.models import Piece
from producteurs.queries import pieces as lues
from producteurs.services import pieces as services
from producteurs.services.pieces import SORTES_DATEES
from producteurs.staff.cadre import bp
from producteurs.vocabulaire.registre import MOTIFS_PIECE
from socle import horloge
from socle.comptes.connexion import moi
from socle.errors import Refus
from socle.langue import _
from socle.web.papiers import repondre_papier


@bp.get("/pieces")
def pieces() -> ResponseReturnValue:
    departements = queries.departements_du_compte(moi())
    return render_template(
        "producteurs/pieces_a_traiter.html",
        page=lues.pieces_a_traiter(departements, request.args.get("page", 1, int)),
        jour=horloge.aujourdhui(),
        datees=SORTES_DATEES,
        motifs=MOTIFS_PIECE,
    )


@bp.get("/<int:numero>/pieces/<int:piece>")
def piece(numero: int, piece: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, piece)
    return repondre_papier(trouvee.cle, trouvee.type_mime, trouvee.nom_fichier)


@bp.get("/<int:numero>/pieces/<int:piece>/examen")
def examen(numero: int, piece: int) -> ResponseReturnValue:
    retour = request.args.get("retour", "")
    return _montrer(_trouver(numero, piece), retour if retour in RETOURS else "dossier")


@bp.post("/<int:numero>/pieces/<int:piece>/accepter")
def accepter_piece(numero: int, piece: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, piece)
    form = FormulaireAcceptation(trouvee)
    if form.reussit(
        lambda: services.accepter_piece(
            trouvee, par=moi(), fin_le=form.fin_le.data, vu=form.etat_vu()
        )
    ):
        return _apres(trouvee, _("Pièce acceptée."), liste=form.vers_la_liste())
    return _montrer(trouvee, form.retour.data, form)


@bp.post("/<int:numero>/pieces/<int:piece>/refuser")
def refuser_piece(numero: int, piece: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, piece)
    form = FormulaireRefusPiece(trouvee)
    if form.reussit(
        lambda: services.refuser_piece(trouvee, par=moi(), motif=form.phrase(), vu=form.etat_vu())
    ):
        return _apres(trouvee, _("Pièce refusée."), liste=form.vers_la_liste())
    return _montrer(trouvee, form.retour.data, form)


@bp.post("/<int:numero>/pieces/<int:piece>/rappeler")
def rappeler_piece(numero: int, piece: int) -> ResponseReturnValue:
    trouvee = _trouver(numero, piece)
    liste = request.form.get("retour") == "liste"
    try:
        services.rappeler_piece(trouvee, par=moi())
    except Refus as refus:
        flash(str(refus), "attention")
        return redirect(_adresse_de_retour(trouvee, liste=liste))
    return _apres(trouvee, _("Rappel envoyé."), liste=liste)


def _trouver(numero: int, piece: int) -> Piece:
    return lues.piece_pour(queries.departements_du_compte(moi()), numero, piece)


def _montrer(
    piece: Piece,
    retour: str | None,
    rempli: FormulaireAcceptation | FormulaireRefusPiece | None = None,
) -> ResponseReturnValue:
    """The paper and both decisions; ``rempli`` is a form to be shown again with its errors."""
    formulaires = (
        FormulaireAcceptation(piece, retour or "", formdata=None),
        FormulaireRefusPiece(piece, retour or "", formdata=None),
    )
    accepter, refuser = (rempli if isinstance(rempli, type(vide)) else vide for vide in formulaires)
    page = render_template(
        "producteurs/piece.html",
        piece=piece,
        producteur=piece.dossier.producteur,
        jour=horloge.aujourdhui(),
        accepter=accepter,
        refuser=refuser,
        rempli=rempli,
        liste=retour == "liste",
    )
    return page, 422 if rempli else 200


def _apres(piece: Piece, fait: str, *, liste: bool) -> ResponseReturnValue:
    """Back to where the decision was taken from, its line gone from the list."""
    nom = piece.dossier.producteur.nom
    flash(_("%(fait)s « %(nom)s » en est prévenue par courriel.", fait=fait, nom=nom), "succes")
    return redirect(_adresse_de_retour(piece, liste=liste))


def _adresse_de_retour(piece: Piece, *, liste: bool) -> str:
    if liste:
        return url_for(".pieces", _anchor="suite")
    return url_for(".dossier", numero=piece.dossier.producteur_id, _anchor="pieces")
