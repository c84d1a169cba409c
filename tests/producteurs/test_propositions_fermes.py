"""What a farmer proposes, through HTTP: said clearly, taken back, never written over somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from producteurs import services
from producteurs.models import EtatDossier, EtatRevision, Producteur, Revision
from producteurs.queries import revision as revisions
from producteurs.services import revision
from socle.comptes.models import Compte, Role
from socle.db import session
from tests import fabrique
from tests.photos import photo
from tests.producteurs.formulaires import envoyer_photo, fiche, identite, relue
from tests.producteurs.saisies import dite, proposer

Connecter = Callable[[FlaskClient, Compte], None]


def envoi(ferme: Producteur, **autres: Any) -> dict[str, Any]:
    """The form of this farm as it stands, and what is changed in it."""
    depart = {
        "description": ferme.description,
        "familles": ["legumes"],
        "modes": ["ferme"],
        "labels": [],
        "courriel": ferme.courriel,
        **dict.fromkeys(("lat", "lon", "telephone", "site", "jour_2"), ""),
    }
    return identite(ferme) | fiche(**depart) | autres


def ouverte(ferme: Producteur) -> Revision | None:
    return revisions.proposition_ouverte(relue(ferme))


def test_la_fiche_d_une_ferme_validee_se_propose_toute_entiere(
    client: FlaskClient, ferme: Producteur
) -> None:
    adresse = f"/espace/fermes/{ferme.id}/fiche"
    page = client.get(adresse).text
    for champ in ("nom", "siret", "genre", "commune", "texte_saison", "revend"):
        assert f'name="{champ}"' in page
    assert "sauf ceux qu’elle laisse libres" in page
    donnees = envoi(ferme, nom="Ferme du Viaduc", telephone="04 77 24 50 60", revend="y")
    reponse = client.post(adresse, data=donnees, follow_redirects=True)
    assert "relit d’abord le nom et la revente" in reponse.text
    assert "Votre proposition attend" in reponse.text
    apres = relue(ferme)
    assert (apres.nom, apres.telephone, apres.revend) == ("Ferme du Pont", "+33477245060", False)
    proposition = ouverte(ferme)
    assert proposition is not None
    assert set(proposition.changements) == {"nom", "revend"}


def test_le_formulaire_montre_ce_qui_est_propose_et_le_dit(
    client: FlaskClient, ferme: Producteur
) -> None:
    client.post(f"/espace/fermes/{ferme.id}/fiche", data=envoi(ferme, nom="Ferme du Viaduc"))
    page = client.get(f"/espace/fermes/{ferme.id}/fiche").text
    assert 'value="Ferme du Viaduc"' in page
    assert "telle que vous la proposez" in page
    assert "<del>Pont</del>" in page
    assert "<ins>Viaduc</ins>" in page


def test_une_proposition_se_retire_en_un_geste(client: FlaskClient, ferme: Producteur) -> None:
    client.post(f"/espace/fermes/{ferme.id}/fiche", data=envoi(ferme, nom="Ferme du Viaduc"))
    proposition = ouverte(ferme)
    assert proposition is not None
    adresse = f"/espace/fermes/{ferme.id}/propositions/{proposition.id}/retirer"
    assert adresse in client.get(f"/espace/fermes/{ferme.id}").text
    reponse = client.post(adresse, follow_redirects=True)
    assert "Votre proposition est retirée" in reponse.text
    assert ouverte(ferme) is None
    assert client.post(adresse).status_code == 409


def test_une_photo_proposee_n_est_pas_encore_celle_de_la_ferme(
    client: FlaskClient, ferme: Producteur
) -> None:
    assert envoyer_photo(client, ferme, photo(900, 600)).status_code == 302
    assert relue(ferme).image == ""
    proposition = ouverte(ferme)
    assert proposition is not None
    cle = proposition.changements["image"]["apres"]
    assert cle in client.get(f"/espace/fermes/{ferme.id}").text
    assert cle not in client.get(f"/producteurs/{ferme.slug}").text


def test_la_seconde_personne_l_apprend_et_garde_ce_qu_elle_a_ecrit(
    client: FlaskClient, ferme: Producteur
) -> None:
    paul, la = fabrique.compte("Paul"), session.get_one(Producteur, ferme.id)
    de_paul = dite(la, telephone="+33477000001", texte_saison="Les noix de Paul.")
    services.modifier_producteur(la, de_paul, par=paul, version=1)
    session.commit()
    donnees = envoi(ferme, telephone="04 77 00 00 02")
    reponse = client.post(f"/espace/fermes/{ferme.id}/fiche", data=donnees)
    assert reponse.status_code == 422
    lu = reponse.text.replace("\u00a0", " ")
    assert "ceci a changé aussi, par Paul Essai : le téléphone" in lu
    assert 'value="04 77 00 00 02"' in reponse.text
    assert "04 77 00 00 01" in reponse.text
    assert "Les noix de Paul.</textarea>" in reponse.text
    assert relue(ferme).telephone == "+33477000001"

    trouvee = re.search(r'name="version"[^>]*value="(\d+)"', reponse.text)
    assert trouvee
    encore = donnees | {"version": trouvee[1], "texte_saison": "Les noix de Paul."}
    assert client.post(f"/espace/fermes/{ferme.id}/fiche", data=encore).status_code == 302
    apres = relue(ferme)
    assert (apres.telephone, apres.texte_saison) == ("+33477000002", "Les noix de Paul.")


@pytest.mark.parametrize("version", ["", "abc", "-1", "0", "99999999999999999999", "7"])
def test_une_version_falsifiee_ne_remplace_rien(
    client: FlaskClient, ferme: Producteur, version: str
) -> None:
    donnees = envoi(ferme, telephone="04 77 00 00 02", version=version, proposition="abc")
    reponse = client.post(f"/espace/fermes/{ferme.id}/fiche", data=donnees)
    assert reponse.status_code == 422
    assert relue(ferme).telephone == ""


def test_la_proposition_d_une_autre_ferme_n_est_pas_un_point_de_depart(
    client: FlaskClient, ferme: Producteur
) -> None:
    voisin = fabrique.producteur("Le voisin")
    sienne = proposer(voisin, fabrique.compte("Paul"), nom="Secret du voisin")
    session.commit()
    donnees = envoi(ferme, telephone="04 77 00 00 02", proposition=str(sienne.id))
    reponse = client.post(f"/espace/fermes/{ferme.id}/fiche", data=donnees)
    assert reponse.status_code == 302
    assert relue(ferme).telephone == "+33477000002"


def test_l_historique_dit_quoi_quand_et_par_qui(client: FlaskClient, ferme: Producteur) -> None:
    jeanne, agathe = (
        fabrique.compte("Jeanne"),
        fabrique.compte("Agathe", roles=[(Role.CHAMBRE, 42)]),
    )
    la = session.get_one(Producteur, ferme.id)
    services.modifier_producteur(la, dite(la, telephone="+33477000001"), par=jeanne)
    revision.accepter_revision(proposer(la, jeanne, nom="Ferme du Viaduc"), par=agathe)
    revision.refuser_revision(
        proposer(la, jeanne, adresse="Sur la Lune"), par=agathe, motif="Trop loin."
    )
    proposer(la, jeanne, description="Remplacée aussitôt.")
    proposer(la, jeanne, description="De tout, tout le temps.")
    session.commit()
    page = client.get(f"/espace/fermes/{ferme.id}/historique").text
    for mots in ("04 77 00 00 01", "Viaduc", "acceptée par Agathe", "Trop loin.", "tout le temps"):
        assert mots in page
    assert "Remplacée aussitôt" not in page
    assert page.index("Trop loin.") < page.index("<ins>Viaduc") < page.index("04 77 00 00 01")


def test_une_ferme_qui_n_a_rien_change_le_lit_dans_l_historique(
    client: FlaskClient, ferme: Producteur
) -> None:
    assert "Rien n’a encore changé" in client.get(f"/espace/fermes/{ferme.id}/historique").text
    assert client.get(f"/espace/fermes/{ferme.id}/historique?page=999").status_code == 200


def test_un_brouillon_s_enregistre_sans_rien_attendre(
    client: FlaskClient, connecter: Connecter
) -> None:
    brouillon = fabrique.producteur("Brouillon", etat=EtatDossier.BROUILLON)
    connecter(client, fabrique.compte(roles=[(Role.PRODUCTEUR, brouillon.id)]))
    reponse = client.post(
        f"/espace/fermes/{brouillon.id}/fiche",
        data=envoi(brouillon, nom="Nouveau nom"),
        follow_redirects=True,
    )
    assert "La fiche est enregistrée." in reponse.text
    assert relue(brouillon).nom == "Nouveau nom"


@pytest.mark.parametrize(
    ("role", "statut"),
    [
        (None, 403),
        (Role.CHAMBRE, 403),
        (Role.PLATEFORME, 403),
        (Role.RELAIS, 403),
        (Role.PRODUCTEUR, 404),  # of another farm
    ],
)
def test_les_propositions_d_une_ferme_ne_sont_que_pour_elle(
    client: FlaskClient, connecter: Connecter, role: Role | None, statut: int
) -> None:
    ferme = fabrique.producteur("Ferme du Pont")
    proposition = proposer(ferme, fabrique.compte("Jeanne"), nom="Nom secret")
    objets = {Role.CHAMBRE: "42", Role.PLATEFORME: "loire", Role.RELAIS: "1"}
    objet = objets.get(role, fabrique.producteur("Le voisin").id) if role else ""
    connecter(client, fabrique.compte(roles=[(role, objet)] if role else []))
    base = f"/espace/fermes/{ferme.id}"
    for chemin in ("", "/fiche", "/historique"):
        reponse = client.get(base + chemin)
        assert reponse.status_code == statut
        assert "Nom secret" not in reponse.text
    assert client.post(f"{base}/propositions/{proposition.id}/retirer").status_code == statut
    assert session.get_one(Revision, proposition.id).etat is EtatRevision.PROPOSEE


def test_un_inconnu_est_mene_a_la_connexion(client: FlaskClient) -> None:
    ferme = fabrique.producteur("Ferme du Pont")
    proposition = proposer(ferme, fabrique.compte("Jeanne"), nom="Nom secret")
    session.commit()
    retirer = f"/espace/fermes/{ferme.id}/propositions/{proposition.id}/retirer"
    for reponse in (client.get(f"/espace/fermes/{ferme.id}/historique"), client.post(retirer)):
        assert reponse.status_code == 302
        assert "/compte/connexion" in reponse.headers["Location"]


def test_on_ne_retire_pas_la_proposition_d_une_autre_ferme_par_la_sienne(
    client: FlaskClient, ferme: Producteur
) -> None:
    voisin = fabrique.producteur("Le voisin")
    sienne = proposer(voisin, fabrique.compte("Paul"), nom="Secret du voisin")
    session.commit()
    session.expunge_all()
    adresse = f"/espace/fermes/{ferme.id}/propositions/{sienne.id}/retirer"
    assert client.post(adresse).status_code == 404
    assert session.get_one(Revision, sienne.id).etat is EtatRevision.PROPOSEE
