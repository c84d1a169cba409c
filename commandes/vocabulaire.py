"""The French words of sales and orders: what a state is called, and the verdict in one sentence.

Pages and mails say the same words; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from commandes.models import Commande, EtatCommande, EtatVente
from livraisons.models import EtatLivraison, Mode
from socle import horloge
from socle.langue import _, _l, ngettext
from socle.monnaie import ecrire_prix
from socle.paiements.models import EtatPaiement, EtatRemboursement, Moyen
from socle.typographie import INSECABLE, creneau, date_longue, heure, moment, nombre

if TYPE_CHECKING:
    from commandes.services.verdict import Verdict
    from livraisons.services import Option

Mot = Any
"""A lazy sentence of Flask-Babel, which has no type of its own."""

ETATS_COMMANDE: Mapping[EtatCommande, Mot] = {
    EtatCommande.A_PAYER: _l("à payer"),
    EtatCommande.CONFIRMEE: _l("confirmée"),
    EtatCommande.ANNULEE: _l("annulée"),
    EtatCommande.EXPIREE: _l("non payée à temps"),
}

ETATS_VENTE: Mapping[EtatVente, Mot] = {
    EtatVente.A_VENIR: _l("à venir"),
    EtatVente.OUVERTE: _l("ouverte"),
    EtatVente.EN_PREPARATION: _l("en préparation"),
    EtatVente.TERMINEE: _l("terminée"),
    EtatVente.ANNULEE: _l("annulée"),
}

MODES: Mapping[Mode, Mot] = {
    Mode.RELAIS: _l("point relais"),
    Mode.DOMICILE: _l("livraison à domicile"),
    Mode.FERME: _l("à la ferme"),
}

MOYENS: Mapping[Moyen, Mot] = {
    Moyen.CARTE: _l("par carte"),
    Moyen.SUR_PLACE: _l("sur place"),
}

ETATS_PAIEMENT: Mapping[EtatPaiement, Mot] = {
    EtatPaiement.A_PAYER: _l("à payer"),
    EtatPaiement.PAYE: _l("payé"),
    EtatPaiement.EXPIRE: _l("non payé à temps"),
    EtatPaiement.ANNULE: _l("annulé"),
}

ETATS_REMBOURSEMENT: Mapping[EtatRemboursement, Mot] = {
    EtatRemboursement.A_FAIRE: _l("en cours"),
    EtatRemboursement.FAIT: _l("fait"),
}

BIENTOT = timedelta(hours=1)


def etat_de_commande(commande: Commande) -> tuple[str, str]:
    """(code, words) of an order as its buyer reads it, handing over included."""
    if commande.etat is EtatCommande.CONFIRMEE:
        if commande.livraison.etat is EtatLivraison.REMISE:
            return "remise", _("remise")
        if commande.prete:
            return "prete", _("prête")
    code = {EtatCommande.A_PAYER: "en_attente_paiement"}.get(commande.etat, commande.etat.value)
    return code, str(ETATS_COMMANDE[commande.etat])


def echeance(cloture: datetime, instant: datetime) -> str:
    """« dans 40 minutes », « aujourd’hui à 20 h », « demain à 8 h », else the day in words."""
    reste = cloture - instant
    if timedelta(0) < reste <= BIENTOT:
        minutes = max(1, int(reste.total_seconds() // 60))
        return str(ngettext("dans une minute", f"dans %(num)s{INSECABLE}minutes", minutes))
    jours = (
        cloture.astimezone(horloge.PARIS).date() - instant.astimezone(horloge.PARIS).date()
    ).days
    if jours == 0:
        return str(_("aujourd’hui à %(heure)s", heure=heure(cloture)))
    if jours == 1:
        return str(_("demain à %(heure)s", heure=heure(cloture)))
    return moment(cloture)


def a_distance(option: Option) -> str:
    """« à 3,2 km », or nothing where the distance is unknown."""
    if option.distance_km is None:
        return ""
    decimales = 0 if option.distance_km >= 10 else 1
    return str(_("à %(km)s\u00a0km", km=nombre(option.distance_km, decimales)))


def places(option: Option) -> str:
    """« reste 3 places »; said when it matters, from twenty down."""
    reste = option.places_restantes
    if reste > 20:
        return ""
    return str(ngettext("reste une place", f"reste %(num)s{INSECABLE}places", reste))


def option_en_mots(option: Option) -> str:
    """« jeudi 26 novembre, de 16 h 30 à 19 h · à 3,2 km · reste 8 places »."""
    return " · ".join(filter(None, [creneau(option), a_distance(option), places(option)]))


def verdict_en_une_phrase(verdict: Verdict) -> str:
    """How to have it, in one sentence: at home where that is possible, else the nearest place;
    else the first reason why not, and what can be had instead."""
    if not verdict.possible:
        phrases = [m.phrase for m in verdict.motifs[:1]]
        if verdict.alternative:
            phrases.append(verdict.alternative.phrase)
        return " ".join(phrases)
    chez_moi = next((o for o in verdict.options if o.mode is Mode.DOMICILE), None)
    retrait = next((o for o in verdict.options if o.mode is not Mode.DOMICILE), None)
    if chez_moi and retrait:
        return str(
            _(
                "Livré chez vous %(jour)s (%(frais)s), ou à retirer %(ou)s, %(quand)s.",
                jour=date_longue(chez_moi.debut),
                frais=_frais(chez_moi),
                ou=_ou(retrait),
                quand=creneau(retrait),
            )
        )
    if chez_moi:
        return str(
            _(
                "Livré chez vous %(quand)s (%(frais)s).",
                quand=creneau(chez_moi),
                frais=_frais(chez_moi),
            )
        )
    assert retrait is not None  # possible: there is at least one option
    return str(_("À retirer %(ou)s, %(quand)s.", ou=_ou(retrait), quand=creneau(retrait)))


def _frais(option: Option) -> str:
    return ecrire_prix(option.frais_centimes) if option.frais_centimes else _("sans frais")


def _ou(option: Option) -> str:
    distance = a_distance(option)
    return f"«{INSECABLE}{option.libelle}{INSECABLE}»" + (f" ({distance})" if distance else "")
