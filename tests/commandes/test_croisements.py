"""Two people at one order: what is handed over, cancelled, changed or packed meanwhile."""

from __future__ import annotations

import pytest
from flask import Flask

from commandes import queries, services
from commandes.errors import CommandeNonModifiable, PartChangee
from commandes.models import (
    EtatCommande,
    EtatPart,
    Part,
)
from livraisons.models import EtatLivraison
from socle.comptes.models import Compte
from socle.db import session
from socle.errors import Refus
from socle.paiements.models import Moyen
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests.commandes.croisement import agent, annuler, croiser, decocher, remettre
from tests.commandes.marche import commander, dans, marche
from tests.commandes.test_concurrence import vraie_base

__all__ = ["vraie_base"]
pytestmark = pytest.mark.usefixtures("vraie_base")


def test_une_commande_remise_pendant_qu_on_l_annule_reste_remise_et_payee(app: Flask) -> None:
    m, qui = marche(), agent()
    reference = commander(m).reference
    _remise, refus = croiser(app, lambda: remettre(reference, qui), lambda: annuler(reference, qui))
    assert isinstance(refus, Refus)
    commande = queries.commande_par_reference(reference)
    assert (commande.etat, commande.livraison.etat) == (
        EtatCommande.CONFIRMEE,
        EtatLivraison.REMISE,
    )
    (paiement,) = paiements_de("commande", reference)
    assert paiement.net_centimes == 600
    assert m.restes() == (8, 10)


def test_une_commande_annulee_pendant_qu_on_la_remet_n_est_pas_remise(app: Flask) -> None:
    m, qui = marche(), agent()
    reference = commander(m).reference
    _annulee, refus = croiser(
        app, lambda: annuler(reference, qui), lambda: remettre(reference, qui)
    )
    assert isinstance(refus, Refus)
    assert queries.commande_par_reference(reference).livraison.etat is EtatLivraison.ANNULEE
    assert m.restes() == (10, 10)


def test_une_commande_decochee_deux_fois_puis_annulee_reste_annulee(app: Flask) -> None:
    m, qui = marche(), agent()
    reference = commander(m).reference
    remettre(reference, qui)

    def decocher_et_annuler() -> None:
        decocher(reference, qui)
        session.flush()
        annuler(reference, qui)

    croiser(app, decocher_et_annuler, lambda: decocher(reference, qui))
    commande = queries.commande_par_reference(reference)
    assert (commande.etat, commande.livraison.etat) == (
        EtatCommande.ANNULEE,
        EtatLivraison.ANNULEE,
    )


def test_une_commande_abimee_n_empeche_pas_les_suivantes_d_expirer() -> None:
    m = marche()
    abimee = commander(m, moyen=Moyen.CARTE, cle="a")
    suivante = commander(m, moyen=Moyen.CARTE, cle="b").reference
    abimee.livraison.etat = EtatLivraison.ANNULEE
    session.commit()
    with dans(hours=2):
        services.expirer_commandes()
    assert queries.commande_par_reference(suivante).etat is EtatCommande.EXPIREE
    assert references_desequilibrees() == []


def test_une_commande_qui_change_pendant_qu_on_la_dit_prete_reste_a_preparer(app: Flask) -> None:
    m, qui = marche(), agent()
    achat = commander(m)
    reference, carottes = achat.reference, m.offre(m.carottes).id
    part, vu = achat.parts[0].id, achat.parts[0].contenu

    def changer() -> None:
        commande = queries.commande_par_reference(reference)
        services.modifier_commande(commande, {carottes: 5}, par=commande.compte)

    def dire_prete() -> None:
        services.marquer_prete(
            session.get_one(Part, part), True, par=session.get_one(Compte, qui), vu=vu
        )

    _change, refus = croiser(app, changer, dire_prete)
    assert isinstance(refus, PartChangee)
    assert session.get_one(Part, part).etat is EtatPart.A_PREPARER


def test_une_commande_annulee_pendant_qu_on_la_dit_prete_ne_l_est_pas(app: Flask) -> None:
    m, qui = marche(), agent()
    achat = commander(m)
    reference, part = achat.reference, achat.parts[0].id

    def dire_prete() -> None:
        services.marquer_prete(session.get_one(Part, part), True, par=session.get_one(Compte, qui))

    _annulee, refus = croiser(app, lambda: annuler(reference, qui), dire_prete)
    assert isinstance(refus, CommandeNonModifiable)
    assert session.get_one(Part, part).etat is EtatPart.A_PREPARER
