"""The demonstration's dossiers: how each came, day after day, to where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from producteurs.models import Producteur, SorteLabel
from producteurs.services import (
    SaisieProducteur,
    inscrire_producteur,
    refuser_dossier,
    soumettre_dossier,
    suspendre_dossier,
    valider_dossier,
    verifier_label,
)
from producteurs.services.dossier import appel, envoi, instruction
from seeds.demonstration.calendrier import il_y_a
from seeds.demonstration.comptes import Comptes
from seeds.demonstration.hasard import tirage
from seeds.demonstration.lecture import Fiche
from seeds.demonstration.papiers import accepter_papiers, deposer_papiers
from socle import horloge
from socle.comptes.models import Compte

AN = 365
AGENTS_DE_LA_CHAMBRE = ("florence.maillet@cabas.example", "olivier.reynaud@cabas.example")
EN_ATTENTE = frozenset({"soumis", "instruction", "visite", "complement"})


@dataclass(frozen=True, slots=True)
class Instruction:
    """Who sends a file and who reads it, and at what time of the day; ``hasard`` is this farm's."""

    fiche: Fiche
    responsable: Compte
    agent: Compte
    hasard: Random
    heure: str
    maintenant: datetime

    def jour(self, jours: int) -> datetime:
        return il_y_a(jours, self.heure, self.maintenant)


def inscrire(
    fiche: Fiche, saisie: SaisieProducteur, comptes: Comptes, maintenant: datetime
) -> tuple[Producteur, datetime]:
    """The producteur, and when its file came to the state that the demonstration announces."""
    hasard = tirage(fiche["slug"])
    agent = comptes[hasard.choice(AGENTS_DE_LA_CHAMBRE)]
    decide, soumis = _jours_du_dossier(fiche, hasard)
    heure = f"{hasard.randrange(9, 17):02d}:{hasard.randrange(0, 60, 5):02d}"
    responsable = comptes[fiche["responsable"]["courriel"]]
    suivi = Instruction(fiche, responsable, agent, hasard, heure, maintenant)
    with horloge.arretee_a(suivi.jour(soumis + hasard.randrange(2, 7))):
        producteur = inscrire_producteur(saisie, par=responsable)
    if fiche["dossier"]["etat"] == "brouillon":
        return producteur, maintenant
    with horloge.arretee_a(suivi.jour(soumis)):
        pieces = deposer_papiers(producteur, par=responsable)
        soumettre_dossier(producteur.dossier, par=responsable)
    if fiche["dossier"]["etat"] in EN_ATTENTE:
        _instruire(producteur, suivi)
        return producteur, maintenant
    decision = suivi.jour(decide)
    with horloge.arretee_a(decision):
        # Papers that end are sent again every year: these hold beyond today.
        fin = maintenant.date() + timedelta(days=hasard.randrange(90, 400))
        accepter_papiers(pieces, par=agent, jusqu_a=fin)
        _decider(producteur, suivi)
    _verifier_labels(producteur, fiche, agent, maintenant)
    _apres_la_decision(producteur, suivi)
    return producteur, decision


def _instruire(producteur: Producteur, suivi: Instruction) -> None:
    """A file that waits: read, visited, or completed by the farm."""
    dossier, etat = producteur.dossier, suivi.fiche["dossier"]["etat"]
    if etat == "soumis":
        return
    with horloge.arretee_a(suivi.jour(5)):
        instruction.prendre_en_instruction(dossier, par=suivi.agent)
    with horloge.arretee_a(suivi.jour(3)):
        if etat == "complement":
            instruction.demander_complement(
                dossier, par=suivi.agent, motif=suivi.fiche["dossier"]["motif"]
            )


def _decider(producteur: Producteur, suivi: Instruction) -> None:
    fiche = suivi.fiche["dossier"]
    if fiche["etat"] in {"refuse", "appel"}:
        refuser_dossier(producteur.dossier, par=suivi.agent, motif=fiche["motif"])
        return
    jusqu_au = suivi.maintenant.astimezone(horloge.PARIS).date() + timedelta(days=fiche["jours"])
    valider_dossier(producteur.dossier, par=suivi.agent, jusqu_au=jusqu_au)


def _apres_la_decision(producteur: Producteur, suivi: Instruction) -> None:
    """What happened since: a suspension, an appeal, a farm that stopped."""
    dossier, fiche = producteur.dossier, suivi.fiche["dossier"]
    with horloge.arretee_a(suivi.jour(9)):
        match fiche["etat"]:
            case "suspendu":
                suspendre_dossier(dossier, par=suivi.agent, motif=fiche["motif"])
            case "appel":
                appel.contester_decision(
                    dossier, par=suivi.responsable, texte=fiche["contestation"]
                )
            case "radie":
                envoi.arreter_ferme(
                    dossier, par=suivi.responsable, motif=fiche["motif"], confirme=True
                )


def _jours_du_dossier(fiche: Fiche, hasard: Random) -> tuple[int, int]:
    """How many days ago the chamber decided, and how many days ago the file was submitted.

    A validation runs for one, two or three years: the shortest that began before the labels were
    verified.
    """
    dossier, attente = fiche["dossier"], hasard.randrange(6, 25)
    if dossier["etat"] == "brouillon":
        return 0, 1
    if dossier["etat"] in EN_ATTENTE:
        return 0, dossier["depuis_jours"]
    if dossier["etat"] in {"refuse", "appel"}:
        return 12, 12 + attente
    verifies = [label["depuis_jours"] for label in fiche["labels"] if "depuis_jours" in label]
    decide = next(
        jours
        for annees in (1, 2, 3)
        if (jours := AN * annees - dossier["jours"]) > max(verifies, default=15) or annees == 3
    )
    return decide, decide + attente


def _verifier_labels(
    producteur: Producteur, fiche: Fiche, agent: Compte, maintenant: datetime
) -> None:
    for label in fiche["labels"]:
        if label["etat"] == "verifie":
            with horloge.arretee_a(il_y_a(label["depuis_jours"], "11:00", maintenant)):
                sorte = SorteLabel(label["label"])
                verifier_label(producteur, sorte, source=label["source"], par=agent)
