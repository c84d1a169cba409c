"""The link of a confirmation mail, the farmer's button and the agent's list, through HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from producteurs.models import (
    EtatDossier,
    EtatLabel,
    Fraicheur,
    Label,
    Producteur,
    ReponseConfirmation,
    SorteLabel,
)
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.envois.models import Envoi
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.calendrier import (
    J0,
    au_jour,
    demande_de,
    dernier_lien,
    ferme_confirmee,
    passer,
)

Connecter = Callable[[FlaskClient, Compte], None]
COURRIEL = "pont@cabas.example"


@pytest.fixture
def ferme(client: FlaskClient) -> Producteur:
    """A farm that was asked on the 90th day."""
    demandee = ferme_confirmee("Ferme du Pont", courriel=COURRIEL, telephone="+33477000001")
    passer(demandee, [90])
    session.expunge_all()  # a request ends the session: what is held must not expire with it
    return demandee


def relue(ferme: Producteur) -> Producteur:
    return session.get_one(Producteur, ferme.id, populate_existing=True)


def version(page: str) -> str:
    trouve = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert trouve
    return trouve[1]


def test_le_courriel_montre_la_fiche_et_trois_liens(ferme: Producteur) -> None:
    envoi = session.scalars(select(Envoi).where(Envoi.destinataire == COURRIEL)).one()
    texte = envoi.texte.replace("\xa0", " ")
    for dit in ("Ferme du Pont", "Adresse : Le Bourg, Montbrison", "Téléphone : 04 77 00 00 01"):
        assert dit in texte
    assert "Des légumes de plein champ." in texte
    assert len(re.findall(r"/confirmer/[\w-]{43}(?:/changer|/arreter)?\n", texte)) == 3
    assert "\n\n\n" not in envoi.texte


def test_le_jeton_n_est_pas_garde_en_clair(ferme: Producteur) -> None:
    jeton = dernier_lien(COURRIEL).rpartition("/")[2]
    demande = demande_de(ferme)
    assert demande.jeton != jeton
    assert re.fullmatch(r"[0-9a-f]{64}", demande.jeton)


def test_ouvrir_les_liens_ne_change_rien(client: FlaskClient, ferme: Producteur) -> None:
    """Mail scanners follow every link, on every way of asking that is meant to be harmless."""
    lien = dernier_lien(COURRIEL)
    avant = relue(ferme).confirme_le
    for suite in ("", "/changer", "/arreter"):
        assert client.get(lien + suite).status_code in {200, 302}
        client.head(lien + suite)
    assert relue(ferme).confirme_le == avant
    assert demande_de(ferme).repondue_le is None
    assert relue(ferme).dossier.etat is EtatDossier.VALIDE


def test_les_pages_d_un_lien_ne_sont_ni_gardees_ni_indexees(
    client: FlaskClient, ferme: Producteur
) -> None:
    lien = dernier_lien(COURRIEL)
    for adresse in (lien, f"{lien}/changer", f"{lien}/arreter", "/confirmer/inconnu"):
        entetes = client.get(adresse).headers
        assert entetes["Cache-Control"] == "no-store"
        assert "noindex" in entetes["X-Robots-Tag"]
        assert entetes["Referrer-Policy"] == "no-referrer"


def test_tout_est_juste_se_dit_sans_compte_et_une_seule_fois(
    client: FlaskClient, ferme: Producteur
) -> None:
    lien = dernier_lien(COURRIEL)
    page = client.get(lien).text
    assert "Tout est juste" in page
    with au_jour(95):
        reponse = client.post(lien, data={"version": version(page)}, follow_redirects=True)
    assert "Merci, c’est noté" in reponse.text
    assert demande_de(ferme).reponse is ReponseConfirmation.JUSTE
    with au_jour(95):
        assert horloge.jour_de(relue(ferme).confirme_le) == horloge.aujourdhui()
    (ligne,) = lire_journal("dossier", relue(ferme).dossier.id)
    assert (ligne.vers, ligne.par) == ("confirme", None)

    with au_jour(100):
        encore = client.post(lien, data={"version": version(page)})
    assert encore.status_code == 409
    assert "Ce lien a servi" in encore.text
    with au_jour(95):
        assert horloge.jour_de(relue(ferme).confirme_le) == horloge.aujourdhui()


@pytest.mark.parametrize("envoyee", [{}, {"version": ""}, {"version": "99"}, {"version": "²"}])
def test_on_ne_confirme_que_la_fiche_que_l_on_a_lue(
    client: FlaskClient, ferme: Producteur, envoyee: dict[str, str]
) -> None:
    reponse = client.post(dernier_lien(COURRIEL), data=envoyee)
    assert reponse.status_code == 409
    assert "Relisez-la" in reponse.text
    assert demande_de(ferme).repondue_le is None


def test_une_fiche_changee_depuis_le_message_se_montre_avant_d_etre_confirmee(
    client: FlaskClient, ferme: Producteur
) -> None:
    lien = dernier_lien(COURRIEL)
    avant = version(client.get(lien).text)
    modifiee = relue(ferme)
    modifiee.description, modifiee.version = "Du fromage, maintenant.", modifiee.version + 1
    session.commit()

    page = client.get(lien).text
    assert "La fiche a changé depuis notre message" in page
    assert "Du fromage, maintenant." in page
    refusee = client.post(lien, data={"version": avant})
    assert (refusee.status_code, demande_de(ferme).repondue_le) == (409, None)
    client.post(lien, data={"version": version(refusee.text)})
    assert demande_de(ferme).reponse is ReponseConfirmation.JUSTE


def test_un_nouveau_message_remplace_le_lien_du_precedent(
    client: FlaskClient, ferme: Producteur
) -> None:
    ancien = dernier_lien(COURRIEL)
    passer(ferme, [100])
    assert dernier_lien(COURRIEL) != ancien
    for suite in ("", "/changer", "/arreter"):
        perdue = client.get(ancien + suite)
        assert perdue.status_code == 404
        assert "Un message plus récent l’a remplacé" in perdue.text
        assert "Se connecter" in perdue.text
    assert client.post(ancien, data={"version": "1"}).status_code == 404
    assert client.post(f"{ancien}/arreter").status_code == 404
    assert demande_de(ferme).repondue_le is None


def test_j_arrete_demande_encore_puis_ferme_le_dossier(
    client: FlaskClient, ferme: Producteur
) -> None:
    lien = dernier_lien(COURRIEL)
    assert "Oui, la ferme arrête" in client.get(f"{lien}/arreter").text
    reponse = client.post(f"{lien}/arreter", data={"precision": "Retraite."}, follow_redirects=True)
    assert "La ferme est fermée ici" in reponse.text
    arretee = relue(ferme)
    assert arretee.dossier.etat is EtatDossier.RADIE
    assert demande_de(ferme).reponse is ReponseConfirmation.ARRET
    assert "Retraite." in lire_journal("dossier", arretee.dossier.id)[-1].motif
    assert client.get(f"/producteurs/{ferme.slug}").status_code == 404
    assert client.post(f"{lien}/arreter").headers["Location"] == lien


def test_je_change_mene_a_la_fiche_par_la_connexion(client: FlaskClient, ferme: Producteur) -> None:
    lien = f"{dernier_lien(COURRIEL)}/changer"
    fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)])
    assert client.get(lien).headers["Location"] == f"/espace/fermes/{ferme.id}/fiche"
    suite = client.get(lien, follow_redirects=True)
    assert suite.request.path == "/compte/connexion"


def test_une_ferme_sans_compte_ecrit_ce_qui_change(client: FlaskClient, ferme: Producteur) -> None:
    suite = client.get(f"{dernier_lien(COURRIEL)}/changer", follow_redirects=True)
    assert suite.request.path == f"/producteurs/{ferme.slug}/signaler"
    assert re.search(r'value="faux"[^>]*checked|checked[^>]*value="faux"', suite.text)


def test_une_ferme_retiree_revient_sur_la_carte_des_qu_elle_repond(
    client: FlaskClient, ferme: Producteur
) -> None:
    passer(ferme, range(91, 190))
    assert relue(ferme).dossier.fraicheur is Fraicheur.RETIRE
    with au_jour(190):
        assert client.get(f"/producteurs/{ferme.slug}").status_code == 404
        lien = dernier_lien(COURRIEL)
        page = client.get(lien).text
        assert "pas visible du public" in page
        client.post(lien, data={"version": version(page)})
        assert client.get(f"/producteurs/{ferme.slug}").status_code == 200


def test_le_public_lit_depuis_quand_la_fiche_est_confirmee(
    client: FlaskClient, ferme: Producteur
) -> None:
    fabrique.plateforme()
    with au_jour(92):
        page, liste = client.get(f"/producteurs/{ferme.slug}"), client.get("/loire/producteurs")
        detail = client.get(f"/api/v1/producteurs/{ferme.slug}").get_json()
    assert "Fiche confirmée il y a 3 mois" in page.text
    assert "confirmé il y a 3 mois" in liste.text
    assert detail["confirme_le"] == "2026-01-05"
    passer(ferme, range(93, 136))
    with au_jour(136):
        page, liste = client.get(f"/producteurs/{ferme.slug}"), client.get("/loire/producteurs")
    assert "Fiche non confirmée" in page.text
    assert "Appelez avant de vous déplacer" in page.text
    assert "non confirmé" in liste.text


def test_la_fermiere_confirme_de_sa_page(
    client: FlaskClient, connecter: Connecter, ferme: Producteur
) -> None:
    connecter(client, fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, ferme.id)]))
    adresse = f"/espace/fermes/{ferme.id}/confirmer"
    client.post(adresse, data={"version": "7"})
    assert demande_de(ferme).repondue_le is None
    client.post(adresse, data={"version": str(ferme.version)})
    assert demande_de(ferme).reponse is ReponseConfirmation.JUSTE


def test_une_autre_fermiere_ne_confirme_pas_a_sa_place(
    client: FlaskClient, connecter: Connecter, ferme: Producteur
) -> None:
    connecter(client, fabrique.compte("Rose", roles=[(Role.PRODUCTEUR, ferme.id + 1000)]))
    reponse = client.post(f"/espace/fermes/{ferme.id}/confirmer", data={"version": "1"})
    assert reponse.status_code == 404
    with client.session_transaction() as cookie:
        cookie.clear()
    reponse = client.post(f"/espace/fermes/{ferme.id}/confirmer", data={"version": "1"})
    assert "/compte/connexion" in reponse.location
    assert demande_de(ferme).repondue_le is None


def test_la_fiche_a_relire_dit_ce_que_le_public_lit_des_labels_et_de_la_revente(
    client: FlaskClient,
) -> None:
    echu = Label(sorte=SorteLabel.AB, etat=EtatLabel.ECHU, echu_le=J0.date())
    demandee = ferme_confirmee(courriel=COURRIEL, labels=[echu], revend=True)
    passer(demandee, [90])
    texte = session.scalars(select(Envoi).where(Envoi.destinataire == COURRIEL)).one().texte
    assert "échu" not in texte
    assert "déclaré par la ferme" in texte
    assert "Revend aussi ce que d’autres produisent : oui" in texte.replace("\xa0", " ")
