"""Signs each recorded request, sends it through the real door, lets the worker decide, and reads what it became."""

import hashlib
import hmac
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bot.app import Vigie
from connectors.contracts import Contracts
from connectors.store import Store, mailbox
from tests.bot.given import SECRET, settings
from tests.payloads.contracts import covering


@dataclass(frozen=True, slots=True)
class Fate:
    """What one file became: handled, ignored, refused or error, and the name or the reason."""

    file: str
    verdict: str
    said: str


def payloads(folder: Path) -> list[Path]:
    """The files, in a steady order."""
    return sorted(file for file in folder.glob("*/*") if file.is_file())


async def run(folder: Path) -> list[Fate]:
    """The fate of every payload below a folder laid out as `jira/`, `slack/` and `derived/`, each in an empty house."""
    files = payloads(folder)
    contracts = covering(files)
    with tempfile.TemporaryDirectory() as place:
        empty = await _empty(Path(place))
        return [await _alone(file, str(file.relative_to(folder)), contracts, empty) for file in files]


async def _empty(place: Path) -> Path:
    """The file of a store without anything, to be copied."""
    file = place / "vigie.db"
    store = Store(f"sqlite:///{file}")
    await store.open()
    await store.close()
    return file


async def _alone(file: Path, name: str, contracts: Contracts, empty: Path) -> Fate:
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(empty, place)
        vigie = Vigie(settings(Path(place)), contracts)
        vigie.jira.histories.clear()  # nobody keeps the past of these issues: what was recorded counts as it is
        await vigie.store.open()
        transport = httpx.ASGITransport(vigie.asgi(), raise_app_exceptions=False)
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://vigie") as client:
                return await _fate(vigie, await client.send(_request(client, file)), name)
        except Exception as error:  # whatever it is, it is what this tool looks for
            return Fate(name, "error", f"{type(error).__name__}: {error}")
        finally:
            await vigie.slack.close()
            await vigie.jira.close()
            await vigie.store.close()


async def _fate(vigie: Vigie, response: httpx.Response, name: str) -> Fate:
    if response.status_code >= 500:
        return Fate(name, "error", f"HTTP {response.status_code}")
    if response.status_code >= 400:
        return Fate(name, "refused", f"HTTP {response.status_code}")
    newest = await vigie.store.read(mailbox.newest)
    if newest is None:
        return Fate(name, "handled", "answered at the door")
    while await vigie.work_once():
        pass
    kept = await vigie.store.read(lambda tx: mailbox.show(tx, newest))
    if kept is None or kept.state == "waiting":
        return Fate(name, "error", "left waiting")
    if kept.state == "parked":
        fault = (kept.outcome or "").startswith("erreur interne")
        return Fate(name, "error" if fault else "refused", kept.outcome or "")
    return Fate(name, kept.state, kept.outcome or "")


def _request(client: httpx.AsyncClient, file: Path) -> httpx.Request:
    body = file.read_bytes()
    if file.parent.name == "slack" or file.name.startswith("slack_"):
        return _slack(client, file, body)
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"x-hub-signature": signature, "content-type": "application/json"}
    return client.build_request("POST", "/webhooks/jira", content=body, headers=headers)


def _slack(client: httpx.AsyncClient, file: Path, body: bytes) -> httpx.Request:
    """Events travel as JSON; interactions as a form whose `payload` is JSON; commands are recorded as forms."""
    form = file.name.endswith(".form.txt")
    event = b'"event_callback"' in body or b'"url_verification"' in body or b'"app_rate_limited"' in body
    if form:
        body = body.strip()
    elif not event:
        body = urlencode({"payload": body.decode(errors="replace")}).encode()
    stamp = str(int(time.time()))
    signed = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded" if form or not event else "application/json"
    headers = {"x-slack-signature": f"v0={signed}", "x-slack-request-timestamp": stamp, "content-type": kind}
    return client.build_request("POST", "/slack/events", content=body, headers=headers)
