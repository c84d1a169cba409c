"""The sales of a platform, and the stall of one."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.models import EtatVente, PanierEnCours, Vente
from commandes.queries import FiltreEtal
from commandes.routes.visite import bp, panier_pour
from socle import horloge
from socle.errors import Refus
from socle.web.acces import public
from territoires.contexte import lieu_courant
from territoires.models import Plateforme

ETATS_MONTRES = (EtatVente.OUVERTE, EtatVente.A_VENIR, EtatVente.EN_PREPARATION)


@bp.get("/<plateforme>/ventes")
@public
def ventes(plateforme: Plateforme) -> ResponseReturnValue:
    instant = horloge.maintenant()
    trouvees = queries.ventes_de([plateforme.id], ETATS_MONTRES, instant)
    return render_template(
        "commandes/ventes.html",
        par_etat={e: [v for v in trouvees if v.etat(instant) is e] for e in ETATS_MONTRES},
        verdicts=services.rendre_verdicts(trouvees, lieu=lieu_courant(), instant=instant),
        instant=instant,
    )


@bp.get("/ventes/<int:numero>")
@public
def vente(numero: int) -> ResponseReturnValue:
    trouvee = queries.vente_avec_retraits(numero)
    return montrer_vente(trouvee, panier_pour(trouvee.id))


def montrer_vente(
    trouvee: Vente, panier: PanierEnCours | None, *, faute: tuple[int, Refus] | None = None
) -> ResponseReturnValue:
    """The page of a sale; ``faute`` is the offer and the refusal of what was just asked."""
    filtre = FiltreEtal.lire(request.args)
    instant = horloge.maintenant()
    page = render_template(
        "commandes/vente.html",
        vente=trouvee,
        plateforme=trouvee.plateforme,
        etat=trouvee.etat(instant),
        instant=instant,
        verdict=services.rendre_verdict(trouvee, lieu=lieu_courant(), instant=instant),
        etal=queries.etal(trouvee.id, filtre),
        filtre=filtre,
        faute=faute,
        **contenu_du_panier(panier),
    )
    return page, faute[1].statut if faute else 200


def contenu_du_panier(panier: PanierEnCours | None) -> dict[str, Any]:
    """What the summary of a sale shows of the cart: units by offer, cents by farm."""
    lignes = panier.lignes if panier else []
    fermes: dict[str, int] = {}
    for ligne in sorted(lignes, key=lambda x: (x.offre.producteur.nom, x.offre_id)):
        montant = ligne.quantite * ligne.offre.prix_centimes
        fermes[ligne.offre.producteur.nom] = fermes.get(ligne.offre.producteur.nom, 0) + montant
    return {
        "quantites": {ligne.offre_id: ligne.quantite for ligne in lignes},
        "fermes": list(fermes.items()),
        "montant": sum(fermes.values()),
    }
