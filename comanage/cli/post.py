"""Post: one message to one person by the mail server of the installation, encrypted on its way."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from comanage.refusals import NotReady

SECONDS = 20  # until a mail server that does not answer is given up
ON_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
UNREACHED = "The mail server {} did not take the message: {}. It is tried again the next time."


class Post(Protocol):
    """Something that takes messages."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one message."""


class Server:
    """The mail server that COMANAGE_SMTP_URL names."""

    def __init__(self, url: str) -> None:
        """Read the address of the server, and who signs in to it."""
        parts = urlsplit(url)
        self.host = parts.hostname or ""
        self.at_once = parts.scheme == "smtps"
        self.port = parts.port or (465 if self.at_once else 587)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")
        named = parse_qs(parts.query).get("from", [""])[0]
        self.sender = named or (self.user if "@" in self.user else f"comanage@{self.host}")

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one message over TLS; without it only to a server on this machine.

        Raises:
            NotReady: The server cannot be reached, or does not take the message.
        """
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(text)
        try:
            with self._opened() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as why:
            raise NotReady(UNREACHED.format(self.host, type(why).__name__)) from why

    def _opened(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        if self.at_once:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trusted)
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.host not in ON_THIS_MACHINE:
            server.starttls(context=trusted)
        return server
