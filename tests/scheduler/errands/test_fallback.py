"""Whom Slack keeps waiting is written to: once a message, together where there are many, and never behind its back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from connectors.delivery_errors import Never, NotNow
from connectors.store import Store, outbox
from rules.effects import Effect, Message, PostThread, Say, Tell, UpdateCard, Write
from rules.events import VIGIE, Actor
from scheduler.errands.fallback import LINES, Fallback
from tests.scheduler.given import CP, RAISED, TICKET, Performer
from tests.scheduler.waiting import Waiting

DOWN, GONE = NotNow("slack: ClientConnectorError"), Never("slack: user_not_found", "corrigez l'identifiant Slack")
SLACK = (UpdateCard, PostThread, Tell)


class Slack:
    """Slack, which does what it is told to: nothing, or one of the errors."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    def __call__(self, effect: Effect) -> None:
        """Raise while it will not."""
        if self.error and isinstance(effect, SLACK):
            raise self.error


class Told(Waiting):
    """A house whose Slack can be taken away."""

    def __init__(self, store: Store) -> None:
        self.slack = Slack()
        super().__init__(store, Performer(self.slack))

    @property
    def mails(self) -> list[Write]:
        """What was written, but for what the CP is told of the refusals."""
        sent = [effect for effect, _ in self.performer.done if isinstance(effect, Write)]
        return [mail for mail in sent if mail.message.say is not Say.CHAT_REFUSES]


async def test_what_waited_half_an_hour_is_written_once_and_said_when_slack_is_back(store: Store) -> None:
    house = Told(store)
    house.slack.error = DOWN
    began = house.hand.now()
    await house.owe(house.tell(), "k:0")
    await house.pass_(29, 29)
    assert house.mails == []
    await house.pass_(90)
    (mail,) = house.mails
    assert (mail.to.email, mail.message, mail.unsaid_since) == (
        "cp@prestataire.example",
        house.tell().message,
        began,
    )
    house.slack.error = None
    await house.pass_(10)
    assert house.performer.kinds() == ["Write", "Tell"]


async def test_what_stands_behind_a_refused_one_is_written_too(store: Store) -> None:
    house = Told(store)
    await house.hear(RAISED)
    await house.hear(TICKET, VIGIE)
    await house.settle()
    house.slack.error = DOWN
    await house.owe(UpdateCard(), "k:0", "a1")
    warning = Message(Say.WARNING, {"name": "BOU-1"})
    await house.owe(PostThread(warning, Actor(CP.id, CP.name)), "k:1", "a1")
    await house.owe(PostThread(Message(Say.LOG_TAKEN, {"who": "Dev"})), "k:2", "a1")
    await house.pass_(31, 31)
    assert [(mail.to.id, mail.message) for mail in house.mails] == [(CP.id, warning)]


async def test_what_waits_in_a_lane_that_nobody_refused_is_left_alone(sqlite_store: Store) -> None:
    house = Told(sqlite_store)
    await house.owe(house.tell(), "k:0")
    house.wall.later(hours=2)
    await house.fallback.once()
    await house.settle()
    assert house.performer.kinds() == ["Tell"]


async def test_what_is_refused_for_good_is_written_at_once(store: Store) -> None:
    house = Told(store)
    house.slack.error = GONE
    await house.owe(house.tell(), "k:0")
    await house.look()
    assert [mail.message.say for mail in house.mails] == [Say.READY_TO_CLOSE]
    assert len(await store.read(outbox.parked)) == 1


async def test_hundreds_of_messages_to_one_person_make_one_list(sqlite_store: Store) -> None:
    house = Told(sqlite_store)
    house.slack.error = DOWN
    for number in range(100):
        tell = house.tell(title=f"Panier {number}")
        await house.owe(tell, f"k{number % 5}:{number}", anomaly=f"a{number % 5}")
    await house.pass_(20)
    breach = Message(Say.BREACH_TO_ROLE, {"name": "BOU-9", "title": "Panier", "client": "Boutique"})
    await house.owe(Tell(house.tell().to, breach), "breach:0")
    await house.pass_(40)
    (mail,) = house.mails
    unsaid = mail.message.values["unsaid"]
    assert (mail.message.say, mail.message.values["count"]) == (Say.UNDELIVERED, 101)
    assert isinstance(unsaid, tuple)
    assert len(unsaid) == LINES
    assert "BOU-9" in str(unsaid[0])
    house.slack.error = None
    await house.pass_(10)
    assert house.performer.kinds().count("Tell") == 101


async def test_a_revoked_token_makes_no_flood(sqlite_store: Store) -> None:
    house = Told(sqlite_store)
    house.slack.error = GONE
    for number in range(200):
        await house.owe(house.tell(title=f"Panier {number}"), f"k{number}:0")
    while await house.relay.once():
        await house.relay.settled()
        await house.fallback.once()
    await house.pass_(10)
    counts = [int(str(mail.message.values.get("count", 1))) for mail in house.mails]
    assert (sum(counts), len(counts)) == (200, 2)
    assert len(await sqlite_store.read(outbox.parked)) == 200


async def test_neither_a_restart_nor_another_replica_writes_it_again(store: Store) -> None:
    house = Told(store)
    house.slack.error = DOWN
    await house.owe(house.tell(), "k:0")
    await house.pass_(31, 31)
    for _ in range(2):
        house.fallback = Fallback(store, house.casebook, house.hand.now, house.wall.now, "fr", lambda: None)
        await house.pass_(5)
    assert len(house.mails) == 1


async def test_who_is_written_to_anyway_is_not_written_to_twice(sqlite_store: Store) -> None:
    house = Told(sqlite_store)
    house.slack.error = DOWN
    tell = house.tell()
    await house.owe(tell, "fact:0")
    await house.owe(Write(tell.to, tell.message), "fact:1")
    await house.pass_(40)
    assert [mail.unsaid_since for mail in house.mails] == [None]


async def test_who_has_no_address_is_named_to_the_operator_once(sqlite_store: Store) -> None:
    house = Told(sqlite_store)
    house.slack.error = DOWN
    tell = house.tell()
    await house.owe(replace(tell, to=replace(tell.to, id="U0NEW", email=None)), "k:0")
    with capture_logs() as logs:
        await house.pass_(40)
    assert [one["person"] for one in logs if one["event"] == "nobody told"] == ["U0NEW"]
    assert house.mails == []


@pytest.mark.parametrize(("limit", "mails"), [(timedelta(hours=2), 0), (timedelta(minutes=5), 1), (None, 0)])
async def test_the_contract_says_how_long_to_wait(sqlite_store: Store, limit: timedelta | None, mails: int) -> None:
    house = Told(sqlite_store)
    contract = house.contract
    object.__setattr__(contract.choices, "mail_fallback", limit)
    house.slack.error = DOWN
    await house.owe(house.tell(), "k:0")
    await house.pass_(60)
    assert len(house.mails) == mails


async def test_where_the_contract_wants_no_letter_none_is_written_of_what_is_refused(sqlite_store: Store) -> None:
    house = Told(sqlite_store)
    object.__setattr__(house.contract.choices, "mail_fallback", None)
    house.slack.error = GONE
    await house.owe(house.tell(), "k:0")
    await house.pass_(5)
    assert house.mails == []
