"""Two people on one validated record at the same instant, on real databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from producteurs import services
from producteurs.errors import (
    FicheChangeeEntreTemps,
    PropositionClose,
    SiretDejaInscrit,
)
from producteurs.models import (
    EtatRevision,
    Producteur,
    Revision,
)
from producteurs.queries import revision as revisions
from producteurs.services import revision
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.commandes.croisement import croiser
from tests.commandes.test_concurrence import vraie_base
from tests.producteurs.saisies import dite, nouveau_siret

__all__ = ["vraie_base"]
pytestmark = pytest.mark.usefixtures("vraie_base")
Geste = Callable[[], object]


def agent() -> int:
    return fabrique.compte("Agathe", roles=[(Role.CHAMBRE, "42")]).id


def publiee() -> tuple[int, int, int]:
    """The numbers of a validated farm and of its two farmers."""
    numero = fabrique.producteur("Ferme du Pont").id
    jeanne, paul = (
        fabrique.compte(prenom, roles=[(Role.PRODUCTEUR, numero)]).id
        for prenom in ("Jeanne", "Paul")
    )
    return numero, jeanne, paul


def dire(numero: int, par: int, *, proposition: int | None = None, **change: Any) -> Geste:
    """Send the form made from the first state of the record (and from this proposal)."""
    depart = dite(session.get_one(Producteur, numero), **change)

    def geste() -> None:
        services.modifier_producteur(
            session.get_one(Producteur, numero),
            depart,
            par=session.get_one(Compte, par),
            version=1,
            proposition=proposition,
        )

    return geste


def proposee(numero: int, par: int, **change: Any) -> int:
    producteur = session.get_one(Producteur, numero)
    proposition = services.modifier_producteur(
        producteur, dite(producteur, **change), par=session.get_one(Compte, par)
    )
    assert proposition is not None
    return proposition.id


def accepter(proposition: int, par: int) -> Geste:
    return lambda: revision.accepter_revision(
        session.get_one(Revision, proposition), par=session.get_one(Compte, par)
    )


def refuser(proposition: int, par: int) -> Geste:
    return lambda: revision.refuser_revision(
        session.get_one(Revision, proposition), par=session.get_one(Compte, par), motif="Non."
    )


def test_deux_fermiers_sur_deux_champs_gardent_chacun_le_leur(app: Flask) -> None:
    numero, jeanne, paul = publiee()
    gestes = (
        dire(numero, jeanne, nom="Ferme du Viaduc", telephone="+33477111111"),
        dire(numero, paul, adresse="Le Haut", texte_saison="Les noix."),
    )
    assert croiser(app, *gestes) == [None, None]
    producteur = session.get_one(Producteur, numero)
    assert (producteur.telephone, producteur.texte_saison) == ("+33477111111", "Les noix.")
    ouverte = revisions.proposition_ouverte(producteur)
    assert ouverte is not None
    assert {c: d["apres"] for c, d in ouverte.changements.items()} == {
        "nom": "Ferme du Viaduc",
        "adresse": "Le Haut",
    }


@pytest.mark.parametrize(
    ("champ", "valeurs"),
    [("telephone", ("+33477111111", "+33477222222")), ("nom", ("Le Viaduc", "L’Aqueduc"))],
)
def test_de_deux_fermiers_sur_un_champ_le_second_l_apprend(
    app: Flask, champ: str, valeurs: tuple[str, str]
) -> None:
    numero, jeanne, paul = publiee()
    gestes = [
        dire(numero, qui, **{champ: valeur})  # type: ignore[arg-type]
        for qui, valeur in zip((jeanne, paul), valeurs, strict=True)
    ]
    _premier, refus = croiser(app, *gestes)
    assert isinstance(refus, FicheChangeeEntreTemps)
    assert refus.details["conflits"] == {champ: valeurs[0]}
    producteur = session.get_one(Producteur, numero)
    ouverte = revisions.proposition_ouverte(producteur)
    montre = ouverte.changements[champ]["apres"] if ouverte else producteur.telephone
    assert montre == valeurs[0]


def test_une_proposition_reprise_a_l_instant_ou_on_l_accepte_n_est_pas_acceptee(
    app: Flask,
) -> None:
    (numero, jeanne, paul), qui = publiee(), agent()
    lue = proposee(numero, jeanne, nom="Le Viaduc")
    reprise = dire(numero, paul, proposition=lue, nom="L’Aqueduc")
    _reprise, refus = croiser(app, reprise, accepter(lue, qui))
    assert isinstance(refus, PropositionClose)
    producteur = session.get_one(Producteur, numero)
    assert (producteur.nom, producteur.version) == ("Ferme du Pont", 1)


def test_une_proposition_acceptee_a_l_instant_ou_on_la_reprend_laisse_la_suite_attendre(
    app: Flask,
) -> None:
    (numero, jeanne, paul), qui = publiee(), agent()
    lue = proposee(numero, jeanne, nom="Le Viaduc")
    suite = dire(numero, paul, proposition=lue, nom="Le Viaduc", adresse="Le Haut")
    assert croiser(app, accepter(lue, qui), suite) == [None, None]
    producteur = session.get_one(Producteur, numero)
    ouverte = revisions.proposition_ouverte(producteur)
    assert ouverte is not None
    assert (producteur.nom, set(ouverte.changements)) == ("Le Viaduc", {"adresse"})


def test_deux_agents_ne_decident_pas_deux_fois(app: Flask) -> None:
    (numero, jeanne, _paul), premier, second = publiee(), agent(), agent()
    lue = proposee(numero, jeanne, nom="Le Viaduc")
    _acceptee, refus = croiser(app, accepter(lue, premier), refuser(lue, second))
    assert isinstance(refus, PropositionClose)
    decidee = session.get_one(Revision, lue)
    assert (decidee.etat, decidee.decidee_par_id) == (EtatRevision.ACCEPTEE, premier)
    assert session.get_one(Producteur, numero).version == 2


def test_deux_fermes_qui_proposent_le_meme_siret_une_seule_l_obtient(app: Flask) -> None:
    (ici, jeanne, _), (la, _, paul), qui = publiee(), publiee(), agent()
    siret = nouveau_siret()
    propositions = [proposee(ici, jeanne, siret=siret), proposee(la, paul, siret=siret)]
    _ici, refus = croiser(app, *(accepter(p, qui) for p in propositions))
    assert isinstance(refus, SiretDejaInscrit)
    assert session.get_one(Producteur, ici).siret == siret
    assert session.get_one(Revision, propositions[1]).etat is EtatRevision.PROPOSEE
