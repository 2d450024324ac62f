"""The version of the code that folds, so that what another version has folded is folded again."""

import hashlib
from functools import cache
from pathlib import Path
from uuid import uuid4

import rules
from connectors.store import fold_codec, ledger_snapshot_codec


@cache
def code_version() -> str:
    """A hash of the sources of the rules and of the codecs; one for this process alone where no source is installed."""
    room = Path(rules.__file__).parent
    sources = sorted(room.rglob("*.py"))
    if not sources:
        return uuid4().hex
    return fingerprint(room, (*sources, Path(fold_codec.__file__), Path(ledger_snapshot_codec.__file__)))


def fingerprint(room: Path, sources: tuple[Path, ...]) -> str:
    """A hash of what these files say; those in `room` are known by their place in it."""
    whole = hashlib.sha256()
    for source in sources:
        name = source.relative_to(room).as_posix() if source.is_relative_to(room) else source.name
        said = source.read_bytes()
        whole.update(f"{name} {len(said)}\n".encode() + said)
    return whole.hexdigest()
