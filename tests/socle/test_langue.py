"""French typography is set once, for every sentence of the site."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

from socle.langue import _, _l, ngettext, typographier

INSECABLE = "\u00a0"


@pytest.mark.parametrize(
    ("phrase", "composee"),
    [
        ("Que mange-t-on ?", "Que mange-t-on~?"),
        ("« Le Pré » : complet !", "«~Le Pré~»~: complet~!"),
        ("à 200 %, sur 12 €", "à 200~%, sur 12~€"),
        ("%(nombre)s % de %(tout)s", "%(nombre)s~% de %(tout)s"),
        ("il en reste %(reste)s", "il en reste %(reste)s"),
    ],
)
def test_les_espaces_insecables_sont_posees(phrase: str, composee: str) -> None:
    assert typographier(phrase) == composee.replace("~", INSECABLE)


def test_une_phrase_se_compose_dans_le_code_et_dans_une_page(app: Flask) -> None:
    attendu = f"«{INSECABLE}Le Pré{INSECABLE}»{INSECABLE}!"
    assert _("« %(nom)s » !", nom="Le Pré") == attendu
    assert str(_l("« %(nom)s » !", nom="Le Pré")) == attendu
    with app.test_request_context():
        assert render_template_string('{{ _("« %(nom)s » !", nom="Le Pré") }}') == attendu
        page = render_template_string('{{ _("« %(nom)s »", nom="<b>") }}')
        assert page == f"«{INSECABLE}&lt;b&gt;{INSECABLE}»"


@pytest.mark.parametrize(("nombre", "dit"), [(0, "0 ferme"), (1, "1 ferme"), (2, "2 fermes")])
def test_le_pluriel_commence_a_deux(app: Flask, nombre: int, dit: str) -> None:
    assert ngettext("%(num)s ferme", "%(num)s fermes", nombre) == dit
    with app.test_request_context():
        page = '{{ ngettext("%(num)s ferme", "%(num)s fermes", n) }}'
        assert render_template_string(page, n=nombre) == dit
