"""The demonstration's platforms, farms and products."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select

from producteurs.models import (
    Allergene,
    Famille,
    Genre,
    ModeVente,
    Panier,
    Producteur,
    Produit,
    SorteLabel,
    TypeVente,
    Unite,
)
from producteurs.services import (
    SaisieComposant,
    SaisiePanier,
    SaisieProducteur,
    SaisieProduit,
    composer_panier,
    enregistrer_produit,
)
from seeds.demonstration import lecture
from seeds.demonstration.comptes import Comptes
from seeds.demonstration.dossiers import inscrire
from seeds.demonstration.lecture import Fiche
from seeds.demonstration.paysages import images_des_fermes
from socle import horloge
from socle.db import session
from territoires.models import GenrePlateforme, Plateforme
from territoires.services import SaisiePlateforme, creer_plateforme

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MENTIONS = ("editeur", "direction", "hebergeur", "vente", "alcool", "donnees", "mediation")

Producteurs = dict[str, Producteur]


def ouvrir_plateformes() -> tuple[dict[str, Plateforme], set[str]]:
    """The platforms by slug, and the slugs of those that were not there before."""
    connues = {p.slug: p for p in session.scalars(select(Plateforme))}
    nouvelles = set()
    for fiche in lecture.fiches("plateformes.toml", "plateforme"):
        if fiche["slug"] not in connues:
            connues[fiche["slug"]] = _ouvrir(fiche)
            nouvelles.add(fiche["slug"])
    return connues, nouvelles


def _ouvrir(fiche: Fiche) -> Plateforme:
    contact, centre = fiche["contact"], fiche["centre"]
    return creer_plateforme(
        SaisiePlateforme(
            slug=fiche["slug"],
            nom=fiche["nom"],
            genre=GenrePlateforme(fiche["genre"]),
            couleur=fiche["couleur"],
            accroche=fiche["accroche"],
            presentation=fiche["presentation"].strip(),
            contact="\n".join((contact["adresse"], contact["telephone"], contact["courriel"])),
            mentions="\n\n".join(fiche["mentions"][nom] for nom in MENTIONS),
            centre_lat=centre["lat"],
            centre_lon=centre["lon"],
            zoom=centre["zoom"],
            departements=fiche["departements"],
        )
    )


def inscrire_producteurs(comptes: Comptes, maintenant: datetime) -> tuple[Producteurs, set[str]]:
    """The producteurs by their name in the files, and those that were not there before.

    One that is already in the registry is left as its people have made it since, products too.
    """
    fiches = lecture.producteurs()
    par_siret = {p.siret: p for p in session.scalars(select(Producteur))}
    connus = {f["slug"]: par_siret[f["siret"]] for f in fiches if f["siret"] in par_siret}
    nouveaux = [f for f in fiches if f["slug"] not in connus]
    catalogues, paniers = _par_ferme(lecture.produits()), _par_ferme(_paniers())
    images = images_des_fermes({f["slug"] for f in nouveaux})
    for fiche in nouveaux:
        slug = fiche["slug"]
        saisie = _saisie(fiche, images.get(slug, ""))
        connus[slug], valide_le = inscrire(fiche, saisie, comptes, maintenant)
        with horloge.arretee_a(min(valide_le + timedelta(days=1), maintenant)):
            produits = {
                ligne["nom"]: enregistrer_produit(connus[slug], _saisie_produit(ligne))
                for ligne in catalogues[slug]
            }
            for panier in paniers[slug]:
                _composer(connus[slug], panier, produits)
    return connus, {f["slug"] for f in nouveaux}


def _paniers() -> list[Fiche]:
    return lecture.fiches("paniers.toml", "panier")


def _par_ferme(lignes: list[Fiche]) -> dict[str, list[Fiche]]:
    rangees = defaultdict(list)
    for ligne in lignes:
        rangees[ligne["producteur"]].append(ligne)
    return rangees


def _saisie(fiche: Fiche, image: str) -> SaisieProducteur:
    return SaisieProducteur(
        nom=fiche["nom"],
        genre=Genre(fiche["genre"]),
        siret=fiche["siret"],
        commune_code=fiche["commune"],
        adresse=fiche["adresse"],
        lat=fiche["lat"],
        lon=fiche["lon"],
        familles=[Famille(f) for f in fiche["familles"]],
        modes=[ModeVente(m) for m in fiche["modes"]],
        labels=[SorteLabel(label["label"]) for label in fiche["labels"]],
        description=fiche["description"],
        telephone=fiche["telephone"],
        courriel=fiche["courriel"],
        site=fiche.get("site", ""),
        horaires={str(JOURS.index(j)): h for j, h in fiche.get("horaires", {}).items()},
        image=image,
    )


def _saisie_produit(ligne: Fiche) -> SaisieProduit:
    au_poids = ligne["vente"] == "poids"
    contenance = ligne["portion_grammes"] if au_poids else ligne["contenance"]
    return SaisieProduit(
        nom=ligne["nom"],
        famille=Famille(ligne["famille"]),
        prix_centimes=int(ligne["prix_centimes"]),
        description=ligne["description"],
        vente=TypeVente(ligne["vente"]),
        unite=Unite(ligne["unite"]),
        contenance=int(contenance) if contenance else None,
        contenance_unite="g" if au_poids else ligne["contenance_unite"],
        tva=int(ligne["tva"]),
        allergenes=[Allergene(a) for a in ligne["allergenes"].split()],
        composition=ligne["composition"],
        origine=ligne["origine"],
        conservation=ligne["conservation"],
        mois=[int(m) for m in ligne["mois"].split()],
        alcool=ligne["alcool"] == "oui",
    )


def _composer(producteur: Producteur, fiche: Fiche, produits: dict[str, Produit]) -> Panier:
    """A basket is in season when all that it holds is; its VAT is that of what it holds."""
    dedans = [(produits[c["produit"]], int(c["quantite"])) for c in fiche["composition"]]
    mois = set(range(1, 13)).intersection(*(set(p.mois) for p, _ in dedans if p.mois))
    return composer_panier(
        producteur,
        SaisiePanier(
            nom=fiche["nom"],
            prix_centimes=fiche["prix_centimes"],
            composants=[SaisieComposant(p.id, quantite) for p, quantite in dedans],
            description=fiche["description"],
            tva=max(p.tva for p, _ in dedans),
            mois=mois,
        ),
    )
