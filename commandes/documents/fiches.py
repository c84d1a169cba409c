"""The farmer's two sheets: what to harvest, what to pack. Pages and PDF are written from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from commandes.models import EtatPart, LigneCommande, Part, Vente
from commandes.queries import LigneRecolte, PanierAComposer
from livraisons.models import Distribution
from producteurs.models import Producteur
from producteurs.vocabulaire import FAMILLES, conditionnement, quantite_en_mots
from socle import horloge
from socle.documents.composition import composer
from socle.langue import _
from socle.typographie import INSECABLE, creneau, moment

DOSSIER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class LigneFiche:
    """A product and how much of it, in words."""

    libelle: str
    quantite: str


@dataclass(frozen=True, slots=True)
class GroupeRecolte:
    """The products of one family."""

    titre: str
    lignes: tuple[LigneFiche, ...]


@dataclass(frozen=True, slots=True)
class PanierFiche:
    """So many composed baskets, and what goes into each."""

    libelle: str
    quantite: int
    lignes: tuple[LigneFiche, ...]


@dataclass(frozen=True, slots=True)
class Fiche:
    """What both sheets say: whose, of which sale, as it stood when, and the baskets to fill."""

    titre: str
    sous_titre: str
    pied: str
    entetes: dict[str, str]
    paniers: tuple[PanierFiche, ...]


@dataclass(frozen=True, slots=True)
class FicheRecolte(Fiche):
    groupes: tuple[GroupeRecolte, ...]


@dataclass(frozen=True, slots=True)
class CommandeFiche:
    """One order as a farm packs it: a first name and a number, nothing else of the buyer."""

    numero: int
    prenom: str
    reference: str
    prete: bool
    contenu: str
    lignes: tuple[LigneFiche, ...]


@dataclass(frozen=True, slots=True)
class GroupePreparation:
    """The orders that leave together for one place at one time."""

    titre: str
    lieu: str
    commandes: tuple[CommandeFiche, ...]

    @property
    def pretes(self) -> int:
        return sum(c.prete for c in self.commandes)


@dataclass(frozen=True, slots=True)
class FichePreparation(Fiche):
    groupes: tuple[GroupePreparation, ...]

    @property
    def total(self) -> int:
        return sum(len(g.commandes) for g in self.groupes)

    @property
    def pretes(self) -> int:
        return sum(g.pretes for g in self.groupes)


def fiche_de_recolte(
    producteur: Producteur,
    vente: Vente,
    lignes: Sequence[LigneRecolte],
    paniers: Sequence[PanierAComposer],
) -> FicheRecolte:
    """What to harvest for a sale, by family."""
    return FicheRecolte(
        **_cadre(_("À récolter"), producteur, vente, paniers),
        groupes=tuple(
            GroupeRecolte(
                str(FAMILLES[famille]).capitalize(),
                tuple(
                    LigneFiche(x.produit.nom, quantite_en_mots(x.quantite, x.produit))
                    for x in groupe
                ),
            )
            for famille, groupe in groupby(lignes, key=lambda x: x.produit.famille)
        ),
    )


def fiche_de_preparation(
    producteur: Producteur,
    vente: Vente,
    parts: Sequence[Part],
    paniers: Sequence[PanierAComposer],
) -> FichePreparation:
    """What to pack for each order, by place and time. ``parts`` come in that order."""
    return FichePreparation(
        **_cadre(_("À préparer"), producteur, vente, paniers),
        groupes=tuple(
            _groupe(list(groupe))
            for _cle, groupe in groupby(
                parts,
                key=lambda p: (p.commande.livraison.mode, p.commande.livraison.fenetre.id),
            )
        ),
    )


def commande_de_fiche(part: Part) -> CommandeFiche:
    """One order of the packing list."""
    return CommandeFiche(
        numero=part.id,
        prenom=part.commande.livraison.prenom,
        reference=part.commande.reference,
        prete=part.etat is EtatPart.PRETE,
        contenu=part.contenu,
        lignes=tuple(LigneFiche(x.libelle, _quantite(x)) for x in part.lignes),
    )


def en_pdf(fiche: Fiche) -> bytes:
    """The sheet on paper, as a tagged PDF."""
    modele = "recolte.typ" if isinstance(fiche, FicheRecolte) else "preparation.typ"
    return composer(DOSSIER / modele, asdict(fiche))


def _groupe(parts: list[Part]) -> GroupePreparation:
    fenetre = parts[0].commande.livraison.fenetre
    if isinstance(fenetre, Distribution):
        point = fenetre.point_relais
        titre, lieu = point.nom, f"{point.adresse}, {point.commune.nom}"
    else:
        titre, lieu = _("Livraison à domicile, %(zone)s", zone=fenetre.zone.nom), ""
    lieu = " · ".join(filter(None, [creneau(fenetre), lieu]))
    return GroupePreparation(titre, lieu, tuple(commande_de_fiche(p) for p in parts))


def _quantite(ligne: LigneCommande) -> str:
    """As ordered: a product that is packed otherwise since then keeps the order's own words."""
    produit = ligne.offre.produit
    if conditionnement(produit) == ligne.conditionnement:
        return quantite_en_mots(ligne.quantite, produit)
    return f"{ligne.quantite}{INSECABLE}×{INSECABLE}{ligne.conditionnement}"


def _paniers(paniers: Sequence[PanierAComposer]) -> tuple[PanierFiche, ...]:
    return tuple(
        PanierFiche(
            p.panier.nom,
            p.quantite,
            tuple(
                LigneFiche(c.produit.nom, quantite_en_mots(c.quantite, c.produit))
                for c in p.composants
            ),
        )
        for p in paniers
    )


def _cadre(
    titre: str, producteur: Producteur, vente: Vente, paniers: Sequence[PanierAComposer]
) -> dict[str, Any]:
    return {
        "titre": titre,
        "sous_titre": f"{producteur.nom} · {vente.titre}",
        "pied": _("État du %(quand)s", quand=moment(horloge.maintenant())),
        "entetes": {
            "fait": _("Fait"),
            "prete": _("prête"),
            "produit": _("Produit"),
            "quantite": _("Quantité"),
            "paniers": _("Paniers à composer, chacun avec"),
        },
        "paniers": _paniers(paniers),
    }
