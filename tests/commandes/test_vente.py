"""Setting up a sale and what each farm offers in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from commandes import services
from commandes.errors import VenteCommencee, VenteIncomplete
from commandes.models import EtatVente
from commandes.services import SaisieOffre, SaisieVente
from socle import horloge
from socle.db import session
from tests import fabrique
from tests.commandes.marche import Marche, commander, marche, oublier

pytestmark = pytest.mark.usefixtures("contexte")


def saisie(m: Marche) -> SaisieVente:
    instant = horloge.maintenant()
    return SaisieVente(
        titre="Marché neuf",
        description="",
        ouverture=instant,
        cloture=instant + timedelta(days=1),
        minimum_centimes=0,
        producteurs=(m.jardin.id, m.laiterie.id),
        distributions=(m.distribution,),
        creneaux=(m.creneau,),
    )


def test_une_vente_complete_s_ouvre() -> None:
    m = marche()
    vente = services.creer_vente(m.plateforme, saisie(m), par=None)
    assert vente.etat(horloge.maintenant()) is EtatVente.OUVERTE
    assert vente.fin == max(m.distribution.fin, m.creneau.fin)
    assert [p.producteur_id for p in vente.participations] == sorted([m.jardin.id, m.laiterie.id])


@pytest.mark.parametrize(
    ("defaut", "manque"),
    [
        ({"producteurs": ()}, "au moins une ferme"),
        ({"distributions": (), "creneaux": ()}, "au moins un retrait"),
        ({"cloture": horloge.maintenant() - timedelta(days=9)}, "une clôture après l’ouverture"),
        ({"cloture": horloge.maintenant() + timedelta(days=9)}, "après la clôture"),
    ],
)
def test_une_vente_incomplete_dit_ce_qui_lui_manque(defaut: dict[str, object], manque: str) -> None:
    m = marche()
    fautive = replace(saisie(m), **defaut)  # type: ignore[arg-type]
    with pytest.raises(VenteIncomplete) as refus:
        services.creer_vente(m.plateforme, fautive, par=None)
    assert manque in str(refus.value)


def test_l_etat_d_une_vente_se_lit_de_ses_dates() -> None:
    vente = marche().vente
    for instant, etat in (
        (vente.ouverture - timedelta(microseconds=1), EtatVente.A_VENIR),
        (vente.ouverture, EtatVente.OUVERTE),
        (vente.cloture - timedelta(microseconds=1), EtatVente.OUVERTE),
        (vente.cloture, EtatVente.EN_PREPARATION),
        (vente.fin, EtatVente.TERMINEE),
    ):
        assert vente.etat(instant) is etat
    vente.annulee_le = vente.ouverture
    assert vente.etat(vente.cloture) is EtatVente.ANNULEE


def test_retirer_une_ferme_qui_vend_deja_la_garde() -> None:
    m = marche()
    services.modifier_vente(m.vente, replace(saisie(m), producteurs=(m.laiterie.id,)), par=None)
    oublier()
    assert {p.producteur_id for p in m.vente.participations} == {m.jardin.id, m.laiterie.id}


def test_publier_change_le_prix_des_commandes_a_venir_seulement() -> None:
    m = marche()
    commande = commander(m)
    services.publier_offres(m.vente, m.jardin, {m.carottes.id: SaisieOffre(20, 350)})
    oublier()
    assert (m.offre(m.carottes).stock, m.offre(m.carottes).prix_centimes) == (20, 350)
    assert commande.total_centimes == 600


def test_publier_n_ajoute_ni_le_produit_d_un_autre_ni_un_produit_retire_ni_zero() -> None:
    m = marche()
    retire = fabrique.produit(m.jardin, "Navets", actif=False)
    zero = fabrique.produit(m.jardin, "Choux")
    offres = services.publier_offres(
        m.vente,
        m.jardin,
        {
            m.fromage.id: SaisieOffre(5, 100),
            retire.id: SaisieOffre(5, 100),
            zero.id: SaisieOffre(0, 100),
        },
    )
    assert [o.produit_id for o in offres] == [m.carottes.id]
    assert m.offre(m.fromage).prix_centimes == 500


def test_on_publie_avant_l_ouverture_mais_plus_apres_la_cloture() -> None:
    m = marche()
    with horloge.arretee_a(m.vente.ouverture - timedelta(hours=1)):
        services.publier_offres(m.vente, m.jardin, {m.carottes.id: SaisieOffre(1, 300)})
    with horloge.arretee_a(m.vente.cloture), pytest.raises(VenteCommencee):
        services.publier_offres(m.vente, m.jardin, {m.carottes.id: SaisieOffre(9, 300)})
    session.commit()
    assert m.offre(m.carottes).stock == 1


def test_l_offre_se_copie_de_la_derniere_vente() -> None:
    m = marche()
    suivante = fabrique.vente(
        m.plateforme,
        ouverture=horloge.maintenant() + timedelta(days=6),
        cloture=horloge.maintenant() + timedelta(days=8),
    )
    assert services.copier_offres(suivante, m.jardin) == {m.carottes.id: SaisieOffre(10, 300)}
    assert services.copier_offres(m.vente, m.jardin) == {}
