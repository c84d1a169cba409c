"""The base of every form and the fields of the trade."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from wtforms import (
    DateField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange

from socle.web.formulaires import (
    CasesField,
    CourrielField,
    Formulaire,
    NombreField,
    PrixField,
    TelephoneField,
    choix,
    ecrire_telephone,
)


class Essai(Formulaire):
    nom = StringField("Nom", [DataRequired(), Length(max=10)])
    secret = PasswordField("Secret")
    courriel = CourrielField("Courriel", [Email()])
    prix = PrixField("Prix", [InputRequired()])
    familles = CasesField("Familles", choices=choix({"fruits": "Fruits", "legumes": "Légumes"}))
    telephone = TelephoneField("Téléphone")
    nombre = IntegerField("Nombre", [InputRequired(), NumberRange(min=1)])
    poids = NombreField("Poids", [InputRequired()])
    jour = DateField("Jour", [InputRequired()])
    heure = TimeField("Heure", [InputRequired()])
    unite = SelectField("Unité", choices=choix([("piece", "Pièce")]))


BONNE = {
    "nom": " Ferme ",
    "secret": " deux blancs ",
    "courriel": " Lea@Cabas.Example",
    "prix": " 12,50 € ",
    "familles": ["fruits", "legumes"],
    "telephone": "06.12.34.56.78",
    "nombre": "3",
    "poids": "2.5",
    "jour": "2026-11-26",
    "heure": "16:30",
    "unite": "piece",
}


def remplir(app: Flask, **autres: Any) -> Essai:
    """The form as sent with ``BONNE`` and these other answers, validated."""
    with app.test_request_context("/", method="POST", data=BONNE | autres):
        form = Essai()
        form.validate()
        str(form.errors)
        return form


def fautes(app: Flask, **autres: Any) -> dict[str, list[str]]:
    """The sentences under each field at fault."""
    return {nom: [str(e) for e in es] for nom, es in remplir(app, **autres).errors.items()}


def test_une_bonne_saisie_est_lue_sans_ses_blancs_sauf_le_mot_de_passe(app: Flask) -> None:
    form = remplir(app)
    assert form.errors == {}
    assert (form.nom.data, form.secret.data) == ("Ferme", " deux blancs ")
    assert form.courriel.data == "lea@cabas.example"
    assert form.familles.data == ["fruits", "legumes"]


@pytest.mark.parametrize("prix", ["12,5", "12.50", " 12,50 € ", "12,50\u00a0€"])
def test_un_prix_se_lit_comme_les_gens_l_ecrivent(app: Flask, prix: str) -> None:
    assert remplir(app, prix=prix).prix.data == 1250


@pytest.mark.parametrize("prix", ["-3", "abc", "1e9", "12,555"])
def test_un_prix_illisible_est_refuse_et_garde_tel_quel(app: Flask, prix: str) -> None:
    form = remplir(app, prix=prix)
    assert list(form.errors) == ["prix"]
    assert "comme 12,50" in str(form.prix.errors[0])
    assert f'value="{prix}"' in form.prix()


@pytest.mark.parametrize("poids", ["2,5", "2.5", " 2,50 "])
def test_un_nombre_s_ecrit_avec_une_virgule_ou_un_point(app: Flask, poids: str) -> None:
    assert remplir(app, poids=poids).poids.data == Decimal("2.5")


def test_un_prix_nul_est_une_reponse_mais_pas_un_prix_vide(app: Flask) -> None:
    assert remplir(app, prix="0").prix.data == 0
    assert fautes(app, prix="  ") == {"prix": ["Remplissez ce champ."]}


def test_un_prix_deja_enregistre_se_montre_en_euros(app: Flask) -> None:
    with app.test_request_context("/"):
        assert 'value="1\u202f250,00\u00a0€"' in Essai(prix=125_000).prix()


@pytest.mark.parametrize("numero", ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678"])
def test_un_telephone_se_garde_sous_une_seule_forme(app: Flask, numero: str) -> None:
    assert remplir(app, telephone=numero).telephone.data == "+33612345678"


def test_un_telephone_complet_suffit_meme_d_une_tranche_inconnue(app: Flask) -> None:
    assert remplir(app, telephone="06 39 98 00 42").telephone.data == "+33639980042"


def test_un_telephone_incomplet_est_refuse_et_garde_tel_quel(app: Flask) -> None:
    form = remplir(app, telephone="06 12")
    assert "comme 06 12 34 56 78" in str(form.telephone.errors[0])
    assert 'value="06 12"' in form.telephone()
    assert remplir(app, telephone="").errors == {}


def test_un_telephone_se_relit_a_la_francaise() -> None:
    assert ecrire_telephone("+33612345678") == "06 12 34 56 78"
    assert ecrire_telephone("+41446681800") == "+41 44 668 18 00"
    assert ecrire_telephone("à demander") == "à demander"


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("nom", "   ", "Remplissez ce champ."),
        ("nom", "x" * 11, "C’est trop long\u00a0: 10 caractères au plus."),
        ("courriel", "lea@", "Cette adresse de courriel n’est pas complète."),
        ("nombre", "trois", "Écrivez un nombre entier, comme 12."),
        ("poids", "lourd", "Écrivez un nombre, comme 12,5."),
        ("poids", "NaN", "Écrivez un nombre, comme 12,5."),
        ("poids", "1e9", "Écrivez un nombre, comme 12,5."),
        ("jour", "demain", "Écrivez une date, comme 26/11/2026."),
        ("heure", "midi", "Écrivez une heure, comme 16:30."),
        ("nombre", "0", "Écrivez 1 ou plus."),
        ("unite", "tonne", "Choisissez une des réponses proposées."),
        ("familles", ["fruits", "cailloux"], "«\u00a0cailloux\u00a0» n’est pas dans la liste."),
    ],
)
def test_une_faute_est_dite_en_francais_sous_son_champ(
    app: Flask, champ: str, valeur: Any, phrase: str
) -> None:
    dites = fautes(app, **{champ: valeur})
    assert list(dites) == [champ]
    assert phrase in dites[champ][0]


def test_plusieurs_reponses_sont_des_cases_a_cocher(app: Flask) -> None:
    cases = remplir(app, familles=["fruits"]).familles()
    assert cases.count('type="checkbox"') == 2
    assert cases.count("checked") == 1


def test_un_texte_d_une_ligne_reste_sur_une_ligne(app: Flask) -> None:
    class DeuxTextes(Formulaire):
        nom = StringField("Nom")
        recit = TextAreaField("Récit")

    ecrit = "Ferme\r\nBcc: tous@cabas.example\x0b "
    with app.test_request_context(method="POST", data={"nom": ecrit, "recit": "Un.\r\n\r\nDeux. "}):
        form = DeuxTextes()
    assert form.nom.data == "Ferme Bcc: tous@cabas.example"
    assert form.recit.data == "Un.\r\n\r\nDeux."
