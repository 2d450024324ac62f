"""An outgoing webhook's address and protocol, from the settings; all of it may be secret."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address to POST to, the name of a format, and the key that signs, b"" where nothing is signed."""

    url: str = field(repr=False)
    format: str
    key: bytes = field(default=b"", repr=False)
