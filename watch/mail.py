"""Mail through apprise, with what its own mail lacks: a fixed Message-ID, the headers of lists, our own plain text.

apprise makes a new Message-ID for each attempt and its plain part from the HTML. Here its plugin keeps reading the
address, the servers it knows and the way in (encryption, log-in); the message is made by the standard library.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from apprise.exception import AppriseImproperlyConfigured
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController

from archive.telling import Attempted
from watch.told import Told, Written

#: seconds; a server that thinks for longer than this about a message is in doubt
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in mail's clothes."""

    told: Told
    written: Written
    at: datetime


class WatchMail(NotifyEmail):
    """A mail address of apprise (mailto://, mailtos://) that sends letters of ours."""

    def hand_over(self, letter: Letter) -> Attempted:
        """Send one letter to all its recipients, in one transaction of SMTP, so that it is taken once or not at all."""
        message = self._message(letter)
        people = sorted({address for _, address in self.targets} | set(self.cc) | set(self.bcc))
        if not people:
            return Attempted(False, "The address names nobody to write to.", unreachable=True)
        asked = False
        try:
            with self._server() as server:
                connection: Any = server._socket
                connection.timeout = PATIENCE
                if connection.sock is not None:
                    connection.sock.settimeout(PATIENCE)
                refused, asked = _begin(connection, str(self.from_addr[1]), people), True
                if len(refused) == len(people):
                    return Attempted(False, f"The mail server refused the recipient ({_reply(*refused[0])}).")
                code, reply = connection.data(message.as_bytes(policy=SMTP))
                return _answered(code, reply, len(refused), len(people))
        except smtplib.SMTPDataError as error:
            return Attempted(
                False, f"The mail server refused the message ({_reply(error.smtp_code, error.smtp_error)})."
            )
        except smtplib.SMTPResponseException as error:
            return Attempted(False, f"The mail server said no ({_reply(error.smtp_code, error.smtp_error)}).",
                             unreachable=True)  # fmt: skip
        except (OSError, smtplib.SMTPException, AppriseImproperlyConfigured) as error:
            why = type(error).__name__ if not isinstance(error, OSError) else error.strerror or type(error).__name__
            if asked:  # it had the letter, or a part of it
                return Attempted(False, f"The mail server did not answer ({why}).", unknown=True, unreachable=True)
            return Attempted(False, f"The mail server could not be reached ({why}).", unreachable=True)

    def _server(self) -> AppriseSMTPController:
        return AppriseSMTPController(
            host=self.smtp_host,
            port=int(self.port or 0),
            secure_mode=str(self.secure_mode),
            user=self.user,
            password=self.password,
            verify_certificate=self.verify_certificate,
            socket_connect_timeout=max(int(self.socket_connect_timeout), 10),
        )

    def _message(self, letter: Letter) -> EmailMessage:
        told, message = letter.told, EmailMessage(policy=SMTP)
        name, address = self.from_addr[0], str(self.from_addr[1])
        message["From"] = formataddr((str(name or told.watch.id), address))
        # Several people behind one name do not see each other's addresses.
        known = [one for _, one in self.targets]
        message["To"] = known[0] if len(known) == 1 else formataddr((f"Watch {told.watch.id}", address))
        message["Subject"] = letter.written.subject
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{told.id}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Watch"] = told.watch.id
        message["List-Id"] = f"Watch {told.watch.id} <{told.watch.id}.watch.{told.place.host}>"
        unsubscribe = _unsubscribe(told)
        if unsubscribe:
            message["List-Unsubscribe"] = f"<{unsubscribe}>"
        if told.possible_repeat:
            message["X-Possible-Repeat"] = "yes"
        for reply in sorted(self.reply_to):
            message["Reply-To"] = reply
            break
        message.set_content(letter.written.text)
        message.add_alternative(letter.written.html, subtype="html")
        return message


def _unsubscribe(told: Told) -> str | None:
    """Where a mail program's button leads: the operator's mail or page."""
    contact = told.place.contact or ""
    if contact.startswith(("http://", "https://")):
        return contact
    address = contact.removeprefix("mailto:")
    plain = "@" in address and not any(sign.isspace() or sign in "<>,?&" for sign in address)
    return f"mailto:{address}?subject=unsubscribe%20{told.watch.id}" if plain else None


def _begin(connection: Any, sender: str, people: list[str]) -> list[tuple[int, bytes]]:
    """Say who writes to whom; returns the refusals. Raises SMTPException."""
    connection.ehlo_or_helo_if_needed()
    code, reply = connection.mail(sender)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, reply, sender)
    answers = [connection.rcpt(person) for person in people]
    return [(code, reply) for code, reply in answers if code not in (250, 251)]


def _answered(code: int, reply: bytes | str, refused: int, people: int) -> Attempted:
    if code != 250:
        return Attempted(False, f"The mail server refused the message ({_reply(code, reply)}).")
    if refused:
        return Attempted(True, f"Taken for {people - refused} of {people} recipients; the others were refused.")
    return Attempted(True, "Taken by the mail server.")


def _reply(code: int, reply: bytes | str) -> str:
    """A server's answer without addresses that it may repeat."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    words = [word if "@" not in word else "…" for word in text.split()]
    shown = "".join(sign for sign in " ".join(words) if sign.isprintable())[:120]
    return f"{code} {shown}".strip()
