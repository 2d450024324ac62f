"""A mail as it travels: text and HTML, in the anomaly's thread, with nothing that a title could smuggle into it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

from connectors.channels.render_context import EnclosedFile
from connectors.wording.graphemes import cut
from connectors.wording.visible_text import visible

SUBJECT = 180
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
# A title may begin an encoded word by itself: the library would decode it, line feeds and all.
_ENCODED = re.compile(r"=\?")

_BLANKS = re.compile(" {2,}")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to one person in a `language`; `key` is the errand's, `thread_of` the anomaly's id or ""."""

    to: str
    subject: str
    text: str
    html: str
    key: str
    thread_of: str = ""
    language: str = "fr"
    files: tuple[EnclosedFile, ...] = ()


def compose(letter: Letter, sender: str, at: datetime) -> EmailMessage:
    """The message of a letter, dated `at`. Raises ValueError when one of the addresses is not exactly one address."""
    writer = address(sender)
    domain = writer.domain or "vigie.invalid"
    message = EmailMessage(policy=SMTP)
    message["From"] = writer
    message["To"] = address(letter.to)
    message["Subject"] = _line(letter.subject)
    message["Date"] = at
    message["Message-ID"] = identity(letter.key, domain)
    if letter.thread_of:
        root = identity(f"anomaly:{letter.thread_of}", domain)
        message["In-Reply-To"] = root
        message["References"] = root
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(visible(letter.text))
    message.add_alternative(visible(letter.html), subtype="html")
    message["Content-Language"] = letter.language
    for one in letter.files:
        kind, _, subtype = one.media.partition("/")
        message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    return message


def _line(subject: str) -> str:
    """The subject as one harmless line."""
    plain = _BLANKS.sub(" ", _CONTROLS.sub(" ", subject)).strip()
    return cut(_ENCODED.sub("= ?", plain), SUBJECT)


def identity(key: str, domain: str) -> str:
    """The same Message-ID for the same key, so that a repeated errand is recognised as one mail."""
    return f"<{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:40]}@{domain}>"


def address(text: str) -> Address:
    """One person's address, with or without a name. Raises ValueError for none, several, or one that is not plain."""
    if _CONTROLS.search(text):
        raise ValueError("an address has no control characters")
    found = getaddresses([text])
    name, spec = found[0] if len(found) == 1 else ("", "")
    local, at, domain = spec.rpartition("@")
    if not at or not local or not domain or set(spec) & set(' ,;<>()[]\\"'):
        raise ValueError("not exactly one address")
    return Address(display_name=name, username=local, domain=domain)
