"""Time entries that nobody expects: each is counted where it belongs or shown aside, and none is lost."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors.contracts import Contracts
from connectors.jira.inbound.jira_signature import identity
from connectors.parsed_delivery import Delivery
from connectors.store import contract_issues, mailbox
from rules.contract import Role
from rules.economy.entries import Aside
from rules.effects import Say, Tell
from rules.events import Actor, Source, System
from rules.events.ledger_events import LedgerFact, MonthClosed
from rules.workdays.month import Month
from scheduler.ledger.ledger_deliveries import booking
from tests.rules.calendars import at
from tests.scheduler.ledger.test_what_is_heard import (
    BUDGET,
    EVOLUTION,
    NOVEMBER,
    books_of,
    consumed,
    counted,
    hear,
    house,
    jira,
)
from tests.scheduler.recall import CP, DEV, House

__all__ = ["house", "jira"]
OCTOBER = Month(2026, 10)


async def logged(house: House, seconds: int = 5400) -> tuple[str, Mapping[str, Any], Mapping[str, str]]:
    """A demande that is known, and what Jira would say of time on it, which nobody heard yet."""
    demande = await house.world.opened(issuetype=EVOLUTION)
    await hear(house)
    house.world.listener.heard.clear()
    await house.world.site.discussion.log_work(demande, CP, seconds)
    await house.world.site.settled()
    (one,) = [each for each in house.world.listener.heard if b"worklog_created" in each.raw]
    house.world.listener.heard.clear()
    return demande, json.loads(one.raw), one.headers


async def says(house: House, body: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """What became of a webhook: the outcome of what is parked, nothing where all is well."""
    raw = json.dumps(body).encode()
    house.world.later(minutes=1)
    await house.hear([Delivery("jira", house.world.name, identity(headers, raw), raw, house.world.clock.now())])
    return " ".join(one.outcome or "" for one in await house.store.read(mailbox.parked))


async def test_time_without_an_issue_is_kept_with_a_word(house: House) -> None:
    _, body, headers = await logged(house)
    body["worklog"].pop("issueId")
    outcome = await says(house, body, headers)
    assert outcome
    assert await consumed(house) == {"planifiée": 0, "provision": 0}
    house.world.later(minutes=10)
    await house.reconcile()
    assert await consumed(house) == {"planifiée": 90, "provision": 0}


@pytest.mark.parametrize("seconds", [-3600, "beaucoup", 10**15, 1.5, None])
async def test_an_absurd_time_is_never_counted_as_said_and_the_truth_is_found_again(
    house: House, seconds: object
) -> None:
    _, body, headers = await logged(house)
    body["worklog"]["timeSpentSeconds"] = seconds
    assert await says(house, body, headers)
    assert await consumed(house) == {"planifiée": 0, "provision": 0}
    house.world.later(minutes=10)
    await house.reconcile()
    assert await consumed(house) == {"planifiée": 90, "provision": 0}


async def test_time_in_a_closed_month_is_a_correction_of_the_first_open_one(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await hear(house)
    now = house.world.clock.now()
    by = Actor("U0CP", "Chef", frozenset({Role.CP}))
    for month in _until(OCTOBER, house.casebook.contracts):
        fact = LedgerFact(
            f"closed:{month}", now, by, Source(System.SLACK, "clôture"), MonthClosed(str(month), "0" * 64)
        )
        await house.store.hear(booking("boutique-exemple", fact, now))
    await house.settle()
    before = (await books_of(house)).month(OCTOBER)
    await house.world.site.discussion.log_work(demande, CP, 5400, started=at("2026-10-14 09:00"))
    await hear(house)
    found = await books_of(house)
    november = found.month(NOVEMBER)
    assert november is not None
    assert found.month(OCTOBER) == before
    assert [(one.consumed, one.corrected) for one in november.envelopes] == [(0, 90), (0, 0)]


async def test_time_in_the_future_waits_for_its_month(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await house.world.site.discussion.log_work(demande, CP, 5400, started=at("2026-12-14 09:00"))
    await hear(house)
    assert await consumed(house) == {"planifiée": 0, "provision": 0}
    house.world.later(days=40)
    december = (await books_of(house)).month(Month(2026, 12))
    assert december is not None
    assert [one.consumed for one in december.envelopes] == [90, 0]


async def test_time_of_a_day_to_come_counts_on_that_day_and_the_cp_is_told_once(house: House) -> None:
    demande = await house.world.opened(issuetype=EVOLUTION)
    await hear(house)
    today = house.world.clock.now()
    await house.world.site.discussion.log_work(demande, CP, 5400, started=today + timedelta(days=3))
    await hear(house)
    assert await consumed(house) == {"planifiée": 0, "provision": 0}
    house.world.later(minutes=30)
    await house.reconcile()
    told = [one for one in await house.owed() if isinstance(one, Tell) and one.message.say is Say.TIME_AHEAD]
    assert [one.message.values["minutes"] for one in told] == [90]
    house.world.later(days=4)
    assert await consumed(house) == {"planifiée": 90, "provision": 0}


async def test_time_of_a_deleted_issue_that_is_heard_too_late_is_counted_once_or_not_at_all(house: House) -> None:
    demande, body, headers = await logged(house)
    await house.world.site.delete(demande, CP)
    await hear(house)
    assert await says(house, body, headers) == ""
    assert await says(house, body, headers) == ""
    assert await consumed(house) == {"planifiée": 90, "provision": 0}
    assert await house.store.read(lambda tx: contract_issues.demandes(tx, "boutique-exemple")) == []


async def test_what_no_envelope_takes_is_shown_aside_and_drawn_nowhere(house: House) -> None:
    house.casebook.contracts = counted(replace(BUDGET, envelopes=BUDGET.envelopes[1:]))
    demande = await house.world.opened(issuetype=EVOLUTION)
    await house.world.site.discussion.log_work(demande, DEV, 1800)
    await hear(house)
    assert await consumed(house) == {"provision": 0}
    assert (await books_of(house)).set_aside == {Aside.UNCLAIMED: 30}


def _until(last: Month, contracts: Contracts) -> list[Month]:
    first = min(one.effective for one in contracts.all if one.id == "boutique-exemple")
    found, month = [], Month.of(first)
    while month <= last:
        found.append(month)
        month = month.plus(1)
    return found
