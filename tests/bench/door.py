"""How fast the doors answer, the durable insert included."""

from tests.bench import servers
from tests.bench.figure import Figure
from tests.bench.load import Load, flood, steady
from tests.bench.requests import command, webhook

WEBHOOKS = 8000
WARMING = 500


async def ingest() -> list[Figure]:
    """Accepted webhooks, against a bare endpoint that reads the same bytes and keeps nothing."""
    with servers.bare() as server:
        await flood(server.port, webhook, WARMING)
        reference = await flood(server.port, webhook, WEBHOOKS)
    with servers.vigie() as server:
        await flood(server.port, lambda number: webhook(10_000_000 + number), WARMING)
        measured = await flood(server.port, webhook, WEBHOOKS)
    _all_accepted(measured)
    return [
        Figure("ingest", measured.rate, "webhooks/s", reference.rate),
        Figure("ingest_p50", measured.at(0.5), "ms", reference.at(0.5)),
        Figure("ingest_p99", measured.at(0.99), "ms", reference.at(0.99)),
    ]


async def slack_ack() -> list[Figure]:
    """Acknowledged commands at 100 a second, each recorded first."""
    with servers.vigie() as server:
        await steady(server.port, lambda number: command(10_000_000 + number), 50, 2)
        measured = await steady(server.port, command, 100, 15)
    _all_accepted(measured)
    return [
        Figure("slack_ack_p50", measured.at(0.5), "ms"),
        Figure("slack_ack_p99", measured.at(0.99), "ms"),
    ]


def _all_accepted(load: Load) -> None:
    if load.refused:
        raise RuntimeError(f"{load.refused} requests were not accepted: the figures would be worth nothing")
