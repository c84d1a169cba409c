"""Rows that speak of an entry already there change it, or propose to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from producteurs.models import (
    EtatLabel,
    EtatRevision,
    Import,
    IssueLigne,
    LigneImport,
    OrigineImport,
    PrecisionPosition,
    Producteur,
    Revision,
)
from producteurs.models.fiche import (
    Changements,
    appliquer,
    arrondir_position,
    differences,
    etat_de,
    ranger_horaires,
    triees,
)
from producteurs.queries.lots import (
    communes_par_code,
    noms_des_produits_de,
    origines_de,
    producteurs_sous_verrou,
    propositions_ouvertes,
    sirets_pris,
)
from producteurs.queries.regles import regles_de
from producteurs.services.fiche import ecrire_fiche, verifier_position
from producteurs.services.importation.creation import a_revoir, provenance, siret_lu
from producteurs.services.importation.rangement import HORS_TERRITOIRE
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Refus
from socle.journal.services import noter
from socle.typographie import sans_accents

DITS = ("nom", "adresse", "description", "telephone", "courriel", "site")
# From the best known to the least: a position is only replaced by one as well known.
RANGS = {precision: rang for rang, precision in enumerate(PrecisionPosition)}


def mettre_a_jour(un_import: Import, lignes: Sequence[LigneImport], par: Compte | None) -> None:
    """Each row changes its entry: what the file says replaces, what it leaves out stays, and
    families, ways of selling and labels are only added to.

    A record that the chamber has vouched for gets a proposal, unless an agent chose to apply at
    once. What is the same is left alone. A fixed number of queries.
    """
    if not lignes:
        return
    lot = _Lot(un_import, lignes, par)
    with session.no_autoflush:
        for ligne in lignes:
            lot.ecrire(ligne)
    lot.finir()


class _Lot:
    """What a batch of rows must know of the entries that it changes."""

    def __init__(
        self, un_import: Import, lignes: Sequence[LigneImport], par: Compte | None
    ) -> None:
        self._import, self._par = un_import, par
        numeros = {ligne.producteur_id for ligne in lignes if ligne.producteur_id}
        self._producteurs = producteurs_sous_verrou(numeros)
        self._communes = communes_par_code({ligne.lu["commune_code"] for ligne in lignes})
        self._sirets = sirets_pris({siret for ligne in lignes if (siret := siret_lu(ligne.lu))})
        self._origines = dict(
            origines_de(un_import.source_id, {ligne.lu["cle"] for ligne in lignes})
        )
        self._ouvertes = dict(propositions_ouvertes(numeros))
        self._proposees: list[tuple[LigneImport, Revision]] = []
        self._produits = noms_des_produits_de(numeros)
        self._libres = {
            departement: set(regles_de(departement).champs_libres)
            for departement in {p.departement for p in self._producteurs.values()}
        }

    def ecrire(self, ligne: LigneImport) -> None:
        producteur = self._producteurs.get(ligne.producteur_id or 0)
        changes = self._changements(producteur, ligne) if producteur else "ferme_disparue"
        if producteur is None or isinstance(changes, str):
            a_revoir(ligne, str(changes))
            return
        ligne.avant = self._tenir_origine(ligne, producteur)
        if not changes:
            ligne.issue = IssueLigne.INCHANGE
            return
        a_lire = (
            {} if self._import.options.get("directement") else self._a_lire(producteur, changes)
        )
        libres = {champ: change for champ, change in changes.items() if champ not in a_lire}
        ligne.avant = {**ligne.avant, "changements": libres, "place": _place(producteur)}
        if libres:
            self._appliquer(producteur, ligne, libres)
        if a_lire:
            self._proposer(producteur, ligne, a_lire)

    def finir(self) -> None:
        """Send what was written; rows then remember by its number what they proposed."""
        session.flush()
        for ligne, proposition in self._proposees:
            ligne.avant = {**ligne.avant, "proposition": proposition.id}
        session.flush()

    def _changements(
        self, producteur: Producteur, ligne: LigneImport
    ) -> dict[str, dict[str, Any]] | str:
        """What the row changes in the record, or the reason why it cannot."""
        if producteur.fusionne_dans_id is not None:
            return "ferme_disparue"
        if producteur.departement not in self._import.departements:
            return HORS_TERRITOIRE
        present = etat_de(producteur)
        dit = present | self._dit(producteur, ligne.lu)
        if dit["siret"] != present["siret"] and self._sirets.get(dit["siret"]):
            return "siret_deja_inscrit"
        changes = differences(present, dit)
        if "commune" in changes or "position" in changes:
            commune = self._communes.get(dit["commune"]) or producteur.commune
            if commune.departement not in self._import.departements:
                return HORS_TERRITOIRE
            try:
                lat, lon = dit["position"] or (None, None)
                verifier_position(lat, lon, commune)
            except Refus:
                return "position_lointaine"
        return changes

    def _dit(self, producteur: Producteur, lu: Mapping[str, Any]) -> dict[str, Any]:
        """What the row says, in the words of the record."""
        retires = {label.sorte for label in producteur.labels if label.etat is EtatLabel.RETIRE}
        ajoutes = {
            "familles": [*producteur.familles, *lu["familles"]],
            "modes": [*producteur.modes, *lu["modes"]],
            "labels": [
                *(label.sorte for label in producteur.labels if label.sorte not in retires),
                *(sorte for sorte in lu["labels"] if sorte not in retires),
            ],
        }
        dit: dict[str, Any] = {champ: lu[champ] for champ in DITS if lu[champ]}
        dit |= {champ: triees(valeurs) for champ, valeurs in ajoutes.items()}
        if siret := siret_lu(lu):
            dit["siret"] = siret
        if lu["genre"]:
            dit["genre"] = lu["genre"]
        if lu["horaires"]:
            dit["horaires"] = ranger_horaires(lu["horaires"])
        if lu["commune_code"] in self._communes:
            dit["commune"] = lu["commune_code"]
        ailleurs = dit.get("commune", producteur.commune_code) != producteur.commune_code
        if _mieux_placee(lu, producteur) or (ailleurs and lu["lat"] is not None):
            dit["position"] = arrondir_position(lu["lat"], lu["lon"])
        elif ailleurs:
            dit["position"] = None
        return dit

    def _a_lire(self, producteur: Producteur, changes: Changements) -> dict[str, Any]:
        """The changes of a vouched-for record that an agent reads first; a position goes with its
        commune."""
        if not producteur.dossier.verrouille:
            return {}
        libres = set(self._libres[producteur.departement])
        if "commune" in changes and "commune" not in libres:
            libres.discard("position")
        return {champ: dict(change) for champ, change in changes.items() if champ not in libres}

    def _appliquer(self, producteur: Producteur, ligne: LigneImport, changes: Changements) -> None:
        valeurs = {champ: change["apres"] for champ, change in changes.items()}
        producteur.siret = valeurs.pop("siret", producteur.siret)
        self._sirets.setdefault(producteur.siret, producteur.id)
        ecrire_fiche(producteur, valeurs, par=self._par)
        if valeurs.get("position"):
            lu = ligne.lu
            producteur.precision = PrecisionPosition(lu["precision"] or PrecisionPosition.POINTEE)
            producteur.position_source = lu["position_source"]
            producteur.position_score = lu["position_score"]
        textes = [producteur.nom, producteur.commune.nom, producteur.description]
        produits = sorted(self._produits.get(producteur.id, ()))
        producteur.recherche = sans_accents(" ".join([*textes, *produits]))
        session.add(self._revision(producteur, changes, EtatRevision.ACCEPTEE))
        producteur.version += 1
        ligne.avant = {**ligne.avant, "version": producteur.version}
        self._noter(producteur, ligne, EtatRevision.ACCEPTEE)

    def _proposer(self, producteur: Producteur, ligne: LigneImport, a_lire: dict[str, Any]) -> None:
        """One proposal waits at a time: what the row adds joins what already waited."""
        ouverte = self._ouvertes.get(producteur.id)
        if ouverte is not None:
            attendu = appliquer(etat_de(producteur), ouverte.changements)
            a_lire = {**ouverte.changements, **differences_de(attendu, a_lire)}
            if a_lire == ouverte.changements:
                return
            ouverte.etat, ouverte.decidee_le = EtatRevision.RETIREE, horloge.maintenant()
            session.flush()  # one open proposal at a time, as the table requires
        proposition = self._revision(producteur, a_lire, EtatRevision.PROPOSEE)
        session.add(proposition)
        self._ouvertes[producteur.id] = proposition
        self._proposees.append((ligne, proposition))
        self._noter(producteur, ligne, EtatRevision.PROPOSEE)

    def _revision(
        self, producteur: Producteur, changes: Mapping[str, Any], etat: EtatRevision
    ) -> Revision:
        instant = horloge.maintenant()
        return Revision(
            producteur_id=producteur.id,
            etat=etat,
            base=producteur.version,
            changements=dict(changes),
            proposee_le=instant,
            proposee_par_id=self._par.id if self._par else None,
            decidee_le=instant if etat is EtatRevision.ACCEPTEE else None,
        )

    def _tenir_origine(self, ligne: LigneImport, producteur: Producteur) -> dict[str, Any]:
        """Tie the source's key to the entry; give back what it said before, to be able to undo."""
        cle, empreinte = ligne.lu["cle"], ligne.lu["empreinte"]
        if not cle:
            return {}
        origine = self._origines.get(cle)
        if origine is None:
            origine = OrigineImport(
                source_id=self._import.source_id,
                cle=cle,
                producteur_id=producteur.id,
                empreinte=empreinte,
            )
            session.add(origine)
            self._origines[cle] = origine
            return {"origine": None}
        avant = {"origine": [origine.producteur_id, origine.empreinte]}
        origine.producteur_id, origine.empreinte = producteur.id, empreinte
        return avant

    def _noter(self, producteur: Producteur, ligne: LigneImport, vers: EtatRevision) -> None:
        motif = provenance(self._import, ligne)
        noter("dossier", producteur.dossier.id, de="", vers=vers, par=self._par, motif=motif)


def differences_de(attendu: Mapping[str, Any], changes: Changements) -> dict[str, Any]:
    """Those of these changes that what is expected does not say already."""
    return {
        champ: dict(change)
        for champ, change in changes.items()
        if attendu[champ] != change["apres"]
    }


def _place(producteur: Producteur) -> list[Any]:
    """Where the farm was, and how well that was known."""
    return [
        producteur.lat,
        producteur.lon,
        producteur.precision.value,
        producteur.position_source,
        producteur.position_score,
    ]


def _mieux_placee(lu: Mapping[str, Any], producteur: Producteur) -> bool:
    if lu["lat"] is None or lu["lon"] is None:
        return False
    precision = PrecisionPosition(lu["precision"] or PrecisionPosition.POINTEE)
    if precision is PrecisionPosition.COMMUNE:
        return False
    return RANGS[precision] <= RANGS[producteur.precision]
