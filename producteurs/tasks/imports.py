"""Files of producteurs: read, written and undone in the background."""

from __future__ import annotations

from producteurs.models import EtatImport
from producteurs.opendata.deroulement import defaire_ce_qui_reste, ecrire_import, lire_import
from producteurs.queries.imports import imports_en_cours
from producteurs.registres.ouverts import registres_ouverts
from producteurs.tasks.doublons import chercher_doublons
from socle.db import session
from socle.travaux import chacun, eveiller, periodique
from territoires.contexte import geocodeur_courant

TOUR_S = 15.0
"""How long one import may keep the worker before mails and refunds have their turn again."""


@periodique(minutes=1, des_que_possible=True)
def avancer_imports() -> None:
    """Carry every import on from where it is; each is written by one process at a time."""
    geocodeur, bio = geocodeur_courant(), registres_ouverts().agencebio
    chacun(
        _numeros(EtatImport.ANALYSE),
        lambda n: lire_import(n, geocodeur, bio),
        echec="lecture_echouee",
    )
    finis: list[int] = []
    reste: list[int] = []

    def ecrire(numero: int) -> None:
        (reste if ecrire_import(numero, secondes=TOUR_S) else finis).append(numero)

    def defaire(numero: int) -> None:
        (reste if defaire_ce_qui_reste(numero, secondes=TOUR_S) else finis).append(numero)

    chacun(_numeros(EtatImport.EN_COURS), ecrire, echec="ecriture_echouee")
    chacun(_numeros(EtatImport.DEFAIT), defaire, echec="retour_echoue")
    if finis:
        chercher_doublons()
    if reste:
        eveiller()


def _numeros(etat: EtatImport) -> list[int]:
    """Read and let go, so that nothing is held while the first of them is carried on."""
    numeros = list(imports_en_cours(etat))
    session.rollback()
    return numeros
