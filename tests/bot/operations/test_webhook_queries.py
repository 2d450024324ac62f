"""The operator sees every webhook, switches one on again, and never reads an address or a secret."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.config.settings import Settings, SettingsErrors
from bot.doctor.examine import examine
from bot.operations import webhook_queries
from connectors.contracts import load_folder
from connectors.route import WEBHOOK, Route
from connectors.store import Connection, Store, outbox, webhooks
from connectors.store.outbox import Errand
from rules.contract import Announcement
from rules.effects import Happened, Publish
from tests.bot.commands.test_cli import Run
from tests.bot.commands.test_cli import run as before
from tests.connectors.store.samples import NOON

__all__ = ["before"]
T = TypeVar("T")
SECRET = base64.b64encode(bytes(32)).decode()
URL = "https://chat.example/hooks/tres-secret"
HAPPENED = Happened("f", Announcement.CLOSED, NOON, "BOU-1", "BOU-1", "", "closure", None, None, ())


@pytest.fixture
def run(before: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `vigie` where the shop names two webhooks and the settings three, of which one in common."""
    monkeypatch.setenv("WEBHOOKS__EQUIPE__URL", URL)
    monkeypatch.setenv("WEBHOOKS__EQUIPE__FORMAT", "Mattermost")
    monkeypatch.setenv("WEBHOOKS__STATUT__URL", "http://127.0.0.1:9/statut")
    monkeypatch.setenv("WEBHOOKS__STATUT__SECRET", SECRET)
    file = tmp_path / "contracts" / "boutique-exemple-2026-01.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "webhook: [equipe, perdu]\n", encoding="utf-8")
    return before


def stored(work: Callable[[Store], Awaitable[T]]) -> T:
    """What some work gives on the database that the settings name."""

    async def doing() -> T:
        store = Store("sqlite:///var/vigie.db")
        await store.open()
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(doing())


async def broken(store: Store) -> None:
    """A webhook that was switched off, and two events that wait for it."""
    await store.write(lambda tx: webhooks.fails(tx, "equipe", NOON, "500"))
    await store.write(lambda tx: webhooks.disable(tx, "equipe", NOON + timedelta(days=1)))
    effect = Publish("boutique-exemple", "equipe", HAPPENED)
    way = Route(WEBHOOK, "equipe")
    errands = [Errand(key=key, lane="webhook:equipe", route=way, effect=effect, created_at=NOON) for key in ("1", "2")]
    await store.write(lambda tx: outbox.put(tx, errands))
    for number in (1, 2):
        await store.write(partial(_park, number))


def _park(number: int, tx: Connection) -> None:
    outbox.park(tx, number, "coupé", "remède")


def test_a_webhook_is_listed_then_switched_on_and_what_it_waits_for_goes(run: Run) -> None:
    stored(broken)
    listed = run("webhook", "list").output
    equipe, perdu, statut = listed.splitlines()
    assert equipe.startswith("equipe : chat.example (mattermost), coupé le ")
    assert equipe.endswith(" ; pour boutique-exemple ; 2 envoi(s) gardé(s)")
    assert perdu.startswith("perdu : sans adresse")
    assert statut == "statut : 127.0.0.1 (vigie), en service ; pour aucun contrat ; 0 envoi(s) gardé(s)"
    assert "tres-secret" not in listed
    enabled = run("webhook", "enable", "equipe")
    assert enabled.exit_code == 0
    assert "2 envoi(s)" in enabled.output
    assert stored(lambda store: store.read(outbox.parked)) == []
    again = run("webhook", "enable", "equipe")
    assert again.exit_code == 1
    assert "vigie webhook list" in again.output


def test_the_doctor_says_of_each_webhook_what_to_do(run: Run, tmp_path: Path) -> None:
    settings, contracts = Settings.read(), load_folder(tmp_path / "contracts").all
    found = {one.about: one for one in webhook_queries.found(settings, contracts, ())}
    assert "WEBHOOKS__PERDU__URL" in found["webhook perdu"].said
    assert "aucun contrat" in found["webhook statut"].said
    assert found["webhook equipe"].said == "chat.example (mattermost), en service, pour boutique-exemple"
    stored(broken)
    said = {one.subject: one for one in asyncio.run(examine())}
    assert not said["webhook equipe"].good
    assert "vigie webhook enable equipe" in said["webhook equipe"].said
    assert "tres-secret" not in "".join(one.said for one in said.values())


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"URL": "http://chat.example/tres-secret"}, "WEBHOOKS__X__URL: une adresse https:// est attendue"),
        ({"URL": "https://[tres-secret", "FORMAT": "teams"}, "WEBHOOKS__X__URL: une adresse https:// est attendue"),
        ({"URL": "https://chat.example/é-tres-secret"}, "WEBHOOKS__X__URL: une adresse https:// est attendue"),
        ({"URL": URL, "SECRET": "tres-secret"}, "WEBHOOKS__X__SECRET: un secret de 24 à 64 octets"),
        ({"URL": URL}, "WEBHOOKS__X: il manque SECRET"),
        ({"FORMAT": "teams"}, "WEBHOOKS__X: il manque URL"),
        ({"URL": URL, "FORMAT": "discord"}, "WEBHOOKS__X__FORMAT: « discord » ; attendu l'un de : vigie, mattermost"),
        ({"URL": URL, "FORMAT": "teams", "TOKEN": "tres-secret"}, "WEBHOOKS__X__TOKEN: inconnue"),
    ],
)
@pytest.mark.usefixtures("before")
def test_a_webhook_that_is_badly_set_is_told_in_one_line_and_no_secret_with_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, Any], line: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"WEBHOOKS__X__{name}", value)
    with pytest.raises(SettingsErrors) as errors:
        Settings.read()
    (problem,) = errors.value.problems
    assert problem.startswith(line)
    assert "tres-secret" not in problem


@pytest.mark.usefixtures("before")
def test_an_address_and_a_secret_may_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "url").write_text(f"{URL}\n")
    (tmp_path / "secret").write_text(f"whsec_{SECRET}\n")
    monkeypatch.setenv("WEBHOOKS__EQUIPE__URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("WEBHOOKS__EQUIPE__SECRET_FILE", str(tmp_path / "secret"))
    one = Settings.read().webhooks["equipe"].endpoint
    assert (one.url, one.format, one.key) == (URL, "vigie", bytes(32))
    assert "tres-secret" not in repr(Settings.read()) + repr(one)
