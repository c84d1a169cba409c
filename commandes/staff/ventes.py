"""The platform agent's sales: opened, followed, changed, called off."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from commandes import queries, services
from commandes.forms import FormulaireMotif, FormulaireVente
from commandes.models import EtatVente, Vente
from livraisons.queries import points_relais, zones_de_plateforme
from producteurs.models import Producteur
from producteurs.queries import producteurs_en_regle
from socle import horloge
from socle.comptes.connexion import moi
from socle.comptes.models import Role
from socle.errors import Introuvable, Refus
from socle.langue import _
from socle.web.acces import BlueprintEquipe
from socle.web.transactions import abandonner
from territoires.models import Plateforme
from territoires.queries import plateformes_du_compte

bp = BlueprintEquipe("commandes", "commandes", Role.PLATEFORME)
EN_COURS = (EtatVente.OUVERTE, EtatVente.EN_PREPARATION, EtatVente.A_VENIR)
PROPOSEES = 60


@bp.get("/ventes")
def ventes() -> ResponseReturnValue:
    plateformes = plateformes_du_compte(moi())
    etat = request.args.get("etat", "")
    etats = (EtatVente(etat),) if etat in set(EtatVente) else EN_COURS
    instant = horloge.maintenant()
    trouvees = queries.ventes_de([p.id for p in plateformes], etats, instant)
    return render_template(
        "commandes/equipe/ventes.html",
        plateformes=plateformes,
        ventes={e: [v for v in trouvees if v.etat(instant) is e] for e in etats},
        chiffres=queries.chiffres_des_ventes(v.id for v in trouvees),
        choisi=etat if len(etats) == 1 else "",
        etats=list(EtatVente),
        instant=instant,
    )


@bp.get("/ventes/<int:numero>")
def vente(numero: int) -> ResponseReturnValue:
    vue = queries.vente_pour(moi(), numero)
    return render_template(
        "commandes/equipe/vente.html",
        vente=vue,
        etat=vue.etat(horloge.maintenant()),
        instant=horloge.maintenant(),
        chiffres=queries.chiffres_des_ventes([numero])[numero],
        offres=queries.offres_par_ferme(numero),
        commandes=queries.registre_de_vente(numero),
    )


def _plateforme_demandee() -> Plateforme:
    """The agent's platform that the address names, else his first."""
    siennes = plateformes_du_compte(moi())
    slug = request.args.get("plateforme") or (siennes[0].slug if siennes else "")
    trouvee = next((p for p in siennes if p.slug == slug), None)
    if trouvee is None:
        raise Introuvable
    return trouvee


@bp.route("/ventes/nouvelle", methods=["GET", "POST"])
def nouvelle() -> ResponseReturnValue:
    return _tenir(_plateforme_demandee(), None)


@bp.route("/ventes/<int:numero>/modifier", methods=["GET", "POST"])
def modifier(numero: int) -> ResponseReturnValue:
    tenue = queries.vente_pour(moi(), numero)
    return _tenir(tenue.plateforme, tenue)


def _tenir(plateforme: Plateforme, vente: Vente | None) -> ResponseReturnValue:
    formulaire = FormulaireVente.pour(
        vente, points_relais([plateforme.id]), zones_de_plateforme(plateforme.id)
    )
    if formulaire.is_submitted() and not formulaire.en_cours and formulaire.validate():
        try:
            faite = services.organiser_vente(
                plateforme, formulaire.saisie(), par=moi(), vente=vente
            )
        except Refus as refus:
            abandonner()
            formulaire.refuser(refus)
        else:
            flash(_("La vente « %(titre)s » est enregistrée.", titre=faite.titre), "succes")
            return redirect(url_for(".vente", numero=faite.id))
    return _montrer(plateforme, vente, formulaire)


def _montrer(
    plateforme: Plateforme, vente: Vente | None, formulaire: FormulaireVente
) -> ResponseReturnValue:
    refuse = formulaire.is_submitted() and not formulaire.en_cours
    page = render_template(
        "commandes/equipe/formulaire.html",
        form=formulaire,
        plateforme_tenue=plateforme,
        plateformes=plateformes_du_compte(moi()),
        vente=vente,
        fermes=_fermes(plateforme, vente, formulaire),
    )
    return page, 422 if refuse else 200


def _fermes(
    plateforme: Plateforme, vente: Vente | None, formulaire: FormulaireVente
) -> Sequence[Producteur]:
    """The farms ticked so far, then those that the search finds, each once."""
    cochees = set(formulaire.fermes.data or ())
    formulaire.cherchee.data = formulaire.recherche.data
    jour, ou = horloge.aujourdhui(), plateforme.departements
    trouvees = producteurs_en_regle(
        ou, jour, texte=formulaire.recherche.data or "", limite=PROPOSEES
    )
    gardees = (
        [p.producteur for p in vente.participations if p.producteur_id in cochees] if vente else []
    )
    gardees += producteurs_en_regle(ou, jour, parmi=cochees)
    return list({p.id: p for p in (*gardees, *trouvees)}.values())


@bp.route("/ventes/<int:numero>/annulation", methods=["GET", "POST"])
def annuler(numero: int) -> ResponseReturnValue:
    vue, formulaire = queries.vente_pour(moi(), numero), FormulaireMotif()
    if formulaire.validate_on_submit():
        rendues = services.annuler_vente(vue, par=moi(), motif=formulaire.motif.data)
        flash(_("La vente est annulée. Commandes rendues : %(n)s.", n=rendues), "succes")
        return redirect(url_for(".vente", numero=numero))
    page = render_template(
        "commandes/equipe/annulation.html",
        form=formulaire,
        vente=vue,
        commande=None,
        chiffres=queries.chiffres_des_ventes([numero])[numero],
    )
    return page, 422 if formulaire.is_submitted() else 200


@bp.route("/ventes/<int:numero>/commandes/<reference>/annulation", methods=["GET", "POST"])
def annuler_commande(numero: int, reference: str) -> ResponseReturnValue:
    vue, formulaire = queries.vente_pour(moi(), numero), FormulaireMotif()
    commande = queries.commande_de_vente(vue, reference)
    if formulaire.validate_on_submit():
        services.annuler_commande(commande, par=moi(), motif=formulaire.motif.data)
        flash(_("La commande %(reference)s est annulée.", reference=reference), "succes")
        return redirect(url_for(".vente", numero=numero))
    page = render_template(
        "commandes/equipe/annulation.html", form=formulaire, vente=vue, commande=commande
    )
    return page, 422 if formulaire.is_submitted() else 200
