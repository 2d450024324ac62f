"""What is urgent overtakes other anomalies' deliveries, and never an older one about its own anomaly."""

from dataclasses import replace

from sqlalchemy import update

from connectors.parsed_delivery import AboutHere, AboutKey, Delivery
from connectors.store import Store, clocks, journal
from connectors.store.tables import deliveries
from rules import events
from rules.contract import ClockName
from rules.events import ThresholdReached
from scheduler.alert_deliveries import alert_delivery
from scheduler.turns import TOGETHER
from scheduler.worker import Worker
from tests.scheduler.given import CP, RAISED
from tests.scheduler.plain_deliveries import NOON, anomaly, hear, issue, left, said, work, worker

BACKLOG = 100
TICKET = events.TicketAttached("default", "1", "BOU-1")
WORKED = events.WorkLogged("1", 60)


def webhooks(count: int = BACKLOG, first: int = 1000) -> list[Delivery]:
    """Deliveries about as many other anomalies."""
    return [said("jira", f"w{at}", issue(at), RAISED) for at in range(first, first + count)]


def pressed(name: str = "press", source: str = "slack", **more: object) -> Delivery:
    """Somebody takes charge of the anomaly a1."""
    return said(source, name, anomaly("a1"), events.Taken(), by=CP, after=60, **more)


def typed(key: str) -> Delivery:
    """The same, by a command that names it."""
    return said("slack", "typed", AboutKey(key), events.Taken(), by=CP, after=60)


async def raised(store: Store, ticket: events.TicketAttached | None = TICKET) -> Worker:
    """The anomaly a1, with an issue, known to a worker."""
    happened = [said("jira", "raised", anomaly("a1"), RAISED)]
    if ticket:
        happened.append(said("jira", "ticket", anomaly("a1"), ticket, after=1))
    await hear(store, happened)
    one = worker(store)
    await work(one)
    return one


async def facts(store: Store) -> list[str]:
    """What happened to a1, in the order in which it was handled."""
    return [fact.id for fact in await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))]


async def waiting(store: Store) -> set[str]:
    """The identities of what still waits."""
    ends = (await store.read(left)).ends
    return {name for name, (state, _) in ends.items() if state == "waiting"}


async def until(store: Store, one: Worker, name: str) -> int:
    """Work until a delivery waits no more; how many webhooks wait then, however much a turn could do."""
    while name in await waiting(store):
        await one.once()
    return sum(other.startswith("w") for other in await waiting(store))


async def due(store: Store) -> Delivery:
    """The alert of a1's first clock, at half of its target."""
    rows = await store.read(lambda tx: clocks.of(tx, "a1"))
    deadline = next(row.deadline for row in rows if row.clock is ClockName.ACKNOWLEDGEMENT)
    assert deadline is not None
    return alert_delivery("a1", ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, 0.5, deadline), NOON)


async def test_a_press_overtakes_other_anomalies_webhooks(store: Store) -> None:
    one = await raised(store)
    await hear(store, [*webhooks(), pressed()])
    assert await until(store, one, "press") >= BACKLOG - TOGETHER
    assert await facts(store) == ["raised", "ticket", "press"]


async def test_an_alert_overtakes_other_anomalies_webhooks(store: Store) -> None:
    one = await raised(store)
    alert = await due(store)
    await hear(store, [*webhooks(), alert])
    assert await until(store, one, alert.identity) >= BACKLOG - TOGETHER
    assert len(await facts(store)) == 3


async def test_an_alert_is_stale_once_an_older_word_stopped_its_clock(store: Store) -> None:
    one = await raised(store)
    taken = said("jira", "taken", issue(1), events.Taken(), by=CP, after=30)
    alert = await due(store)
    await hear(store, [*webhooks(), taken, alert])
    assert await until(store, one, alert.identity) > BACKLOG / 2
    assert await facts(store) == ["raised", "ticket", "taken"]
    assert (await store.read(left)).ends[alert.identity] == ("ignored", "alerte périmée")


async def test_a_press_follows_many_older_words_of_its_anomaly(store: Store) -> None:
    one = await raised(store)
    several = [said("jira", f"c{at}", issue(1), events.WorkLogged(str(at), 60), after=at) for at in range(2, 42)]
    await hear(store, [*webhooks(), *several, pressed()])
    assert await until(store, one, "press") > 0
    assert await facts(store) == ["raised", "ticket", *(each.identity for each in several), "press"]


async def test_a_label_on_others_issues_holds_up_no_anomaly_that_has_its_own(store: Store) -> None:
    one = await raised(store)
    labelled = [said("jira", f"w{at}", replace(issue(at), reserved="a1"), RAISED) for at in range(1000, 1000 + BACKLOG)]
    await hear(store, [*labelled, pressed()])
    assert await until(store, one, "press") >= BACKLOG - TOGETHER
    assert await facts(store) == ["raised", "ticket", "press"]


async def test_a_press_follows_the_issue_that_is_labelled_with_its_anomaly(store: Store) -> None:
    one = await raised(store, ticket=None)
    tied = said("jira", "tied", replace(issue(1), reserved="a1"), TICKET, after=2)
    await hear(store, [*webhooks(), tied, pressed()])
    assert await until(store, one, "press") > 0
    assert await facts(store) == ["raised", "tied", "press"]


async def test_a_press_follows_the_delivery_that_ties_its_issue(store: Store) -> None:
    one = await raised(store, ticket=None)
    both = ("subject/a1", "issue/default/1")
    seen = said("jira", "seen", issue(1), WORKED, after=3)
    tied = said("jira", "ticket", anomaly("a1"), TICKET, after=2, topics=both)
    await hear(store, [*webhooks(), tied, seen, pressed()])
    assert await until(store, one, "press") > BACKLOG / 2
    assert await facts(store) == ["raised", "ticket", "seen", "press"]


async def test_a_typed_key_overtakes_and_follows_like_a_button(store: Store) -> None:
    one = await raised(store)
    seen = said("jira", "seen", issue(1), WORKED, after=3)
    await hear(store, [*webhooks(), seen, typed("bou-1")])
    assert await until(store, one, "typed") > BACKLOG / 2
    assert await facts(store) == ["raised", "ticket", "seen", "typed"]


async def test_a_key_that_is_not_known_yet_waits_for_its_turn(store: Store) -> None:
    one = await raised(store, ticket=None)
    await hear(store, [*webhooks(), said("jira", "ticket", anomaly("a1"), TICKET, after=2), typed("BOU-1")])
    assert await until(store, one, "typed") == 0
    assert await facts(store) == ["raised", "ticket", "typed"]


async def test_a_press_follows_an_older_command_that_waits(store: Store) -> None:
    one = await raised(store, ticket=None)
    known = said("jira", "ticket", anomaly("a1"), TICKET, after=2)
    await hear(store, [typed("BOU-1"), *webhooks()])
    await one.once()
    await hear(store, [known, pressed()])
    await work(one)
    ends = (await store.read(left)).ends
    assert ends["typed"][0] == "ignored"
    assert await facts(store) == ["raised", "ticket", "press"]


async def test_a_command_without_a_key_is_about_the_only_open_case(store: Store) -> None:
    one = await raised(store)
    here = AboutHere("take", "prendre", "U0CP", "C0BOUTIQUE", "", True)
    seen = said("jira", "seen", issue(1), WORKED, after=3)
    strange = [said("jira", f"w{at}", issue(at), WORKED) for at in range(1000, 1000 + BACKLOG)]
    await hear(store, [*strange, seen, said("slack", "here", here, events.Taken(), by=CP, after=60)])
    assert await until(store, one, "here") > BACKLOG / 2
    assert await facts(store) == ["raised", "ticket", "seen", "here"]


async def test_webhooks_have_their_turn_while_presses_pour_in(store: Store) -> None:
    one = await raised(store)
    await hear(store, webhooks(TOGETHER))
    poured = 0
    while any(name.startswith("w") for name in await waiting(store)):
        assert poured < 10 * TOGETHER
        await hear(store, [pressed(f"p{poured + at}") for at in range(3)])
        poured += 3
        await one.once()
    assert "p0" not in await waiting(store)


async def test_an_alert_is_not_held_up_by_another_with_a_long_past(store: Store) -> None:
    one = await raised(store)
    await hear(store, [said("jira", "born", issue(2), RAISED)])
    await work(one)
    past = [said("jira", f"w{at}", issue(2), events.WorkLogged(str(at), 60), after=2 + at) for at in range(BACKLOG)]
    busy = said("slack", "busy", issue(2), events.Taken(), by=CP, after=60)
    await hear(store, [*past, busy, pressed()])
    assert await until(store, one, "press") > BACKLOG / 2
    assert "busy" in await waiting(store)


async def test_deliveries_of_before_the_upgrade_are_handled_first(store: Store) -> None:
    one = await raised(store)
    await hear(store, [replace(each, topics=None) for each in webhooks(3)])
    await store.write(lambda tx: tx.execute(update(deliveries).values(urgent=False)))
    await hear(store, [pressed()])
    order = []
    while await one.once():
        order.append(await waiting(store))
    assert all("press" in each for each in order if any(name.startswith("w") for name in each))
    assert await facts(store) == ["raised", "ticket", "press"]


async def test_a_fault_in_a_batch_parks_the_delivery_that_has_it(store: Store) -> None:
    one = await raised(store)
    several = webhooks(TOGETHER)
    several[5] = said("jira", "fault", issue(1005), None)
    await hear(store, [*several, pressed()])
    await work(one)
    ends = (await store.read(left)).ends
    assert ends.pop("fault") == ("parked", "erreur interne : ZeroDivisionError")
    assert {state for state, _ in ends.values()} == {"handled"}


async def test_an_urgent_fault_is_parked_and_holds_up_nobody(store: Store) -> None:
    one = await raised(store)
    wrong = said("slack", "fault", anomaly("b2"), None)
    await hear(store, [*webhooks(), wrong, pressed()])
    assert await until(store, one, "press") > BACKLOG / 2
    assert await until(store, one, "fault") > BACKLOG / 2
    assert await facts(store) == ["raised", "ticket", "press"]
    assert (await store.read(left)).ends["fault"][0] == "parked"


async def test_a_delivery_that_names_another_anomaly_than_its_own_ends(store: Store) -> None:
    one = await raised(store)
    wrong = pressed("wrong", topics=("subject/b2",))
    await hear(store, [*webhooks(3), wrong, said("slack", "b2", anomaly("b2"), RAISED)])
    await work(one)
    assert {state for state, _ in (await store.read(left)).ends.values()} == {"handled"}
