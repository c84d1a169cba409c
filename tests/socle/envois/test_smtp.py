"""Speaking to a mail server: under TLS where it is offered, and a password never otherwise."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from smtplib import SMTPNotSupportedError
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from socle.envois.models import Envoi
from socle.envois.smtp import livreur
from socle.reglages import Reglages
from tests.serveurs import port_libre

Ouvrir = Callable[..., "Serveur"]


class Serveur(Controller):
    """A mail server that notes who came, whether under TLS, and with which password."""

    def __init__(self, **options: Any) -> None:
        self.recus: list[bool] = []
        self.mots_de_passe: list[bytes] = []
        super().__init__(
            self,
            hostname="127.0.0.1",
            port=port_libre(),
            authenticator=self.verifier,
            auth_require_tls=False,
            **options,
        )

    async def handle_DATA(self, _serveur: SMTP, session: Session, _e: Envelope) -> str:  # noqa: N802
        self.recus.append(session.ssl is not None)
        return "250 OK"

    def verifier(
        self, _serveur: SMTP, _session: Session, _e: Envelope, _moyen: str, donnees: object
    ) -> AuthResult:
        assert isinstance(donnees, LoginPassword)
        self.mots_de_passe.append(donnees.password)
        return AuthResult(success=True)

    def adresse(self, personne: str = "") -> str:
        return f"smtp://{personne}127.0.0.1:{self.port}"


@pytest.fixture
def ouvrir() -> Iterator[Ouvrir]:
    ouverts: list[Serveur] = []

    def _ouvrir(**options: Any) -> Serveur:
        serveur = Serveur(**options)
        serveur.start()
        ouverts.append(serveur)
        return serveur

    yield _ouvrir
    for serveur in ouverts:
        serveur.stop()


@pytest.fixture(scope="module")
def certificat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key, that nobody signed."""
    fichier = tmp_path_factory.mktemp("certificat") / "certificat.pem"
    demande = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=essai"
    qui = ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        ["openssl", *demande.split(), *qui, "-keyout", fichier, "-out", f"{fichier}.seul"],
        check=True,
        capture_output=True,
    )
    with fichier.open("a", encoding="utf-8") as ensemble:
        ensemble.write(Path(f"{fichier}.seul").read_text(encoding="utf-8"))
    return fichier


@pytest.fixture
def sous_tls(certificat: Path) -> dict[str, Any]:
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(certificat)
    return {"tls_context": contexte}


def envoi() -> Envoi:
    return Envoi(id=1, destinataire="a@cabas.example", sujet="Bonjour", texte="À jeudi.", html="")


def test_un_courriel_part_chiffre_des_que_le_serveur_le_propose(
    ouvrir: Ouvrir, sous_tls: dict[str, Any], reglages: Reglages
) -> None:
    serveur = ouvrir(**sous_tls, require_starttls=True)
    livreur(replace(reglages, smtp_url=serveur.adresse()))(envoi())
    assert serveur.recus == [True]


def test_le_mot_de_passe_n_est_donne_qu_a_un_serveur_qui_se_prouve(
    ouvrir: Ouvrir,
    sous_tls: dict[str, Any],
    certificat: Path,
    reglages: Reglages,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serveur = ouvrir(**sous_tls)
    adresse = serveur.adresse("cabas:secret@")
    with pytest.raises(ssl.SSLCertVerificationError):
        livreur(replace(reglages, smtp_url=adresse))(envoi())
    assert serveur.mots_de_passe == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificat))
    livreur(replace(reglages, smtp_url=adresse))(envoi())
    assert (serveur.mots_de_passe, serveur.recus) == ([b"secret"], [True])


def test_le_mot_de_passe_ne_passe_jamais_en_clair(ouvrir: Ouvrir, reglages: Reglages) -> None:
    serveur = ouvrir()
    with pytest.raises(SMTPNotSupportedError):
        livreur(replace(reglages, smtp_url=serveur.adresse("cabas:secret@")))(envoi())
    assert (serveur.mots_de_passe, serveur.recus) == ([], [])
