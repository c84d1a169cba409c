"""One entry becomes two again, as they were before they were merged."""

from __future__ import annotations

from typing import Any

from producteurs.errors.doublons import (
    AutreFusionDepuis,
    FicheGardeeChangee,
    FusionDejaAnnulee,
)
from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatRapprochement,
    EtatRevision,
    Famille,
    Fusion,
    Label,
    ModeVente,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    Rapprochement,
    Revision,
)
from producteurs.models.fiche import etat_de
from producteurs.queries.doublons import rapprochement_sous_verrou
from producteurs.queries.fiche import relire_sous_verrou
from producteurs.services.doublons import passer_rapprochement
from producteurs.services.fiche import indexer
from producteurs.services.fusion.choix import LIEU, SIMPLES, echanger_sirets
from producteurs.services.fusion.instantane import lire
from producteurs.services.fusion.reunir import garder_la_trace
from producteurs.services.fusion.suite import SuitesFusion, ramener
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.journal.services import noter
from socle.langue import _
from territoires import queries as territoires


def annuler_fusion(fusion: Fusion, *, par: Compte, suites: SuitesFusion) -> None:
    """Both entries come back as they were, each with what was its own.

    Refused, with the reason, once the kept one has changed, or once what came from the other has
    been sold or mixed. Raise a ``FusionImpossible``.
    """
    garde, absorbe = fusion.garde, fusion.absorbe
    for producteur in sorted((garde, absorbe), key=lambda p: p.id):
        relire_sous_verrou(producteur)
    session.refresh(fusion)
    _verifier(fusion)
    avant, deplaces, etat = fusion.avant, fusion.deplaces, etat_de(garde)
    ramener(deplaces, garde, absorbe)
    for nom, suite in suites.items():
        if nom in deplaces:
            suite.ramener(deplaces[nom], garde.id, absorbe.id)
    for producteur in (garde, absorbe):
        session.expire(producteur, ["produits"])
    _rendre_les_labels(fusion)
    if garde.siret != avant["garde"]["fiche"]["siret"]:
        echanger_sirets(garde, absorbe)
    _rendre_la_fiche(garde, avant["garde"])
    absorbe.fusionne_dans_id = None
    _rendre_le_dossier(absorbe, avant["absorbe"]["dossier"], par)
    _rendre_la_proposition(deplaces["revision"])
    _rendre_les_paires(fusion, par)
    for producteur in (garde, absorbe):
        producteur.version += 1
        producteur.modifie_le = horloge.maintenant()
        indexer(producteur)
    garder_la_trace(garde, etat, etat_de(garde), _("Fusion annulée"), par)
    fusion.annulee_le, fusion.annulee_par_id = horloge.maintenant(), par.id
    session.flush()


def _verifier(fusion: Fusion) -> None:
    if fusion.annulee_le is not None:
        raise FusionDejaAnnulee
    garde = fusion.garde
    if garde.fusionne_dans_id is not None:
        raise AutreFusionDepuis(nom=garde.nom)
    # Labels live a life of their own: registers check them every night.
    dit = etat_de(garde) | {"labels": None}
    if dit != fusion.avant["apres"] | {"labels": None}:
        raise FicheGardeeChangee(nom=garde.nom)


def _rendre_les_labels(fusion: Fusion) -> None:
    """The claims that had followed go back as they are now; those that they had replaced return."""
    garde, absorbe = fusion.garde, fusion.absorbe
    remplacees = {
        figee["sorte"]: figee
        for figee in fusion.avant["garde"]["labels"]
        if figee["sorte"] in fusion.deplaces["labels"]
    }
    for label in [x for x in garde.labels if x.sorte.value in fusion.deplaces["labels"]]:
        valeurs = {
            attribut.key: getattr(label, attribut.key)
            for attribut in Label.__mapper__.column_attrs
            if attribut.key != "producteur_id"
        }
        garde.labels.remove(label)
        session.flush()
        absorbe.labels.append(Label(**valeurs))
        if figee := remplacees.get(label.sorte.value):
            garde.labels.append(Label(**_sans_ferme(lire(Label, figee))))
    session.flush()


def _sans_ferme(valeurs: dict[str, Any]) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in valeurs.items() if cle != "producteur_id"}


def _rendre_la_fiche(garde: Producteur, figee: dict[str, Any]) -> None:
    valeurs = lire(Producteur, figee["fiche"])
    garde.commune = territoires.commune(valeurs["commune_code"])
    for colonne in (*SIMPLES, *LIEU):
        setattr(garde, colonne, valeurs[colonne])
    familles = {Famille(f) for f in figee["familles"]}
    modes = {ModeVente(m) for m in figee["modes"]}
    garde.familles_liees = [
        *(f for f in garde.familles_liees if f.famille in familles),
        *(ProducteurFamille(famille=f) for f in sorted(familles - set(garde.familles))),
    ]
    garde.modes_lies = [
        *(m for m in garde.modes_lies if m.mode in modes),
        *(ProducteurMode(mode=m) for m in sorted(modes - set(garde.modes))),
    ]
    session.flush()


def _rendre_le_dossier(absorbe: Producteur, figee: dict[str, Any], par: Compte) -> None:
    for colonne, valeur in lire(Dossier, figee).items():
        setattr(absorbe.dossier, colonne, valeur)
    if absorbe.dossier.etat is not EtatDossier.RADIE:
        motif = _("Fusion annulée")
        vers = absorbe.dossier.etat
        noter("dossier", absorbe.dossier.id, de=EtatDossier.RADIE, vers=vers, par=par, motif=motif)
    session.flush()


def _rendre_la_proposition(figee: dict[str, Any] | None) -> None:
    if figee is None:
        return
    revision = session.get(Revision, figee["id"])
    if revision is not None and revision.etat is EtatRevision.RETIREE:
        for colonne, valeur in lire(Revision, figee).items():
            setattr(revision, colonne, valeur)
    session.flush()


def _rendre_les_paires(fusion: Fusion, par: Compte) -> None:
    for figee in fusion.deplaces["rapprochements"]:
        valeurs = lire(Rapprochement, figee)
        if rapprochement_sous_verrou(valeurs["premier_id"], valeurs["second_id"]) is None:
            session.add(Rapprochement(**valeurs))
    premier, second = sorted((fusion.garde_id, fusion.absorbe_id))
    paire = rapprochement_sous_verrou(premier, second)
    assert paire is not None  # written by the merge, and no settled pair is ever deleted
    passer_rapprochement(paire, EtatRapprochement.POSSIBLE, par=par, motif=_("Fusion annulée"))
    figee = fusion.deplaces["paire_connue"]
    if figee is None:
        session.delete(paire)
    else:
        for colonne, valeur in lire(Rapprochement, figee).items():
            setattr(paire, colonne, valeur)
    session.flush()
