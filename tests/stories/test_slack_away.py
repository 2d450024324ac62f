"""Slack refuses, asks to wait, falls silent or is down for an hour: what is read afterwards is whole and in order."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from connectors.store import outbox
from sandbox.slack import Fault
from tests.rules.calendars import at
from tests.stories.hands import BOUTIQUE, CP, DEV, DIRECTION, RM, Hands, story
from tests.stories.weather import Spell, Weather

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LEAST = timedelta(milliseconds=10)  # that a clock which ticks at each look can leap forward
PATIENCE, SILENCE = 0.2, 0.4  # seconds
DOWN = Fault("*", status=503)
ASKS = Fault("*", status=429, headers={"Retry-After": "120"})
BLACK_HOLE = Fault("*", delay=SILENCE, drop=True)
HALF = Fault("*", half=True, after_work=True)


async def bloquante(hands: Hands) -> str:
    """An anomaly whose clocks run day and night, raised at 9:05; from then on Vigie's clock goes with the wall's."""
    await hands.type(RM, "bloquante Plus de vente")
    await hands.fill(RM, environment="production", observed="Le paiement échoue.")
    hands.wall.passed = lambda span: hands.sandbox.clock.jump(hands.sandbox.clock.now() + max(span, LEAST))
    hands.wall.stride = MINUTE
    return str(hands.issue()["key"])


def keys(hands: Hands) -> list[str]:
    """The errands whose words stand in the channel and in each private conversation."""
    rooms = (BOUTIQUE, *(hands.sandbox.slack.dm(user) for user in (RM, CP, DEV, DIRECTION)))
    said = [one for room in rooms for one in hands.sandbox.slack.messages(room)]
    return [one.metadata["event_payload"]["key"] for one in said if one.metadata]


def signs(thread: Sequence[str]) -> str:
    """The warnings and the breach of a thread, as their first signs, in their order."""
    return "".join(one[0] for one in thread if "Prise en charge" in one and one[0] in "⏳🚨")


def told_of_the_breach(hands: Hands) -> int:
    """How often the CP was told of it in private."""
    return sum(told.startswith("🚨") for told in hands.private(CP))


async def test_slack_down_for_an_hour_loses_nothing_keeps_the_order_and_floods_nobody() -> None:
    async with story() as hands:
        await bloquante(hands)
        await hands.turn("2026-11-09 09:30")
        weather = Weather(hands.sandbox.slack, hands.wall, [Spell(HOUR, DOWN)])
        # What falls due at 9:35 waits for Slack, until half past ten: meanwhile the rest of the hour falls due too.
        await hands.turn("2026-11-09 09:35:01")
        assert hands.wall() >= weather.over
        # Of the alerts that waited the gravest is said, with what is true by then.
        assert signs(hands.thread()) == "🚨"
        assert Counter(keys(hands)).most_common(1)[0][1] == 1
        assert told_of_the_breach(hands) == 1
        # One edit of the living message for all that happened meanwhile, and one for what happened last.
        assert sum(one.method == "chat.update" for one in weather.passed) <= 2
        # Who is told by mail is told without Slack.
        (mail,) = [one for one in hands.sandbox.mailbox.to("cp@prestataire.example") if "Dépassement" in one.html]
        assert mail.received_at < at("2026-11-09 10:10")


async def test_whatever_slack_answers_all_is_said_once_and_nothing_is_asked_before_its_time() -> None:
    async with story() as hands:
        await bloquante(hands)
        spells = [
            Spell(timedelta(seconds=20), DOWN),
            Spell(2 * MINUTE, ASKS),
            Spell(MINUTE, BLACK_HOLE),
            Spell(MINUTE, HALF),
        ]
        hands.vigie.slack.client.timeout = PATIENCE  # type: ignore[assignment]
        for instant, shown in (("09:35:01", "⏳"), ("09:50:01", "⏳⏳"), ("10:05:02", "⏳⏳🚨")):
            weather = Weather(hands.sandbox.slack, hands.wall, spells)
            await hands.turn(f"2026-11-09 {instant}")
            assert hands.wall() >= weather.over
            assert signs(hands.thread()) == shown
            assert Counter(keys(hands)).most_common(1)[0][1] == 1
            assert weather.early == []
        assert told_of_the_breach(hands) == 1
        assert await hands.vigie.store.read(outbox.parked) == []
