"""Where a zone goes, how many a window takes, whom a code designates."""

from __future__ import annotations

import pytest

from livraisons import services
from livraisons.errors import CapaciteInvalide, CodeInconnu, FenetreComplete, ZoneIncomplete
from livraisons.models import GenreZone, Mode
from livraisons.queries import zones_couvrant
from livraisons.services import Destinataire, SaisieZone, trouver_livraison
from socle.db import session
from socle.errors import TransitionImpossible
from territoires.models import Lieu
from tests import fabrique

pytestmark = pytest.mark.usefixtures("base")
CARRE = {
    "type": "Polygon",
    "coordinates": [[[4.0, 45.5], [4.2, 45.5], [4.2, 45.7], [4.0, 45.7], [4.0, 45.5]]],
}
NOEUD = {
    "type": "Polygon",
    "coordinates": [[[4.0, 45.5], [4.2, 45.7], [4.2, 45.5], [4.0, 45.7], [4.0, 45.5]]],
}


def a(lat: float, lon: float, code: str | None = None) -> Lieu:
    return Lieu(lat, lon, "", code_insee=code)


def zone(saisie: SaisieZone) -> int:
    numero = services.definir_zone(saisie, plateforme_id=fabrique.plateforme().id).id
    session.commit()
    return numero


def couvre(numero: int, lieu: Lieu) -> bool:
    return [z.id for z in zones_couvrant(lieu, parmi=[numero])] == [numero]


def test_un_polygone_va_jusqu_a_son_bord_et_pas_plus_loin() -> None:
    numero = zone(SaisieZone("Carré", GenreZone.POLYGONE, polygone=CARRE))
    assert couvre(numero, a(45.6, 4.1))
    assert couvre(numero, a(45.5, 4.1))
    assert not couvre(numero, a(45.4999, 4.1))
    assert not couvre(numero, a(45.6, 4.2001))


def test_un_rayon_se_mesure_en_kilometres() -> None:
    lat, lon = fabrique.MONTBRISON
    saisie = SaisieZone("Rond", GenreZone.RAYON, centre_lat=lat, centre_lon=lon, rayon_km=10.0)
    numero = zone(saisie)
    assert couvre(numero, a(lat + 0.0899, lon))
    assert not couvre(numero, a(lat + 0.0901, lon))
    # In the corner of the bounding box, outside the circle.
    assert not couvre(numero, a(lat + 0.08, lon + 0.11))


def test_des_communes_se_lisent_par_leur_code() -> None:
    commune = fabrique.commune()
    numero = zone(SaisieZone("Ville", GenreZone.COMMUNES, communes=(commune.code_insee,)))
    assert couvre(numero, a(0.0, 0.0, commune.code_insee))
    assert not couvre(numero, a(*fabrique.MONTBRISON, "42187"))
    assert not couvre(numero, a(*fabrique.MONTBRISON))


@pytest.mark.parametrize(
    "saisie",
    [
        SaisieZone("Vide", GenreZone.COMMUNES),
        SaisieZone("Sans rayon", GenreZone.RAYON, centre_lat=45.0, centre_lon=4.0),
        SaisieZone("Sans forme", GenreZone.POLYGONE),
        SaisieZone("Nœud", GenreZone.POLYGONE, polygone=NOEUD),
        SaisieZone("Point", GenreZone.POLYGONE, polygone={"type": "Point", "coordinates": [4, 45]}),
        SaisieZone("Rien", GenreZone.POLYGONE, polygone={"type": "Polygon"}),
    ],
    ids=lambda saisie: saisie.nom,
)
def test_une_zone_sans_forme_est_refusee(saisie: SaisieZone) -> None:
    with pytest.raises(ZoneIncomplete):
        zone(saisie)


def test_la_capacite_ne_descend_pas_sous_les_places_prises() -> None:
    distribution = fabrique.distribution(fabrique.point_relais(fabrique.plateforme()), capacite=3)
    for _ in range(2):
        services.prendre_place(Mode.RELAIS, distribution.id, nom="Mairie")
    services.changer_capacite(distribution, 2)
    assert (distribution.capacite, distribution.places) == (2, 0)
    with pytest.raises(CapaciteInvalide):
        services.changer_capacite(distribution, 1)
    with pytest.raises(FenetreComplete):
        services.prendre_place(Mode.RELAIS, distribution.id, nom="Mairie")
    services.changer_capacite(distribution, 5)
    assert distribution.places == 3


def test_une_livraison_se_trouve_par_code_par_numero_ou_par_prenom() -> None:
    distribution = fabrique.distribution(fabrique.point_relais(fabrique.plateforme()))
    livraisons = [
        services.prevoir_livraison(
            reference,
            mode=Mode.RELAIS,
            fenetre_id=distribution.id,
            destinataire=Destinataire(prenom, "Essai"),
            frais_centimes=0,
            a_encaisser_centimes=0,
        )
        for reference, prenom in (("AB23-CD45", "Élodie"), ("EF67-GH89", "Éloi"))
    ]
    elodie, eloi = livraisons
    assert trouver_livraison(elodie.code.lower(), livraisons)[0] is elodie
    assert trouver_livraison("ef67gh89", livraisons) == [eloi]
    assert trouver_livraison("elo", livraisons) == livraisons
    for rien in ("", "  ", "Zoé"):
        with pytest.raises(CodeInconnu):
            trouver_livraison(rien, livraisons)


def test_une_livraison_annulee_rend_sa_place_et_ne_se_remet_plus() -> None:
    distribution = fabrique.distribution(fabrique.point_relais(fabrique.plateforme()), capacite=1)
    services.prendre_place(Mode.RELAIS, distribution.id, nom="Mairie")
    livraison = services.prevoir_livraison(
        "AB23-CD45",
        mode=Mode.RELAIS,
        fenetre_id=distribution.id,
        destinataire=Destinataire("Élodie", "Essai"),
        frais_centimes=0,
        a_encaisser_centimes=0,
    )
    services.annuler_livraison(livraison, par=None, motif="essai")
    session.refresh(distribution)
    assert distribution.places == 1
    with pytest.raises(TransitionImpossible):
        services.remettre(livraison, par=fabrique.compte())
