"""The relay keeper's evening: a first name, a number, crates; ticked one by one, or printed.

Nothing else about a person is shown here, nor how an order was paid, nor what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.queries import Remise
from livraisons.errors import CodeInconnu
from livraisons.models import Distribution, PointRelais
from livraisons.queries import distribution_au, distributions_a_venir, points_par_numeros
from livraisons.services import trouver_livraison
from socle import horloge, parametres
from socle.comptes.connexion import moi
from socle.comptes.models import Role
from socle.errors import Introuvable
from socle.langue import _
from socle.web.acces import habilite

bp = Blueprint(
    "espace_relais", "commandes", url_prefix="/espace/relais", template_folder="templates"
)
tenant_seulement = habilite(Role.RELAIS)

DISTRIBUTION = parametres.entier("distribution", "Numéro d’une distribution.", maximum=999_999_999)


@dataclass(frozen=True, slots=True)
class Soiree:
    """One distribution at a keeper's relay point; ``point`` is his, or there is nothing to see."""

    point: PointRelais
    distribution: Distribution | None
    autres: Sequence[Distribution]
    remises: Sequence[Remise]

    @property
    def faites(self) -> int:
        return sum(r.faite for r in self.remises)

    @property
    def bacs(self) -> int:
        return sum(r.livraison.bacs for r in self.remises)


def _point(numero: int) -> PointRelais:
    points = points_par_numeros([numero]) if moi().peut(Role.RELAIS, numero) else ()
    if not points:
        raise Introuvable
    return points[0]


def _soiree(numero: int) -> Soiree:
    """The distribution that the address names, else today's or the next.

    Of several today, the first that is not over; the last once they all are, to be ticked late.
    """
    point = _point(numero)
    jour = horloge.aujourdhui()
    autres = distributions_a_venir(point.id, horloge.a_paris(jour, time()))
    choisie = DISTRIBUTION.lire(request.args)
    ce_jour = [d for d in autres if d.debut.astimezone(horloge.PARIS).date() <= jour]
    restent = [d for d in ce_jour if d.fin > horloge.maintenant()]
    proche = next(iter(restent or ce_jour[-1:] or autres), None)
    distribution = distribution_au(point.id, choisie) if choisie else proche
    remises = queries.remises_de(distribution.id) if distribution else ()
    return Soiree(point, distribution, autres, remises)


@bp.get("/")
@tenant_seulement
def index() -> ResponseReturnValue:
    points = points_par_numeros(int(n) for n in moi().objets(Role.RELAIS))
    if len(points) == 1:
        return redirect(url_for(".remises", numero=points[0].id))
    return render_template("commandes/relais/index.html", points=points)


@bp.get("/<int:numero>")
@tenant_seulement
def remises(numero: int) -> ResponseReturnValue:
    soiree, cherche = _soiree(numero), request.args.get("q", "").strip()[:40]
    trouvees, refus = _chercher(soiree, cherche)
    return render_template(
        "commandes/relais/remises.html",
        soiree=soiree,
        jour=horloge.aujourdhui(),
        cherche=cherche,
        trouvees=trouvees,
        refus=refus,
    )


def _chercher(soiree: Soiree, cherche: str) -> tuple[Sequence[Remise], str]:
    """The parcels that what was typed designates, or all of them and the sentence that says no."""
    if not cherche:
        return soiree.remises, ""
    try:
        designees = trouver_livraison(cherche, [r.livraison for r in soiree.remises])
    except CodeInconnu as refus:
        return soiree.remises, str(refus)
    return [r for r in soiree.remises if r.livraison in designees], ""


@bp.get("/<int:numero>/papier")
@tenant_seulement
def papier(numero: int) -> ResponseReturnValue:
    return render_template("commandes/relais/papier.html", soiree=_soiree(numero))


@bp.post("/<int:numero>/<reference>/remettre")
@tenant_seulement
def remettre(numero: int, reference: str) -> ResponseReturnValue:
    livraison = queries.remise_au_relais(_point(numero).id, reference)
    services.remettre_commande(livraison, par=moi())
    return _apres(numero, reference, _("%(prenom)s : commande remise.", prenom=livraison.prenom))


@bp.post("/<int:numero>/<reference>/annuler")
@tenant_seulement
def annuler(numero: int, reference: str) -> ResponseReturnValue:
    livraison = queries.remise_au_relais(_point(numero).id, reference)
    services.decocher_commande(livraison, par=moi())
    return _apres(numero, reference, _("%(prenom)s : décochée.", prenom=livraison.prenom))


def _apres(numero: int, reference: str, phrase: str) -> ResponseReturnValue:
    """Back to the list of the same distribution; by htmx, the list alone."""
    if request.headers.get("HX-Request") == "true":
        soiree = _soiree(numero)
        return render_template(
            "commandes/relais/_liste.html", soiree=soiree, trouvees=soiree.remises, phrase=phrase
        )
    flash(phrase, "succes")
    distribution = DISTRIBUTION.lire(request.args)
    adresse = url_for(
        ".remises", numero=numero, distribution=distribution, _anchor=f"remise-{reference}"
    )
    return redirect(adresse, 303)
