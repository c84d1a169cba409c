"""Putting the rooms together. The only module that knows them all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from flask import Flask, url_for
from flask_babel import Babel
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import commandline, importation, menus
from app import routes as accueil
from cartes import api as api_producteurs
from cartes import routes as cartes
from commandes import api as api_commandes
from commandes import routes as commandes
from commandes import services as services_commandes
from commandes import staff as staff_commandes
from commandes import tasks as _commandes_tasks  # noqa: F401
from commandes.services import fusion as fusion_commandes
from livraisons import staff as staff_livraisons
from livraisons.services import fusion as fusion_livraisons
from producteurs import routes as espace_producteurs
from producteurs import staff as equipe_producteurs
from producteurs.registres.ouverts import brancher_registres
from producteurs.services.fusion import SuiteFusion, SuitesFusion
from producteurs.tasks import doublons as _producteurs_doublons  # noqa: F401
from producteurs.tasks import echeances as _producteurs_echeances  # noqa: F401
from producteurs.tasks import fraicheur as _fraicheur_tasks  # noqa: F401
from producteurs.tasks import imports as _producteurs_imports  # noqa: F401
from producteurs.tasks import labels as _labels_tasks  # noqa: F401
from producteurs.tasks import pieces as _producteurs_pieces  # noqa: F401
from producteurs.tasks import signalements as _signalements_tasks  # noqa: F401
from producteurs.vocabulaire import brancher_vocabulaire
from socle import db, gabarits
from socle.comptes import connexion
from socle.comptes import routes as comptes
from socle.envois import routes as courrier
from socle.envois import tasks as _envois_tasks  # noqa: F401  (declares its periodic tasks)
from socle.fichiers import routes as fichiers
from socle.fichiers.depot import brancher_fichiers
from socle.langue import brancher_langue
from socle.paiements import routes as paiements
from socle.paiements import tasks as _paiements_tasks  # noqa: F401
from socle.paiements.services import Suites
from socle.reglages import Reglages
from socle.traces import brancher_traces
from socle.travaux import brancher_travaux
from socle.web import openapi
from socle.web.acces import brancher_acces
from socle.web.adresses import brancher_adresses
from socle.web.erreurs import brancher_erreurs
from socle.web.formats import brancher_formats
from socle.web.limites import brancher_limites
from socle.web.securite import brancher_securite
from socle.web.statiques import brancher_statiques
from socle.web.transactions import brancher_transactions
from territoires import api as api_territoires
from territoires import contexte
from territoires import routes as territoires

TAILLE_MAXIMALE = 12 * 1024 * 1024  # a picture of 10 MB and its form
BLUEPRINTS = (
    accueil.bp,
    api_producteurs.bp,
    api_commandes.bp,
    api_territoires.bp,
    cartes.bp,
    commandes.bp,
    comptes.bp,
    courrier.bp,
    equipe_producteurs.bp,
    espace_producteurs.bp,
    espace_producteurs.public_bp,
    fichiers.bp,
    openapi.bp,
    paiements.bp,
    staff_commandes.equipe,
    staff_commandes.espace,
    staff_commandes.relais,
    staff_livraisons.equipe,
    staff_livraisons.espace,
    territoires.bp,
)


# What the room that asked for money does once it has arrived, and the page that shows it: by the
# ``genre`` of the payment.
SUITES_PAIEMENT: Suites = {"commande": services_commandes.paiement_recu}
PAGES_PAIEMENT: Mapping[str, Callable[[str], str]] = {
    "commande": lambda reference: url_for("commandes.commande", reference=reference)
}
# What follows a farm whose entry is merged into another, in the rooms that keep its number.
SUITES_FUSION: SuitesFusion = {
    "livraisons": SuiteFusion(fusion_livraisons.deplacer, fusion_livraisons.ramener),
    "commandes": SuiteFusion(fusion_commandes.deplacer, fusion_commandes.ramener),
}


def create_app(reglages: Reglages | None = None) -> Flask:
    """The whole site for ``reglages`` (the environment's when None)."""
    reglages = reglages or Reglages.depuis(os.environ)
    app = Flask(__name__, static_folder=None)
    app.config.update(
        REGLAGES=reglages,
        SECRET_KEY=reglages.secret_key,
        SESSION_COOKIE_NAME="cabas",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=reglages.production,
        MAX_CONTENT_LENGTH=TAILLE_MAXIMALE,
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_DEFAULT_TIMEZONE="Europe/Paris",
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open a whole evening; the session bounds it
        COMPRESS_ALGORITHM=["br", "gzip"],
        SUITES_PAIEMENT=SUITES_PAIEMENT,
        PAGES_PAIEMENT=PAGES_PAIEMENT,
        SUITES_FUSION=SUITES_FUSION,
    )
    if reglages.production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    Path(reglages.data_dir).mkdir(parents=True, exist_ok=True)
    brancher_traces(reglages)
    db.brancher(db.ouvrir_moteur(reglages.adresse_base))
    Babel(app)
    brancher_langue(app.jinja_env)
    Compress(app)
    brancher_fichiers(reglages)
    brancher_adresses(app)
    brancher_transactions(app)
    connexion.brancher_connexion(app)
    brancher_limites(app, reglages)
    brancher_acces(app)
    CSRFProtect(app).exempt(paiements.webhook)  # its signature says who speaks
    brancher_securite(app, reglages)
    brancher_erreurs(app)
    brancher_formats(app)
    openapi.brancher_api(app)
    brancher_vocabulaire(app)
    brancher_registres(app)
    brancher_statiques(app)
    contexte.brancher_contexte(app)
    menus.brancher_menus(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    brancher_travaux(app, reglages)
    app.jinja_env.globals["reglages"] = reglages
    gabarits.brancher_gabarits(app.jinja_env, app.url_map, reglages.base_url)
    app.cli.add_command(commandline.groupe)
    app.cli.add_command(importation.groupe)
    return app
