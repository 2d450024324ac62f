"""Health endpoints for an operator's tools: alive, ready, and how much waits since when."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.responses import JSONResponse, Response

from bot.slack.door.socket_mode_client import Socket
from connectors.store import Connection, Store, mailbox, outbox, probe

WITHIN = 3.0  # seconds: less than a supervisor waits


def operations(
    store: Store,
    now: Callable[[], datetime],
    stopped: Callable[[], list[str]],
    stuck: Callable[[], list[str]],
    socket: Socket | None,
) -> APIRouter:
    """`/health/live`, `/health/ready` and `/metrics` for Prometheus.

    503 when jobs have `stopped` or are `stuck` (by their names), or when the database does not answer or take a write
    in time. A `socket` that
    Slack refuses is told, and is no 503: Jira's webhooks must still find the way here.
    """
    router = APIRouter()

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/health/ready")
    async def ready() -> Response:
        for ill, jobs in (("stopped", stopped()), ("stuck", stuck())):
            if jobs:
                return JSONResponse({"status": "not ready", "because": f"{ill}: {', '.join(jobs)}"}, status_code=503)
        if store.refused:
            return JSONResponse({"status": "not ready", "because": "deliveries not recorded"}, status_code=503)
        try:
            async with asyncio.timeout(WITHIN):
                await store.write(lambda tx: probe(tx, now()))
                counts = await store.read(_counts)
        except Exception as error:  # whatever the reason, the answer is that it is not ready
            return JSONResponse({"status": "not ready", "because": type(error).__name__}, status_code=503)
        return JSONResponse({"status": "ready", **counts, **_told(socket)})

    @router.get("/metrics")
    async def metrics() -> Response:
        try:
            async with asyncio.timeout(WITHIN):
                counts = await store.read(_counts)
                oldest = await store.read(mailbox.oldest_waiting)
        except Exception:
            return Response("vigie_up 0\n", status_code=503, media_type=CONTENT_TYPE_LATEST)
        age = (now() - oldest).total_seconds() if oldest else 0.0
        return Response(_exposition(counts, age, socket), media_type=CONTENT_TYPE_LATEST)

    return router


def _counts(tx: Connection) -> dict[str, dict[str, int]]:
    return {
        "deliveries": {str(state): number for state, number in mailbox.count_by_state(tx).items()},
        "errands": {str(state): number for state, number in outbox.count_by_state(tx).items()},
    }


def _told(socket: Socket | None) -> dict[str, dict[str, str]]:
    if socket is None:
        return {}
    if socket.standing.connected:
        return {"slack": {"socket": "connected"}}
    return {"slack": {"socket": "not connected", "because": socket.standing.because, "remedy": socket.standing.remedy}}


def _exposition(counts: dict[str, dict[str, int]], age: float, socket: Socket | None) -> bytes:
    registry = CollectorRegistry()
    for name, states in counts.items():
        gauge = Gauge(f"vigie_{name}", f"{name.capitalize()} by state", ["state"], registry=registry)
        for state, number in states.items():
            gauge.labels(state).set(number)
    if socket:
        connected = Gauge("vigie_slack_connected", "Whether the Socket Mode connection stands", registry=registry)
        connected.set(socket.standing.connected)
    Gauge("vigie_up", "Whether the database answers", registry=registry).set(1)
    Gauge("vigie_oldest_delivery_seconds", "Age of the oldest waiting delivery", registry=registry).set(age)
    return generate_latest(registry)
