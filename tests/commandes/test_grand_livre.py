"""Whatever is done to an order, stock, payments and ledger say the same thing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from commandes import queries, services
from commandes.models import Commande, EtatCommande
from livraisons.models import EtatLivraison
from socle.db import session
from socle.errors import Refus
from socle.paiements.models import EtatPaiement, EtatRemboursement, Moyen, Paiement
from socle.paiements.queries import paiements_de, references_desequilibrees
from tests.commandes.marche import Marche, commander, encaisser, marche, oublier, soldes

pytestmark = pytest.mark.usefixtures("contexte")


def _tenir_les_comptes(m: Marche, commande: Commande, initial: tuple[int, int]) -> None:
    """What must hold whatever was done: stock, ledger and payments say the same thing."""
    reference = commande.reference
    assert references_desequilibrees() == []
    tenues = {m.carottes.id: 0, m.fromage.id: 0}
    if commande.etat is EtatCommande.CONFIRMEE:
        for part in commande.parts:
            for ligne in part.lignes:
                tenues[ligne.offre.produit_id] += ligne.quantite
    assert m.restes() == (initial[0] - tenues[m.carottes.id], initial[1] - tenues[m.fromage.id])
    du = commande.total_centimes if commande.etat is EtatCommande.CONFIRMEE else 0
    paiements = paiements_de("commande", reference)
    net = sum(p.net_centimes for p in paiements)
    attendu = sum(p.montant_centimes for p in paiements if p.etat is EtatPaiement.A_PAYER)
    assert net + attendu == du
    assert all(p.net_centimes >= 0 for p in paiements)
    sur_place = sum(p.net_centimes for p in paiements if p.moyen is Moyen.SUR_PLACE)
    assert sur_place == 0 or commande.livraison.etat is EtatLivraison.REMISE
    solde = soldes(reference)
    assert -solde.get("encaisse", 0) == net
    assert sum(v for k, v in solde.items() if k.startswith(("producteur:", "livraison"))) == du


GESTES = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 6), st.integers(0, 6)),
        st.sampled_from(["annuler", "remettre", "decocher"]),
    ),
    max_size=8,
)


@pytest.mark.parametrize("moyen", list(Moyen))
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(gestes=GESTES)
def test_quoi_qu_on_fasse_le_grand_livre_reste_equilibre(
    base: sa.Connection, moyen: Moyen, gestes: list[tuple[int, int] | str]
) -> None:
    exemple = base.begin_nested()
    try:
        m = marche(stock=8)
        commande = commander(m, {m.carottes: 2, m.fromage: 1}, moyen=moyen, option=m.a_domicile)
        if moyen is Moyen.CARTE:
            encaisser(commande)
        for geste in gestes:
            _faire(m, commande, geste)
            _tenir_les_comptes(m, commande, (8, 8))
    finally:
        session.remove()
        exemple.rollback()


def _faire(m: Marche, commande: Commande, geste: tuple[int, int] | str) -> None:
    try:
        with session.begin_nested():
            if geste == "annuler":
                services.annuler_commande(commande, par=commande.compte, motif="")
            elif geste == "remettre":
                services.remettre_commande(commande.livraison, par=commande.compte)
            elif geste == "decocher":
                services.decocher_commande(commande.livraison, par=commande.compte)
            else:
                assert not isinstance(geste, str)
                voulues = dict(
                    zip((m.offre(m.carottes).id, m.offre(m.fromage).id), geste, strict=True)
                )
                services.modifier_commande(commande, voulues, par=commande.compte)
    except Refus:
        pass
    session.expire_all()


def test_les_remboursements_par_carte_attendent_l_ouvrier() -> None:
    commande = commander(marche(), moyen=Moyen.CARTE)
    encaisser(commande)
    services.annuler_commande(commande, par=commande.compte, motif="à votre demande")
    oublier()
    (paiement,) = session.scalars(select(Paiement)).all()
    assert [r.etat for r in paiement.remboursements] == [EtatRemboursement.A_FAIRE]
    assert queries.commande_par_reference(commande.reference).etat is EtatCommande.ANNULEE
