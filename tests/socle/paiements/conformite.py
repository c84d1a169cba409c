"""Hold an object against one of Stripe's own samples and Stripe's library's declarations."""

from __future__ import annotations

import json
import os
import types
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
import stripe

RACINE = Path(__file__).resolve().parents[3]
MODELES = Path(
    os.environ.get(
        "CABAS_STRIPE_FIXTURES", RACINE.parent / "shared" / "data" / "stripe-fixtures.json"
    )
)


def modele(sorte: str) -> dict[str, Any]:
    """Stripe's sample of ``sorte``; skips where the file is missing."""
    if not MODELES.exists():
        pytest.skip("Stripe's sample objects are not here (CABAS_STRIPE_FIXTURES names the file)")
    lu: dict[str, Any] = json.loads(MODELES.read_text(encoding="utf-8"))["resources"][sorte]
    return lu


def ecarts(
    attendu: dict[str, Any], notre: dict[str, Any], classe: object, chemin: str
) -> list[str]:
    """What does not conform: a field that is missing, of another type, or None where Stripe's
    library does not declare it optional."""
    trouves = []
    for nom, exemple in attendu.items():
        ici = f"{chemin}.{nom}"
        if nom not in notre:
            trouves.append(f"{ici} manque")
            continue
        annotation = getattr(classe, "__annotations__", {}).get(nom)
        valeur = notre[nom]
        if valeur is None:
            if exemple is not None and not facultatif(annotation):
                trouves.append(f"{ici} ne peut pas être nul")
        elif exemple is not None and type(valeur) is not type(exemple):
            trouves.append(f"{ici} est {type(valeur).__name__}, pas {type(exemple).__name__}")
        elif isinstance(exemple, dict):
            trouves += ecarts(exemple, valeur, imbriquee(annotation), ici)
    return trouves


def facultatif(annotation: object) -> bool:
    return type(None) in membres(annotation)


def imbriquee(annotation: object) -> object:
    """The class that describes a nested object."""
    classes = [
        membre
        for membre in membres(annotation)
        if isinstance(membre, type) and issubclass(membre, stripe.StripeObject)
    ]
    return classes[0] if classes else None


def membres(annotation: object) -> tuple[object, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)
