"""The products and composed baskets of the demonstration, in their raw files."""

import re

import pytest

from tests.seeds.contenu import (
    ALLERGENES,
    FAMILLES,
    MOIS,
    UNITES,
    Fiche,
    doublons,
    mois_de,
    prix_commande,
    toml,
)


class TestProduits:
    def test_le_catalogue_est_fourni(
        self, produits: list[dict[str, str]], par_slug: dict[str, Fiche]
    ) -> None:
        assert len(produits) >= 260
        assert {ligne["famille"] for ligne in produits} == FAMILLES
        assert {nom for ligne in produits for nom in ligne["allergenes"].split()} == ALLERGENES
        for ligne in produits:
            etat = par_slug[ligne["producteur"]]["dossier"]["etat"]
            assert etat not in {"brouillon", "refuse"}, ligne["nom"]

    def test_une_ferme_ne_vend_pas_deux_produits_du_meme_nom(
        self, produits: list[dict[str, str]]
    ) -> None:
        assert doublons([f"{ligne['producteur']} {ligne['nom']}" for ligne in produits]) == []

    def test_un_produit_est_d_une_famille_de_sa_ferme(
        self, produits: list[dict[str, str]], par_slug: dict[str, Fiche]
    ) -> None:
        for ligne in produits:
            assert ligne["famille"] in par_slug[ligne["producteur"]]["familles"], ligne["nom"]

    def test_un_produit_est_bien_ecrit(self, produits: list[dict[str, str]]) -> None:
        for ligne in produits:
            nom = ligne["nom"]
            assert None not in ligne, nom
            assert ligne["unite"] in UNITES, nom
            assert ligne["vente"] in {"unite", "poids"}, nom
            assert 100 <= int(ligne["prix_centimes"]) <= 8000, nom
            assert ligne["contenance_unite"] in {"", "g", "ml"}, nom
            assert bool(ligne["contenance"]) == bool(ligne["contenance_unite"]), nom
            assert not ligne["contenance"] or int(ligne["contenance"]) > 0, nom
            assert set(ligne["allergenes"].split()) <= ALLERGENES, nom
            assert {int(mois) for mois in ligne["mois"].split()} <= MOIS, nom
            assert ligne["origine"], nom

    def test_ce_qui_se_pese_a_une_portion(self, produits: list[dict[str, str]]) -> None:
        for ligne in produits:
            if ligne["vente"] == "poids":
                assert 100 <= int(ligne["portion_grammes"]) <= 15000, ligne["nom"]
                assert ligne["contenance"] == "", ligne["nom"]
            else:
                assert ligne["portion_grammes"] == "", ligne["nom"]

    def test_la_tva_suit_la_nature_du_produit(self, produits: list[dict[str, str]]) -> None:
        for ligne in produits:
            alcool = ligne["alcool"]
            assert alcool in {"oui", "non"}, ligne["nom"]
            if alcool == "oui":
                assert (ligne["tva"], ligne["famille"]) == ("200", "boissons"), ligne["nom"]
            elif ligne["famille"] == "plantes_fleurs":
                assert ligne["tva"] == "100", ligne["nom"]
            else:
                # Sweets are taxed like alcohol, other food is not.
                attendues = {"55", "200"} if ligne["famille"] == "miels_sucres" else {"55"}
                assert ligne["tva"] in attendues, ligne["nom"]

    @pytest.mark.parametrize(
        ("ingredient", "allergene"),
        [
            (r"\blait(?! de coco)|beurre(?! de cacahuète)|crème|babeurre|fromage", "lait"),
            (r"farine de (blé|seigle|froment|grand|petit)|semoule de blé|malt", "gluten"),
            (r"\bœufs?\b(?! de truite)", "oeufs"),
            (r"\bnoix\b|noisette|amande|pistache", "fruits_a_coque"),
            (r"céleri", "celeri"),
            (r"moutarde", "moutarde"),
            (r"sésame", "sesame"),
            (r"sulfites|\bvin (rouge|blanc|rosé)", "sulfites"),
            (r"truite|carpe", "poissons"),
            (r"escargot", "mollusques"),
            (r"écrevisse", "crustaces"),
            (r"cacahuète", "arachides"),
            (r"sauce soja", "soja"),
            (r"lupin", "lupin"),
        ],
    )
    def test_un_allergene_de_la_composition_est_declare(
        self, produits: list[dict[str, str]], ingredient: str, allergene: str
    ) -> None:
        concernes = [
            ligne for ligne in produits if re.search(ingredient, ligne["composition"].lower())
        ]
        assert concernes
        assert [
            ligne["nom"] for ligne in concernes if allergene not in ligne["allergenes"].split()
        ] == []


class TestPaniers:
    def test_un_panier_coute_un_peu_moins_que_ses_produits(
        self, catalogue: dict[tuple[str, str], dict[str, str]]
    ) -> None:
        paniers = toml("paniers.toml", "panier")
        assert len(paniers) >= 12
        assert doublons([f"{panier['producteur']} {panier['nom']}" for panier in paniers]) == []
        for panier in paniers:
            somme = sum(
                prix_commande(catalogue[panier["producteur"], ligne["produit"]]) * ligne["quantite"]
                for ligne in panier["composition"]
            )
            assert 0.85 * somme < panier["prix_centimes"] < somme, panier["nom"]
            assert len(panier["composition"]) >= 2, panier["nom"]
            assert panier["description"], panier["nom"]

    def test_les_produits_d_un_panier_se_trouvent_ensemble(
        self, catalogue: dict[tuple[str, str], dict[str, str]]
    ) -> None:
        for panier in toml("paniers.toml", "panier"):
            communs = set(MOIS)
            for ligne in panier["composition"]:
                communs &= mois_de(catalogue[panier["producteur"], ligne["produit"]])
            assert len(communs) >= 3, panier["nom"]
