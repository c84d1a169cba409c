"""One entry becomes two again, exactly as they were, or says why it cannot."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.factory import SUITES_FUSION
from livraisons.models import ZoneLivraison
from producteurs.errors.doublons import (
    FicheGardeeChangee,
    FusionDejaAnnulee,
    PanierMelange,
    VenduDepuisLaFusion,
)
from producteurs.models import (
    Composition,
    EtatDossier,
    EtatLabel,
    EtatRapprochement,
    Label,
    Rapprochement,
    SorteLabel,
)
from producteurs.queries import fermee_par_elle_meme
from producteurs.services.dossier import radier_dossier
from producteurs.services.fusion import (
    PROPOSITIONS,
    annuler_fusion,
    fusionner,
)
from socle import horloge
from socle.comptes.models import Role
from socle.db import session
from tests import fabrique
from tests.producteurs.fusions import agent, defaire, deux_fermes, photographier, reunir

pytestmark = pytest.mark.usefixtures("contexte")


@pytest.mark.parametrize(
    ("notre", "leur", "reste"),
    [
        (EtatLabel.DECLARE, EtatLabel.VERIFIE, EtatLabel.VERIFIE),
        (EtatLabel.VERIFIE, EtatLabel.DECLARE, EtatLabel.VERIFIE),
        (EtatLabel.RETIRE, EtatLabel.DECLARE, EtatLabel.DECLARE),
        (None, EtatLabel.DECLARE, EtatLabel.DECLARE),
    ],
)
def test_le_label_le_mieux_prouve_reste(
    notre: EtatLabel | None, leur: EtatLabel, reste: EtatLabel
) -> None:
    garde, absorbe = deux_fermes()
    if notre:
        garde.labels.append(Label(sorte=SorteLabel.AB, etat=notre))
    absorbe.labels.append(Label(sorte=SorteLabel.AB, etat=leur, source="Agence Bio"))
    session.commit()
    avant = photographier(garde, absorbe)
    fusion = reunir(garde, absorbe)
    session.expire_all()
    assert [label.etat for label in garde.labels] == [reste]
    defaire(fusion)
    assert photographier(garde, absorbe) == avant


@given(
    choix=st.fixed_dictionaries(
        {champ: st.sampled_from(valeurs) for champ, valeurs in PROPOSITIONS.items()}
    )
)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_annuler_rend_les_deux_fiches_exactement(choix: dict[str, str]) -> None:
    roanne = fabrique.roanne()
    garde, absorbe = deux_fermes(
        commune=roanne, horaires={"0": [["09:00", "12:00"]]}, image="", texte_saison="Des poires"
    )
    fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, absorbe.id)])
    fabrique.compte("Denis", roles=[(Role.PRODUCTEUR, n) for n in (garde.id, absorbe.id)])
    fabrique.vente(
        fabrique.plateforme(f"p{absorbe.id}", "La Loire"), produits=[fabrique.produit(absorbe)]
    )
    fabrique.zone(producteur=absorbe)
    absorbe.labels.append(Label(sorte=SorteLabel.AB, etat=EtatLabel.VERIFIE))
    garde.labels.append(Label(sorte=SorteLabel.AB))
    session.commit()
    par = agent()
    avant = photographier(garde, absorbe)
    fusion = fusionner(garde, absorbe, choix, par=par, suites=SUITES_FUSION)
    assert photographier(garde, absorbe) != avant
    annuler_fusion(fusion, par=par, suites=SUITES_FUSION)
    assert photographier(garde, absorbe) == avant


def test_les_ventes_les_offres_et_les_zones_suivent_puis_reviennent() -> None:
    garde, absorbe = deux_fermes()
    vente = fabrique.vente(produits=[fabrique.produit(absorbe)])
    zone = fabrique.zone(producteur=absorbe)
    avant = photographier(garde, absorbe)
    fusion = reunir(garde, absorbe)
    session.expire_all()
    assert [o.producteur_id for o in vente.offres] == [garde.id]
    assert [p.producteur_id for p in vente.participations] == [garde.id]
    assert session.get_one(ZoneLivraison, zone.id).producteur_id == garde.id
    defaire(fusion)
    assert photographier(garde, absorbe) == avant


def test_une_fusion_ne_se_defait_pas_deux_fois_ni_une_fois_la_fiche_changee() -> None:
    garde, absorbe = deux_fermes()
    fusion = reunir(garde, absorbe)
    garde.telephone = "+33477999999"
    session.flush()
    with pytest.raises(FicheGardeeChangee):
        defaire(fusion)
    garde.telephone = ""
    session.flush()
    defaire(fusion)
    with pytest.raises(FusionDejaAnnulee):
        defaire(fusion)


def test_ce_qui_a_ete_mis_en_vente_depuis_ne_change_plus_de_ferme() -> None:
    garde, absorbe = deux_fermes()
    produit = fabrique.produit(absorbe)
    fusion = reunir(garde, absorbe)
    session.commit()
    session.expire_all()
    fabrique.vente(produits=[produit])
    with pytest.raises(VenduDepuisLaFusion):
        defaire(fusion)


def test_un_panier_qui_mele_les_deux_empeche_de_defaire() -> None:
    garde, absorbe = deux_fermes()
    produit, panier = fabrique.produit(absorbe), fabrique.panier(garde, "Panier du lundi")
    fusion = reunir(garde, absorbe)
    panier.composants = [Composition(produit_id=produit.id, quantite=1)]
    session.flush()
    with pytest.raises(PanierMelange) as refus:
        defaire(fusion)
    assert "Panier du lundi" in str(refus.value)


def test_la_paire_est_conclue_et_les_autres_ressemblances_reviennent() -> None:
    garde, absorbe = deux_fermes()
    autre = fabrique.producteur("Piamot")
    instant = horloge.maintenant()
    for un, deux in ((garde, absorbe), (absorbe, autre)):
        session.add(
            Rapprochement(
                premier_id=min(un.id, deux.id),
                second_id=max(un.id, deux.id),
                motifs=["nom_et_lieu"],
                score=0.9,
                vu_le=instant,
            )
        )
    session.commit()

    def paires() -> list[tuple[int, int, str]]:
        requete = sa.select(Rapprochement).order_by(Rapprochement.premier_id)
        return [(p.premier_id, p.second_id, p.etat.value) for p in session.scalars(requete)]

    avant = paires()
    fusion = reunir(garde, absorbe)
    assert paires() == [(garde.id, absorbe.id, EtatRapprochement.FUSIONNE.value)]
    defaire(fusion)
    assert paires() == avant


def test_une_fiche_fermee_par_la_chambre_le_reste_apres_une_fusion_defaite() -> None:
    garde, absorbe = deux_fermes()
    radier_dossier(absorbe.dossier, par=agent(), motif="Elle n’existe plus.")
    session.commit()
    fusion = reunir(garde, absorbe)
    session.commit()
    defaire(fusion)
    session.commit()
    assert absorbe.dossier.etat is EtatDossier.RADIE
    assert not fermee_par_elle_meme(absorbe.dossier)
