"""`vigie reconcile` and `vigie jira import` read a Jira over HTTP, and say the remedy of what is wrong."""

import asyncio
import re
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.config.settings import Settings
from bot.operations.catch_up_runs import Stopped, instant, summary, through
from connectors.delivery_errors import Never, NotNow
from connectors.store import Store, mailbox, reconcile_cursors
from connectors.store.reconcile_cursors import Road
from sandbox import seed
from sandbox.jira.ordered_faults import Fault
from scheduler.catching_up.reconciler import Busy, Progress
from tests.bot.config.test_settings import GOOD
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, EMAIL, TOKEN, World, world

BOUTIQUE = next(PLAIN.glob("boutique*2026-01.yaml"))
Run = Callable[..., Any]


class Neighbour:
    """A Jira in a thread of its own: the command runs an event loop of its own in this one."""

    def __init__(self) -> None:
        self.world: World | None = None
        self._ready, self._done = threading.Event(), asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), daemon=True)

    def __enter__(self) -> "Neighbour":
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(20)

    def play(self, story: Callable[[World], Any]) -> None:
        """Let people act in that Jira."""
        assert self._loop
        assert self.world
        asyncio.run_coroutine_threadsafe(story(self.world), self._loop).result(60)

    async def _live(self) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        async with world(datetime.now().astimezone() - timedelta(days=10)) as self.world:
            self.world.site.webhooks.clear()
            self._ready.set()
            await self._done.wait()


@pytest.fixture
def jira() -> Iterator[Neighbour]:
    """A Jira with two issues, ten and nine days old."""

    async def story(held: World) -> None:
        key = await held.opened()
        held.later(days=1)
        await held.site.assign(key, CP, DEV)
        await held.opened(summary="Lenteur")

    with Neighbour() as neighbour:
        neighbour.play(story)
        yield neighbour


@pytest.fixture
def run(jira: Neighbour, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `vigie` in a folder with one contract and settings that lead to that Jira."""
    assert jira.world
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = GOOD | {"JIRA_URL": jira.world.url, "JIRA_EMAIL": EMAIL, "JIRA_API_TOKEN": TOKEN}
    for name, value in (settings | {"DATABASE_URL": f"sqlite:///{tmp_path / 'vigie.db'}"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("JIRA_PAT", raising=False)
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / BOUTIQUE.name).write_bytes(BOUTIQUE.read_bytes())
    runner = CliRunner()
    return lambda *arguments, answer=None: runner.invoke(app, list(arguments), input=answer, env={"COLUMNS": "200"})


def _contract(tmp_path: Path) -> str:
    return str(tmp_path / "contracts" / BOUTIQUE.name)


async def _kept(tmp_path: Path, begun: timedelta | None = None) -> dict[Any, int]:
    store = Store(f"sqlite:///{tmp_path / 'vigie.db'}")
    await store.open()
    if begun is not None:
        start = datetime.now().astimezone() - begun
        await store.write(lambda tx: reconcile_cursors.begin(tx, Road("default", "BOU", "live"), start))
    counts = await store.read(mailbox.count_by_state)
    await store.close()
    return dict(counts)


def test_an_import_says_what_it_read_and_interrupted_or_not_can_be_asked_again(run: Run, tmp_path: Path) -> None:
    first = run("jira", "import", _contract(tmp_path), "--yes")
    assert first.exit_code == 0, first.output
    assert "BOU : 2 ticket(s) lu(s), 3 livraison(s) à traiter" in first.output
    assert "sans prévenir personne" in first.output
    assert asyncio.run(_kept(tmp_path)) == {"waiting": 3}
    again = run("jira", "import", _contract(tmp_path), "--yes")
    assert "BOU : reprise au" in again.output
    assert "0 livraison(s)" in again.output


@pytest.mark.parametrize("answer", [None, "", "n\n", "peut-être\n"])
def test_an_import_shows_first_what_it_would_do_and_does_nothing_unless_agreed(
    run: Run, jira: Neighbour, tmp_path: Path, answer: str | None
) -> None:
    jira.play(_one_closed)
    shown = run("jira", "import", _contract(tmp_path), answer=answer)
    assert shown.exit_code == 1, shown.output
    told = re.sub(r"\s+", " ", shown.output)
    assert "BOU : 3 ticket(s) lu(s), 3 anomalie(s) à reprendre : 2 ouverte(s), 1 close(s)" in told
    assert "rien, ni alerte ni message" in told
    assert "--yes" in told
    assert asyncio.run(_kept(tmp_path)) == {}


def test_an_import_names_the_final_statuses_that_the_contract_does_not_describe(run: Run, jira: Neighbour) -> None:
    async def cancelled(held: World) -> None:
        ended = seed.Status("10099", "Annulé", "done")
        held.site.home.add_status(held.site.home.project("BOU"), ended)
        for _ in range(2):
            key = await held.opened(summary="Sans objet")
            await held.moved(key, ended.name, CP)
            held.later(hours=1)
        await held.moved(await _ended_and_back(held, ended.name), "En cours", DEV)

    jira.play(cancelled)
    shown = run("jira", "import", f"contracts/{BOUTIQUE.name}", answer="n\n")
    told = re.sub(r"\s+", " ", shown.output)
    assert "5 anomalie(s) à reprendre : 5 ouverte(s), 0 close(s)" in told
    assert "Dont 2 que Jira montre dans « Annulé »" in told
    assert "Annulé: annulée" in told


async def _ended_and_back(held: World, status: str) -> str:
    """An issue that such a status ended, and that somebody takes up again."""
    key = await held.opened(summary="Reprise")
    await held.moved(key, status, CP)
    return key


@pytest.mark.parametrize("answer", ["o\n", "oui\n", "Y\n"])
def test_an_import_that_is_agreed_to_is_made(run: Run, tmp_path: Path, answer: str) -> None:
    done = run("jira", "import", _contract(tmp_path), answer=answer)
    assert done.exit_code == 0, done.output
    assert asyncio.run(_kept(tmp_path)) == {"waiting": 3}


async def _one_closed(held: World) -> None:
    """A third issue that is closed already, and was never qualified."""
    key = await held.opened(summary="Close")
    held.later(hours=1)
    for status in ("En diagnostic", "En cours", "En recette", "Recette OK", "En production", "Clos"):
        await held.moved(key, status, DEV)
        held.later(hours=1)


def test_a_project_is_reconciled_on_demand(run: Run, tmp_path: Path) -> None:
    asyncio.run(_kept(tmp_path, timedelta(days=20)))
    since = f"{datetime.now().astimezone() - timedelta(days=15):%Y-%m-%d}"
    found = run("reconcile", "bou", "--since", since)
    assert found.exit_code == 0, found.output
    assert "BOU : 2 ticket(s) lu(s), 3 livraison(s) à traiter" in found.output
    assert "Le service qui tourne les traite aussitôt" in found.output


def test_what_is_from_before_vigie_began_is_left_to_an_import(run: Run, tmp_path: Path) -> None:
    never = run("reconcile", "BOU")
    assert never.exit_code == 1
    assert "vigie serve" in never.output
    asyncio.run(_kept(tmp_path, timedelta(days=1)))
    since = f"{datetime.now().astimezone() - timedelta(days=15):%Y-%m-%d}"
    found = run("reconcile", "BOU", "--since", since)
    assert found.exit_code == 0, found.output
    assert "3 entrée(s) d'avant le" in found.output
    assert "vigie jira import" in found.output
    assert asyncio.run(_kept(tmp_path)) == {}


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        (("reconcile", "XYZ"), "projets suivis : BOU (site default)"),
        (("reconcile", "BOU", "--site", "nord"), "BOU est suivi sur le site default"),
        (("reconcile", "BOU", "--since", "hier"), "2026-11-01 ou 2026-11-01T08:30"),
        (("reconcile", "BOU", "--since", "2999-01-01"), "pas encore passé"),
        (("jira", "import", "contracts/{name}", "--since", "32/13"), "2026-11-01 ou 2026-11-01T08:30"),
        (("jira", "import", "contracts/{name}", "--site", "nord"), "ce contrat est sur le site default"),
        (("jira", "import", "absent.yaml"), "absent.yaml"),
    ],
)
def test_bad_input_is_told_in_a_line_with_its_remedy(run: Run, asked: tuple[str, ...], remedy: str) -> None:
    said = run(*(word.format(name=BOUTIQUE.name) for word in asked))
    assert said.exit_code == 1, said.output
    assert remedy in re.sub(r"\s+", " ", said.output)
    assert "Traceback" not in said.output


def test_a_contract_that_the_service_does_not_know_is_not_imported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "contracts" / BOUTIQUE.name).rename(tmp_path / BOUTIQUE.name)
    (tmp_path / "contracts" / "x.yaml").write_bytes(next(PLAIN.glob("portail*")).read_bytes())
    said = run("jira", "import", str(tmp_path / BOUTIQUE.name))
    assert said.exit_code == 1
    assert "copiez-y le fichier" in said.output


def test_a_revoked_token_is_told_with_its_remedy(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_API_TOKEN", "ancien")
    said = run("jira", "import", _contract(tmp_path), "--yes")
    assert said.exit_code == 1
    assert "401" in said.output
    assert "Traceback" not in said.output


def test_a_busy_jira_is_waited_for_and_the_import_goes_on(run: Run, jira: Neighbour, tmp_path: Path) -> None:
    assert jira.world
    jira.world.site.faults.append(Fault("GET", "search", 429, {"Retry-After": "1"}))
    said = run("jira", "import", _contract(tmp_path), "--yes")
    assert said.exit_code == 0, said.output
    assert "je reprends dans 1 s" in said.output
    assert "2 ticket(s)" in said.output


def test_an_instant_is_the_contract_s_unless_it_says_its_own() -> None:
    now = at("2026-11-20 12:00")
    assert instant("2026-11-01", "Europe/Paris", now) == at("2026-11-01 00:00")
    assert instant("2026-11-01T08:30", "Europe/Paris", now) == at("2026-11-01 08:30")
    assert instant("2026-11-01T08:30+00:00", "Europe/Paris", now) == at("2026-11-01 09:30")


async def test_whoever_does_not_answer_is_waited_for_five_times_and_what_was_read_is_added_up() -> None:
    tries, waits = 0, list[float]()

    async def reading() -> AsyncGenerator[Progress, None]:
        nonlocal tries
        tries += 1
        if tries == 2:
            raise Busy
        yield Progress(at("2026-11-01 00:00"), issues=1, news=2)
        if tries < 4:
            raise NotNow("Jira est occupé", timedelta(seconds=7))

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    said: list[str] = []
    total = await through(reading, _nobody, said.append, sleep)
    assert (total.issues, total.news, waits) == (3, 6, [7.0, 30.0, 7.0])
    assert "6 livraison(s)" in summary("BOU", total, 4)

    async def failing(error: Exception | None) -> AsyncGenerator[Progress, None]:
        if error is not None:
            raise error
        yield total

    with pytest.raises(Stopped, match="plus tard"):
        await through(lambda: failing(NotNow("Jira est occupé", timedelta(hours=1))), _nobody, said.append, sleep)
    with pytest.raises(Stopped, match="renouvelez-le"):
        await through(lambda: failing(Never("jeton refusé", "renouvelez-le")), _nobody, said.append, sleep)


def _nobody(_: Progress) -> None:
    """Nobody looks at the bar."""
