"""How often one may try a password or ask for a mail.

A file of its own, so that the figures stand in one place beside the reason for them.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request
from flask.typing import ResponseReturnValue

from socle.web.limites import limiteur

Vue = Callable[..., ResponseReturnValue]


def _adresse_ecrite() -> str:
    return request.form.get("courriel", "").strip().lower() or str(request.remote_addr)


def essais_limites(vue: Vue) -> Vue:
    """Count wrong answers, by visitor and by account aimed at; right ones cost nothing."""

    def faux(reponse: Response) -> bool:
        return reponse.status_code >= 400

    vue = limiteur.limit("30/minute;300/hour", methods=["POST"], deduct_when=faux)(vue)
    par_compte = limiteur.limit(
        "10/minute;60/hour", key_func=_adresse_ecrite, methods=["POST"], deduct_when=faux
    )
    return par_compte(vue)


def envois_limites(vue: Vue) -> Vue:
    """Count the mails asked for, by visitor and by address: nobody's mailbox is flooded."""

    def parti(reponse: Response) -> bool:
        return reponse.status_code < 400

    vue = limiteur.limit("40/hour", methods=["POST"], deduct_when=parti)(vue)
    par_adresse = limiteur.limit(
        "6/hour", key_func=_adresse_ecrite, methods=["POST"], deduct_when=parti
    )
    return par_adresse(vue)
