"""How much longer `vigie serve` takes to be ready with the contracts of a large provider."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.bench import servers
from tests.bench.figure import Figure
from tests.bench.projects import MODEL
from tests.bench.rounds import Named, in_turn

MANY, FEW = 300, 2
# What no two contracts in force may share, and the client's own people.
_OWN = ("boutique-exemple", "BOU\n", "C0BOUTIQUE", "C0BOUSECU", "U0AGENT", "U0RM", "agent@boutique", "rm@boutique")


async def contracts_load() -> list[Figure]:
    """From the command to an answer on /health/ready with 300 contracts, beside two."""
    with tempfile.TemporaryDirectory() as folder:
        many, few = (_copies(Path(folder) / str(count), count) for count in (MANY, FEW))
        return await in_turn([Named("contracts_load", "s")], partial(_start, many), partial(_start, few))


async def _start(folder: Path) -> Sequence[float]:
    with servers.vigie({"CONTRACTS_DIR": str(folder)}) as server:
        return (server.ready_after,)


def _copies(folder: Path, count: int) -> Path:
    """As many contracts as asked, each a copy of the same example under names of its own."""
    text = MODEL.read_text("utf-8")
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
