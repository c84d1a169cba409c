"""What the list, the map and the API find: filters, counts, order, and who is never shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from cartes.queries import Filtres, Recherche, rechercher
from producteurs.models import (
    EtatDossier,
    EtatLabel,
    Famille,
    Genre,
    Label,
    ModeVente,
    Producteur,
    SorteLabel,
)
from producteurs.services import suspendre_dossier
from producteurs.services.revision import accepter_revision
from socle import horloge
from socle.comptes.models import Role
from socle.parametres import ParametreInvalide
from territoires.models import Lieu
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.saisies import proposer

pytestmark = pytest.mark.usefixtures("base")
JEUDI = date(2026, 11, 26)
CHEZ_MOI = Lieu(*fabrique.MONTBRISON, libelle="Montbrison", code_insee="42147")


def chercher(jour: date | None = None, lieu: Lieu | None = None, **filtres: Any) -> Recherche:
    return rechercher(Filtres(**filtres), jour or horloge.aujourdhui(), lieu=lieu)


def noms(recherche: Recherche) -> list[str]:
    return [ferme.nom for ferme in recherche.page.elements]


def quatre_fermes() -> list[Producteur]:
    """Two at Montbrison, two at Roanne; families, ways of selling, labels and days differ."""
    roanne = fabrique.roanne()
    return [
        fabrique.producteur(
            "Abeilles du Forez",
            familles=[Famille.MIELS_SUCRES],
            modes=[ModeVente.FERME, ModeVente.MARCHE],
            horaires={"3": [["09:00", "12:00"]]},
        ),
        fabrique.producteur(
            "Bergerie du Pic",
            familles=[Famille.LAITAGES, Famille.VIANDES],
            modes=[ModeVente.MARCHE],
            labels=[Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE)],
            horaires={"3": [], "5": [["14:00", "18:00"]]},
        ),
        fabrique.producteur(
            "Cave des Coteaux",
            genre=Genre.COMMERCE,
            commune=roanne,
            familles=[Famille.BOISSONS],
            modes=[ModeVente.MAGASIN],
        ),
        fabrique.producteur(
            "Délices de Roanne",
            genre=Genre.CUISINIER,
            commune=roanne,
            familles=[Famille.PLATS_PREPARES, Famille.VIANDES],
            modes=[ModeVente.RELAIS],
            labels=[Label(sorte=SorteLabel.AB), Label(sorte=SorteLabel.AOP)],
            horaires={"3": [["11:00", "14:00"]]},
        ),
    ]


def test_sans_filtre_toutes_les_fermes_en_regle_sont_la_par_ordre_alphabetique() -> None:
    quatre_fermes()
    assert noms(chercher()) == [
        "Abeilles du Forez",
        "Bergerie du Pic",
        "Cave des Coteaux",
        "Délices de Roanne",
    ]


@pytest.mark.parametrize(
    ("filtres", "attendus"),
    [
        ({"famille": (Famille.VIANDES,)}, "BD"),
        ({"famille": (Famille.VIANDES, Famille.BOISSONS)}, "BCD"),
        ({"mode": (ModeVente.MARCHE,)}, "AB"),
        ({"label": (SorteLabel.AB,)}, "BD"),
        ({"label_verifie": True}, "B"),
        ({"label": (SorteLabel.AB,), "label_verifie": True}, "B"),
        ({"label": (SorteLabel.AOP,), "label_verifie": True}, ""),
        ({"label": (SorteLabel.AB, SorteLabel.AOP), "mode": (ModeVente.RELAIS,)}, "D"),
        ({"famille": (Famille.VIANDES,), "mode": (ModeVente.MAGASIN,)}, ""),
        ({"ouvert": True}, "AD"),
        ({"ouvert": True, "famille": (Famille.VIANDES,)}, "D"),
        ({"q": "bergerie"}, "B"),
        ({"q": "ROANNE delices"}, "D"),
        ({"q": "délices introuvables"}, ""),
        ({"q": "100%"}, ""),
        ({"q": "_"}, "ABCD"),
        ({"lat": 46.0449, "lon": 4.0797, "rayon_km": 5.0}, "CD"),
        ({"lat": 46.0449, "lon": 4.0797, "rayon_km": 5.0, "label": (SorteLabel.AOP,)}, "D"),
    ],
)
def test_chaque_filtre_et_leurs_croisements(filtres: dict[str, Any], attendus: str) -> None:
    quatre_fermes()
    trouvees = noms(chercher(JEUDI, **filtres))
    assert "".join(sorted(nom[0] for nom in trouvees)) == attendus


def test_une_ferme_montre_ses_signes_et_ce_qui_fut_verifie() -> None:
    quatre_fermes()
    ferme = chercher(JEUDI, q="bergerie").page.elements[0]
    assert (ferme.familles, ferme.modes) == (("viandes", "laitages"), ("marche",))
    assert (ferme.labels, ferme.verifies, ferme.ouvert) == (("ab",), ("ab",), False)
    assert (ferme.commune_nom, ferme.distance_km) == ("Montbrison", None)


def test_le_nombre_d_une_pastille_est_celui_des_fermes_qu_elle_montrerait() -> None:
    quatre_fermes()
    choisis: Iterable[dict[str, Any]] = (
        {},
        {"famille": (Famille.VIANDES,)},
        {"mode": (ModeVente.MARCHE,), "ouvert": True},
        {"label": (SorteLabel.AB,), "famille": (Famille.LAITAGES, Famille.VIANDES)},
        {"livre_a": fabrique.MONTBRISON},
        {"label_verifie": True},
        {"label": (SorteLabel.AOP,), "label_verifie": True},
        {"label": (SorteLabel.AOP,)},
    )
    fabrique.zone(producteur=fabrique.producteur("Eaux vives", familles=[Famille.POISSONS]))
    for filtres in choisis:
        facettes = chercher(JEUDI, CHEZ_MOI, **filtres).facettes
        for famille in Famille:
            seule = chercher(JEUDI, **filtres | {"famille": (famille,)})
            assert facettes.familles.get(famille, 0) == seule.page.total
        for mode in ModeVente:
            seul = chercher(JEUDI, **filtres | {"mode": (mode,)})
            assert facettes.modes.get(mode, 0) == seul.page.total
        for label in SorteLabel:
            seul = chercher(JEUDI, **filtres | {"label": (label,)})
            assert facettes.labels.get(label, 0) == seul.page.total
        verifie = chercher(JEUDI, **filtres | {"label_verifie": True})
        assert facettes.verifies == verifie.page.total
        assert facettes.ouvert == chercher(JEUDI, **filtres | {"ouvert": True}).page.total
        chez_moi = chercher(JEUDI, **filtres | {"livre_a": fabrique.MONTBRISON})
        assert facettes.livre == chez_moi.page.total


def test_sans_lieu_on_ne_dit_pas_combien_livrent() -> None:
    quatre_fermes()
    assert chercher().facettes.livre is None


def test_livre_a_retient_les_zones_par_communes_et_par_rayon() -> None:
    par_commune, par_rayon, *_ = quatre_fermes()
    fabrique.zone(producteur=par_commune)
    fabrique.zone(
        producteur=par_rayon,
        genre="rayon",
        communes=[],
        centre_lat=45.60,
        centre_lon=4.06,
        rayon_km=10.0,
        lat_min=45.5,
        lat_max=45.7,
        lon_min=3.9,
        lon_max=4.2,
    )
    assert noms(chercher(livre_a=fabrique.MONTBRISON)) == ["Abeilles du Forez", "Bergerie du Pic"]
    assert noms(chercher(livre_a=fabrique.ROANNE)) == []


@pytest.mark.parametrize(
    ("etat", "jours"),
    [
        (EtatDossier.BROUILLON, 30),
        (EtatDossier.SOUMIS, 30),
        (EtatDossier.REFUSE, 30),
        (EtatDossier.SUSPENDU, 30),
        (EtatDossier.VALIDE, -1),
    ],
)
def test_une_ferme_qui_n_est_pas_en_regle_n_est_ni_montree_ni_comptee(
    etat: EtatDossier, jours: int
) -> None:
    echeance = horloge.aujourdhui() + timedelta(days=jours)
    fabrique.producteur(etat=etat, valide_jusqu_au=echeance)
    recherche = chercher()
    assert (recherche.page.total, recherche.facettes.familles) == (0, {})


def test_une_ferme_vaut_jusqu_au_dernier_jour_inclus() -> None:
    fabrique.producteur(valide_jusqu_au=JEUDI)
    assert chercher(JEUDI).page.total == 1
    assert chercher(JEUDI + timedelta(days=1)).page.total == 0


def test_seules_les_fermes_des_departements_de_la_plateforme_y_sont() -> None:
    fabrique.producteur("Ici")
    lyon = fabrique.commune(
        "69123", "Lyon", departement="69", codes_postaux=["69001"], lat=45.76, lon=4.83
    )
    fabrique.producteur("Ailleurs", commune=lyon)
    jour = horloge.aujourdhui()
    assert noms(rechercher(Filtres(), jour, departements=["42"])) == ["Ici"]
    assert noms(rechercher(Filtres(), jour, departements=["42", "69"])) == ["Ailleurs", "Ici"]
    assert noms(rechercher(Filtres(), jour, departements=[])) == []


def test_la_plus_proche_vient_d_abord_quand_un_lieu_est_connu() -> None:
    quatre_fermes()
    proches = chercher(lat=46.0, lon=4.08).page.elements
    assert [f.nom[0] for f in proches] == ["C", "D", "A", "B"]
    assert proches[0].distance_km == pytest.approx(5.0, abs=0.1)
    retenu = chercher(lieu=CHEZ_MOI).page.elements
    assert [f.nom[0] for f in retenu] == ["A", "B", "C", "D"]
    assert retenu[0].distance_km == 0


def test_le_lieu_retenu_range_mais_n_ecarte_personne() -> None:
    quatre_fermes()
    assert chercher(lieu=CHEZ_MOI).page.total == chercher().page.total == 4


def test_un_rayon_sans_lieu_est_refuse() -> None:
    with pytest.raises(ParametreInvalide, match="rayon_km"):
        chercher(rayon_km=5.0)
    quatre_fermes()
    assert chercher(rayon_km=5.0, lieu=CHEZ_MOI).page.total == 2


def test_les_pages_se_suivent_sans_trou_ni_doublon() -> None:
    for n in range(7):
        fabrique.producteur(f"Ferme {n}")
    pages = [noms(chercher(page=n, par_page=3)) for n in (1, 2, 3, 4)]
    assert [len(p) for p in pages] == [3, 3, 1, 0]
    assert len({nom for page in pages for nom in page}) == 7


def test_cinq_fermes_ou_cinquante_coutent_les_memes_requetes(requetes: Requetes) -> None:
    couts = []
    for nombre in (5, 45):
        for n in range(nombre):
            fabrique.zone(producteur=fabrique.producteur(f"Ferme {nombre} {n}"))
        for _ in ("lue", "en mémoire"):
            requetes.clear()
            chercher(q="ferme", lieu=CHEZ_MOI, par_page=100)
            couts.append(len(requetes))
    assert chercher(q="ferme").page.total == 50
    assert couts == [4, 3, 4, 3]


def test_une_ferme_suspendue_ou_modifiee_l_est_aussitot_dans_la_liste(contexte: None) -> None:
    gardee, suspendue = fabrique.producteur("Gardée"), fabrique.producteur("Suspendue")
    assert noms(chercher()) == ["Gardée", "Suspendue"]
    agent = fabrique.compte(roles=[(Role.CHAMBRE, "42")])
    suspendre_dossier(suspendue.dossier, par=agent, motif="contrôle")
    assert noms(chercher()) == ["Gardée"]
    proposition = proposer(gardee, fabrique.compte(), familles=[Famille.MIELS_SUCRES])
    assert chercher().page.elements[0].familles == ("legumes",)
    accepter_revision(proposition, par=agent)
    assert chercher().page.elements[0].familles == ("miels_sucres",)
    assert chercher(famille=(Famille.LEGUMES,)).page.total == 0


def test_une_position_qui_n_est_pas_un_nombre_ne_vide_pas_la_liste(base: sa.Connection) -> None:
    quatre_fermes()
    assert chercher(lat=90.0, lon=180.0).page.total == 4
    assert chercher(lat=-90.0, lon=0.0, rayon_km=500.0).page.total == 0


def test_les_filtres_se_lisent_et_se_recrivent_a_l_identique() -> None:
    adresse = (
        "q=miel&famille=fruits&famille=legumes&mode=relais&label=ab&label_verifie=1&lat=45.6075&lon=4.0653"
        "&rayon_km=12.5&livre_a=45.6075,4.0653&ouvert=1&page=2&par_page=50"
    )
    filtres = Filtres.lire(MultiDict(parse_qsl(adresse)))
    assert filtres.adresse("/loire/carte") == f"/loire/carte?{adresse}"
    assert filtres.adresse("/", q="").startswith("/?famille=fruits")
    assert "page=" not in filtres.adresse("/", ouvert=False).replace("par_page=", "")
    assert Filtres().adresse("/loire/carte") == "/loire/carte"


def test_une_latitude_sans_longitude_est_refusee() -> None:
    with pytest.raises(ParametreInvalide, match="lon"):
        Filtres.lire(MultiDict([("lat", "45.6")]))
