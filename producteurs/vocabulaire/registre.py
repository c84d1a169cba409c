"""The words of the chamber's work: states, papers, visits, reasons, what a file's rows become."""

from __future__ import annotations

from collections.abc import Mapping

from producteurs.models import (
    ActiviteSirene,
    Conclusion,
    EtatDossier,
    EtatImport,
    EtatLabel,
    EtatPiece,
    EtatRevision,
    EtatSirene,
    EtatVisite,
    Fraicheur,
    IssueLigne,
    MotifSignalement,
    PrecisionPosition,
    Situation,
    SortePiece,
)
from producteurs.vocabulaire.mots import Mot
from socle.langue import _l

SITUATIONS: Mapping[Situation, Mot] = {
    Situation.BROUILLON: _l("en préparation"),
    Situation.SOUMIS: _l("à instruire"),
    Situation.INSTRUCTION: _l("en instruction"),
    Situation.VISITE: _l("visite prévue"),
    Situation.COMPLEMENT: _l("complément demandé"),
    Situation.VALIDE: _l("validé"),
    Situation.A_RENOUVELER: _l("à renouveler"),
    Situation.EXPIRE: _l("expiré"),
    Situation.REFUSE: _l("refusé"),
    Situation.SUSPENDU: _l("suspendu"),
    Situation.APPEL: _l("contesté"),
    Situation.RADIE: _l("radié"),
}

ETATS_DOSSIER: Mapping[EtatDossier, Mot] = {
    etat: SITUATIONS[Situation(etat.value)] for etat in EtatDossier
}

ETATS_LABEL: Mapping[EtatLabel, Mot] = {
    EtatLabel.DECLARE: _l("déclaré par la ferme"),
    EtatLabel.VERIFIE: _l("vérifié"),
    EtatLabel.ECHU: _l("certificat échu"),
    EtatLabel.RETIRE: _l("retiré"),
}

SORTES_PIECE: Mapping[SortePiece, Mot] = {
    SortePiece.SIRET: _l("avis de situation SIRENE"),
    SortePiece.MSA: _l("attestation d’affiliation à la MSA"),
    SortePiece.BIO: _l("certificat d’agriculture biologique"),
    SortePiece.HYGIENE: _l("formation ou agrément d’hygiène"),
    SortePiece.ASSURANCE: _l("attestation d’assurance"),
    SortePiece.AUTRE: _l("autre pièce"),
}

ETATS_PIECE: Mapping[EtatPiece, Mot] = {
    EtatPiece.DEPOSEE: _l("à examiner"),
    EtatPiece.ACCEPTEE: _l("acceptée"),
    EtatPiece.REFUSEE: _l("refusée"),
}

ETATS_VISITE: Mapping[EtatVisite, Mot] = {
    EtatVisite.PREVUE: _l("prévue"),
    EtatVisite.FAITE: _l("faite"),
    EtatVisite.ANNULEE: _l("annulée"),
}

CONCLUSIONS: Mapping[Conclusion, Mot] = {
    Conclusion.FAVORABLE: _l("avis favorable"),
    Conclusion.RESERVES: _l("avis favorable avec réserves"),
    Conclusion.DEFAVORABLE: _l("avis défavorable"),
}

ETATS_REVISION: Mapping[EtatRevision, Mot] = {
    EtatRevision.PROPOSEE: _l("modification proposée"),
    EtatRevision.ACCEPTEE: _l("modification acceptée"),
    EtatRevision.REFUSEE: _l("modification refusée"),
    EtatRevision.RETIREE: _l("modification retirée"),
}

FRAICHEURS: Mapping[Fraicheur, Mot] = {
    Fraicheur.CONFIRME: _l("fiche confirmée"),
    Fraicheur.SANS_REPONSE: _l("sans réponse"),
    Fraicheur.NON_CONFIRME: _l("non confirmée"),
    Fraicheur.RETIRE: _l("retirée de la carte, faute de réponse"),
}

MOTIFS_SIGNALEMENT: Mapping[MotifSignalement, Mot] = {
    MotifSignalement.ARRETEE: _l("cette ferme a cessé son activité"),
    MotifSignalement.FAUX: _l("une information est fausse"),
    MotifSignalement.PAS_PRODUCTEUR: _l("ce n’est pas un producteur"),
    MotifSignalement.DOUBLON: _l("cette ferme est inscrite deux fois"),
    MotifSignalement.AUTRE: _l("autre chose"),
}

PRECISIONS: Mapping[PrecisionPosition, Mot] = {
    PrecisionPosition.POINTEE: _l("posée sur la carte"),
    PrecisionPosition.ADRESSE: _l("à l’adresse"),
    PrecisionPosition.RUE: _l("dans la rue"),
    PrecisionPosition.LIEU_DIT: _l("au lieu-dit"),
    PrecisionPosition.COMMUNE: _l("approximative, au centre de la commune"),
}

ETATS_SIRENE: Mapping[EtatSirene, Mot] = {
    EtatSirene.OUVERT: _l("établissement ouvert"),
    EtatSirene.FERME: _l("établissement fermé"),
    EtatSirene.INTROUVABLE: _l("absent du répertoire public"),
}

ACTIVITES_SIRENE: Mapping[ActiviteSirene, Mot] = {
    ActiviteSirene.PRODUCTION: _l("production agricole"),
    ActiviteSirene.TRANSFORMATION: _l("transformation"),
    ActiviteSirene.REVENTE: _l("commerce"),
    ActiviteSirene.AUTRE: _l("autre activité"),
}

ETATS_IMPORT: Mapping[EtatImport, Mot] = {
    EtatImport.ANALYSE: _l("lecture en cours"),
    EtatImport.A_VERIFIER: _l("à vérifier"),
    EtatImport.EN_COURS: _l("écriture en cours"),
    EtatImport.FINI: _l("terminé"),
    EtatImport.ANNULE: _l("arrêté"),
    EtatImport.DEFAIT: _l("défait"),
    EtatImport.ECHOUE: _l("illisible"),
}

ISSUES_LIGNE: Mapping[IssueLigne, Mot] = {
    IssueLigne.CREE: _l("créé"),
    IssueLigne.MIS_A_JOUR: _l("mis à jour"),
    IssueLigne.INCHANGE: _l("inchangé"),
    IssueLigne.A_REVOIR: _l("à revoir"),
    IssueLigne.REFUSE: _l("refusé"),
}

MOTIFS_REFUS: Mapping[str, Mot] = {
    "hors_territoire": _l("La ferme n’est pas sur notre territoire."),
    "siret": _l("Le SIRET ne correspond pas à cette activité ou à cette adresse."),
    "revente": _l("Ce qui est vendu ne vient pas de la ferme, ou pas assez."),
    "doublon": _l("Cette ferme est déjà inscrite."),
    "incomplet": _l("Il manque des informations pour décider."),
}

MOTIFS_SUSPENSION: Mapping[str, Mot] = {
    "cessation": _l("L’activité a cessé, ou change de mains."),
    "sanitaire": _l("Un contrôle sanitaire est en cours."),
    "tromperie": _l("Ce qui est annoncé ne correspond pas à ce qui est vendu."),
    "injoignable": _l("La ferme ne répond plus à nos messages."),
    "demande": _l("La ferme l’a demandé."),
}

MOTIFS_COMPLEMENT: Mapping[str, Mot] = {
    "piece": _l("Il manque une pièce, ou elle n’est pas lisible."),
    "produits": _l("Dites plus précisément ce que vous produisez et ce que vous revendez."),
    "adresse": _l("L’adresse ou la position sur la carte est à préciser."),
    "siret": _l("Le SIRET est à vérifier : il ne correspond pas à la ferme."),
    "vente": _l("Dites comment et où l’on peut vous acheter."),
    "autre": _l("Une précision nous est nécessaire."),
}

MOTIFS_RADIATION: Mapping[str, Mot] = {
    "cessation": _l("L’activité a cessé."),
    "doublon": _l("Cette ferme est inscrite une autre fois."),
    "hors_territoire": _l("La ferme n’est pas sur notre territoire."),
    "pas_producteur": _l("L’activité n’est pas celle d’un producteur."),
    "tromperie": _l("Ce qui est annoncé ne correspond pas à ce qui est vendu."),
    "abandon": _l("Le dossier est resté sans suite."),
}

MOTIFS_REOUVERTURE: Mapping[str, Mot] = {
    "reprise": _l("La ferme reprend son activité."),
    "demande": _l("La ferme l’a demandé."),
    "erreur": _l("Le dossier avait été fermé par erreur."),
}

MOTIFS_CONFIRMATION: Mapping[str, Mot] = {
    "rien_de_neuf": _l("Le recours n’apporte pas d’élément nouveau."),
    "faits": _l("Les faits qui ont motivé la décision sont établis."),
    "regle": _l("La règle est la même pour toutes les fermes, et elle n’est pas remplie."),
}

MOTIFS_ARRET: Mapping[str, Mot] = {
    "retraite": _l("Je prends ma retraite."),
    "cession": _l("La ferme change de mains."),
    "cessation": _l("L’activité s’arrête."),
    "vente": _l("Je vends autrement."),
    "autre": _l("Une autre raison."),
}

MOTIFS_PIECE: Mapping[str, Mot] = {
    "illisible": _l("Elle n’est pas lisible."),
    "autre_piece": _l("Ce n’est pas la pièce demandée."),
    "autre_entreprise": _l("Elle concerne une autre entreprise."),
    "perimee": _l("Elle n’est plus valable."),
    "incomplete": _l("Il en manque une partie."),
}
"""Why a paper is not accepted."""

MOTIFS_ANNULATION: Mapping[str, Mot] = {
    "indisponible": _l("Nous ne pouvons pas venir ce jour-là."),
    "demande": _l("La ferme l’a demandé."),
    "inutile": _l("La visite n’est plus nécessaire."),
    "meteo": _l("Le temps ou la route ne le permettent pas."),
}
"""Why a visit is given up."""

REPONSES_GRILLE: Mapping[str, Mot] = {
    "oui": _l("oui"),
    "non": _l("non"),
    "sans_objet": _l("sans objet"),
}
"""What a line of the visit's checklist is answered."""
