"""Parses the SMTP address of the settings: smtp://user:password@host:port, and its encrypted forms."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_START_TLS = {"smtp": None, "smtps": False, "smtp+starttls": True}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; `use_tls` from the first byte (smtps), `start_tls` before anything is said (smtp+starttls).

    `start_tls` is None where encryption is used if the server offers it (smtp, without a password).
    """

    host: str
    port: int
    use_tls: bool = False
    start_tls: bool | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def server(url: str) -> Server:
    """The server of an address; a reserved character of the password is written %40 and the like.

    Raises ValueError, which does not repeat the address, when it names no server.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("the mail server's address cannot be read") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"the mail server's address starts with one of {', '.join(_PORTS)}, then ://host:port")
    return Server(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        use_tls=parts.scheme == "smtps",
        # A password never goes in clear: whoever stands between could hide that the server offers better.
        start_tls=True if parts.scheme == "smtp" and parts.username else _START_TLS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
