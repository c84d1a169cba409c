"""Labels: checked by an agent on a proof, or by the Agence Bio; taken down when it lapses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from producteurs.errors.label import CertificatIllisible, PreuveManquante, RaisonManquante
from producteurs.mails import label as mails
from producteurs.models import (
    AVIS_FAVORABLES,
    PASSAGES_LABEL,
    AvisBio,
    EtatLabel,
    Label,
    Producteur,
    SorteLabel,
)
from producteurs.queries.fiche import destinataires, relire_sous_verrou
from producteurs.queries.regles import regles_de
from producteurs.registres.agencebio import OperateurBio
from producteurs.vocabulaire.labels import AVIS_BIO
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.envois.courriel import Courriel
from socle.envois.services import envoyer
from socle.errors import Introuvable
from socle.etats import verifier_passage
from socle.journal.services import noter
from socle.langue import _

AGENCE_BIO = "Agence Bio"


def verifier_label(
    producteur: Producteur,
    sorte: SorteLabel,
    *,
    source: str,
    par: Compte,
    organisme: str = "",
    certificat: str = "",
) -> Label:
    """A label that the producteur claims counts as verified from today; ``source`` is its proof.

    Raise ``Introuvable`` when the producteur does not claim it, ``PreuveManquante``, or
    ``CertificatIllisible`` when ``certificat`` is not an address.
    """
    if not source.strip():
        raise PreuveManquante
    if certificat.strip() and not certificat.strip().startswith(("https://", "http://")):
        raise CertificatIllisible
    relire_sous_verrou(producteur)
    label = _label(producteur, sorte)
    _passer(producteur, label, EtatLabel.VERIFIE, par=par, motif=source.strip())
    label.source, label.verifie_le = source.strip(), horloge.aujourdhui()
    label.verifie_par_id = par.id
    label.organisme, label.certificat = organisme.strip(), certificat.strip()
    label.echu_le, label.certifie_depuis = None, None
    _trancher(label, source.strip())
    return label


def retirer_label(producteur: Producteur, sorte: SorteLabel, *, par: Compte, motif: str) -> Label:
    """An agent takes a badge down and the farm is told why; no register puts it back alone."""
    raison = _lire_raison(motif)
    relire_sous_verrou(producteur)
    label = _label(producteur, sorte)
    _passer(producteur, label, EtatLabel.RETIRE, par=par, motif=raison)
    label.echu_le = None
    _trancher(label, raison)
    _prevenir(
        producteur, lambda adresse: mails.label_retire(producteur, label, adresse, motif=raison)
    )
    return label


def garder_label(producteur: Producteur, sorte: SorteLabel, *, par: Compte, motif: str) -> Label:
    """An agent leaves a label as it is, knowing what the register says, until that changes.

    One that has lapsed keeps its time of grace, no more.
    """
    raison = _lire_raison(motif)
    relire_sous_verrou(producteur)
    label = _label(producteur, sorte)
    _trancher(label, raison)
    _noter(producteur, label, label.etat, par=par, motif=raison)
    return label


def controler_label_ab(
    producteur: Producteur, reponse: OperateurBio | None, *, siret: str = ""
) -> Label | None:
    """What the Agence Bio answers about ``siret`` makes of the organic label.

    Certified: verified by it today. No longer certified: lapsed, and the farm is told; taken down
    once the chamber's time of grace is over and the answer still the same; certified again:
    verified again. A farm that it never knew, or that an agent verified on a proof, is only shown
    to the agent. None when there is nothing to control: no claim, or another SIRET by now.
    """
    relire_sous_verrou(producteur)
    label = next((e for e in producteur.labels if e.sorte is SorteLabel.AB), None)
    if label is None or siret not in ("", producteur.siret):
        return None
    ancien, avis = label.avis, _avis(reponse)
    label.controle_le, label.echoue_le, label.avis = horloge.maintenant(), None, avis
    if avis is not ancien:
        label.tranche_le, label.tranche_motif = None, ""
    if reponse is not None and avis in AVIS_FAVORABLES:
        if label.etat is not EtatLabel.RETIRE or label.echu_le is not None:
            _certifier(producteur, label, reponse)
    elif label.etat is EtatLabel.ECHU:
        _retirer_si_la_grace_est_passee(producteur, label)
    elif label.etat is EtatLabel.VERIFIE and _dement(label, ancien, avis):
        _faire_echoir(producteur, label, avis)
    return label


def oublier_les_preuves(producteur: Producteur, *, par: Compte | None) -> None:
    """A proof is of one SIRET: under another, what was verified is only claimed, and asked about
    anew. What has lapsed keeps its time of grace. The caller has the lock of the record."""
    for label in producteur.labels:
        if label.etat is EtatLabel.VERIFIE:
            motif = _("Le SIRET de la ferme a changé.")
            _passer(producteur, label, EtatLabel.DECLARE, par=par, motif=motif)
            label.source, label.verifie_le, label.verifie_par_id = "", None, None
            label.organisme, label.certificat, label.certifie_depuis = "", "", None
        if label.etat is not EtatLabel.RETIRE:
            label.avis = label.controle_le = label.echoue_le = None
            label.tranche_le, label.tranche_motif = None, ""


def noter_agence_bio_muette(producteur: Producteur) -> None:
    """It was asked and gave no answer: nothing changes but the hour of that."""
    for label in producteur.labels:
        if label.sorte is SorteLabel.AB:
            label.echoue_le = horloge.maintenant()


def fin_de_grace(producteur: Producteur, label: Label) -> date:
    """The day on which a label that has lapsed is taken down."""
    assert label.echu_le is not None
    return label.echu_le + timedelta(days=regles_de(producteur.departement).grace_label_jours)


def _avis(reponse: OperateurBio | None) -> AvisBio:
    if reponse is None:
        return AvisBio.INCONNU
    if reponse.engage is None:
        return AvisBio.ARRETE
    return AvisBio.CONVERSION if reponse.en_conversion else AvisBio.CERTIFIE


def _dement(label: Label, ancien: AvisBio | None, avis: AvisBio) -> bool:
    """Whether the answer takes its proof from a verified label: it says so, and did not when the
    label was verified; or it has forgotten one that it knew."""
    if avis is AvisBio.ARRETE:
        return ancien is not AvisBio.ARRETE
    return ancien in AVIS_FAVORABLES or label.source == AGENCE_BIO


def _certifier(producteur: Producteur, label: Label, reponse: OperateurBio) -> None:
    certificat = reponse.engage
    assert certificat is not None
    de = label.etat
    neuf = de is not EtatLabel.VERIFIE or label.source != AGENCE_BIO
    if neuf or label.organisme != certificat.organisme:
        motif = f"{AGENCE_BIO}, {certificat.organisme}".rstrip(", ")
        _passer(producteur, label, EtatLabel.VERIFIE, par=None, motif=motif)
    label.source, label.verifie_le, label.verifie_par_id = AGENCE_BIO, horloge.aujourdhui(), None
    label.organisme, label.certificat = certificat.organisme, certificat.adresse
    label.certifie_depuis, label.echu_le = certificat.depuis, None
    if de in (EtatLabel.ECHU, EtatLabel.RETIRE):
        _prevenir(producteur, lambda adresse: mails.label_retrouve(producteur, label, adresse))


def _faire_echoir(producteur: Producteur, label: Label, avis: AvisBio) -> None:
    motif = f"{AGENCE_BIO} : {AVIS_BIO[avis]}"
    _passer(producteur, label, EtatLabel.ECHU, par=None, motif=motif)
    label.echu_le = horloge.aujourdhui()
    jusqu_au = fin_de_grace(producteur, label)
    _prevenir(
        producteur, lambda adresse: mails.label_echu(producteur, label, adresse, jusqu_au=jusqu_au)
    )


def _retirer_si_la_grace_est_passee(producteur: Producteur, label: Label) -> None:
    if label.echu_le is not None and fin_de_grace(producteur, label) > horloge.aujourdhui():
        return
    label.echu_le = label.echu_le or horloge.aujourdhui()
    motif = _("Le certificat n’est plus en cours et le délai pour le renouveler est passé.")
    _passer(producteur, label, EtatLabel.RETIRE, par=None, motif=motif)
    _prevenir(
        producteur, lambda adresse: mails.label_retire(producteur, label, adresse, motif=motif)
    )


def _label(producteur: Producteur, sorte: SorteLabel) -> Label:
    for label in producteur.labels:
        if label.sorte is sorte:
            return label
    raise Introuvable


def _passer(
    producteur: Producteur, label: Label, vers: EtatLabel, *, par: Compte | None, motif: str
) -> None:
    """One step of the table, with its journal line; the public record is no longer the same."""
    verifier_passage(PASSAGES_LABEL, label.etat, vers)
    _noter(producteur, label, vers, par=par, motif=motif)
    label.etat = vers
    producteur.modifie_le = horloge.maintenant()


def _noter(
    producteur: Producteur, label: Label, vers: EtatLabel, *, par: Compte | None, motif: str
) -> None:
    objet = f"{producteur.id}/{label.sorte.value}"
    noter("label", objet, de=label.etat, vers=vers, par=par, motif=motif)


def _trancher(label: Label, motif: str) -> None:
    label.tranche_le, label.tranche_motif = horloge.maintenant(), motif


def _lire_raison(motif: str) -> str:
    if not motif.strip():
        raise RaisonManquante
    return motif.strip()


def _prevenir(producteur: Producteur, message: Callable[[str], Courriel]) -> None:
    session.flush()
    for adresse in destinataires(producteur):
        envoyer(message(adresse))
