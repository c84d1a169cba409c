"""What has happened to the demonstration's farms since they were registered: something for each
work list, and records that most farms have confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from producteurs.models import (
    Conclusion,
    Dossier,
    ModeVente,
    MotifSignalement,
    Producteur,
    SortePiece,
    Visite,
)
from producteurs.queries.fiche import destinataires
from producteurs.queries.regles import regles_de
from producteurs.services import visites
from producteurs.services.fiche import SaisieProducteur
from producteurs.services.fraicheur import avancer, confirmer
from producteurs.services.revision import modifier_producteur
from producteurs.services.signalement import signaler
from seeds.demonstration import lecture
from seeds.demonstration.calendrier import il_y_a
from seeds.demonstration.comptes import Comptes
from seeds.demonstration.dossiers import AGENTS_DE_LA_CHAMBRE
from seeds.demonstration.hasard import tirage
from seeds.demonstration.lecture import Fiche
from seeds.demonstration.papiers import accepter_papiers, deposer_papier
from socle import horloge
from socle.comptes.models import Compte
from socle.comptes.queries import compte_par_courriel
from socle.db import session

FICHIER = "vie.toml"
Producteurs = dict[str, Producteur]


def vivre(
    producteurs: Producteurs, nouveaux: set[str], comptes: Comptes, maintenant: datetime
) -> None:
    """The life of the farms that were just registered; those that were there have their own."""
    agent = comptes[AGENTS_DE_LA_CHAMBRE[0]]
    silences = {s["ferme"]: s for s in lecture.fiches(FICHIER, "silence")}
    for slug in sorted(nouveaux):
        if slug in silences:
            _se_taire(producteurs[slug], silences[slug], maintenant)
        else:
            _confirmer(producteurs[slug], maintenant)
    for fiche, producteur in _choisis("piece_a_echeance", producteurs, nouveaux):
        with horloge.arretee_a(il_y_a(40, "10:15", maintenant)):
            sorte = SortePiece(fiche["sorte"])
            piece = deposer_papier(producteur, sorte, par=_responsable(producteur))
            jusqu_a = maintenant + timedelta(days=fiche["fin_dans"])
            accepter_papiers([piece], par=agent, jusqu_a=jusqu_a.date())
    for fiche, producteur in _choisis("visite", producteurs, nouveaux):
        _proposer_visite(producteur.dossier, fiche, agent, maintenant)
    for fiche, producteur in _choisis("visite_faite", producteurs, nouveaux):
        _visiter(producteur, fiche, agent, maintenant)
    for fiche, producteur in _choisis("modification", producteurs, nouveaux):
        with horloge.arretee_a(il_y_a(fiche["il_y_a"], "20:40", maintenant)):
            _modifier(producteur, fiche)
    for fiche, producteur in _choisis("signalement", producteurs, nouveaux):
        with horloge.arretee_a(il_y_a(fiche["il_y_a"], "18:20", maintenant)):
            motif = MotifSignalement(fiche["motif"])
            signaler(
                producteur, motif=motif, texte=fiche["texte"], courriel=fiche.get("courriel", "")
            )


def _choisis(
    table: str, producteurs: Producteurs, nouveaux: set[str]
) -> Iterable[tuple[Fiche, Producteur]]:
    return [
        (fiche, producteurs[fiche["ferme"]])
        for fiche in lecture.fiches(FICHIER, table)
        if fiche["ferme"] in nouveaux
    ]


def _responsable(producteur: Producteur) -> Compte:
    compte = compte_par_courriel(destinataires(producteur)[0])
    assert compte is not None
    return compte


def _confirmer(producteur: Producteur, maintenant: datetime) -> None:
    """Some day of the last ten weeks the farm said that its record is right."""
    if not producteur.dossier.en_regle(maintenant.date()):
        return
    jours = tirage(producteur.slug, "confirmation").randrange(1, 70)
    instant = il_y_a(jours, "19:10", maintenant)
    if instant > producteur.confirme_le:
        with horloge.arretee_a(instant):
            confirmer(producteur, par=_responsable(producteur))


def _se_taire(producteur: Producteur, fiche: Fiche, maintenant: datetime) -> None:
    """The farm was asked on a day, then each night took its step."""
    jours = fiche["demande_il_y_a"]
    delai = regles_de(producteur.departement).confirmation_jours
    with horloge.arretee_a(il_y_a(jours + delai, "19:10", maintenant)):
        confirmer(producteur, par=_responsable(producteur))
    for nuit in range(jours, 0, -1):
        with horloge.arretee_a(il_y_a(nuit, "04:00", maintenant)):
            avancer(producteur)


def _proposer_visite(dossier: Dossier, fiche: Fiche, agent: Compte, maintenant: datetime) -> Visite:
    """In so many days, at a time of Paris."""
    jour = maintenant.astimezone(horloge.PARIS).date() + timedelta(days=fiche["dans"])
    prevue = datetime.combine(jour, time.fromisoformat(fiche["heure"]), horloge.PARIS)
    saisie = visites.SaisieVisite(
        prevue_le=prevue,
        conseiller=agent.nom_complet,
        elu=fiche["elu"],
        message=fiche.get("message", ""),
    )
    with horloge.arretee_a(maintenant - timedelta(days=2)):
        return visites.proposer_visite(dossier, saisie, par=agent)


def _visiter(producteur: Producteur, fiche: Fiche, agent: Compte, maintenant: datetime) -> None:
    """A visit that took place, and what was seen."""
    jour = il_y_a(fiche["il_y_a"], "14:00", maintenant)
    saisie = visites.SaisieVisite(prevue_le=jour, conseiller=agent.nom_complet, elu=fiche["elu"])
    with horloge.arretee_a(jour - timedelta(hours=20)):
        visite = visites.proposer_visite(producteur.dossier, saisie, par=agent)
    grille = regles_de(producteur.departement).grille
    reponses = dict.fromkeys(grille[:-1], ("oui", "")) | dict.fromkeys(
        grille[-1:], ("non", "À baliser.")
    )
    with horloge.arretee_a(jour + timedelta(hours=3)):
        rendu = visites.CompteRendu(
            reponses=reponses,
            rapport=fiche["rapport"],
            conclusion=Conclusion(fiche["conclusion"]),
        )
        visites.rendre_compte(visite, rendu, par=agent)


def _modifier(producteur: Producteur, fiche: Fiche) -> None:
    """The farm changes its record: what the chamber has to read becomes a proposal."""
    dit: dict[str, Any] = {k: v for k, v in fiche.items() if k not in {"ferme", "il_y_a"}}
    if "modes" in dit:
        dit["modes"] = [ModeVente(m) for m in dit["modes"]]
    session.flush()
    modifier_producteur(
        producteur, replace(_saisie(producteur), **dit), par=_responsable(producteur)
    )


def _saisie(producteur: Producteur) -> SaisieProducteur:
    """The record as a form would send it back, untouched."""
    return SaisieProducteur(
        nom=producteur.nom,
        genre=producteur.genre,
        siret=producteur.siret,
        commune_code=producteur.commune_code,
        adresse=producteur.adresse,
        lat=producteur.lat,
        lon=producteur.lon,
        familles=producteur.familles,
        modes=producteur.modes,
        labels=[label.sorte for label in producteur.labels],
        description=producteur.description,
        telephone=producteur.telephone,
        courriel=producteur.courriel,
        site=producteur.site,
        horaires=producteur.horaires,
        image=producteur.image,
        texte_saison=producteur.texte_saison,
        revend=producteur.revend,
    )
