"""Stripe's form-encoded parameters: ``line_items[0][price_data][currency]=eur`` and their rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from socle.paiements.simulateur.errors import ErreurStripe, ParametreInvalide

DUREE_MINIMALE_S = 30 * 60
DUREE_MAXIMALE_S = 24 * 3600
MONTANT_MINIMAL_CENTIMES = 50
MONTANT_MAXIMAL_CENTIMES = 99_999_999

LIBRE: dict[str, Any] = {"*": None}
CHAMPS_SESSION: dict[str, Any] = {
    "allowed_payment_method_types": None,
    "cancel_url": None,
    "client_reference_id": None,
    "customer_email": None,
    "expires_at": None,
    "line_items": {
        "quantity": None,
        "price_data": {
            "currency": None,
            "unit_amount": None,
            "product_data": {"name": None, "description": None},
        },
    },
    "locale": None,
    "metadata": LIBRE,
    "mode": None,
    "payment_intent_data": {
        "description": None,
        "metadata": LIBRE,
        "transfer_group": None,
    },
    "submit_type": None,
    "success_url": None,
}
CHAMPS_REMBOURSEMENT: dict[str, Any] = {
    "amount": None,
    "charge": None,
    "metadata": LIBRE,
    "payment_intent": None,
    "reason": None,
}
_MORCEAU = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class DemandeSession:
    """What a Checkout Session was asked to be."""

    montant_centimes: int
    devise: str
    libelle: str
    reference: str | None
    courriel: str | None
    url_succes: str
    url_abandon: str | None
    expire_le: int
    langue: str | None
    moyens_permis: list[str] | None
    metadonnees: dict[str, str]
    intent: dict[str, Any]


def decoder(paires: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Nested dictionaries from flat pairs; ``a[0]`` and ``a[]`` make lists."""
    racine: dict[str, Any] = {}
    for cle, valeur in paires:
        noms = [cle.split("[", 1)[0], *_MORCEAU.findall(cle)]
        noeud = racine
        for nom in noms[:-1]:
            suivant = noeud.setdefault(nom, {})
            if not isinstance(suivant, dict):
                raise ParametreInvalide(f"Invalid object: {cle}", param=cle)
            noeud = suivant
        noeud[noms[-1] or str(len(noeud))] = valeur
    return {nom: _en_listes(valeur) for nom, valeur in racine.items()}


def _en_listes(valeur: Any) -> Any:
    if not isinstance(valeur, dict):
        return valeur
    enfants = {nom: _en_listes(enfant) for nom, enfant in valeur.items()}
    if enfants and all(nom.isdigit() for nom in enfants):
        return [enfants[nom] for nom in sorted(enfants, key=int)]
    return enfants


def refuser_inconnus(parametres: Any, champs: Mapping[str, Any], chemin: str = "") -> None:
    """Stripe refuses a parameter that it does not know rather than forget it."""
    for element in parametres if isinstance(parametres, list) else [parametres]:
        for nom, valeur in element.items() if isinstance(element, dict) else ():
            complet = f"{chemin}[{nom}]" if chemin else nom
            if nom not in champs and "*" not in champs:
                raise ParametreInvalide(
                    f"Received unknown parameter: {complet}",
                    code="parameter_unknown",
                    param=complet,
                )
            if champs.get(nom):
                refuser_inconnus(valeur, champs[nom], complet)


def obligatoire(parametres: Any, nom: str, chemin: str | None = None) -> Any:
    if not isinstance(parametres, dict):
        raise ParametreInvalide("Invalid object", param=chemin or nom)
    if parametres.get(nom) in (None, "", [], {}):
        param = chemin or nom
        raise ParametreInvalide(
            f"Missing required param: {param}.", code="parameter_missing", param=param
        )
    return parametres[nom]


def entier(valeur: Any, param: str) -> int:
    try:
        return int(str(valeur))
    except ValueError as erreur:
        raise ParametreInvalide(
            f"Invalid integer: {valeur}", code="parameter_invalid_integer", param=param
        ) from erreur


def lire_demande(parametres: dict[str, Any], maintenant: int) -> DemandeSession:
    """The session asked for, or Stripe's refusal."""
    refuser_inconnus(parametres, CHAMPS_SESSION)
    if obligatoire(parametres, "mode") != "payment":
        raise ParametreInvalide("Invalid mode: must be payment", param="mode")
    lignes = obligatoire(parametres, "line_items")
    montant, devise, libelle = _lire_lignes(lignes if isinstance(lignes, list) else [lignes])
    return DemandeSession(
        montant_centimes=montant,
        devise=devise,
        libelle=libelle,
        reference=parametres.get("client_reference_id"),
        courriel=_courriel(parametres.get("customer_email")),
        url_succes=_adresse(obligatoire(parametres, "success_url"), "success_url"),
        url_abandon=_adresse(parametres.get("cancel_url"), "cancel_url"),
        expire_le=_expiration(parametres.get("expires_at"), maintenant),
        langue=parametres.get("locale"),
        moyens_permis=parametres.get("allowed_payment_method_types"),
        metadonnees=_objet(parametres, "metadata"),
        intent=_objet(parametres, "payment_intent_data"),
    )


def _lire_lignes(lignes: list[Any]) -> tuple[int, str, str]:
    total, devise, libelles = 0, "eur", []
    for rang, ligne in enumerate(lignes):
        chemin = f"line_items[{rang}]"
        prix = obligatoire(ligne, "price_data", f"{chemin}[price_data]")
        devise = str(obligatoire(prix, "currency", f"{chemin}[price_data][currency]")).lower()
        produit = obligatoire(prix, "product_data", f"{chemin}[price_data][product_data]")
        libelles.append(obligatoire(produit, "name", f"{chemin}[price_data][product_data][name]"))
        param = f"{chemin}[price_data][unit_amount]"
        unitaire = entier(obligatoire(prix, "unit_amount", param), param)
        quantite = entier(ligne.get("quantity", "1"), f"{chemin}[quantity]")
        if unitaire < 0 or quantite < 1:
            raise ParametreInvalide(
                "This value must be greater than or equal to 0.",
                code="parameter_invalid_integer",
                param=param,
            )
        total += unitaire * quantite
    if total < MONTANT_MINIMAL_CENTIMES:
        raise ErreurStripe(
            "The Checkout Session's total amount due must add up to at least €0.50 eur",
            code="amount_too_small",
        )
    if total > MONTANT_MAXIMAL_CENTIMES:
        raise ErreurStripe(
            "The Checkout Session's total amount must be no more than €999,999.99 eur",
            code="amount_too_large",
        )
    return total, devise, ", ".join(libelles)


def _objet(parametres: dict[str, Any], nom: str) -> dict[str, Any]:
    valeur = parametres.get(nom) or {}
    if not isinstance(valeur, dict):
        raise ParametreInvalide("Invalid object", param=nom)
    return valeur


def _adresse(url: Any, param: str) -> Any:
    if url is not None and not str(url).startswith(("http://", "https://")):
        raise ParametreInvalide("Not a valid URL", code="url_invalid", param=param)
    return url


def _courriel(adresse: Any) -> Any:
    if adresse is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(adresse)):
        raise ParametreInvalide(
            f"Invalid email address: {adresse}",
            code="email_invalid",
            param="customer_email",
        )
    return adresse


def _expiration(valeur: Any, maintenant: int) -> int:
    if valeur is None:
        return maintenant + DUREE_MAXIMALE_S
    expire_le = entier(valeur, "expires_at")
    if expire_le - maintenant < DUREE_MINIMALE_S:
        raise ParametreInvalide(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
            "creation.",
            param="expires_at",
        )
    if expire_le - maintenant > DUREE_MAXIMALE_S:
        raise ParametreInvalide(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return expire_le
