"""How much longer `vigie serve` takes to be ready with the contracts of a large provider."""

import asyncio
import statistics
import tempfile
from pathlib import Path

from tests.bench import servers
from tests.bench.figure import Figure

MANY, FEW = 300, 2
ROUNDS = 5
# What no two contracts in force may share, and the client's own people.
_OWN = ("boutique-exemple", "BOU\n", "C0BOUTIQUE", "C0BOUSECU", "U0AGENT", "U0RM", "agent@boutique", "rm@boutique")


async def contracts_load() -> list[Figure]:
    """From the command to an answer on /health/ready with 300 contracts, beside two; medians of starts in turn."""
    return await asyncio.to_thread(_measured)


def _measured() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        many, few = (_copies(Path(folder) / str(count), count) for count in (MANY, FEW))
        pairs = [(_start(many), _start(few)) for _ in range(ROUNDS)]
    value, reference = (statistics.median(times) for times in zip(*pairs, strict=True))
    return [Figure("contracts_load", value, "s", reference)]


def _start(folder: Path) -> float:
    with servers.vigie({"CONTRACTS_DIR": str(folder)}) as server:
        return server.ready_after


def _copies(folder: Path, count: int) -> Path:
    """As many contracts as asked, each a copy of the same example under names of its own."""
    text = (servers.EXAMPLES / "boutique-exemple-2026-01.yaml").read_text("utf-8")
    folder.mkdir()
    for number in range(count):
        own = text
        for name in _OWN:
            own = own.replace(name, _numbered(name, number))
        (folder / f"boutique-{number}.yaml").write_text(own, "utf-8")
    return folder


def _numbered(name: str, number: int) -> str:
    before, sign, after = name.partition("@")
    return f"{before.rstrip()}{number}{sign}{after}" + name[len(name.rstrip()) :]
