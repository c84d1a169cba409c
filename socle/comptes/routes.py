"""Signing up, in and out, and one's own account."""

from __future__ import annotations

import secrets
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from socle.comptes import forms, queries, services
from socle.comptes.connexion import fermer_session, moi, ouvrir_session, suite_demandee
from socle.comptes.errors import CompteNonConfirme, LienPerime
from socle.comptes.limites import envois_limites, essais_limites
from socle.comptes.models import Compte, Role
from socle.errors import Refus
from socle.langue import _, _l
from socle.web.acces import connecte, public
from socle.web.formulaires import Formulaire

bp = Blueprint("comptes", __name__, url_prefix="/compte", template_folder="templates")

# Where each role works: the rooms above own these pages, only their addresses are known here.
ESPACES: dict[Role, tuple[str, Any, str]] = {
    Role.PRODUCTEUR: ("espace_producteurs.index", _l("Mes fermes"), "shop"),
    Role.RELAIS: ("espace_relais.remises", _l("Les remises de mon point relais"), "bag-check"),
    Role.CHAMBRE: ("equipe_producteurs.dossiers", _l("Les fermes à valider"), "clipboard-check"),
    Role.PLATEFORME: (
        "equipe_commandes.ventes",
        _l("Les ventes de la plateforme"),
        "calendar-event",
    ),
    Role.ADMIN: (
        "equipe_producteurs.dossiers",
        _l("Les dossiers de toutes les fermes"),
        "list-check",
    ),
}


def _montrer(gabarit: str, form: Formulaire, **valeurs: Any) -> ResponseReturnValue:
    """The page of ``form``; shown again after a fault it answers 422."""
    page = render_template(f"comptes/{gabarit}.html", form=form, suite=suite_demandee(), **valeurs)
    return page, 422 if form.is_submitted() else 200


def _message_envoye(courriel: str, *, si_compte: bool = False) -> ResponseReturnValue:
    session["message"] = {"pour": courriel, "si_compte": si_compte}
    return redirect(url_for(".message", suite=suite_demandee() or None), 303)


def _navigateur() -> str:
    """A random text kept by this browser, see ``services.inscrire``."""
    texte: str = session.setdefault("navigateur", secrets.token_urlsafe(16))
    return texte


def _espaces(compte: Compte) -> list[tuple[str, str, str]]:
    """(address, words, icon) of each place where ``compte`` works."""
    lieux = []
    for role, (endpoint, mots, icone) in ESPACES.items():
        if role is Role.RELAIS:
            lieux += [
                (url_for(endpoint, numero=int(objet)), str(mots), icone)
                for objet in compte.objets(role)
            ]
        elif compte.objets(role):
            lieux.append((url_for(endpoint), str(mots), icone))
    return lieux


def _accueil(compte: Compte | None = None) -> str:
    """Where one goes who asked for nothing: to work, or to the platform's home."""
    espaces = _espaces(compte) if compte else []
    if espaces:
        return espaces[0][0]
    slug = session.get("plateforme")
    return url_for("accueil.plateforme", plateforme=slug) if slug else url_for("accueil.index")


def _entrer(compte: Compte) -> ResponseReturnValue:
    ouvrir_session(compte)
    return redirect(suite_demandee() or _accueil(compte), 303)


@bp.errorhandler(LienPerime)
def _lien_perime(refus: LienPerime) -> ResponseReturnValue:
    actions = [
        (url_for(".connexion"), _("Se connecter")),
        (url_for(".oubli"), _("Recevoir un nouveau lien")),
    ]
    page = render_template(
        "erreur.html", statut=int(refus.statut), phrase=str(refus), actions=actions
    )
    return page, refus.statut


@bp.route("/connexion", methods=["GET", "POST"])
@public
@essais_limites
def connexion() -> ResponseReturnValue:
    form = forms.FormulaireConnexion()
    if current_user.is_authenticated and not form.is_submitted():
        return redirect(suite_demandee() or _accueil(moi()))
    if form.validate_on_submit():
        try:
            return _entrer(services.authentifier(form.courriel.data, form.mot_de_passe.data))
        except CompteNonConfirme as refus:
            return _renvoyer_confirmation(refus.details["compte"])
        except Refus as refus:
            form.form_errors.append(str(refus))
    return _montrer("connexion", form, **_demonstration())


def _demonstration() -> dict[str, Any]:
    """The accounts that anybody may try, and their password; nothing outside the demonstration."""
    if not current_app.config["REGLAGES"].demonstration:
        return {}
    return {
        "demonstration": queries.comptes_de_demonstration(),
        "mot_de_passe_de_demonstration": services.MOT_DE_PASSE_DE_DEMONSTRATION,
    }


@envois_limites
def _renvoyer_confirmation(compte: Compte) -> ResponseReturnValue:
    services.envoyer_confirmation(compte, navigateur=_navigateur(), suite=suite_demandee())
    return _message_envoye(compte.courriel)


@bp.post("/deconnexion")
@public
def deconnexion() -> ResponseReturnValue:
    fermer_session()
    flash(_("Vous êtes déconnecté. À bientôt !"), "succes")
    return redirect(_accueil(), 303)


@bp.route("/inscription", methods=["GET", "POST"])
@public
@envois_limites
def inscription() -> ResponseReturnValue:
    form = forms.FormulaireInscription()
    if form.validate_on_submit():
        services.inscrire(form.saisie(), navigateur=_navigateur(), suite=suite_demandee())
        return _message_envoye(form.courriel.data)
    return _montrer("inscription", form)


@bp.get("/message")
@public
def message() -> ResponseReturnValue:
    return render_template(
        "comptes/message.html", message=session.get("message"), suite=suite_demandee()
    )


@bp.route("/confirmation/<jeton>", methods=["GET", "POST"])
@public
@essais_limites
def confirmation(jeton: str) -> ResponseReturnValue:
    lue = services.lire_confirmation(jeton, navigateur=session.get("navigateur", ""))
    if lue.compte == current_user or (lue.compte.is_active and not lue.meme_navigateur):
        return _deja_confirme(lue.compte)
    form = forms.FormulaireConfirmation()
    if form.validate_on_submit():
        try:
            navigateur = session.get("navigateur", "")
            mot_de_passe = form.mot_de_passe.data or ""
            return _entrer(
                services.confirmer(jeton, navigateur=navigateur, mot_de_passe=mot_de_passe)
            )
        except Refus as refus:
            form.mot_de_passe.errors = [str(refus)]
    return _montrer("confirmation", form, lue=lue)


def _deja_confirme(compte: Compte) -> ResponseReturnValue:
    if compte == current_user:
        return redirect(suite_demandee() or url_for(".compte"))
    flash(_("Votre adresse est confirmée : il ne reste qu’à vous connecter."), "succes")
    return redirect(url_for(".connexion", suite=suite_demandee() or None))


@bp.route("/oubli", methods=["GET", "POST"])
@public
@envois_limites
def oubli() -> ResponseReturnValue:
    form = forms.FormulaireOubli()
    if form.validate_on_submit():
        services.demander_reinitialisation(form.courriel.data, suite=suite_demandee())
        return _message_envoye(form.courriel.data, si_compte=True)
    return _montrer("oubli", form)


@bp.route("/oubli/<jeton>", methods=["GET", "POST"])
@public
@essais_limites
def reinitialisation(jeton: str) -> ResponseReturnValue:
    vise = services.lire_reinitialisation(jeton)
    form = forms.FormulaireReinitialisation()
    form.pour = vise.courriel
    if form.validate_on_submit():
        reponse = _entrer(services.reinitialiser(jeton, form.nouveau_mot_de_passe.data))
        flash(_("C’est fait : votre nouveau mot de passe est enregistré."), "succes")
        return reponse
    return _montrer("reinitialisation", form, vise=vise)


@bp.route("/", methods=["GET", "POST"])
@connecte
def compte() -> ResponseReturnValue:
    form = forms.FormulaireProfil(obj=moi())
    if form.validate_on_submit():
        services.modifier_profil(moi(), form.saisie())
        flash(_("C’est enregistré."), "succes")
        return redirect(url_for(".compte"), 303)
    return _montrer("compte", form, espaces=_espaces(moi()))


@bp.route("/mot-de-passe", methods=["GET", "POST"])
@connecte
@essais_limites
def mot_de_passe() -> ResponseReturnValue:
    form = forms.FormulaireMotDePasse()
    form.pour = moi().courriel
    if form.validate_on_submit():
        actuel, nouveau = form.mot_de_passe.data, form.nouveau_mot_de_passe.data
        try:
            services.changer_mot_de_passe(moi(), actuel=actuel, nouveau=nouveau)
        except Refus as refus:
            form.mot_de_passe.errors = [str(refus)]
        else:
            return _rester(
                _("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
            )
    return _montrer("mot_de_passe", form)


def _rester(phrase: str) -> ResponseReturnValue:
    """Keep this browser signed in although the account's version has just changed."""
    ouvrir_session(moi())
    flash(phrase, "succes")
    return redirect(url_for(".compte"), 303)


@bp.route("/courriel", methods=["GET", "POST"])
@connecte
@essais_limites
@envois_limites
def courriel() -> ResponseReturnValue:
    form = forms.FormulaireCourriel()
    if form.validate_on_submit():
        actuel, nouveau = form.mot_de_passe.data, form.courriel.data
        try:
            services.demander_changement_de_courriel(moi(), actuel=actuel, nouveau=nouveau)
        except Refus as refus:
            form.mot_de_passe.errors = [str(refus)]
        else:
            return _message_envoye(nouveau)
    return _montrer("courriel", form)


@bp.route("/courriel/<jeton>", methods=["GET", "POST"])
@connecte
def nouvelle_adresse(jeton: str) -> ResponseReturnValue:
    nouveau = services.lire_changement_de_courriel(moi(), jeton)
    form = Formulaire()
    if form.validate_on_submit():
        services.changer_courriel(moi(), jeton)
        return _rester(_("Votre nouvelle adresse est enregistrée."))
    return _montrer("nouvelle_adresse", form, nouveau=nouveau)
