"""Undoing what an import wrote, as far as nobody has built on it since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from producteurs.models import (
    EtatImport,
    EtatRevision,
    Import,
    IssueLigne,
    LigneImport,
    OrigineImport,
    PrecisionPosition,
    Producteur,
    Revision,
)
from producteurs.models.fiche import differences, etat_de
from producteurs.queries.imports import relire_import
from producteurs.queries.lots import (
    fermes_sans_suite,
    lignes_a_defaire,
    nombre_a_defaire,
    noms_des_produits_de,
    origines_de,
    producteurs_sous_verrou,
    revisions_par_numero,
)
from producteurs.services.fiche import ecrire_fiche
from producteurs.services.importation.creation import provenance
from producteurs.services.importation.reception import passer
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Refus
from socle.journal.services import noter
from socle.langue import _
from socle.typographie import sans_accents

LOT = 200
GARDEE = "gardee"
DEFAITE = "defaite"


def defaire_import(un_import: Import, *, par: Compte | None) -> None:
    """What it made is removed and what it changed is put back, unless something has happened to a
    farm since: that one is kept, and said. The worker does it."""
    passer(un_import, EtatImport.DEFAIT, par=par)
    un_import.total, un_import.faites = nombre_a_defaire(un_import), 0
    retour = {"retirees": 0, "retablies": 0, "gardees": 0}
    un_import.resume = {**un_import.resume, "retour": retour}
    un_import.options = {**un_import.options, "defait_par": par.id if par else None}


def defaire_lot(un_import: Import, *, nombre: int = LOT) -> int:
    """Undo the next rows, the last written first; give back how many. 0 when all is done."""
    relire_import(un_import)
    if un_import.etat is not EtatImport.DEFAIT:
        return 0
    lignes = lignes_a_defaire(un_import, nombre)
    if not lignes:
        return 0
    numero = un_import.options.get("defait_par")
    lot = _Retour(un_import, lignes, session.get(Compte, numero) if numero else None)
    comptes = {
        "retirees": lot.retirer([li for li in lignes if li.issue is IssueLigne.CREE]),
        "retablies": lot.retablir([li for li in lignes if li.issue is not IssueLigne.CREE]),
    }
    comptes["gardees"] = len(lignes) - sum(comptes.values())
    deja = un_import.resume["retour"]
    retour = {cle: deja[cle] + nombre for cle, nombre in comptes.items()}
    un_import.resume = {**un_import.resume, "retour": retour}
    un_import.faites += len(lignes)
    session.flush()
    return len(lignes)


class _Retour:
    """A batch of written rows, and what their farms have become."""

    def __init__(
        self, un_import: Import, lignes: Sequence[LigneImport], par: Compte | None
    ) -> None:
        self._import, self._par = un_import, par
        numeros = {ligne.producteur_id for ligne in lignes if ligne.producteur_id}
        self._producteurs = producteurs_sous_verrou(numeros)
        self._intactes = fermes_sans_suite(numeros)
        self._produits = noms_des_produits_de(numeros)
        self._origines = origines_de(un_import.source_id, {li.lu["cle"] for li in lignes})
        self._propositions = revisions_par_numero(
            {n for li in lignes if (n := li.avant.get("proposition"))}
        )

    def retirer(self, lignes: Sequence[LigneImport]) -> int:
        """Remove the farms that were made and that nothing has happened to; how many."""
        partantes = [li for li in lignes if li.producteur_id in self._intactes]
        for ligne in lignes:
            if ligne not in partantes:
                _garder(ligne)
        numeros = [li.producteur_id for li in partantes if li.producteur_id]
        if not self._effacer(numeros):
            partantes = [li for li in partantes if self._effacer([li.producteur_id or 0], li)]
        for ligne in partantes:
            ligne.producteur_id = None
            _cocher(ligne)
        return len(partantes)

    def _effacer(self, numeros: Collection[int], ligne: LigneImport | None = None) -> bool:
        """Whether these farms could go: an order or a sale that names one keeps it."""
        try:
            with session.begin_nested():
                session.execute(delete(Producteur).where(Producteur.id.in_(numeros)))
        except IntegrityError:
            if ligne is not None:
                _garder(ligne)
            return False
        return True

    def retablir(self, lignes: Sequence[LigneImport]) -> int:
        """Put back the records that were changed and that say now what the import made them say;
        how many."""
        retablies = 0
        for ligne in lignes:
            producteur = self._producteurs.get(ligne.producteur_id or 0)
            if producteur is not None and self._remettre(producteur, ligne):
                self._rendre_origine(ligne)
                _cocher(ligne)
                retablies += 1
            else:
                _garder(ligne)
        return retablies

    def _remettre(self, producteur: Producteur, ligne: LigneImport) -> bool:
        avant = ligne.avant
        proposition = self._propositions.get(avant.get("proposition", 0))
        if proposition is not None and proposition.etat is EtatRevision.ACCEPTEE:
            return False
        changes: Mapping[str, Any] = avant.get("changements", {})
        present = etat_de(producteur)
        if any(present[champ] != change["apres"] for champ, change in changes.items()):
            return False
        valeurs = {champ: change["avant"] for champ, change in changes.items()}
        retour = differences(present, present | valeurs)
        if retour:
            try:
                self._ecrire(producteur, dict(valeurs), avant["place"])
            except Refus:
                return False
            self._reviser(producteur, ligne, retour)
        if proposition is not None and proposition.etat is EtatRevision.PROPOSEE:
            proposition.etat = EtatRevision.RETIREE
            proposition.decidee_le = horloge.maintenant()
            self._noter(producteur, ligne, EtatRevision.RETIREE)
        return True

    def _ecrire(self, producteur: Producteur, valeurs: dict[str, Any], place: list[Any]) -> None:
        siret = valeurs.pop("siret", None)
        with session.no_autoflush:
            ecrire_fiche(producteur, valeurs, par=self._par)
        if siret is not None:
            producteur.siret = siret
        if "position" in valeurs or "commune" in valeurs:
            producteur.lat, producteur.lon, precision, source, score = place
            producteur.precision = PrecisionPosition(precision)
            producteur.position_source, producteur.position_score = source, score
        textes = [producteur.nom, producteur.commune.nom, producteur.description]
        produits = sorted(self._produits.get(producteur.id, ()))
        producteur.recherche = sans_accents(" ".join([*textes, *produits]))

    def _reviser(self, producteur: Producteur, ligne: LigneImport, retour: Any) -> None:
        instant = horloge.maintenant()
        session.add(
            Revision(
                producteur_id=producteur.id,
                etat=EtatRevision.ACCEPTEE,
                base=producteur.version,
                changements=retour,
                proposee_le=instant,
                proposee_par_id=self._par.id if self._par else None,
                decidee_le=instant,
            )
        )
        producteur.version += 1
        self._noter(producteur, ligne, EtatRevision.ACCEPTEE)

    def _rendre_origine(self, ligne: LigneImport) -> None:
        """The source's key names again what it named, or nothing."""
        origine = self._origines.get(ligne.lu["cle"])
        if origine is None or "origine" not in ligne.avant:
            return
        if ligne.avant["origine"] is None:
            session.execute(delete(OrigineImport).where(OrigineImport.id == origine.id))
        else:
            origine.producteur_id, origine.empreinte = ligne.avant["origine"]

    def _noter(self, producteur: Producteur, ligne: LigneImport, vers: EtatRevision) -> None:
        motif = _("Retour en arrière. %(d_ou)s", d_ou=provenance(self._import, ligne))
        noter("dossier", producteur.dossier.id, de="", vers=vers, par=self._par, motif=motif)


def _garder(ligne: LigneImport) -> None:
    if GARDEE not in ligne.motifs:
        ligne.motifs = [*ligne.motifs, GARDEE]


def _cocher(ligne: LigneImport) -> None:
    ligne.motifs = [*ligne.motifs, DEFAITE]
    ligne.appliquee = False
