"""Pairs of entries that may be one farm: found, set aside, shown before registering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError

from producteurs.errors.doublons import PaireDejaTraitee, PeutEtreInscrite
from producteurs.models import (
    PASSAGES_RAPPROCHEMENT,
    EtatRapprochement,
    Producteur,
    Rapprochement,
)
from producteurs.queries.doublons import (
    PaireConnue,
    empreintes_du_registre,
    numeros_radies,
    paires_connues,
    publics_autour,
    rapprochement_sous_verrou,
    signe_de,
)
from producteurs.rapprochement import Empreinte, comparer, prendre_empreinte, rapprocher
from producteurs.services.fiche import SaisieProducteur, inscrire_producteur
from socle import horloge
from socle.comptes.models import Compte
from socle.db import session
from socle.etats import verifier_passage
from socle.journal.services import noter
from socle.langue import _
from territoires import queries as territoires

RAYON_DE_RECHERCHE_KM = 12.0
FERMES_MONTREES = 3


@dataclass(frozen=True, slots=True)
class Changement:
    """A pair to propose (again), or to forget when ``motifs`` is empty."""

    premier: int
    second: int
    motifs: tuple[str, ...] = ()
    score: float = 0.0
    signe: str = ""


def changements_du_registre() -> Sequence[Changement]:
    """What the list of possible duplicates should become. Reads only; a few seconds for 20,000.

    A pair set aside comes back when a name, a SIRET or a place of the two has changed since; one
    that nobody decided of is forgotten when the two no longer look alike. Two closed files are
    nobody's work.
    """
    connues = paires_connues()
    vues = {(c.premier, c.second): c for c in _ressemblances()}
    nouvelles = [c for paire, c in vues.items() if _a_proposer(c, connues.get(paire))]
    perdues = [
        Changement(*paire)
        for paire, connue in connues.items()
        if connue.etat is EtatRapprochement.POSSIBLE and paire not in vues
    ]
    return [*nouvelles, *perdues]


def _ressemblances() -> Iterator[Changement]:
    empreintes = {_numero(e): e for e in empreintes_du_registre()}
    radies = numeros_radies()
    for cle, vue in rapprocher(empreintes.values()):
        premier, second = sorted((int(str(cle)), int(str(vue.cle))))
        if premier in radies and second in radies:
            continue
        signe = signe_de(empreintes[premier], empreintes[second])
        yield Changement(premier, second, vue.motifs, vue.score, signe)


def _numero(empreinte: Empreinte) -> int:
    return int(str(empreinte.cle))


def _a_proposer(vu: Changement, connue: PaireConnue | None) -> bool:
    if connue is None:
        return True
    if connue.etat is EtatRapprochement.ECARTE:
        return connue.signe != vu.signe
    return connue.etat is EtatRapprochement.POSSIBLE and (
        (connue.signe, connue.motifs, connue.score) != (vu.signe, vu.motifs, vu.score)
    )


def proposer(changement: Changement) -> None:
    """Write one pair on the list, or off it; what somebody decided meanwhile stays."""
    paire = rapprochement_sous_verrou(changement.premier, changement.second)
    if paire is None:
        if changement.motifs:
            _ajouter(changement)
        return
    if paire.etat is EtatRapprochement.FUSIONNE:
        return
    if not changement.motifs:
        if paire.etat is EtatRapprochement.POSSIBLE:
            session.delete(paire)
        return
    if paire.etat is EtatRapprochement.ECARTE:
        if paire.signe == changement.signe:
            return
        _passer(
            paire, EtatRapprochement.POSSIBLE, par=None, motif=_("Une des deux fiches a changé.")
        )
    paire.motifs, paire.score = list(changement.motifs), changement.score
    paire.signe, paire.vu_le = changement.signe, horloge.maintenant()


def _ajouter(changement: Changement) -> None:
    nouvelle = Rapprochement(
        premier_id=changement.premier,
        second_id=changement.second,
        motifs=list(changement.motifs),
        score=changement.score,
        signe=changement.signe,
        vu_le=horloge.maintenant(),
    )
    try:
        with session.begin_nested():
            session.add(nouvelle)
    except IntegrityError:  # another look through the registry wrote it, or an entry is gone
        return
    _noter(nouvelle, de="", vers=EtatRapprochement.POSSIBLE, par=None, motif="")


def ecarter(rapprochement: Rapprochement, *, par: Compte) -> None:
    """« Pas un doublon » is remembered: the pair comes back only if one of the two changes."""
    paire = rapprochement_sous_verrou(rapprochement.premier_id, rapprochement.second_id)
    if paire is None or paire.etat is not EtatRapprochement.POSSIBLE:
        raise PaireDejaTraitee
    empreintes = {
        _numero(e): e
        for e in empreintes_du_registre(
            fusionnees=True, parmi=Producteur.id.in_([paire.premier_id, paire.second_id])
        )
    }
    if len(empreintes) < 2:
        raise PaireDejaTraitee
    paire.signe = signe_de(empreintes[paire.premier_id], empreintes[paire.second_id])
    _passer(paire, EtatRapprochement.ECARTE, par=par, motif=_("Pas un doublon."))
    session.flush()


def passer_rapprochement(
    rapprochement: Rapprochement, vers: EtatRapprochement, *, par: Compte, motif: str
) -> None:
    """Write what a merge, or the end of one, makes of the pair."""
    _passer(rapprochement, vers, par=par, motif=motif)


def _passer(
    paire: Rapprochement, vers: EtatRapprochement, *, par: Compte | None, motif: str
) -> None:
    verifier_passage(PASSAGES_RAPPROCHEMENT, paire.etat, vers)
    _noter(paire, de=paire.etat, vers=vers, par=par, motif=motif)
    paire.etat = vers
    decide = vers is not EtatRapprochement.POSSIBLE
    paire.decide_le = horloge.maintenant() if decide else None
    paire.decide_par_id = par.id if decide and par else None


def _noter(paire: Rapprochement, *, de: str, vers: str, par: Compte | None, motif: str) -> None:
    objet = f"{paire.premier_id}-{paire.second_id}"
    noter("rapprochement", objet, de=de, vers=vers, par=par, motif=motif)


def deja_inscrites(saisie: SaisieProducteur) -> Sequence[Producteur]:
    """The farms that the public reads and that look like this one, the most alike first.

    Another SIRET says nothing here, as a farm that changes its form has a new one; but another
    establishment of the same firm is another farm.
    """
    commune = territoires.commune(saisie.commune_code)
    lat, lon = saisie.lat, saisie.lon
    if lat is None or lon is None:
        lat, lon = territoires.centre(commune) or (None, None)
    if lat is None or lon is None:
        return []
    nouvelle = prendre_empreinte(
        0,
        nom=saisie.nom,
        siret=saisie.siret,
        lat=lat,
        lon=lon,
        commune_code=commune.code_insee,
        commune=commune.nom,
        population=commune.population,
        telephone=saisie.telephone,
        courriel=saisie.courriel,
        site=saisie.site,
    )
    vague = replace(nouvelle, vague=saisie.lat is None)
    jour = horloge.aujourdhui()
    vues: list[tuple[float, Producteur]] = []
    for ferme in publics_autour(lat, lon, RAYON_DE_RECHERCHE_KM, jour):
        vue = comparer(vague, _sans_autre_siren(ferme, nouvelle.siren))
        if vue is not None:
            vues.append((vue.score, ferme))
    vues.sort(key=lambda v: (-v[0], v[1].id))
    return [ferme for _score, ferme in vues[:FERMES_MONTREES]]


def _sans_autre_siren(ferme: Producteur, siren: str) -> Empreinte:
    lue = prendre_empreinte(
        ferme.id,
        nom=ferme.nom,
        siret=ferme.siret,
        lat=ferme.lat,
        lon=ferme.lon,
        precision=ferme.precision,
        commune_code=ferme.commune_code,
        commune=ferme.commune.nom,
        population=ferme.commune.population,
        telephone=ferme.telephone,
        courriel=ferme.courriel,
        site=ferme.site,
    )
    return lue if lue.siren == siren else replace(lue, siret="", siren="")


def inscrire_apres_lecture(
    saisie: SaisieProducteur, *, par: Compte, lues: Sequence[int]
) -> Producteur:
    """Whoever registers a farm is first shown those that look like it, and may then go on.

    ``lues`` are the numbers of those already shown. Raise ``PeutEtreInscrite`` when there are
    others, and the refusals of ``inscrire_producteur``.
    """
    fermes = deja_inscrites(saisie)
    if {ferme.id for ferme in fermes} - set(lues):
        raise PeutEtreInscrite(fermes=fermes)
    return inscrire_producteur(saisie, par=par)
