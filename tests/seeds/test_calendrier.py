"""The demonstration's dates hold whatever the hour at which it is loaded."""

from datetime import date, datetime, time, timedelta

import pytest

from commandes.models import EtatVente, Vente
from seeds.demonstration.calendrier import dates_de
from socle import horloge
from tests.seeds.contenu import Fiche, toml

ETATS = {
    "future": EtatVente.A_VENIR,
    "ouverte": EtatVente.OUVERTE,
    "close": EtatVente.EN_PREPARATION,
    "remise": EtatVente.TERMINEE,
}
JOURS = [
    date(2026, 7, 15),
    date(2026, 3, 29),  # the clocks go forward
    date(2026, 10, 25),  # the clocks go back
    date(2026, 3, 28),
    date(2026, 10, 24),
]
HEURES = ["00:00", "00:30", "02:30", "12:00", "18:45", "19:20", "21:45", "23:50", "23:59"]


@pytest.fixture(params=[(jour, heure) for jour in JOURS for heure in HEURES], ids=str)
def maintenant(request: pytest.FixtureRequest) -> datetime:
    jour, heure = request.param
    return horloge.a_paris(jour, time.fromisoformat(heure))


def ventes() -> list[Fiche]:
    return toml("ventes.toml", "vente")


def test_chaque_vente_est_dans_l_etat_qu_elle_annonce(maintenant: datetime) -> None:
    for fiche in ventes():
        dates = dates_de(fiche, maintenant)
        vente = Vente(ouverture=dates.ouverture, cloture=dates.cloture, fin=dates.fin)
        assert vente.etat(maintenant) is ETATS[fiche["etat"]], fiche["cle"]


def test_on_retire_apres_la_cloture(maintenant: datetime) -> None:
    for fiche in ventes():
        dates = dates_de(fiche, maintenant)
        assert dates.ouverture < dates.cloture, fiche["cle"]
        for fenetre in dates.fenetres:
            assert dates.cloture < fenetre.debut < fenetre.fin, fiche["cle"]


def test_une_vente_ferme_dans_l_heure(maintenant: datetime) -> None:
    reste = [
        dates.cloture - maintenant
        for fiche in ventes()
        if fiche["etat"] == "ouverte" and (dates := dates_de(fiche, maintenant))
    ]
    assert timedelta(minutes=45) <= min(reste) < timedelta(hours=1)


def test_ce_soir_c_est_ce_soir(maintenant: datetime) -> None:
    """A keeper who opens the demonstration has somebody to serve today, for an hour at least."""
    aujourdhui = maintenant.astimezone(horloge.PARIS).date()
    fenetres = [
        fenetre
        for fiche in ventes()
        for fenetre in dates_de(fiche, maintenant).fenetres
        if fiche["etat"] == "close" and fenetre.fiche["jour"] == 0
    ]
    assert len(fenetres) == 4
    for fenetre in fenetres:
        assert fenetre.debut.astimezone(horloge.PARIS).date() == aujourdhui
        assert fenetre.fin - maintenant >= timedelta(hours=1)


def test_les_heures_du_fichier_sont_celles_de_paris() -> None:
    roanne = next(fiche for fiche in ventes() if fiche["cle"] == "roanne")
    # Loaded in summer time; the sale closes two days later, in winter time.
    veille = horloge.a_paris(date(2026, 10, 24), time(12))
    cloture = dates_de(roanne, veille).cloture.astimezone(horloge.PARIS)
    assert (cloture.day, cloture.hour, cloture.minute) == (26, 20, 0)
