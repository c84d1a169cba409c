"""From a row to what it says of a producteur, with the repairs that are proposed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from producteurs.opendata.colonnes import Correspondance
from producteurs.opendata.entetes import Champ, normaliser
from producteurs.opendata.interpretation.categories import (
    Classement,
    classer,
    reunir,
    valeurs_choisies,
)
from producteurs.opendata.interpretation.contacts import (
    lire_courriel,
    lire_site,
    lire_telephone,
    telephone_dans,
)
from producteurs.opendata.interpretation.heures import lire_jours, lire_par_jour, lire_semaine
from producteurs.opendata.interpretation.nombres import lire_code_postal, lire_insee, lire_siret
from producteurs.opendata.interpretation.noms import adresse_propre, nom_propre
from producteurs.opendata.interpretation.positions import Position, lire_couple, lire_nombre
from producteurs.opendata.interpretation.textes import est_vide, liste, nettoyer
from producteurs.services.importation.ligne import Brute, FicheLue
from socle.typographie import sans_accents

Categories = Mapping[str, Sequence[str]]
"""The source's word, without accents → our values (« famille:legumes », « mode:ferme »…)."""

Lire = Callable[[str], str]

NOM_MAXIMAL = 200
TEXTE_MAXIMAL = 5000
_FIN_POSTALE = re.compile(
    r"^(?P<rue>.*?)[\s,;–-]*(?<!\d)(?:F-)?(?P<cp>\d{2}\s?\d{3})\s+(?P<ville>[^\W\d_][^\d,;]{1,60}"
    r"(?:cedex(?:\s*\d{1,2})?)?)\s*(?:[,;]?\s*france)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_OUI = frozenset({"oui", "o", "x", "yes", "y", "vrai", "true", "1", "✓", "✔"})
_SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ANGLAIS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def interpreter(brute: Brute, colonnes: Correspondance, categories: Categories) -> FicheLue:
    """Read a row. Its position stays as it is written: ``placement`` judges it."""
    fiche = FicheLue(numero=brute.numero)
    if brute.motif:
        fiche.motifs.append(brute.motif)
    if not any(v.strip() for v in brute.valeurs.values()):
        fiche.motifs.append("illisible" if brute.motif else "ligne_vide")
        return fiche
    lecteur = _Lecteur(brute, colonnes, fiche)
    lecteur.identite()
    lecteur.lieu()
    lecteur.contacts()
    lecteur.offre(categories)
    lecteur.ouverture()
    lecteur.cle()
    return fiche


def position_ecrite(brute: Brute, colonnes: Correspondance) -> tuple[Position | None, str]:
    """((latitude, longitude) as the file has it, or None; the very words). See ``placement``."""
    lat = _premiere(brute, colonnes, Champ.LAT)
    lon = _premiere(brute, colonnes, Champ.LON)
    if lat or lon:
        nord, est = lire_nombre(lat), lire_nombre(lon)
        if nord is not None and est is not None:
            return (nord, est), f"{lat} ; {lon}"
    for nom in (*colonnes.de(Champ.POSITION), *colonnes.de(Champ.LAT)):
        if couple := lire_couple(brute.valeurs.get(nom, "")):
            return couple, brute.valeurs[nom].strip()
    return None, ""


def _premiere(brute: Brute, colonnes: Correspondance, champ: Champ) -> str:
    for nom in colonnes.de(champ):
        if valeur := brute.valeurs.get(nom, "").strip():
            return valeur
    return ""


class _Lecteur:
    """Fills one record from one row, field by field."""

    def __init__(self, brute: Brute, colonnes: Correspondance, fiche: FicheLue) -> None:
        self.brute, self.colonnes, self.fiche = brute, colonnes, fiche

    def _cellules(self, champ: Champ) -> Iterator[str]:
        for nom in self.colonnes.de(champ):
            if valeur := self.brute.valeurs.get(nom, "").strip():
                yield valeur

    def _premiere(self, champ: Champ) -> str:
        """The first cell of a field that says something, else its « NC »."""
        cellules = list(self._cellules(champ))
        return next((c for c in cellules if not est_vide(c)), cellules[0] if cellules else "")

    def _proposer(self, champ: str, ecrit: str, propose: str) -> str:
        if ecrit != propose:
            self.fiche.reparations[champ] = (ecrit[:TEXTE_MAXIMAL], propose)
        return propose

    def identite(self) -> None:
        """Name and SIRET. A first name goes before the name when both are a person's."""
        ecrit = self._premiere(Champ.NOM)
        prenom = nettoyer(self._premiere(Champ.PRENOM))
        colonne = next((n for n in self.colonnes.de(Champ.NOM) if self.brute.valeurs.get(n)), "")
        personne = bool(prenom) and normaliser(colonne) in {"nom", "name", "nom exploitant"}
        nom = nom_propre(nettoyer(ecrit))[:NOM_MAXIMAL]
        self.fiche.nom = self._proposer("nom", ecrit, nom) if nom else ""
        if personne and nom and sans_accents(prenom) not in sans_accents(nom):
            self.fiche.nom = f"{nom_propre(prenom)} {self.fiche.nom}"
        if not sans_accents(self.fiche.nom):
            self.fiche.motifs.append("sans_nom")
        self._siret()

    def _siret(self) -> None:
        faute = ""
        for ecrit in self._cellules(Champ.SIRET):
            if est_vide(ecrit):
                self._proposer("siret", ecrit, "")
                continue
            siret, faute = lire_siret(ecrit)
            self.fiche.siret = self._proposer("siret", ecrit, siret)
            if siret:
                return
        if faute:
            self.fiche.motifs.append(faute)

    def lieu(self) -> None:
        """Address, postcode, commune, INSEE code, and the position as it is written."""
        self._code_postal()
        ecrites = list(dict.fromkeys(self._cellules(Champ.ADRESSE)))
        ecrite = ", ".join(ecrites)
        propre = adresse_propre(", ".join(filter(None, map(nettoyer, ecrites))))
        self.fiche.adresse = self._proposer("adresse", ecrite, self._sans_ville(propre))
        ecrit = self._premiere(Champ.INSEE)
        self.fiche.commune_code = self._proposer("commune_code", ecrit, lire_insee(nettoyer(ecrit)))
        position, mots = position_ecrite(self.brute, self.colonnes)
        if position:
            self.fiche.lat, self.fiche.lon = position
            self.fiche.position_source = mots

    def _code_postal(self) -> None:
        ecrit = self._premiere(Champ.CODE_POSTAL)
        code, reste = lire_code_postal(nettoyer(ecrit))
        commune = self._premiere(Champ.COMMUNE)
        self.fiche.code_postal = self._proposer("code_postal", ecrit, code)
        self.fiche.commune = self._proposer(
            "commune", commune, nettoyer(commune) or nettoyer(reste)
        )

    def _sans_ville(self, adresse: str) -> str:
        """The street alone; the « 42600 Montbrison » that ends it says where it is, once."""
        fin = _FIN_POSTALE.match(adresse)
        if fin is None:
            return adresse
        code, _reste = lire_code_postal(fin["cp"])
        if self.fiche.code_postal and code != self.fiche.code_postal:
            return adresse
        self.fiche.code_postal = code
        self.fiche.commune = self.fiche.commune or fin["ville"].strip(" -")
        return fin["rue"].strip(" ,;-–\n")

    def contacts(self) -> None:
        """Phone (even inside prose), e-mail, site."""
        fiche = self.fiche
        self._contact("telephone", Champ.TELEPHONE, lire_telephone)
        self._contact("courriel", Champ.COURRIEL, lire_courriel)
        self._contact("site", Champ.SITE, lire_site)
        if not fiche.courriel:
            for cellule in (*self._cellules(Champ.SITE), *self._cellules(Champ.TELEPHONE)):
                if adresse := lire_courriel(cellule):
                    fiche.courriel = self._proposer("courriel", cellule, adresse)
        if not fiche.telephone:
            for champ in (Champ.DESCRIPTION, Champ.HORAIRES, Champ.ADRESSE, Champ.COURRIEL):
                for cellule in self._cellules(champ):
                    if numero := telephone_dans(cellule):
                        fiche.telephone = self._proposer("telephone", cellule, numero)
                        return

    def _contact(self, nom: str, champ: Champ, lire: Lire) -> None:
        for ecrit in self._cellules(champ):
            propre = lire(nettoyer(ecrit))
            setattr(self.fiche, nom, self._proposer(nom, ecrit, propre))
            if propre:
                return

    def offre(self, categories: Categories) -> None:
        """Families, ways of selling, labels and kind, by the words of the row."""
        types = self._classer(Champ.CATEGORIES, categories)
        produits = self._classer(Champ.PRODUITS, categories)
        labels = self._classer(Champ.LABELS, categories)
        drapeaux = reunir(
            classer(nom)
            for nom in self.colonnes.de(Champ.DRAPEAUX)
            if self.brute.valeurs.get(nom, "").strip().lower() in _OUI
        )
        nom = classer(self.fiche.nom)
        dit = reunir((types, drapeaux))
        fiche = self.fiche
        fiche.familles = tuple(sorted(dit.familles | produits.familles or nom.familles))
        fiche.modes = tuple(sorted(dit.modes))
        fiche.labels = tuple(sorted(dit.labels | produits.labels | labels.labels))
        fiche.genre = dit.genre or nom.genre

    def _classer(self, champ: Champ, categories: Categories) -> Classement:
        return reunir(
            valeurs_choisies(categories[cle])
            if (cle := sans_accents(mot)) in categories
            else classer(mot)
            for cellule in self._cellules(champ)
            for mot in liste(nettoyer(cellule, sauts=True))
        )

    def ouverture(self) -> None:
        """Hours where they can be read with certainty, else their words in the description."""
        ecrits, par_jour = [], {}
        for nom in self.colonnes.de(Champ.HORAIRES):
            texte = nettoyer(self.brute.valeurs.get(nom, ""), sauts=True)
            jour = _jour_de(nom)
            if texte and jour is not None:
                par_jour[jour] = texte
            elif texte:
                ecrits.append(texte)
        jours_dits = [nettoyer(c) for c in self._cellules(Champ.JOURS)]
        jours = lire_jours(" , ".join(jours_dits))
        semaine = lire_par_jour(par_jour)
        for texte in (*ecrits, *jours_dits):
            semaine = semaine or lire_semaine(texte, jours)
        self.fiche.horaires = semaine
        if semaine and not par_jour:
            en_mots = " ".join(f"{j} {h}" for j, h in semaine.items())
            self.fiche.reparations["horaires"] = ("\n".join((*jours_dits, *ecrits)), en_mots)
        dits = [", ".join(_SEMAINE[j] for j in jours)] if jours else jours_dits
        restes = [] if semaine else [*filter(None, dits), *ecrits]
        self._decrire(restes)

    def _decrire(self, horaires: Sequence[str]) -> None:
        ecrites = list(self._cellules(Champ.DESCRIPTION))
        propres = [p for p in (nettoyer(c, sauts=True) for c in ecrites) if p]
        if propres != ecrites:
            self._proposer("description", "\n".join(ecrites), "\n".join(propres))
        produits = ", ".join(
            m for c in self._cellules(Champ.PRODUITS) for m in liste(nettoyer(c, sauts=True))
        )
        if produits and sans_accents(produits) not in sans_accents(" ".join(propres)):
            propres.append(f"Produits : {produits}.")
        if horaires:
            propres.append(f"Ouverture : {' ; '.join(horaires)}.")
        self.fiche.description = "\n".join(propres)[:TEXTE_MAXIMAL]

    def cle(self) -> None:
        """How the source names the row: its own number, else the SIRET, else name and place."""
        fiche = self.fiche
        propre = self._premiere(Champ.CLE)
        if propre and not est_vide(propre):
            fiche.cle = f"id:{propre[:150]}"
        elif fiche.siret:
            fiche.cle = f"siret:{fiche.siret}"
        else:
            ou = fiche.commune_code or fiche.code_postal or sans_accents(fiche.commune)
            if not ou and fiche.lat is not None and fiche.lon is not None:
                ou = f"{fiche.lat:.3f} {fiche.lon:.3f}"
            fiche.cle = (
                f"nom:{sans_accents(fiche.nom)[:100]}|{ou}|{sans_accents(fiche.adresse)[:60]}"
            )


def _jour_de(entete: str) -> int | None:
    """The weekday that a column is for: « Mardi », « openHours.Tu », « horaires_mardi »."""
    mots = normaliser(entete.replace(".", " ")).split()
    for noms in (_SEMAINE, _ANGLAIS):
        trouves = [rang for rang, nom in enumerate(noms) if nom in mots]
        if len(trouves) == 1:
            return trouves[0]
    return None
