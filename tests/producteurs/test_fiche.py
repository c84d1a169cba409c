"""Registering a farm and keeping its record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from producteurs import queries, services
from producteurs.errors import (
    CommuneAPreciser,
    CommuneARevoir,
    HorairesIllisibles,
    NomManquant,
    PositionIllisible,
    PositionInversee,
    PositionLointaine,
    SiretAvecLettres,
    SiretDejaInscrit,
    SiretDeMauvaiseLongueur,
    SiretFaux,
)
from producteurs.models import EtatDossier, EtatLabel, Famille, Genre, ModeVente, SorteLabel
from producteurs.models.horaires import ecrire_horaires, lire_horaires
from socle import horloge
from socle.comptes.models import Role
from socle.db import session
from socle.errors import Introuvable
from socle.journal.services import lire_journal
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.saisies import carottes, ferme_inscrite, saisie

pytestmark = pytest.mark.usefixtures("contexte")
SIRET = "73282932000074"


def test_qui_inscrit_une_ferme_parle_pour_elle_et_elle_n_est_pas_encore_publique() -> None:
    compte, producteur = ferme_inscrite()
    assert compte.peut(Role.PRODUCTEUR, producteur.id)
    assert producteur.dossier.etat is EtatDossier.BROUILLON
    with pytest.raises(Introuvable):
        queries.producteur_public(producteur.slug, horloge.aujourdhui())
    (ligne,) = lire_journal("dossier", producteur.dossier.id)
    assert (ligne.de, ligne.vers, ligne.par) == ("", "brouillon", compte)


def test_une_ferme_sans_position_est_placee_au_centre_de_sa_commune() -> None:
    _, producteur = ferme_inscrite()
    assert (producteur.lat, producteur.lon) == fabrique.MONTBRISON
    assert producteur.departement == "42"


@pytest.mark.parametrize("ecrit", [SIRET, "732 829 320 00074", " 732.829.320-00074 "])
def test_un_siret_est_lu_avec_ses_espaces(ecrit: str) -> None:
    assert services.lire_siret(ecrit) == SIRET


def test_le_siret_de_la_poste_est_accepte_malgre_sa_cle() -> None:
    assert services.lire_siret("356 000 000 09075") == "35600000009075"


@pytest.mark.parametrize("ecrit", ["7328293200007", "732829320000745", "42", ""])
def test_un_siret_de_mauvaise_longueur_dit_combien_de_chiffres_sont_lus(ecrit: str) -> None:
    with pytest.raises(SiretDeMauvaiseLongueur) as refus:
        services.lire_siret(ecrit)
    assert f"nous en lisons {len(ecrit)}" in str(refus.value)


def test_un_siret_mal_recopie_est_reconnu_a_sa_cle() -> None:
    with pytest.raises(SiretFaux, match="faute de frappe"):
        services.lire_siret("73282932000047")


def test_un_siret_avec_des_lettres_dit_lesquelles() -> None:
    with pytest.raises(SiretAvecLettres, match="FR"):
        services.lire_siret(f"FR{SIRET}")


def test_un_siret_deja_inscrit_est_refuse_en_nommant_la_ferme_si_elle_est_publique() -> None:
    fabrique.producteur("Ferme du Pont", siret=SIRET)
    with pytest.raises(SiretDejaInscrit, match="Ferme du Pont"):
        ferme_inscrite(siret="732 829 320 00074", nom="Autre ferme")


@pytest.mark.parametrize("etat", sorted(set(EtatDossier) - {EtatDossier.VALIDE}))
def test_un_siret_deja_inscrit_ne_dit_pas_qui_attend_encore_la_chambre(etat: EtatDossier) -> None:
    fabrique.producteur("Ferme du Pont", siret=SIRET, etat=etat)
    with pytest.raises(SiretDejaInscrit, match="écrivez à la chambre") as refus:
        ferme_inscrite(siret=SIRET, nom="Autre ferme")
    assert "Ferme du Pont" not in f"{refus.value} {refus.value.details}"


def test_un_siret_d_une_ferme_expiree_n_est_pas_nomme_non_plus() -> None:
    hier = horloge.aujourdhui() - timedelta(days=1)
    fabrique.producteur("Ferme du Pont", siret=SIRET, valide_jusqu_au=hier)
    compte, autre = ferme_inscrite(nom="Autre ferme")
    with pytest.raises(SiretDejaInscrit) as refus:
        services.modifier_producteur(autre, saisie(siret=SIRET), par=compte)
    assert "Ferme du Pont" not in str(refus.value)


def test_qui_inscrit_deux_fois_sa_ferme_est_mene_a_celle_qu_il_a_deja() -> None:
    jeanne, _ = ferme_inscrite(siret=SIRET, nom="Ferme du Pont")
    with pytest.raises(SiretDejaInscrit, match=r"votre ferme.*Ferme du Pont.*Mes fermes"):
        ferme_inscrite(jeanne, siret=SIRET)


def test_deux_fermes_du_meme_nom_ont_deux_adresses() -> None:
    slugs = [ferme_inscrite(nom="Ferme de l’Étang")[1].slug for _ in range(3)]
    assert slugs == [
        "ferme-de-l-etang",
        "ferme-de-l-etang-montbrison",
        "ferme-de-l-etang-montbrison-2",
    ]


@pytest.mark.parametrize("nom", ["", "   ", "???"])
def test_une_ferme_a_un_nom(nom: str) -> None:
    with pytest.raises(NomManquant):
        ferme_inscrite(nom=nom)


def test_une_position_inversee_est_reconnue_et_remise_a_l_endroit() -> None:
    with pytest.raises(PositionInversee) as refus:
        ferme_inscrite(lat=4.07, lon=45.61)
    assert (refus.value.details["lat"], refus.value.details["lon"]) == (45.61, 4.07)


def test_une_position_a_plus_de_quinze_kilometres_de_la_commune_est_refusee() -> None:
    with pytest.raises(PositionLointaine, match=r"à 49 km de Montbrison.*15 km"):
        ferme_inscrite(lat=46.0449, lon=4.0797)


@pytest.mark.parametrize(("lat", "lon"), [(float("nan"), 4.0), (91.0, 4.0), (45.0, 181.0)])
def test_une_position_qui_n_est_pas_sur_terre_est_refusee(lat: float, lon: float) -> None:
    with pytest.raises(PositionIllisible):
        ferme_inscrite(lat=lat, lon=lon)


def test_une_position_zero_zero_est_refusee() -> None:
    with pytest.raises(PositionLointaine):
        ferme_inscrite(lat=0.0, lon=0.0)


def test_tant_que_la_chambre_n_a_rien_verifie_tout_se_corrige() -> None:
    compte, producteur = ferme_inscrite()
    fabrique.roanne()
    autre = saisie(nom="Nouveau nom", genre=Genre.COMMERCE, commune_code="42187")
    services.modifier_producteur(producteur, autre, par=compte)
    assert (producteur.nom, producteur.genre) == ("Nouveau nom", Genre.COMMERCE)
    assert (producteur.commune.nom, producteur.lat) == ("Roanne", fabrique.ROANNE[0])


def test_familles_modes_et_labels_se_cochent_et_se_decochent() -> None:
    compte, producteur = ferme_inscrite(
        familles=[Famille.LEGUMES, Famille.FRUITS], labels=[SorteLabel.AB, SorteLabel.AOP]
    )
    (ab,) = (label for label in producteur.labels if label.sorte is SorteLabel.AB)
    ab.etat = EtatLabel.VERIFIE
    services.modifier_producteur(
        producteur,
        saisie(
            siret=producteur.siret,
            familles=[Famille.FRUITS, Famille.BOISSONS],
            modes=[ModeVente.MARCHE],
            labels=[SorteLabel.AB, SorteLabel.HVE],
        ),
        par=compte,
    )
    assert set(producteur.familles) == {Famille.FRUITS, Famille.BOISSONS}
    assert producteur.modes == [ModeVente.MARCHE]
    assert {label.sorte: label.etat for label in producteur.labels} == {
        SorteLabel.AB: EtatLabel.VERIFIE,
        SorteLabel.HVE: EtatLabel.DECLARE,
    }


def test_la_recherche_suit_le_nom_la_commune_la_description_et_le_catalogue() -> None:
    _, producteur = ferme_inscrite(nom="L’Œuf d’Été", description="Élevage en plein air.")
    assert producteur.recherche == "l oeuf d ete montbrison elevage en plein air"
    produit = services.enregistrer_produit(producteur, carottes(nom="Bœuf haché"))
    assert "boeuf hache" in producteur.recherche
    services.retirer_produit(produit)
    assert "boeuf" not in producteur.recherche


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("", []),
        ("fermé", []),
        ("9h-12h, 14h30-19h", [["09:00", "12:00"], ["14:30", "19:00"]]),
        ("9 h – 12 h et 14:00 à 18", [["09:00", "12:00"], ["14:00", "18:00"]]),
        ("de 8h à midi", [["08:00", "12:00"]]),
    ],
)
def test_les_horaires_se_lisent_comme_on_les_ecrit(ecrit: str, lu: list[list[str]]) -> None:
    assert lire_horaires(ecrit) == lu
    assert lire_horaires(ecrire_horaires(lu)) == lu


@pytest.mark.parametrize("ecrit", ["le matin", "17h-9h", "25h-26h", "9h-12h, 11h-14h", "9h"])
def test_des_horaires_illisibles_sont_refuses_avec_un_exemple(ecrit: str) -> None:
    with pytest.raises(HorairesIllisibles, match="9h-12h, 14h-18h"):
        lire_horaires(ecrit)


@pytest.mark.parametrize(
    "ecrit", ["Montbrison", "montbrison (42600)", "42600 MONTBRISON", "42147", "42600"]
)
def test_une_commune_se_dit_par_son_nom_ou_par_un_code(ecrit: str) -> None:
    fabrique.commune()
    assert queries.trouver_commune(ecrit).code_insee == "42147"


def test_un_code_postal_partage_demande_de_preciser() -> None:
    fabrique.commune()
    fabrique.commune("42087", "Ecotay-l’Olme", codes_postaux=["42600"])
    with pytest.raises(CommuneAPreciser, match=r"Montbrison \(42600\)") as refus:
        queries.trouver_commune("42600")
    assert len(refus.value.details["suggestions"]) == 2


def test_une_commune_mal_ecrite_recoit_une_proposition() -> None:
    fabrique.commune()
    with pytest.raises(CommuneAPreciser, match=r"Est-ce Montbrison \(42600\)"):
        queries.trouver_commune("Montbrizon")
    with pytest.raises(CommuneARevoir, match="Xyz"):
        queries.trouver_commune("Xyz")


def test_la_page_publique_d_une_ferme_se_lit_en_quatre_requetes(requetes: Requetes) -> None:
    slug = fabrique.producteur(familles=[Famille.LEGUMES, Famille.FRUITS]).slug
    services.inscrire_producteur(saisie(), par=fabrique.compte())
    session.expunge_all()
    requetes.clear()
    producteur = queries.producteur_public(slug, horloge.aujourdhui())
    _ = (producteur.commune.nom, producteur.dossier.etat, producteur.modes, producteur.labels)
    assert len(producteur.familles) == 2
    assert len(requetes) == 4
