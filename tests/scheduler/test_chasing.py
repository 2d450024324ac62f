"""A wait that lasts is recalled by the sweep, once, whatever Vigie went through meanwhile."""

from dataclasses import replace

from connectors.store import Store, journal
from rules import events
from rules.contract import AtTerm, BusinessDays, Chasing, PauseReason
from rules.effects import CommentIssue, PostRoom, PostThread, Say, Tell, TransitionIssue, Write
from tests.rules.calendars import at
from tests.scheduler.given import DEV, RAISED, TICKET, House

ASKED = events.Paused(PauseReason.CLIENT, "un compte de test")


async def waiting(store: Store, chasing: Chasing | None = None) -> House:
    """The house on Friday 6 November: an anomaly waits for the client since ten."""
    house = House(store)
    if chasing:
        contracts = house.casebook.contracts
        object.__setattr__(
            contracts,
            "all",
            tuple(replace(one, choices=replace(one.choices, chasing=chasing)) for one in contracts.all),
        )
    house.hand.turn("2026-11-06 09:30")
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.hear(events.Taken(), DEV)
    house.hand.turn("2026-11-06 10:00")
    await house.hear(ASKED, DEV)
    await house.settle()
    house.performer.done.clear()
    return house


async def look(house: House, when: str) -> list[tuple[str, Say]]:
    """What was done by then that had not been before."""
    house.hand.turn(when)
    while await house.sweep.once():
        await house.settle()
    done = [one for one, _ in house.performer.done]
    house.performer.done.clear()
    return [
        (type(one).__name__, one.message.say)
        for one in done
        if isinstance(one, Tell | Write | PostThread | PostRoom | CommentIssue)
    ]


CHASE = [
    ("CommentIssue", Say.LOG_CHASED),
    ("PostThread", Say.LOG_CHASED),
    ("Tell", Say.ANSWER_CHASED),
    ("Write", Say.ANSWER_CHASED),
]


async def test_the_client_is_chased_on_its_day_and_each_chase_is_said_once(store: Store) -> None:
    house = await waiting(store)
    assert await look(house, "2026-11-10 09:59") == []
    assert sorted(await look(house, "2026-11-10 10:00")) == CHASE
    assert await look(house, "2026-11-10 10:01") == []
    # Wednesday 11 is a holiday.
    assert await look(house, "2026-11-13 09:59") == []
    assert sorted(await look(house, "2026-11-13 10:00")) == CHASE


async def test_after_a_downtime_the_client_is_chased_once_and_by_no_list(store: Store) -> None:
    house = await waiting(store)
    await house.sweep.once()
    house.wall.turn("2026-11-20 11:00")
    assert sorted(await look(house, "2026-11-20 11:00")) == CHASE
    assert await look(house, "2026-11-20 18:00") == []


async def test_at_the_term_the_clocks_run_again_in_jira_too(store: Store) -> None:
    house = await waiting(store, Chasing(None, BusinessDays(3), AtTerm.RESUME))
    house.hand.turn("2026-11-12 10:00")
    await house.sweep.once()
    await house.settle()
    done = [one for one, _ in house.performer.done]
    assert any(isinstance(one, TransitionIssue) for one in done)
    assert {one.to.name for one in done if isinstance(one, Tell) and one.message.say is Say.WAIT_ENDED} == {
        "Développeur (prestataire)",
        "Cheffe de projet (prestataire)",
    }
    facts = await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))
    assert (facts[-1].what, facts[-1].at) == (events.Resumed(term=facts[-1].at), at("2026-11-12 10:00"))
