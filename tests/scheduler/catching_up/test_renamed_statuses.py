"""A status that was renamed since is the same status: an import counts the pauses that it made under its old name."""

from datetime import timedelta

import pytest

from connectors.store import Store
from rules.clock import face
from rules.contract import ClockName
from tests.rules.calendars import at
from tests.scheduler.recall import DEV, House, World, world

WAITING, WORKING = "En attente client", "En cours"


async def _paused_five_hours(jira: World, during: tuple[tuple[str, str], ...]) -> None:
    """An anomaly that waits from 9:30 to 16:30, while statuses are renamed."""
    key = await jira.opened()
    jira.clock.jump(at("2026-11-09 09:30"))
    await jira.moved(key, jira.site.home.status(_WAIT).name, DEV)
    for number, name in during:
        jira.site.home.rename_status(number, name)
    jira.clock.jump(at("2026-11-09 16:30"))
    await jira.moved(key, jira.site.home.status(_WORK).name, DEV)
    jira.later(minutes=30)


_WAIT, _WORK = "10003", "10004"


@pytest.mark.parametrize(
    ("first", "during"),
    [
        ((), ()),
        ((), ((_WAIT, "Attente du client"), (_WORK, "Au travail"))),
        (((_WAIT, "Waiting"), (_WORK, "In Progress")), ((_WAIT, WAITING), (_WORK, WORKING))),
        (((_WAIT, WORKING), (_WORK, WAITING)), ((_WAIT, WAITING), (_WORK, WORKING))),
    ],
)
async def test_a_pause_counts_whatever_its_status_was_called(
    store: Store, first: tuple[tuple[str, str], ...], during: tuple[tuple[str, str], ...]
) -> None:
    async with world() as jira:
        for number, name in first:
            jira.site.home.rename_status(number, name)
        await _paused_five_hours(jira, during)
        house = House(store, jira)
        await house.imports(jira.clock.now() - timedelta(days=3))
        await house.settle()
        (anomaly,) = (await house.anomalies()).values()
        (case,) = await house.store.read(lambda tx: house.casebook.all_cases(tx, "boutique-exemple", jira.clock.now()))
        read = face(ClockName.RESOLUTION, anomaly.marks, case.contract, jira.clock.now())
        assert abs(read.reading.elapsed - timedelta(minutes=55)) < timedelta(seconds=1)
        await house.history.close()
