"""Differences of two records: what they make of one is the other, and they read in French."""

from __future__ import annotations

from copy import deepcopy
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producteurs import services
from producteurs.errors import FicheChangeeEntreTemps
from producteurs.models import (
    EtatDossier,
    Famille,
    Genre,
    ModeVente,
    SorteLabel,
)
from producteurs.models.fiche import CHAMPS, appliquer, defaire, differences, etat_de
from producteurs.models.regles import CHAMPS_LIBRES
from producteurs.queries import revision as revisions
from producteurs.queries.differences import Difference, differences_en_mots, mots_changes
from producteurs.services import SaisieProducteur, revision
from producteurs.services.croisement import etat_montre
from producteurs.services.fiche import lire_saisie
from socle.comptes.models import Role
from socle.db import session
from tests import fabrique
from tests.producteurs.saisies import saisie

mots = st.text(st.sampled_from("abé ’.\n\u00a0<&"), max_size=30)
listes = {
    "familles": st.lists(st.sampled_from(Famille), max_size=4),
    "modes": st.lists(st.sampled_from(ModeVente), max_size=4),
    "labels": st.lists(st.sampled_from(SorteLabel), max_size=4),
}
heures = st.lists(st.sampled_from([["09:00", "12:00"], ["14:00", "18:30"]]), max_size=2)
changements = st.fixed_dictionaries(
    {},
    optional={
        "nom": mots.map(lambda m: f"Ferme {m}"),
        "genre": st.sampled_from(Genre),
        "commune_code": st.sampled_from(["42147", "42087"]),
        "siret": st.integers(1, 3),
        **dict.fromkeys(("adresse", "description", "texte_saison", "telephone", "site"), mots),
        "courriel": st.sampled_from(["", "a@cabas.example", " A@cabas.example "]),
        "image": st.sampled_from(["", "cle-a", "cle-b"]),
        "revend": st.booleans(),
        "horaires": st.dictionaries(st.sampled_from("0123456"), heures, max_size=3),
        **listes,
    },
)
positions = st.none() | st.tuples(st.floats(45.58, 45.63), st.floats(4.04, 4.09))
CALME = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def deux_communes() -> None:
    fabrique.commune()
    fabrique.commune("42087", "Écotay-l’Olme", codes_postaux=["42600"])


_dizaines = count(700_000, 10)


def lue(change: dict[str, Any], ou: tuple[float, float] | None, dizaine: int) -> SaisieProducteur:
    """A form sent with these answers; SIRETs of one ten are one example's own."""
    lat, lon = ou or (None, None)
    siret = fabrique.siret(dizaine + change.get("siret", 0))
    return saisie(**change | {"siret": siret, "lat": lat, "lon": lon})


@CALME
@given(a=changements, b=changements, ici=positions, la=positions)
def test_les_differences_de_deux_fiches_menent_de_l_une_a_l_autre(
    contexte: None, a: Any, b: Any, ici: Any, la: Any
) -> None:
    deux_communes()
    dizaine = next(_dizaines)
    avant, apres = lire_saisie(lue(a, ici, dizaine)), lire_saisie(lue(b, la, dizaine))
    copie = deepcopy(avant)
    ecart = differences(avant, apres)
    assert appliquer(avant, ecart) == apres
    assert defaire(apres, ecart) == avant
    assert avant == copie
    assert set(ecart) == {c for c in CHAMPS if avant[c] != apres[c]}
    noms = {"42147": "Montbrison", "42087": "Écotay-l’Olme"}
    assert [d.champ for d in differences_en_mots(ecart, noms)] == list(ecart)


@CALME
@given(a=changements, b=changements, lieux=st.tuples(positions, positions), oui=st.booleans())
def test_accepter_donne_la_fiche_proposee_et_refuser_laisse_celle_d_avant(
    contexte: None, a: Any, b: Any, lieux: Any, oui: bool
) -> None:
    deux_communes()
    dizaine, jeanne = next(_dizaines), fabrique.compte("Jeanne")
    agathe = fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")])
    ferme = services.inscrire_producteur(lue(a, lieux[0], dizaine), par=jeanne)
    ferme.dossier.etat = EtatDossier.VALIDE
    avant, voulu = etat_de(ferme), lire_saisie(lue(b, lieux[1], dizaine))
    proposition = services.modifier_producteur(ferme, lue(b, lieux[1], dizaine), par=jeanne)
    immediat = {c: (voulu if c in CHAMPS_LIBRES else avant)[c] for c in CHAMPS}
    session.refresh(ferme)
    assert etat_de(ferme) == immediat
    assert (proposition is None) == (immediat == voulu)
    if proposition is None:
        return
    if oui:
        revision.accepter_revision(proposition, par=agathe)
    else:
        revision.refuser_revision(proposition, par=agathe, motif="Non.")
    session.flush()
    session.refresh(ferme)
    assert etat_de(ferme) == (voulu if oui else immediat)


@CALME
@given(de=changements, paul=changements, jeanne=changements, oui=st.booleans())
def test_de_deux_personnes_aucune_n_efface_l_autre_sans_le_savoir(
    contexte: None, de: Any, paul: Any, jeanne: Any, oui: bool
) -> None:
    deux_communes()
    dizaine, qui = next(_dizaines), fabrique.compte("Jeanne")
    ferme = services.inscrire_producteur(lue(de, None, dizaine), par=qui)
    ferme.dossier.etat = EtatDossier.VALIDE if oui else EtatDossier.BROUILLON
    depart = etat_de(ferme)
    de_paul, de_jeanne = lue(de | paul, None, dizaine), lue(de | jeanne, None, dizaine)
    services.modifier_producteur(ferme, de_paul, par=qui, version=1)
    voulu = lire_saisie(de_jeanne)
    sien = differences(depart, lire_saisie(de_paul))
    notre = differences(depart, voulu)
    disputes = [c for c in sien if c in notre and sien[c] != notre[c]]
    if disputes:
        with pytest.raises(FicheChangeeEntreTemps) as refus:
            services.modifier_producteur(ferme, de_jeanne, par=qui, version=1)
        assert list(refus.value.details["conflits"]) == disputes
        attendu = appliquer(depart, sien)
    else:
        services.modifier_producteur(ferme, de_jeanne, par=qui, version=1)
        attendu = appliquer(appliquer(depart, sien), notre)
    assert etat_montre(ferme, revisions.proposition_ouverte(ferme)) == attendu


@CALME
@given(a=mots, b=mots)
def test_mot_a_mot_rien_ne_se_perd_ni_ne_se_repete(a: str, b: str) -> None:
    gauche, droite = mots_changes(a, b)
    assert "".join(m.texte for m in gauche) == a
    assert "".join(m.texte for m in droite) == b
    gardes = ["".join(m.texte for m in cote if not m.change) for cote in (gauche, droite)]
    assert a != b or (gardes[0] == gardes[1] == a)


def en_mots(champ: str, avant: Any, apres: Any) -> Difference:
    (dite,) = differences_en_mots(
        {champ: {"avant": avant, "apres": apres}}, {"42147": "Montbrison"}
    )
    return dite


def textes(dite: Difference) -> tuple[list[str], list[str]]:
    return [m.texte for m in dite.avant], [m.texte for m in dite.apres]


def test_une_position_se_dit_par_la_distance() -> None:
    assert en_mots("position", [45.6, 4.0], [45.61, 4.0]).phrase == "déplacée de 1,1\u00a0km"
    assert en_mots("position", [45.6, 4.0], [45.601, 4.0]).phrase == "déplacée de 111\u00a0m"
    assert en_mots("position", None, [45.6, 4.0]).phrase == "posée sur la carte"
    assert en_mots("position", [45.6, 4.0], None).phrase == "ôtée de la carte"


def test_les_listes_disent_ce_qui_vient_et_ce_qui_part() -> None:
    dite = en_mots("familles", ["fruits", "legumes"], ["boissons", "legumes"])
    assert [(m.texte, m.change) for m in dite.avant] == [("Légumes", False), ("Fruits", True)]
    assert [(m.texte, m.change) for m in dite.apres] == [("Légumes", False), ("Boissons", True)]


def test_des_horaires_seuls_les_jours_qui_changent_se_lisent() -> None:
    avant = {"0": [["09:00", "12:00"]], "2": [["09:00", "12:00"]]}
    apres = {"0": [["09:00", "12:00"]], "2": [["09:00", "12:30"]], "5": [["10:00", "12:00"]]}
    assert textes(en_mots("horaires", avant, apres)) == (
        ["Mercredi : 9h-12h"],
        ["Mercredi : 9h-12h30", "Samedi : 10h-12h"],
    )


@pytest.mark.parametrize(
    ("champ", "avant", "apres", "lus"),
    [
        ("genre", "ferme", "commerce", ("ferme", "commerce")),
        ("commune", "42147", "99999", ("Montbrison", "99999")),
        ("revend", False, True, ("non", "oui")),
        ("siret", "73282932000074", "", ("732 829 320 00074", "")),
        ("image", "", "cle", ("", "cle")),
        ("description", "Des noix.", "Tout autre chose", ("Des noix.", "Tout autre chose")),
    ],
)
def test_chaque_champ_se_lit_en_francais(
    champ: str, avant: Any, apres: Any, lus: tuple[str, str]
) -> None:
    dites = ("".join(cote).replace("\u00a0", " ") for cote in textes(en_mots(champ, avant, apres)))
    assert tuple(dites) == lus


def test_une_phrase_se_compare_mot_a_mot() -> None:
    gauche, droite = mots_changes("Ferme du Pont vert", "Ferme du Viaduc vert")
    assert [m.texte for m in gauche if m.change] == ["Pont"]
    assert [m.texte for m in droite if m.change] == ["Viaduc"]
