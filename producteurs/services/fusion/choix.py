"""Which of two entries is right, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from producteurs.models import Producteur, ProducteurFamille, ProducteurMode
from socle import horloge
from socle.db import session

GARDE: Final = "garde"
ABSORBE: Final = "absorbe"
LES_DEUX: Final = "deux"
LIEU: Final = (
    "adresse",
    "commune_code",
    "departement",
    "lat",
    "lon",
    "precision",
    "position_source",
    "position_score",
)
SIMPLES: Final = (
    "nom",
    "genre",
    "description",
    "telephone",
    "courriel",
    "site",
    "horaires",
    "image",
    "texte_saison",
    "revend",
)
LISTES: Final = ("familles", "modes")
CHAMPS: Final = (
    "nom",
    "genre",
    "siret",
    "lieu",
    *(c for c in SIMPLES if c not in {"nom", "genre"}),
    *LISTES,
)
PROPOSITIONS: Final = {
    champ: (GARDE, ABSORBE, LES_DEUX) if champ in LISTES else (GARDE, ABSORBE) for champ in CHAMPS
}
Choix = Mapping[str, str]


def proposer_choix(garde: Producteur, absorbe: Producteur) -> dict[str, str]:
    """What a careful agent would choose: what somebody vouched for, else what is said, else the
    longer text; of the lists, both."""
    choix = dict.fromkeys(CHAMPS, GARDE)
    choix |= dict.fromkeys(LISTES, LES_DEUX)
    if garde.dossier.verrouille:
        libres = {c for c in SIMPLES if not getattr(garde, c) and getattr(absorbe, c)}
        return choix | dict.fromkeys(libres - {"revend"}, ABSORBE)
    autre_est_sure = absorbe.dossier.verrouille
    for champ in (c for c in SIMPLES if c not in {"revend", "genre"}):
        notre, leur = getattr(garde, champ), getattr(absorbe, champ)
        if leur and (not notre or autre_est_sure or len(str(leur)) > len(str(notre))):
            choix[champ] = ABSORBE
    precise = list(type(garde.precision))
    if autre_est_sure or precise.index(absorbe.precision) < precise.index(garde.precision):
        choix["lieu"] = ABSORBE
    if absorbe.siret and (autre_est_sure or not garde.siret):
        choix["siret"] = ABSORBE
    return choix


def choisir(garde: Producteur, absorbe: Producteur, choix: Choix) -> None:
    colonnes = [c for c in SIMPLES if choix.get(c) == ABSORBE]
    if choix.get("lieu") == ABSORBE:
        garde.commune = absorbe.commune
        colonnes += LIEU
    for colonne in colonnes:
        setattr(garde, colonne, getattr(absorbe, colonne))
    if choix.get("siret") == ABSORBE and absorbe.siret:
        echanger_sirets(garde, absorbe)
    familles, modes = set(absorbe.familles), set(absorbe.modes)
    garde.familles_liees = [
        *(
            f
            for f in garde.familles_liees
            if choix.get("familles") != ABSORBE or f.famille in familles
        ),
        *(
            ProducteurFamille(famille=f)
            for f in sorted(familles - set(garde.familles))
            if choix.get("familles") in {ABSORBE, LES_DEUX}
        ),
    ]
    garde.modes_lies = [
        *(m for m in garde.modes_lies if choix.get("modes") != ABSORBE or m.mode in modes),
        *(
            ProducteurMode(mode=m)
            for m in sorted(modes - set(garde.modes))
            if choix.get("modes") in {ABSORBE, LES_DEUX}
        ),
    ]
    garde.version += 1
    absorbe.version += 1
    garde.modifie_le = absorbe.modifie_le = horloge.maintenant()
    session.flush()


def echanger_sirets(un: Producteur, autre: Producteur) -> None:
    """Each takes the other's: no number leaves the registry, where files to come look for it."""
    notre, leur = un.siret, autre.siret
    autre.siret = ""
    session.flush()
    un.siret = leur
    session.flush()
    autre.siret = notre
    session.flush()
