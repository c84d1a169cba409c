"""Two entries that are one farm become one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from producteurs.errors.doublons import (
    ChoixInconnu,
    DejaFusionnee,
    EtablissementsDistincts,
    FichesChangees,
    FusionAvecElleMeme,
)
from producteurs.mails.fusion import fiches_reunies
from producteurs.models import (
    EtatDossier,
    EtatLabel,
    EtatRapprochement,
    EtatRevision,
    Fusion,
    Label,
    Producteur,
    Rapprochement,
    Revision,
)
from producteurs.models.fiche import differences, etat_de
from producteurs.queries.doublons import rapprochement_sous_verrou
from producteurs.queries.fiche import relire_sous_verrou
from producteurs.queries.revision import proposition_ouverte
from producteurs.services.dossier.passage import passer
from producteurs.services.doublons import passer_rapprochement
from producteurs.services.fiche import indexer
from producteurs.services.fusion.choix import PROPOSITIONS, Choix, choisir
from producteurs.services.fusion.instantane import figer
from producteurs.services.fusion.suite import SuitesFusion, deplacer, personnes_de
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.services import envoyer
from socle.langue import _


def fusionner(
    garde: Producteur,
    absorbe: Producteur,
    choix: Choix,
    *,
    par: Compte,
    suites: SuitesFusion,
    versions: tuple[int, int] | None = None,
) -> Fusion:
    """Everything of the absorbed entry follows into the kept one, which says for each field what
    was chosen; the absorbed one is closed, and its address leads to the other.

    ``choix`` maps a field of ``CHAMPS`` to « garde », « absorbe » or, for a list, « deux »; what is
    not said is kept. ``versions`` are the two states that were read. Two establishments of one
    SIREN are never merged. Raise a ``FusionImpossible``.
    """
    _verrouiller(garde, absorbe)
    _verifier(garde, absorbe, choix, versions)
    avant: dict[str, Any] = {
        "garde": _figer_fiche(garde),
        "absorbe": _figer_fiche(absorbe) | {"dossier": figer(absorbe.dossier)},
    }
    etat, ancien_nom, adresses = etat_de(garde), absorbe.nom, personnes_de(absorbe)
    choisir(garde, absorbe, choix)
    deplaces = deplacer(absorbe, garde)
    deplaces["labels"] = _reunir_labels(garde, absorbe)
    for nom, suite in suites.items():
        deplaces[nom] = suite.deplacer(absorbe.id, garde.id)
    session.expire(garde, ["produits"])
    session.expire(absorbe, ["produits"])
    deplaces["revision"] = _retirer_proposition(absorbe, par)
    _fermer(absorbe, garde, par)
    deplaces["rapprochements"] = _oublier_les_autres_paires(garde, absorbe)
    deplaces["paire_connue"] = _conclure_la_paire(garde, absorbe, par)
    indexer(garde)
    avant["apres"] = etat_de(garde)
    garder_la_trace(garde, etat, avant["apres"], _("Fusion de deux fiches"), par)
    fusion = Fusion(
        garde=garde,
        absorbe=absorbe,
        avant=avant,
        deplaces=deplaces,
        quand=horloge.maintenant(),
        par=par,
    )
    session.add(fusion)
    session.flush()
    for adresse in adresses:
        envoyer(fiches_reunies(garde, ancien_nom, adresse))
    return fusion


def _verrouiller(un: Producteur, autre: Producteur) -> None:
    if un.id == autre.id:
        raise FusionAvecElleMeme
    for producteur in sorted((un, autre), key=lambda p: p.id):
        relire_sous_verrou(producteur)


def _verifier(
    garde: Producteur, absorbe: Producteur, choix: Choix, versions: tuple[int, int] | None
) -> None:
    for producteur in (garde, absorbe):
        if producteur.fusionne_dans_id is not None:
            raise DejaFusionnee(nom=producteur.nom)
    if versions is not None and versions != (garde.version, absorbe.version):
        raise FichesChangees
    meme_siren = garde.siret[:9] == absorbe.siret[:9] != ""
    if meme_siren and garde.siret != absorbe.siret:
        raise EtablissementsDistincts
    if any(dit not in PROPOSITIONS.get(champ, ()) for champ, dit in choix.items()):
        raise ChoixInconnu


def _figer_fiche(producteur: Producteur) -> dict[str, Any]:
    return {
        "fiche": figer(producteur),
        "familles": [f.famille.value for f in producteur.familles_liees],
        "modes": [m.mode.value for m in producteur.modes_lies],
        "labels": [figer(label) for label in producteur.labels],
    }


def _reunir_labels(garde: Producteur, absorbe: Producteur) -> list[str]:
    """Claims follow; where both made one, the better proved stays. The kinds that moved."""
    ordre = [EtatLabel.VERIFIE, EtatLabel.ECHU, EtatLabel.DECLARE, EtatLabel.RETIRE]
    notres = {label.sorte: label for label in garde.labels}
    suivent = []
    for label in list(absorbe.labels):
        notre = notres.get(label.sorte)
        if notre is not None and ordre.index(notre.etat) <= ordre.index(label.etat):
            continue
        if notre is not None:
            garde.labels.remove(notre)
            session.flush()
        valeurs = {k: getattr(label, k) for k in figer(label) if k != "producteur_id"}
        absorbe.labels.remove(label)
        session.flush()
        garde.labels.append(Label(**valeurs))
        suivent.append(label.sorte.value)
    session.flush()
    return suivent


def _retirer_proposition(absorbe: Producteur, par: Compte) -> dict[str, Any] | None:
    """What the absorbed entry proposed waits no more."""
    ouverte = proposition_ouverte(absorbe)
    if ouverte is None:
        return None
    figee = figer(ouverte)
    ouverte.etat, ouverte.decidee_le = EtatRevision.RETIREE, horloge.maintenant()
    ouverte.decidee_par_id, ouverte.motif = par.id, _("Fiche fusionnée")
    return figee


def _fermer(absorbe: Producteur, garde: Producteur, par: Compte) -> None:
    motif = _("Fusionnée dans « %(nom)s »", nom=garde.nom)
    if absorbe.dossier.etat is not EtatDossier.RADIE:
        passer(absorbe.dossier, EtatDossier.RADIE, par=par, motif=motif)
        absorbe.dossier.decide_le = horloge.maintenant()
        absorbe.dossier.decide_par_id = par.id
        absorbe.dossier.motif = motif
    absorbe.fusionne_dans_id = garde.id
    session.flush()


def _oublier_les_autres_paires(garde: Producteur, absorbe: Producteur) -> list[dict[str, Any]]:
    """What else looked like the absorbed entry will be found again beside the kept one."""
    autres = session.scalars(
        select(Rapprochement).where(
            or_(
                Rapprochement.premier_id == absorbe.id,
                Rapprochement.second_id == absorbe.id,
            ),
            Rapprochement.etat == EtatRapprochement.POSSIBLE,
        )
    ).all()
    otees = [p for p in autres if garde.id not in (p.premier_id, p.second_id)]
    figees = [figer(paire) for paire in otees]
    for paire in otees:
        session.delete(paire)
    session.flush()
    return figees


def _conclure_la_paire(
    garde: Producteur, absorbe: Producteur, par: Compte
) -> dict[str, Any] | None:
    """The pair is settled, also one that somebody had set aside; as it was, None if unknown."""
    premier, second = sorted((garde.id, absorbe.id))
    paire = rapprochement_sous_verrou(premier, second)
    figee = figer(paire) if paire else None
    if paire is None:
        paire = Rapprochement(
            premier_id=premier,
            second_id=second,
            motifs=[],
            score=1.0,
            etat=EtatRapprochement.POSSIBLE,
            vu_le=horloge.maintenant(),
        )
        session.add(paire)
    if paire.etat is EtatRapprochement.ECARTE:
        motif = _("Réponse revue avant de fusionner")
        passer_rapprochement(paire, EtatRapprochement.POSSIBLE, par=par, motif=motif)
    motif = _("« %(nom)s » est gardée", nom=garde.nom)
    passer_rapprochement(paire, EtatRapprochement.FUSIONNE, par=par, motif=motif)
    session.flush()
    return figee


def garder_la_trace(
    garde: Producteur, avant: dict[str, Any], apres: dict[str, Any], motif: str, par: Compte
) -> None:
    """The history of the record says what a merge, or its end, changed."""
    if changements := differences(avant, apres):
        instant = horloge.maintenant()
        session.add(
            Revision(
                producteur=garde,
                etat=EtatRevision.ACCEPTEE,
                base=garde.version - 1,
                changements=changements,
                proposee_le=instant,
                proposee_par=par,
                decidee_le=instant,
                decidee_par=par,
                motif=motif,
            )
        )
