"""Writing that is cut, stopped, decided row by row or undone: every row keeps one issue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producteurs.models import (
    Dossier,
    EtatDossier,
    EtatImport,
    EtatRevision,
    IssueLigne,
    OrigineImport,
    PrecisionPosition,
    Producteur,
    Revision,
)
from producteurs.opendata.deroulement import defaire_ce_qui_reste, ecrire_import
from producteurs.queries.imports import compter_issues
from producteurs.services.importation.decision import (
    accepter_ligne,
    passer_ligne,
    rattacher_ligne,
    reprendre_ligne,
)
from producteurs.services.importation.ecriture import ecrire_lot, lancer_ecriture
from producteurs.services.importation.ligne import LigneAnalysee
from producteurs.services.importation.rangement import ranger_lignes
from producteurs.services.importation.reception import annuler_import
from producteurs.services.importation.retour import defaire_import
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import TransitionImpossible
from socle.journal.services import lire_journal
from tests import fabrique
from tests.conftest import Requetes
from tests.producteurs.fichiers import (
    ecrire,
    ferme,
    importer,
    issues,
    ligne,
    numero_de,
    rangees,
    recevoir,
    relire,
    restantes,
)


@pytest.fixture
def agente(base: sa.Connection) -> Compte:
    return fabrique.compte("Odile", roles=[(Role.CHAMBRE, "42")])


def test_l_ecriture_coupee_au_milieu_reprend_ou_elle_en_etait(agente: Compte) -> None:
    recu = recevoir([ligne() for _ in range(7)], par=agente)
    lancer_ecriture(recu, par=agente)
    session.commit()
    assert ecrire_lot(recu, nombre=3) == 3
    session.commit()
    ecrire_lot(recu, nombre=3)
    session.rollback()  # the process dies before its second batch is kept
    recu = relire(recu)
    assert (recu.faites, recu.total, restantes(recu)) == (3, 7, 4)
    session.commit()
    ecrire_import(numero_de(recu))
    recu = relire(recu)
    assert (recu.faites, recu.etat) == (7, EtatImport.FINI)
    assert session.scalar(sa.select(sa.func.count()).select_from(Producteur)) == 7
    session.commit()
    ecrire_import(numero_de(recu))
    assert session.scalar(sa.select(sa.func.count()).select_from(Producteur)) == 7


def test_une_ligne_que_la_base_refuse_n_arrete_pas_les_autres(agente: Compte) -> None:
    recu = recevoir([ligne(f"Ferme {n}") for n in range(12)], par=agente)
    fautive = rangees(recu)[5]
    fautive.lu = {cle: valeur for cle, valeur in fautive.lu.items() if cle != "familles"}
    session.commit()
    fait = ecrire(recu, par=agente)
    assert issues(fait) == {"cree": 11, "a_revoir": 1}
    assert rangees(fait)[5].motifs == ["ecriture_impossible"]


def test_un_import_arrete_n_ecrit_plus_rien_et_se_defait(agente: Compte) -> None:
    recu = recevoir([ligne(f"Ferme {n}") for n in range(6)], par=agente)
    lancer_ecriture(recu, par=agente)
    ecrire_lot(recu, nombre=4)
    annuler_import(recu, par=agente)
    session.commit()
    ecrire_import(numero_de(recu))
    assert relire(recu).etat is EtatImport.ANNULE
    assert session.scalar(sa.select(sa.func.count()).select_from(Producteur)) == 4
    defaire_import(relire(recu), par=agente)
    session.commit()
    defaire_ce_qui_reste(numero_de(recu))
    assert relire(recu).resume["retour"] == {"retirees": 4, "retablies": 0, "gardees": 0}
    assert session.scalar(sa.select(sa.func.count()).select_from(Producteur)) == 0
    vers = [n.vers for n in lire_journal("import", recu.id)]
    assert vers == ["analyse", "en_cours", "annule", "defait"]


def test_defaire_rend_le_registre_comme_il_etait(agente: Compte) -> None:
    soumise = fabrique.producteur("Soumise", etat=EtatDossier.SOUMIS, adresse="Ailleurs")
    validee = fabrique.producteur("Validée", adresse="Ailleurs")
    fait = importer(
        [
            ligne("Nouvelle"),
            ligne("Soumise bis", issue=IssueLigne.MIS_A_JOUR, producteur_id=soumise.id),
            ligne("Validée bis", issue=IssueLigne.MIS_A_JOUR, producteur_id=validee.id),
        ],
        par=agente,
    )
    defaire_import(fait, par=agente)
    session.commit()
    defaire_ce_qui_reste(numero_de(fait))
    fait = relire(fait)
    assert fait.resume["retour"] == {"retirees": 1, "retablies": 2, "gardees": 0}
    assert fait.faites == fait.total == 3
    noms = set(session.scalars(sa.select(Producteur.nom)))
    assert noms == {"Soumise", "Validée"}
    remise = ferme("Soumise")
    assert (remise.adresse, remise.precision) == ("Ailleurs", PrecisionPosition.COMMUNE)
    assert (remise.lat, remise.lon) == fabrique.MONTBRISON
    ouvertes = sa.select(Revision).where(Revision.etat == EtatRevision.PROPOSEE)
    assert session.scalars(ouvertes).all() == []
    assert session.scalars(sa.select(OrigineImport)).all() == []


def test_une_ferme_qui_a_vecu_depuis_est_gardee_et_dite(agente: Compte) -> None:
    fait = importer([ligne("Vendeuse"), ligne("Décidée"), ligne("Tranquille")], par=agente)
    fabrique.produit(ferme("Vendeuse"))
    modifiee = fabrique.producteur("Modifiée", etat=EtatDossier.SOUMIS)
    change = ligne("Autre nom", issue=IssueLigne.MIS_A_JOUR, producteur_id=modifiee.id)
    second = importer([change], par=agente)
    ferme("Autre nom").nom = "Encore un autre"
    decidee = ferme("Décidée").dossier
    session.execute(sa.update(Dossier).where(Dossier.id == decidee.id).values(soumis_le=None))
    session.execute(
        sa.update(Producteur)
        .where(Producteur.nom == "Décidée")
        .values(modifie_le=horloge.maintenant() + timedelta(seconds=1))
    )
    session.commit()
    for un_import in (fait, second):
        defaire_import(relire(un_import), par=agente)
        session.commit()
        defaire_ce_qui_reste(numero_de(un_import))
    assert relire(fait).resume["retour"] == {"retirees": 1, "retablies": 0, "gardees": 2}
    assert relire(second).resume["retour"] == {"retirees": 0, "retablies": 0, "gardees": 1}
    noms = set(session.scalars(sa.select(Producteur.nom)))
    assert noms == {"Vendeuse", "Décidée", "Encore un autre"}
    assert "gardee" in rangees(second)[0].motifs


def test_une_ferme_dans_une_vente_n_est_pas_effacee(agente: Compte) -> None:
    fait = importer([ligne("Vendeuse"), ligne("Tranquille")], par=agente)
    vendeuse = ferme("Vendeuse")
    fabrique.vente(produits=[fabrique.produit(vendeuse)])
    session.execute(sa.text("update produits set producteur_id = producteur_id"))
    defaire_import(relire(fait), par=agente)
    session.commit()
    defaire_ce_qui_reste(numero_de(fait))
    assert ferme("Vendeuse").id == vendeuse.id
    assert relire(fait).resume["retour"]["gardees"] == 1


def test_un_agent_decide_d_une_ligne_et_peut_revenir_dessus(agente: Compte) -> None:
    deja = fabrique.producteur("Déjà là", etat=EtatDossier.SOUMIS)
    doute: dict[str, Any] = {
        "issue": IssueLigne.A_REVOIR,
        "motifs": ["nom_et_distance"],
        "producteur_id": deja.id,
    }
    recu = recevoir([ligne(**doute), ligne("Même ferme", **doute), ligne(**doute)], par=agente)
    nouvelle, meme, passee = rangees(recu)
    accepter_ligne(recu, nouvelle)
    rattacher_ligne(recu, meme, deja.id)
    passer_ligne(recu, passee)
    assert issues(recu) == {"cree": 1, "mis_a_jour": 1, "refuse": 1}
    reprendre_ligne(recu, passee)
    assert passee.issue is IssueLigne.A_REVOIR
    assert passee.producteur_id == deja.id
    session.commit()
    fait = ecrire(recu, par=agente)
    assert issues(fait) == {"cree": 1, "mis_a_jour": 1, "a_revoir": 1}
    assert ferme("Même ferme").id == deja.id


def test_deux_agents_ne_lancent_pas_deux_fois_le_meme_import(agente: Compte) -> None:
    recu = recevoir([ligne()], par=agente)
    lancer_ecriture(recu, par=agente)
    with pytest.raises(TransitionImpossible):
        lancer_ecriture(recu, par=agente)


def test_l_historique_qu_un_import_laisse_n_a_pas_de_trou(agente: Compte) -> None:
    """The history that an import leaves is the one by which two people's changes are joined."""
    avant = fabrique.producteur("Ferme du Pont", etat=EtatDossier.SOUMIS)
    importer(
        [ligne("Ferme du Grand Pont", issue=IssueLigne.MIS_A_JOUR, producteur_id=avant.id)],
        par=agente,
    )
    apres = ferme("Ferme du Grand Pont")
    bases = session.scalars(sa.select(Revision.base).where(Revision.producteur_id == apres.id))
    assert list(bases) == list(range(1, apres.version))


def test_le_nombre_de_questions_ne_depend_pas_du_nombre_de_lignes(
    agente: Compte, requetes: Requetes
) -> None:
    mesures = []
    for nombre in (5, 50):
        recu = recevoir([ligne() for _ in range(nombre)], par=agente)
        lancer_ecriture(recu, par=agente)
        session.commit()
        requetes.clear()
        ecrire_lot(recu)
        mesures.append(len(requetes))
        session.commit()
    assert mesures[0] == mesures[1]


lignes_quelconques = st.lists(
    st.builds(
        lambda nom, issue, lat, lon, code, siret, cle: (nom, issue, lat, lon, code, siret, cle),
        st.text(max_size=20),
        st.sampled_from(list(IssueLigne)),
        st.one_of(st.none(), st.floats(allow_nan=False)),
        st.one_of(st.none(), st.floats(allow_nan=False)),
        st.sampled_from(["", "42147", "69123", "99999"]),
        st.sampled_from(["", "12", fabrique.siret(5), fabrique.siret(6)]),
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(dites=lignes_quelconques)
def test_chaque_ligne_a_une_issue_quoi_que_dise_le_fichier(
    agente: Compte, dites: list[tuple[str, IssueLigne, float, float, str, str, str]]
) -> None:
    lignes: list[LigneAnalysee] = [
        ligne(
            nom or "?",
            issue=issue,
            lat=lat,
            lon=lon,
            commune_code=code,
            siret=siret,
            cle=cle,
            producteur_id=None,
        )
        for nom, issue, lat, lon, code, siret, cle in dites
    ]
    fait = importer(lignes, par=agente)
    assert fait.etat is EtatImport.FINI
    assert sum(compter_issues(fait).values()) == fait.total == fait.faites == len(dites)
    nes = session.scalar(
        sa.select(sa.func.count())
        .select_from(Producteur)
        .where(Producteur.id.in_([li.producteur_id for li in rangees(fait) if li.producteur_id]))
    )
    assert nes is not None
    assert nes >= issues(fait).get("cree", 0)
    defaire_import(fait, par=agente)
    session.commit()
    defaire_ce_qui_reste(numero_de(fait))
    assert sum(relire(fait).resume["retour"].values()) == relire(fait).total


def test_ranger_dit_combien_de_lignes_et_n_ecrit_rien(agente: Compte) -> None:
    recu = recevoir([], par=agente)
    assert ranger_lignes(recu, [ligne(), ligne()]) == 2
    assert session.scalars(sa.select(Producteur)).all() == []
