"""The rows of a file against each other and against the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from producteurs.models import Producteur
from producteurs.queries.doublons import communes_comparables, empreintes_du_registre
from producteurs.rapprochement import Empreinte, Rapprocheur, prendre_empreinte
from producteurs.rapprochement import Ressemblance as Vue
from producteurs.services.importation.ligne import FicheLue, Ressemblance


class RapprocheurDuRegistre:
    """Remembers the entries of these départements, and the rows as they come.

    A SIRET is looked for in the whole registry. What was merged counts as the entry that it was
    merged into. A row that its source ties to an entry is only ever certain to be another one:
    whether the two look alike was asked when it first came.
    """

    def __init__(self, departements: Sequence[str]) -> None:
        self._departements = departements
        self._communes = communes_comparables(departements)
        self._connus = Rapprocheur()
        self._siennes: dict[int, int] = {}
        for empreinte in empreintes_du_registre(departements, fusionnees=True):
            self._connus.connaitre(empreinte)

    def rapprocher(
        self, lot: Sequence[tuple[FicheLue, int | None]]
    ) -> Sequence[Ressemblance | None]:
        """For each row, in order, what it repeats: an earlier row, an entry, or nothing."""
        ailleurs = self._inscrites_ailleurs([fiche.siret for fiche, _ in lot])
        return [self._chercher(fiche, sienne, ailleurs) for fiche, sienne in lot]

    def _inscrites_ailleurs(self, sirets: Sequence[str]) -> Mapping[str, int]:
        dits = [siret for siret in sirets if siret]
        parmi = Producteur.siret.in_(dits) & Producteur.departement.not_in(self._departements)
        trouvees = empreintes_du_registre(fusionnees=True, parmi=parmi) if dits else ()
        return {e.siret: _numero(e.cle) for e in trouvees}

    def _chercher(
        self, fiche: FicheLue, sienne: int | None, ailleurs: Mapping[str, int]
    ) -> Ressemblance | None:
        empreinte = self._empreinte(fiche)
        vues = [v for v in self._connus.chercher(empreinte) if self._compte(v, sienne)]
        self._connus.connaitre(empreinte)
        if sienne is not None:
            self._siennes[fiche.numero] = sienne
        inscrite = ailleurs.get(empreinte.siret)
        if inscrite is not None and inscrite != sienne:
            return Ressemblance(motifs=("siret",), producteur_id=inscrite)
        return _dire(vues)

    def _compte(self, vue: Vue, sienne: int | None) -> bool:
        """Whether it says something: not of the row's own entry, nor of two known apart."""
        if isinstance(vue.cle, int):
            return vue.cle != sienne and (sienne is None or vue.certaine)
        autre = self._siennes.get(_numero(vue.cle))
        return sienne is None or autre is None or autre == sienne or vue.certaine

    def _empreinte(self, fiche: FicheLue) -> Empreinte:
        nom, population = self._communes.get(fiche.commune_code, (fiche.commune, 0))
        return prendre_empreinte(
            ("ligne", fiche.numero),
            nom=fiche.nom,
            siret=fiche.siret,
            lat=fiche.lat,
            lon=fiche.lon,
            precision=fiche.precision,
            commune_code=fiche.commune_code,
            commune=nom,
            population=population,
            telephone=fiche.telephone,
            courriel=fiche.courriel,
            site=fiche.site,
        )


def _numero(cle: object) -> int:
    """The number of an entry, or of a row."""
    numero = cle[1] if isinstance(cle, tuple) else cle
    assert isinstance(numero, int)
    return numero


def _dire(vues: Sequence[Vue]) -> Ressemblance | None:
    """The best of what was seen: one earlier row, one entry, or both when as sure."""
    if not vues:
        return None
    pareilles = [v for v in vues if v.certaine == vues[0].certaine]
    lignes = [_numero(v.cle) for v in pareilles if isinstance(v.cle, tuple)]
    fiches = [v.cle for v in pareilles if isinstance(v.cle, int)]
    return Ressemblance(
        motifs=vues[0].motifs,
        doublon_ligne=lignes[0] if lignes else None,
        producteur_id=fiches[0] if fiches else None,
    )
