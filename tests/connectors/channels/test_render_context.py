"""What a message is completed with before it is said."""

from datetime import datetime, timedelta

import pytest

from connectors.channels.render_context import plain
from connectors.channels.slack.message_blocks import in_thread
from rules.anomaly.state import Anomaly
from rules.contract import ClockName
from rules.effects import Message, PostThread, Say, Value
from rules.workdays import next_closing
from tests.connectors.channels import cast
from tests.connectors.channels.cast import OFFICE, after, at, stage

ANOMALY = after(*cast.story())


def warning(deadline: datetime, now: datetime) -> str:
    """What the thread is told of a resolution near its deadline."""
    stop = next_closing(OFFICE, now)
    assert stop
    values: dict[str, Value] = {
        "name": "BOU-214",
        "clock": ClockName.RESOLUTION,
        "percent": 90,
        "deadline": deadline,
        "owner": "Développeur",
        "remaining": timedelta(hours=2, minutes=24),
        "next_stop": stop,
    }
    post = in_thread(PostThread(Message(Say.WARNING, values)), stage(ANOMALY, now=now))
    told: str = post.blocks[0]["text"]["text"]
    return told.replace("\u00a0", " ")


def test_a_warning_says_when_the_clock_stops_and_when_it_runs_again() -> None:
    assert warning(at(13, 15, 40), at(13, 12, 16)) == (
        f"⏳ <{cast.LINK}|BOU-214> · Résolution : il reste 2 h 24 ouvrées (90 % écoulé), échéance aujourd’hui 15:40.\n"
        "Le décompte s’arrête à 12:30 et reprend à 13:30."
    )


def test_over_a_week_end_it_says_which_day() -> None:
    assert warning(at(16, 10), at(13, 16)).endswith("Le décompte s’arrête à 17:00 et reprend lundi 09:00.")


def test_a_holiday_on_the_way_is_named() -> None:
    told = warning(at(12, 10), at(10, 16))
    assert told.endswith("Le décompte s’arrête à 18:00 et reprend jeudi 09:00 (Armistice).")


def test_a_closing_after_the_deadline_is_not_worth_a_word() -> None:
    assert "arrête" not in warning(at(13, 15, 40), at(13, 15))


def test_a_deadline_that_has_just_gone_by_is_told_in_one_breath() -> None:
    values: dict[str, Value] = {
        "name": "BOU-214",
        "clock": ClockName.RESOLUTION,
        "deadline": at(13, 15, 40),
        "owner": "Développeur",
        "remaining": timedelta(seconds=1),
    }
    here = stage(ANOMALY, now=at(13, 15, 40) + timedelta(seconds=1))
    post = in_thread(PostThread(Message(Say.BREACH, values)), here)
    assert post.blocks[0]["text"]["text"].replace("\u00a0", " ") == (
        f"🚨 <{cast.LINK}|BOU-214> · Résolution : l’échéance de 15:40 vient de passer."
    )


@pytest.mark.parametrize(
    "say", [Say.BREACH, Say.BREACH_TO_ROLE, Say.BREACH_AGAIN, Say.UNANSWERED, Say.PROMISE_NEAR, Say.PROMISE_BROKEN]
)
def test_every_message_of_a_clock_says_when_it_runs_again_and_which_holiday_it_waits_for(say: Say) -> None:
    about: dict[str, Value] = {"name": "BOU-214", "title": "Panier", "client": "Boutique", "since": at(10, 16)}
    gone: dict[str, Value] = {"clock": ClockName.RESOLUTION, "deadline": at(10, 15), "remaining": timedelta(hours=1)}
    running = Message(say, about | gone | {"next_stop": at(10, 18)})
    assert "Le décompte s’arrête à 18:00 et reprend jeudi 09:00 (Armistice)." in _read(running, at(10, 16))
    stopped = Message(say, about | gone | {"next_run": at(12, 9)})
    assert "Le décompte reprend demain 09:00 (Armistice)." in _read(stopped, at(11, 10))


def _read(message: Message, now: datetime) -> str:
    promised = {"promised": at(10, 15)} if message.say.value.startswith("promise") else {}
    told = Message(message.say, {**message.values, **promised})
    return plain(stage(ANOMALY, now=now), told, "private").replace("\u00a0", " ")


@pytest.mark.parametrize("about", [None, ANOMALY])
def test_a_message_about_no_clock_is_said_as_it_is(about: Anomaly | None) -> None:
    message = Message(Say.READY_TO_CLOSE, {"name": "BOU-214", "title": "Panier"})
    assert stage(about).completed(message) == message
    assert plain(stage(about), message, "subject") == "BOU-214 · Panier"
