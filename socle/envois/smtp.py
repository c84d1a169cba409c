"""The one adapter that speaks SMTP; without a server, mails stay in the demonstration's mailbox."""

from __future__ import annotations

import mimetypes
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from socle.envois.models import Envoi
from socle.reglages import Reglages

DELAI_S = 15.0


def message_de(envoi: Envoi, expediteur: str) -> EmailMessage:
    """The MIME message of ``envoi``: text, the same as HTML, and its attachment."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = expediteur, envoi.destinataire, envoi.sujet
    # A stable id lets a mail server or reader recognise the double that a crash may cause.
    message["Message-ID"] = f"<envoi-{envoi.id}@{expediteur.rpartition('@')[2]}>"
    message.set_content(envoi.texte)
    message.add_alternative(envoi.html, subtype="html")
    if envoi.piece_contenu is not None:
        genre, _, sous_genre = (
            mimetypes.guess_type(envoi.piece_nom)[0] or "application/octet-stream"
        ).partition("/")
        message.add_attachment(
            envoi.piece_contenu, maintype=genre, subtype=sous_genre, filename=envoi.piece_nom
        )
    return message


def livreur(reglages: Reglages) -> Callable[[Envoi], None]:
    """A function that delivers one mail to the configured server (OSError when it cannot).

    Under TLS wherever it is offered. A password is given only under TLS, to a server whose
    certificate the machine trusts (``SSL_CERT_FILE`` names others); a relay next door that asks
    for none may show any certificate.
    """
    adresse = urlsplit(reglages.smtp_url)

    def ouvrir() -> smtplib.SMTP:
        hote, port = adresse.hostname or "", adresse.port or 0
        prouve = ssl.create_default_context()
        if adresse.scheme == "smtps":
            return smtplib.SMTP_SSL(hote, port, timeout=DELAI_S, context=prouve)
        serveur = smtplib.SMTP(hote, port, timeout=DELAI_S)
        try:
            serveur.ehlo_or_helo_if_needed()
            if adresse.username or serveur.has_extn("starttls"):
                serveur.starttls(context=prouve if adresse.username else None)
        except Exception:
            serveur.close()
            raise
        return serveur

    def livrer(envoi: Envoi) -> None:
        with ouvrir() as serveur:
            if adresse.username:
                serveur.login(unquote(adresse.username), unquote(adresse.password or ""))
            serveur.send_message(message_de(envoi, reglages.mail_from))

    def garder(envoi: Envoi) -> None:
        """The demonstration's mailbox shows the row itself: there is nothing to carry."""

    return livrer if reglages.smtp_url else garder
