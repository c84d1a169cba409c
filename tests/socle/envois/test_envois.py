"""The outbox: nothing sent without its cause, nothing lost when the mail server is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default as politique
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from flask.testing import FlaskClient

from socle import horloge
from socle.comptes.models import Compte
from socle.db import session, transaction
from socle.envois.courriel import Courriel, Piece, composer
from socle.envois.models import Envoi, EtatEnvoi
from socle.envois.services import ESSAIS_MAXIMUM, envoyer, expedier
from socle.envois.smtp import livreur
from socle.reglages import Reglages
from tests.serveurs import port_libre

BONJOUR = Courriel(
    "camille@cabas.example",
    "Votre commande est confirmée",
    "Bonjour,\n\nÀ jeudi.\n",
    "<p>Bonjour</p>",
    Piece("commande.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
)


class Boite:
    """A real SMTP server that keeps what it is handed."""

    def __init__(self) -> None:
        self.recus: list[Message] = []

    async def handle_DATA(self, _serveur: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        contenu = cast(bytes, envelope.content)
        self.recus.append(BytesParser(policy=politique).parsebytes(contenu))
        return "250 OK"


@pytest.fixture
def boite() -> Iterator[tuple[Boite, int]]:
    boite, port = Boite(), port_libre()
    serveur = Controller(boite, hostname="127.0.0.1", port=port)
    serveur.start()
    yield boite, port
    serveur.stop()


def mettre_a_la_poste() -> int:
    with transaction():
        envoi = envoyer(BONJOUR)
    return envoi.id


def relire(numero: int) -> Envoi:
    return session.get_one(Envoi, numero, populate_existing=True)


@pytest.mark.usefixtures("base")
def test_un_courriel_part_une_seule_fois_avec_sa_piece(
    boite: tuple[Boite, int], reglages: Reglages
) -> None:
    recus, port = boite[0].recus, boite[1]
    numero = mettre_a_la_poste()
    livrer = livreur(replace(reglages, smtp_url=f"smtp://127.0.0.1:{port}"))
    assert expedier(livrer) == 1
    assert expedier(livrer) == 0
    assert relire(numero).etat is EtatEnvoi.ENVOYE
    (recu,) = recus
    assert recu["Subject"] == "Votre commande est confirmée"
    assert isinstance(recu, EmailMessage)
    assert [p.get_filename() for p in recu.iter_attachments()] == ["commande.ics"]
    corps = recu.get_body(("plain",))
    assert corps is not None
    assert "À jeudi." in corps.get_content()


@pytest.mark.usefixtures("base")
def test_un_serveur_de_courriel_perdu_retarde_et_ne_perd_rien(
    boite: tuple[Boite, int], reglages: Reglages
) -> None:
    numero = mettre_a_la_poste()
    personne = livreur(replace(reglages, smtp_url=f"smtp://127.0.0.1:{port_libre()}"))
    assert expedier(personne) == 0
    retarde = relire(numero)
    assert retarde.etat is EtatEnvoi.A_ENVOYER
    assert retarde.prochain_essai > horloge.maintenant()
    assert "ConnectionRefused" in retarde.derniere_erreur
    livrer = livreur(replace(reglages, smtp_url=f"smtp://127.0.0.1:{boite[1]}"))
    assert expedier(livrer) == 0, "not before its time"
    with horloge.arretee_a(horloge.maintenant() + timedelta(minutes=2)):
        assert expedier(livrer) == 1
    assert len(boite[0].recus) == 1


@pytest.mark.usefixtures("base")
def test_aucune_transaction_n_attend_le_serveur_de_courriel() -> None:
    mettre_a_la_poste()
    tenues: list[bool] = []

    def livrer(envoi: Envoi) -> None:
        assert envoi.sujet == BONJOUR.sujet
        tenues.append(session().in_transaction())

    assert expedier(livrer) == 1
    assert tenues == [False]


@pytest.mark.usefixtures("base")
def test_deux_travailleurs_n_envoient_pas_deux_fois_le_meme_courriel() -> None:
    """The second one looks while the first is still speaking to the mail server."""
    premier, second = mettre_a_la_poste(), mettre_a_la_poste()
    partis: list[tuple[str, int]] = []

    def second_travailleur(envoi: Envoi) -> None:
        partis.append(("second", envoi.id))

    def premier_travailleur(envoi: Envoi) -> None:
        expedier(second_travailleur)
        partis.append(("premier", envoi.id))

    expedier(premier_travailleur)
    assert sorted(numero for _qui, numero in partis) == [premier, second]
    assert [relire(n).etat for n in (premier, second)] == [EtatEnvoi.ENVOYE] * 2


@pytest.mark.usefixtures("base")
def test_un_travailleur_tue_en_plein_envoi_retarde_et_ne_perd_rien() -> None:
    mettre_a_la_poste()

    def tue(envoi: Envoi) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        expedier(tue)
    session.rollback()
    partis: list[int] = []
    assert expedier(lambda e: partis.append(e.id)) == 0, "it may still be under way"
    with horloge.arretee_a(horloge.maintenant() + timedelta(minutes=11)):
        assert expedier(lambda e: partis.append(e.id)) == 1


@pytest.mark.usefixtures("base")
def test_un_courriel_malforme_n_arrete_pas_les_suivants(
    boite: tuple[Boite, int], reglages: Reglages
) -> None:
    with transaction():
        malforme = envoyer(replace(BONJOUR, destinataire="deux\nlignes"))
        envoyer(BONJOUR)
    livrer = livreur(replace(reglages, smtp_url=f"smtp://127.0.0.1:{boite[1]}"))
    assert expedier(livrer) == 1
    assert relire(malforme.id).etat is EtatEnvoi.A_ENVOYER
    assert "ValueError" in relire(malforme.id).derniere_erreur


@pytest.mark.usefixtures("contexte")
def test_l_objet_d_un_courriel_tient_sur_une_ligne() -> None:
    compose = composer(
        "camille@cabas.example",
        "Vente\r\nBcc: tous@cabas.example",
        "comptes/courriels/mot_de_passe_change.txt",
        compte=Compte(prenom="Camille", nom="Essai", courriel="camille@cabas.example"),
    )
    assert compose.sujet == "Vente Bcc: tous@cabas.example"


@pytest.mark.usefixtures("base")
def test_un_courriel_impossible_finit_par_etre_abandonne(reglages: Reglages) -> None:
    numero = mettre_a_la_poste()
    personne = livreur(replace(reglages, smtp_url=f"smtp://127.0.0.1:{port_libre()}"))
    for heures in range(ESSAIS_MAXIMUM):
        with horloge.arretee_a(horloge.maintenant() + timedelta(hours=7 * heures)):
            expedier(personne)
    assert relire(numero).etat is EtatEnvoi.ABANDONNE


@pytest.mark.usefixtures("base")
def test_un_courriel_dont_la_cause_est_annulee_n_existe_pas() -> None:
    class Panne(Exception):
        pass

    def commander() -> None:
        with transaction():
            envoyer(BONJOUR)
            raise Panne

    with pytest.raises(Panne):
        commander()
    assert session.query(Envoi).count() == 0


def test_la_boite_de_la_demonstration_montre_chaque_courriel(
    client: FlaskClient, courriels: Callable[[], list[Envoi]]
) -> None:
    numero = mettre_a_la_poste()
    assert len(courriels()) == 1
    assert "Votre commande est confirmée" in client.get("/courrier/").text
    assert "À jeudi." in client.get(f"/courrier/{numero}").text
    assert client.get(f"/courrier/{numero}/piece").data.startswith(b"BEGIN:VCALENDAR")
    assert client.get("/courrier/999999").status_code == 404
    assert "Votre commande est confirmée" in client.get(f"/courrier/?page={10**30}").text
