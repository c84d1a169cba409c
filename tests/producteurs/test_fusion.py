"""Two entries of one farm become one, with their people, goods and sales."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.factory import SUITES_FUSION
from producteurs import queries
from producteurs.errors.doublons import (
    ChoixInconnu,
    DejaFusionnee,
    EtablissementsDistincts,
    FermesDansLaMemeVente,
    FichesChangees,
    FusionAvecElleMeme,
)
from producteurs.models import (
    Composition,
    EtatDossier,
    Famille,
    ModeVente,
    OrigineImport,
    Producteur,
    SourceImport,
)
from producteurs.services.fusion import (
    PROPOSITIONS,
    fusionner,
    proposer_choix,
)
from socle import horloge
from socle.comptes.models import Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.fusions import agent, deux_fermes, reunir

pytestmark = pytest.mark.usefixtures("contexte")


def test_la_fiche_gardee_dit_ce_qui_a_ete_choisi() -> None:
    garde, absorbe = deux_fermes(lat=45.61, lon=4.07, adresse="Piamot")
    siret = absorbe.siret
    reunir(
        garde,
        absorbe,
        nom="absorbe",
        siret="absorbe",
        lieu="absorbe",
        telephone="absorbe",
        familles="deux",
        modes="absorbe",
    )
    session.expire_all()
    assert (garde.nom, garde.siret, garde.telephone) == (
        "La Ferme de Piamot",
        siret,
        "+33477000000",
    )
    assert (garde.lat, garde.lon, garde.adresse) == (45.61, 4.07, "Piamot")
    assert garde.description == "Des légumes de plein champ."
    assert set(garde.familles) == {Famille.LEGUMES, Famille.FRUITS}
    assert garde.modes == [ModeVente.MARCHE]
    assert absorbe.siret != siret
    assert absorbe.siret, "no number leaves the registry"


def test_la_fiche_absorbee_est_fermee_et_mene_a_l_autre(client: FlaskClient) -> None:
    garde, absorbe = deux_fermes()
    par = agent()
    reunir(garde, absorbe, par)
    session.commit()
    assert absorbe.dossier.etat is EtatDossier.RADIE
    assert absorbe.fusionne_dans_id == garde.id
    ligne = lire_journal("dossier", absorbe.dossier.id)[-1]
    assert (ligne.de, ligne.vers, ligne.par_id) == ("soumis", "radie", par.id)
    assert "Ferme de Piamot" in ligne.motif
    garde_slug, slug = garde.slug, absorbe.slug
    reponse = client.get(f"/producteurs/{slug}")
    assert reponse.status_code == 302, "a merge can be undone: nobody is to remember the way"
    assert reponse.headers["Location"] == f"/producteurs/{garde_slug}"


def test_une_adresse_suit_deux_fusions_de_suite_et_ne_mene_qu_a_une_ferme_publique(
    client: FlaskClient,
) -> None:
    un, deux = deux_fermes()
    trois = fabrique.producteur("Piamot, la ferme")
    reunir(un, deux)
    reunir(trois, un)
    session.commit()
    adresse, derniere = deux.slug, trois.slug
    assert client.get(f"/producteurs/{adresse}").headers["Location"].endswith(derniere)
    trois = session.scalars(sa.select(Producteur).where(Producteur.slug == derniere)).one()
    trois.dossier.etat = EtatDossier.SUSPENDU
    session.commit()
    assert client.get(f"/producteurs/{adresse}").status_code == 404


def test_les_gens_les_produits_et_les_sources_suivent() -> None:
    garde, absorbe = deux_fermes()
    jeanne = fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, absorbe.id)])
    deux = fabrique.compte(
        "Denis", roles=[(Role.PRODUCTEUR, absorbe.id), (Role.PRODUCTEUR, garde.id)]
    )
    produit = fabrique.produit(absorbe)
    panier = fabrique.panier(absorbe)
    panier.composants = [Composition(produit_id=produit.id, quantite=1)]
    source = SourceImport(cle="chambre", nom="Chambre")
    session.add(source)
    session.flush()
    session.add(
        OrigineImport(source_id=source.id, cle="12", producteur_id=absorbe.id, empreinte="x")
    )
    session.commit()
    reunir(garde, absorbe)
    session.expire_all()
    assert jeanne.objets(Role.PRODUCTEUR) == [str(garde.id)]
    assert deux.objets(Role.PRODUCTEUR) == [str(garde.id)]
    assert {p.id for p in garde.produits} == {produit.id, panier.id}
    assert session.scalars(sa.select(OrigineImport.producteur_id)).all() == [garde.id]
    assert queries.producteur_du_compte(jeanne, garde.id) is garde


def test_deux_fermes_d_une_vente_en_cours_ne_fusionnent_pas() -> None:
    garde, absorbe = deux_fermes()
    fabrique.vente(produits=[fabrique.produit(garde), fabrique.produit(absorbe)])
    with pytest.raises(FermesDansLaMemeVente) as refus:
        reunir(garde, absorbe)
    assert "Marché du jeudi" in str(refus.value)


def test_une_vente_finie_ou_les_deux_vendaient_reste_comme_elle_etait() -> None:
    garde, absorbe = deux_fermes()
    finie = horloge.maintenant().replace(year=horloge.maintenant().year - 1)
    vente = fabrique.vente(
        produits=[fabrique.produit(garde), fabrique.produit(absorbe)],
        ouverture=finie.replace(month=1, day=1),
        cloture=finie.replace(month=1, day=2),
        fin=finie.replace(month=1, day=3),
    )
    reunir(garde, absorbe)
    session.expire_all()
    assert {o.producteur_id for o in vente.offres} == {garde.id, absorbe.id}


def test_deux_etablissements_d_un_siren_ne_fusionnent_jamais() -> None:
    garde, absorbe = deux_fermes()
    garde.siret, absorbe.siret = "12345678200010", "12345678200028"
    session.commit()
    with pytest.raises(EtablissementsDistincts):
        reunir(garde, absorbe)


def test_une_fusion_mal_demandee_est_refusee() -> None:
    garde, absorbe = deux_fermes()
    mauvais: list[dict[str, Any]] = [{"nom": "deux"}, {"nom": "autre"}, {"slug": "absorbe"}]
    for choix in mauvais:
        with pytest.raises(ChoixInconnu):
            reunir(garde, absorbe, **choix)
    with pytest.raises(FusionAvecElleMeme):
        reunir(garde, garde)
    with pytest.raises(FichesChangees):
        fusionner(
            garde, absorbe, {}, par=agent(), suites=SUITES_FUSION, versions=(garde.version, 99)
        )
    reunir(garde, absorbe)
    with pytest.raises(DejaFusionnee):
        reunir(fabrique.producteur(), absorbe)


def test_ce_qui_est_propose_d_abord_est_ce_qui_est_verifie_puis_ce_qui_est_dit() -> None:
    garde, absorbe = deux_fermes()
    choix = proposer_choix(garde, absorbe)
    assert (choix["nom"], choix["description"], choix["siret"]) == ("garde",) * 3
    assert (choix["telephone"], choix["familles"]) == ("absorbe", "deux")
    inverse = proposer_choix(absorbe, garde)
    assert (inverse["nom"], inverse["siret"], inverse["lieu"]) == ("absorbe",) * 3
    assert inverse["telephone"] == "garde"
    assert set(choix) == set(PROPOSITIONS)


def test_ceux_qui_parlaient_de_la_fiche_fermee_en_sont_prevenus(
    courriels: Callable[[], list[Envoi]],
) -> None:
    garde, absorbe = deux_fermes()
    fabrique.compte("Denis", roles=[(Role.PRODUCTEUR, garde.id)])
    jeanne = fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, absorbe.id)])
    reunir(garde, absorbe, nom="absorbe")
    (message,) = courriels()
    assert message.destinataire == jeanne.courriel
    assert "n’en font plus qu’une" in message.sujet.replace("\u00a0", " ")
    assert f"/espace/fermes/{garde.id}" in message.texte
