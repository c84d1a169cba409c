"""The visit: proposed, moved, given up, reported on; what the farm reads of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from producteurs.errors import MotifManquant
from producteurs.errors.pieces import (
    DateDeVisiteRefusee,
    TropDePhotos,
    VisiteDejaPrevue,
    VisiteImpossible,
    VisitePasEncoreFaite,
    VisiteTerminee,
)
from producteurs.models import Conclusion, EtatDossier, EtatVisite, Producteur, Visite
from producteurs.queries import visites as lues
from producteurs.queries.regles import regles_de
from producteurs.services import visites
from producteurs.services.visites import PHOTOS_MAXIMUM, CompteRendu, SaisieVisite
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.errors import Introuvable
from socle.fichiers.prives import garder_photo
from socle.journal.services import lire_journal
from tests import fabrique
from tests.photos import photo

pytestmark = pytest.mark.usefixtures("contexte")
Courriels = Callable[[], list[Envoi]]


def agent(departement: str = "42") -> Compte:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, departement)])


def ferme(etat: EtatDossier = EtatDossier.SOUMIS) -> Producteur:
    return fabrique.producteur("Ferme du Pont", etat=etat)


def dans(jours: int) -> datetime:
    return horloge.maintenant() + timedelta(days=jours)


def saisie(**autres: Any) -> SaisieVisite:
    valeurs: dict[str, Any] = {
        "prevue_le": dans(7),
        "conseiller": "Agathe Roux",
        "elu": "Bernard Vial",
        "message": "Préparez le registre d’élevage.",
    } | autres
    return SaisieVisite(**valeurs)


def prevue(etat: EtatDossier = EtatDossier.SOUMIS) -> Visite:
    return visites.proposer_visite(ferme(etat).dossier, saisie(), par=agent())


def compte_rendu(**autres: Any) -> CompteRendu:
    valeurs: dict[str, Any] = {
        "reponses": dict.fromkeys(regles_de("42").grille, ("oui", "")),
        "rapport": "Tout est en ordre.",
        "conclusion": Conclusion.FAVORABLE,
    } | autres
    return CompteRendu(**valeurs)


def evenement(message: Envoi) -> Any:
    assert message.piece_contenu
    (seul,) = Calendar.from_ical(message.piece_contenu).walk("VEVENT")
    return seul


def faits(visite: Visite) -> list[tuple[str, str]]:
    return [(ligne.de, ligne.vers) for ligne in lire_journal("dossier", visite.dossier_id)]


def test_une_visite_proposee_met_le_dossier_en_visite_et_l_agenda_de_la_ferme_a_jour(
    courriels: Courriels,
) -> None:
    visite = prevue()
    assert visite.dossier.etat is EtatDossier.VISITE
    assert faits(visite) == [("soumis", "visite")]
    (message,) = courriels()
    assert message.destinataire == visite.dossier.producteur.courriel
    assert "Agathe Roux et Bernard Vial" in message.texte
    assert "registre d’élevage" in message.texte
    rendez_vous = evenement(message)
    assert rendez_vous.decoded("dtstart") == visite.prevue_le.replace(microsecond=0)
    assert "Montbrison" in rendez_vous["location"]


def test_une_ferme_validee_se_visite_sans_quitter_la_carte() -> None:
    visite = prevue(EtatDossier.VALIDE)
    assert visite.dossier.etat is EtatDossier.VALIDE
    assert faits(visite) == [("", "prevue")]


@pytest.mark.parametrize(
    "etat",
    [EtatDossier.BROUILLON, EtatDossier.COMPLEMENT, EtatDossier.REFUSE, EtatDossier.RADIE],
)
def test_on_ne_visite_pas_un_dossier_que_la_chambre_ne_lit_pas(etat: EtatDossier) -> None:
    with pytest.raises(VisiteImpossible):
        prevue(etat)


@pytest.mark.parametrize("jours", [-1, 366])
def test_une_visite_se_prevoit_dans_l_annee(jours: int) -> None:
    with pytest.raises(DateDeVisiteRefusee):
        visites.proposer_visite(ferme().dossier, saisie(prevue_le=dans(jours)), par=agent())


def test_une_seule_visite_est_prevue_a_la_fois() -> None:
    visite = prevue()
    with pytest.raises(VisiteDejaPrevue):
        visites.proposer_visite(visite.dossier, saisie(), par=agent())


def test_deplacer_une_visite_remplace_le_rendez_vous_dans_l_agenda(courriels: Courriels) -> None:
    visite = prevue()
    with horloge.arretee_a(dans(1)):
        visites.deplacer_visite(visite, saisie(prevue_le=dans(9), elu=""), par=agent())
    assert visite.etat is EtatVisite.PREVUE
    avant, apres = (evenement(message) for message in courriels())
    assert avant["uid"] == apres["uid"]
    assert apres["sequence"] > avant["sequence"]
    assert apres.decoded("dtstart") > avant.decoded("dtstart")
    assert faits(visite)[-1] == ("prevue", "prevue")


def test_annuler_dit_pourquoi_et_rend_le_dossier_a_son_lecteur(courriels: Courriels) -> None:
    visite = prevue()
    with pytest.raises(MotifManquant):
        visites.annuler_visite(visite, par=agent(), motif=" ")
    visites.annuler_visite(visite, par=agent(), motif="Il neige.")
    assert visite.etat is EtatVisite.ANNULEE
    assert visite.dossier.etat is EtatDossier.INSTRUCTION
    message = courriels()[-1]
    assert "Il neige." in message.texte
    assert evenement(message)["status"] == "CANCELLED"
    assert visites.proposer_visite(visite.dossier, saisie(), par=agent()).etat is EtatVisite.PREVUE


def test_le_compte_rendu_garde_la_grille_du_jour_et_ramene_le_dossier(
    courriels: Courriels,
) -> None:
    visite = prevue()
    grille = regles_de("42").grille
    reponses = dict.fromkeys(grille, ("oui", "")) | {grille[2]: ("non", "À nettoyer.")}
    photos = [garder_photo(io.BytesIO(photo()))]
    par = agent()
    with horloge.arretee_a(dans(8)):
        visites.rendre_compte(
            visite,
            compte_rendu(reponses=reponses, conclusion=Conclusion.RESERVES, photos=photos),
            par=par,
        )
    session.expire(visite)
    assert visite.reponses[grille[2]] == {"reponse": "non", "note": "À nettoyer."}
    assert list(visite.reponses) == grille
    assert (visite.etat, visite.conclusion) == (EtatVisite.FAITE, Conclusion.RESERVES)
    assert (visite.photos, visite.par) == ([photos[0].cle], par)
    assert visite.dossier.etat is EtatDossier.INSTRUCTION
    assert faits(visite)[-2:] == [("prevue", "faite"), ("visite", "instruction")]

    message = courriels()[-1]
    assert "avis favorable avec réserves" in message.texte
    assert "À nettoyer" not in message.texte


def test_le_compte_rendu_s_ecrit_a_partir_du_jour_de_la_visite() -> None:
    visite = prevue()
    with pytest.raises(VisitePasEncoreFaite), horloge.arretee_a(dans(5)):
        visites.rendre_compte(visite, compte_rendu(), par=agent())
    assert visite.etat is EtatVisite.PREVUE


def test_une_visite_finie_ne_bouge_plus() -> None:
    visite = prevue()
    visites.annuler_visite(visite, par=agent(), motif="Il neige.")
    with pytest.raises(VisiteTerminee):
        visites.annuler_visite(visite, par=agent(), motif="Encore.")
    with pytest.raises(VisiteTerminee):
        visites.deplacer_visite(visite, saisie(), par=agent())
    with pytest.raises(VisiteTerminee), horloge.arretee_a(dans(8)):
        visites.rendre_compte(visite, compte_rendu(), par=agent())
    with pytest.raises(VisiteTerminee):
        visites.ajouter_photos(visite, [garder_photo(io.BytesIO(photo(80, 60)))])


def test_un_dossier_decide_entre_temps_reste_decide() -> None:
    visite = prevue()
    visite.dossier.etat = EtatDossier.REFUSE
    session.flush()
    visites.annuler_visite(visite, par=agent(), motif="Plus utile.")
    assert visite.dossier.etat is EtatDossier.REFUSE


def test_les_photos_s_ajoutent_jusqu_a_douze() -> None:
    visite = prevue()
    garde = garder_photo(io.BytesIO(photo(80, 60)))
    visites.ajouter_photos(visite, [garde] * (PHOTOS_MAXIMUM - 1))
    visites.ajouter_photos(visite, [garde])
    with pytest.raises(TropDePhotos):
        visites.ajouter_photos(visite, [garde])
    session.expire(visite)
    assert len(visite.photos) == PHOTOS_MAXIMUM
    assert lues.photo_de_visite(visite, 1) == garde.cle
    for rang in (0, -1, 13):
        with pytest.raises(Introuvable):
            lues.photo_de_visite(visite, rang)


def test_une_visite_ne_se_lit_que_dans_son_departement() -> None:
    visite = prevue()
    numero = visite.dossier.producteur_id
    assert lues.visite_pour(["42"], numero, visite.id) is visite
    autre = fabrique.producteur().id
    for departements, producteur in ((["69"], numero), ([], numero), (["42"], autre)):
        with pytest.raises(Introuvable):
            lues.visite_pour(departements, producteur, visite.id)
