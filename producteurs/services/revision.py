"""Changing a record: at once, or as a proposal that the chamber reads first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from producteurs.errors import (
    CommuneHorsDeVous,
    MotifManquant,
    PropositionClose,
    PropositionDepassee,
)
from producteurs.errors.dossier import FicheFusionnee
from producteurs.mails import revision as mails
from producteurs.models import PASSAGES_REVISION, EtatRevision, Producteur, Revision
from producteurs.models.fiche import Changements, appliquer, differences, etat_de
from producteurs.queries.dossier import departements_du_compte
from producteurs.queries.fiche import destinataires, relire_sous_verrou
from producteurs.queries.regles import regles_de
from producteurs.queries.revision import proposition_ouverte
from producteurs.services.croisement import reunir
from producteurs.services.fiche import (
    SaisieProducteur,
    ecrire_fiche,
    indexer,
    lire_saisie,
    sans_retouche,
)
from producteurs.services.fraicheur import A_CHANGER, JUSTE, confirmer
from producteurs.services.siret import refuser_siret_pris
from producteurs.vocabulaire.fiche import CHAMPS_DE_LA_FICHE
from producteurs.vocabulaire.phrases import enumerer
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.services import envoyer
from socle.errors import Refus
from socle.etats import verifier_passage
from socle.journal.services import noter
from territoires import queries as territoires


def modifier_producteur(
    producteur: Producteur,
    saisie: SaisieProducteur,
    *,
    par: Compte,
    version: int | None = None,
    proposition: int | None = None,
) -> Revision | None:
    """Once the chamber has vouched for a record, a change waits for it; what the chamber left
    free goes through at once, and so does everything before.

    ``version`` and ``proposition`` (a revision's number) are what the form was made from; None
    when nobody else can have been there. Give back the proposal that waits, if one does. Raise
    ``FicheChangeeEntreTemps`` and the refusals of ``inscrire_producteur``.
    """
    dit = lire_saisie(saisie)
    relire_sous_verrou(producteur)
    if producteur.fusionne_dans_id is not None:
        raise FicheFusionnee
    dit = sans_retouche(dit, etat_de(producteur))
    ouverte = proposition_ouverte(producteur)
    if version is not None:
        dit = reunir(producteur, dit, ouverte, par=par, version=version, proposition=proposition)
    changes = differences(etat_de(producteur), dit)
    a_lire = _a_lire(producteur, changes)
    libres = {champ: change for champ, change in changes.items() if champ not in a_lire}
    if "siret" in a_lire:
        refuser_siret_pris(dit["siret"], par, sauf=producteur.id)
    if libres:
        _appliquer(producteur, libres, par=par)
        faite = _revision(producteur, libres, EtatRevision.ACCEPTEE, par)
        session.add(faite)
        producteur.version += 1
        if producteur.dossier.verrouille:
            _noter(producteur, faite, "", EtatRevision.ACCEPTEE, par)
    attend = _proposer(producteur, a_lire, ouverte, par=par)
    # Whoever saved the form has read it all: what was not changed is right.
    confirmer(producteur, par=par, reponse=A_CHANGER if changes else JUSTE)
    session.flush()
    return attend


def accepter_revision(revision: Revision, *, par: Compte) -> None:
    """What was proposed becomes the record, if the record still says what it said then.

    Raise ``PropositionClose``, ``PropositionDepassee`` naming the fields, ``CommuneHorsDeVous``,
    a ``SiretRefuse`` or a ``PositionRefusee``.
    """
    producteur = _relire(revision)
    present = etat_de(producteur)
    depasses = [
        champ
        for champ, change in revision.changements.items()
        if present[champ] not in (change["avant"], change["apres"])
    ]
    if depasses:
        raise PropositionDepassee(champs=_nommer(depasses))
    _verifier_territoire(revision.changements, par)
    changes = differences(present, appliquer(present, revision.changements))
    _appliquer(producteur, changes, par=par)
    revision.base = producteur.version
    producteur.version += 1
    _decider(revision, EtatRevision.ACCEPTEE, par=par)
    _prevenir(revision, mails.revision_acceptee)


@dataclass(frozen=True, slots=True)
class Bilan:
    """What became of several proposals accepted together."""

    acceptees: Sequence[Revision]
    refusees: Sequence[tuple[Revision, Refus]]


def accepter_revisions(revisions: Sequence[Revision], *, par: Compte) -> Bilan:
    """Each on its own: one that cannot be accepted any more does not stop the others."""
    acceptees: list[Revision] = []
    refusees: list[tuple[Revision, Refus]] = []
    for revision in sorted(revisions, key=lambda r: (r.producteur_id, r.id)):
        try:
            with session.begin_nested():
                accepter_revision(revision, par=par)
        except Refus as refus:
            refusees.append((revision, refus))
        else:
            acceptees.append(revision)
    return Bilan(acceptees, refusees)


def refuser_revision(revision: Revision, *, par: Compte, motif: str) -> None:
    """The record stays as it is, and the farm is told why. Raise ``PropositionClose``."""
    if not motif.strip():
        raise MotifManquant
    _relire(revision)
    revision.motif = motif.strip()
    _decider(revision, EtatRevision.REFUSEE, par=par)
    _prevenir(revision, mails.revision_refusee)


def retirer_revision(revision: Revision, *, par: Compte) -> None:
    """The farm takes its proposal back. Raise ``PropositionClose`` when it waits no more."""
    _relire(revision)
    _decider(revision, EtatRevision.RETIREE, par=par)


def _a_lire(producteur: Producteur, changes: Changements) -> dict[str, Any]:
    """The changes that an agent reads first. A position goes with its commune."""
    if not producteur.dossier.verrouille:
        return {}
    libres = set(regles_de(producteur.departement).champs_libres)
    if "commune" in changes and "commune" not in libres:
        libres.discard("position")
    return {champ: dict(change) for champ, change in changes.items() if champ not in libres}


def _appliquer(producteur: Producteur, changes: Changements, *, par: Compte) -> None:
    valeurs = {champ: change["apres"] for champ, change in changes.items()}
    ecrire_fiche(producteur, valeurs, par=par)
    session.flush()
    indexer(producteur)


def _proposer(
    producteur: Producteur, a_lire: Mapping[str, Any], ouverte: Revision | None, *, par: Compte
) -> Revision | None:
    """The one proposal that waits. A changed one is a new one: nobody accepts what was not read."""
    if ouverte is not None:
        if ouverte.changements == a_lire:
            return ouverte
        ouverte.etat, ouverte.decidee_le = EtatRevision.RETIREE, horloge.maintenant()
        session.flush()  # one open proposal at a time, as the table requires
    if not a_lire:
        if ouverte is not None:
            _noter(producteur, ouverte, EtatRevision.PROPOSEE, EtatRevision.RETIREE, par)
        return None
    proposition = _revision(producteur, a_lire, EtatRevision.PROPOSEE, par)
    session.add(proposition)
    de = EtatRevision.PROPOSEE if ouverte else ""
    _noter(producteur, proposition, de, EtatRevision.PROPOSEE, par)
    return proposition


def _revision(
    producteur: Producteur, changes: Mapping[str, Any], etat: EtatRevision, par: Compte
) -> Revision:
    instant = horloge.maintenant()
    return Revision(
        producteur=producteur,
        etat=etat,
        base=producteur.version,
        changements=dict(changes),
        proposee_le=instant,
        proposee_par=par,
        decidee_le=instant if etat is EtatRevision.ACCEPTEE else None,
    )


def _relire(revision: Revision) -> Producteur:
    """The record, held until the end of the transaction, and the proposal as it stands now."""
    relire_sous_verrou(revision.producteur)
    session.refresh(revision)
    if revision.producteur.fusionne_dans_id is not None:
        raise FicheFusionnee
    if revision.etat is not EtatRevision.PROPOSEE:
        raise PropositionClose
    return revision.producteur


def _verifier_territoire(changes: Changements, par: Compte) -> None:
    if "commune" in changes:
        commune = territoires.commune(changes["commune"]["apres"])
        if commune.departement not in departements_du_compte(par):
            raise CommuneHorsDeVous(commune=commune.nom)


def _decider(revision: Revision, vers: EtatRevision, *, par: Compte) -> None:
    de = revision.etat
    verifier_passage(PASSAGES_REVISION, de, vers)
    revision.etat = vers
    revision.decidee_le, revision.decidee_par = horloge.maintenant(), par
    _noter(revision.producteur, revision, de, vers, par)


def _noter(
    producteur: Producteur, revision: Revision, de: str, vers: EtatRevision, par: Compte
) -> None:
    """One line in the journal of the dossier, with the fields, and the reason if there is one."""
    motif = ". ".join(mot for mot in (_nommer(revision.changements), revision.motif) if mot)
    noter("dossier", producteur.dossier.id, de=de, vers=vers, par=par, motif=motif)


def _nommer(champs: Sequence[str] | Mapping[str, Any]) -> str:
    return enumerer([str(CHAMPS_DE_LA_FICHE[champ]) for champ in champs])


def _prevenir(revision: Revision, message: mails.Message) -> None:
    session.flush()
    for adresse in destinataires(revision.producteur):
        envoyer(message(revision, adresse))
