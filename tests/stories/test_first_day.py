"""The first day at a provider: a year of tickets on two sites is imported, and nobody hears a word of it.

The figures are those of a Vigie that was there all year and heard the same history as webhooks, where the two can know
the same. Left out of that comparison: a ticket behind a security level, which an import is not shown; one that was
never qualified, whose statuses the present Vigie questions and an import follows; one whose status a migration set,
which no webhook told at that time.
"""

import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from connectors.contracts import Contracts, load_folder
from connectors.jira.history.budget import Budget
from connectors.store import Store
from connectors.store.clocks import next_due
from rules.contract import ClockName
from rules.reports.month.grounds import Share
from rules.reports.month.lives import Life
from rules.reports.month.settled import settled
from rules.reports.month.stock import stock
from rules.reports.month.window import window
from rules.workdays.month import Month, span
from scheduler.cases.case_loader import Case
from scheduler.cases.clock_rows import clock_rows
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.recall import House, World, world
from tests.stories.past_tickets import Client, Ticket, sites
from tests.stories.past_year import Year

START, END = at("2026-01-05 09:00"), at("2026-11-28 11:00")  # a Saturday: nobody is there on the first day
OTHER_SITE = "client_b"
UNKNOWABLE = ("hidden", "careless", "migrated")
RENAMED = '    Attente du client: "pause: client"\n    Correction en cours: résolution\n    Annulé: annulée\n'
TICK = timedelta(milliseconds=10)
MONTHS = tuple(span(Month(2026, 1), Month(2026, 11)))


class Provider:
    """Two sites, their clients, and a Vigie that was there all year."""

    def __init__(self, worlds: tuple[World, World], contracts: Contracts, folder: Path) -> None:
        self.worlds, self.contracts, self.folder = worlds, contracts, folder
        self.clients = sites(*worlds)
        self.heard = [0, 0]
        self.houses: list[House] = []

    async def vigie(self, name: str) -> House:
        """A Vigie with an empty store, connected to both sites."""
        store = Store(f"sqlite:///{self.folder / name}.db")
        await store.open()
        readers = [one.history(Budget(1_000_000)) for one in self.worlds]
        self.houses.append(House(store, self.worlds[0], readers[0], self.contracts, readers[1:]))
        return self.houses[-1]

    async def lived(self, live: House, year: Year) -> None:
        """The year passes in front of that Vigie."""
        clock = self.worlds[0].clock

        async def time_passes(until: datetime) -> None:
            """What falls due on the way is told at its hour, as by a service that is woken every second."""
            while True:
                while await live.sweep.once():
                    await live.settle()
                due = await live.store.read(partial(next_due, now=clock.now()))
                if due is None or due >= until:
                    break
                turn(due)
            turn(until)

        def turn(at: datetime) -> None:
            if at - clock.now() > TICK:
                clock.jump(at)
            else:
                clock.now()

        async def hear() -> None:
            for rank, one in enumerate(self.worlds):
                news = await one.webhooks(self.heard[rank])
                self.heard[rank] += len(news)
                await live.hear(news)

        await year.happen(time_passes, hear)

    async def close(self) -> None:
        """Every connection of every Vigie."""
        for house in self.houses:
            for history in house.histories.values():
                await history.close()
            await house.store.close()


@contextlib.asynccontextmanager
async def provider(folder: Path) -> AsyncIterator[Provider]:
    """A Cloud site and a Data Center one, on one clock, with a contract each."""
    (folder / "contracts").mkdir()
    portail = "portail-exemple-2026-01"
    annexe = (("portail-exemple", "annexe-exemple"), ("C0PORTAIL", "C0ANNEXE"), ("C0PORTSECU", "C0ANNSECU"))
    for name, source, changes in (
        ("boutique", "boutique-exemple-2026-01", (("projet: BOU", "projet: [BOU, BOM]"),)),
        ("portail", portail, (("projet: POR", f"projet: [POR, POM]\n  site: {OTHER_SITE}"),)),
        ("annexe", portail, (("projet: POR", "projet: [POR, POM]"), *annexe)),
    ):
        text = (PLAIN / f"{source}.yaml").read_text(encoding="utf-8")
        for old, new in (*changes, ("  priorités: {", f"{RENAMED}  priorités: {{")):
            text = text.replace(old, new)
        (folder / "contracts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    async with (
        world(START) as cloud,
        world(START, "Server", OTHER_SITE, cloud.clock) as data_center,
    ):
        held = Provider((cloud, data_center), load_folder(folder / "contracts"), folder)
        yield held
        await held.close()


async def cases(house: House) -> dict[str, Case]:
    """Every anomaly, by contract, site and issue: one that moved is an anomaly of each contract."""
    found = await house.store.read(
        lambda tx: [case for one in house.casebook.contracts.all for case in house.casebook.all_cases(tx, one.id, END)]
    )
    named = ((one.contract.id, one.anomaly.ticket, one) for one in found)
    return {f"{contract}:{ticket.site}:{ticket.id}": case for contract, ticket, case in named if ticket}


def _results(cases: Mapping[str, Case], name: str) -> list[tuple[Any, ...]]:
    """Each cycle of each clock: its state, its verdict, and its time to ten seconds; none of what is not there."""
    case = cases.get(name)
    return [
        (row.clock.value, row.cycle, row.criticality, row.state.value, row.verdict, round(row.elapsed_seconds, -1))
        for row in (clock_rows(case.anomaly, case.contract, END) if case else ())
    ]


def month_by_month(every: list[Case]) -> list[tuple[list[int], list[Share]]]:
    """The figures of each month: how many came, were closed and are open, and what was kept of each clock."""
    lives = [Life(one.history, one.opening, one.contract) for one in every]
    found = []
    for month in MONTHS:
        of = window(month, "Europe/Paris", at("2026-12-01 00:00"))
        moved, delays = stock(lives, of), settled(lives, of)
        counts = [len(one) for one in (moved.raised, moved.closed, moved.closing)]
        found.append((counts, [delays.share_of(clock) for clock in ClockName]))
    return found


def names(ticket: Ticket, among: Iterable[str]) -> list[str]:
    """The names of its anomalies."""
    return [one for one in among if one.endswith(f":{ticket.client.world.name}:{ticket.id}")]


def shown_ended(client: Client, issue: str) -> bool:
    """Whether Jira shows the issue in a status that ends it."""
    return client.site.issue(issue).status in (client.statuses["closed"], client.statuses["cancelled"])


@pytest.mark.timeout(2400)
@pytest.mark.parametrize("count", [51, pytest.param(510, marks=pytest.mark.long)])
async def test_a_year_of_tickets_is_taken_in_without_a_word_and_with_the_same_figures(
    tmp_path: Path, count: int
) -> None:
    async with provider(tmp_path) as held:
        year = Year(held.clients, count, START, END)
        live = await held.vigie("live")
        await held.lived(live, year)
        new = await held.vigie("new")
        for client in held.clients:
            for project in client.projects:
                await new.imports(START - timedelta(days=1), project, client.world.name)
        await new.settle()
        while await new.sweep.once():
            await new.settle()
        assert await new.owed() == []
        assert set(await new.counts()) <= {"handled", "ignored"}
        there, here = await cases(live), await cases(new)
        for ticket in year.tickets:
            if ticket.id and ticket.kind == "hidden":
                assert names(ticket, here) == [], ticket
            elif ticket.id:
                name = f"{ticket.client.contract}:{ticket.client.world.name}:{ticket.id}"
                assert here[name].anomaly.closed == shown_ended(ticket.client, ticket.id), ticket
        same = [one for one in year.tickets if one.id and one.kind not in UNKNOWABLE]
        compared = {name: one.kind for one in same for name in names(one, {*here, *there})}
        different = {
            (kind, name): (found, lived)
            for name, kind in compared.items()
            if (found := _results(here, name)) != (lived := _results(there, name))
        }
        assert different == {}
        assert month_by_month([here[one] for one in compared]) == month_by_month([there[one] for one in compared])
