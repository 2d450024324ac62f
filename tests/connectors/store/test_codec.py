"""What is written comes back equal, and of the same types; what we never wrote is refused."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Any, get_args

import pytest

from connectors.parsed_delivery import Reply
from connectors.store import codec
from connectors.wording import Sentence, said
from rules.contract import Announcement, Audience, ClockName, Criticality, JiraMeaning, PauseReason, Role, SupportLevel
from rules.effects import (
    Choice,
    ClockShown,
    Document,
    Effect,
    Enclosure,
    Message,
    PostThread,
    Say,
    UpdateCard,
    Value,
    Written,
)
from rules.events import (
    Actor,
    Cause,
    Deadline,
    Fact,
    FieldGiven,
    Happening,
    Origin,
    Ruling,
    Shift,
    Source,
    System,
    Template,
)
from tests.connectors.store.samples import CHEF, NOON

VALUES: Mapping[str, Value] = {
    "text": "« é » \U0001f534",
    "number": 3,
    "at": NOON,
    "left": timedelta(days=2, microseconds=1),
    "overrun": -timedelta(seconds=90),
    "criticality": Criticality.BLOQUANTE,
    "clock": ClockName.WORKAROUND,
    "reason": PauseReason.THIRD_PARTY,
    "role": Role.DIRECTION,
    "keys": ("BOU-1", "BOU-2"),
    "shifts": (Shift(ClockName.RESOLUTION, 1, NOON, None, Ruling.UPHELD),),
}
EXAMPLES: Mapping[Any, Any] = {
    Mapping[str, Written]: {"resolution_due": NOON, "phase": "diagnostic", "workaround_due": None},
    str: "texte",
    str | None: "texte",
    int: 2,
    float: 0.75,
    bool: False,
    bool | None: False,
    datetime: NOON,
    datetime | None: NOON,
    Actor: CHEF,
    Actor | None: CHEF,
    Criticality: Criticality.MAJEURE,
    ClockName: ClockName.RESOLUTION,
    tuple[Enclosure, ...]: (Enclosure(Document.PROOF, "a1", NOON),),
    PauseReason: PauseReason.FREEZE,
    JiraMeaning: JiraMeaning.RECETTE,
    Role: Role.CP,
    tuple[FieldGiven, ...]: (FieldGiven("customfield_1", "Type", ("7", "9"), "Code, Données"),),
    Template: Template(environment="prod"),
    tuple[str, ...]: ("F0A1", "F0B2"),
    Origin | None: Origin("Agent de la boutique", "https://slack.example/archives/C1/p1"),
    tuple[Deadline, ...]: (Deadline(ClockName.RESOLUTION, NOON), Deadline(ClockName.WORKAROUND, None)),
    tuple[Shift, ...]: (
        Shift(ClockName.RESOLUTION, 1, NOON, None, Ruling.UPHELD),
        Shift(ClockName.WORKAROUND, 2, None, NOON),
    ),
    Cause: Cause.HISTORY,
    Criticality | None: Criticality.SECURITE,
    tuple[Choice, ...]: (Choice("a1", "BOU-1", "Panier", None), Choice("a2", "BOU-2", "x", Criticality.MAJEURE, True)),
    tuple[ClockShown, ...]: (ClockShown(ClockName.RESOLUTION, 1, "running", "pending", NOON),),
    SupportLevel: SupportLevel.N3,
    Announcement: Announcement.BREACH,
    Audience: Audience.FEW,
    bool | None: True,
    ClockName | None: ClockName.RESOLUTION,
    int | None: 90,
    Message | None: Message(Say.LOG_CAUSE),
    Message: Message(Say.WARNING, VALUES, ("acknowledge", "snooze")),
}


def example(kind: type[Any]) -> Any:
    """A value of the kind, no field left at its default."""
    return kind(**{field.name: _field(field.type) for field in fields(kind) if field.name != "kind"})


def _field(kind: Any) -> Any:
    return EXAMPLES[kind] if kind in EXAMPLES else example(kind)


def same(left: Any, right: Any) -> bool:
    """Equal, and of the same types all the way down: a StrEnum equals its text, and 1 equals True."""
    if type(left) is not type(right):
        return False
    if isinstance(left, Mapping):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    if isinstance(left, tuple | list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, datetime):
        return left == right and left.tzinfo is UTC is right.tzinfo
    if hasattr(left, "__dataclass_fields__") and not isinstance(left, Enum):
        return all(same(getattr(left, field.name), getattr(right, field.name)) for field in fields(left))
    return bool(left == right)


@pytest.mark.parametrize("kind", get_args(Happening), ids=lambda kind: str(kind.__name__))
def test_every_happening_comes_back_as_it_was(kind: type[Any]) -> None:
    fact = Fact("jira:1:2", NOON, CHEF, Source(System.JIRA, "1:2"), example(kind))
    assert same(codec.fact_from_json(codec.fact_to_json(fact)), fact)


@pytest.mark.parametrize("kind", get_args(Effect), ids=lambda kind: str(kind.__name__))
def test_every_effect_comes_back_as_it_was(kind: type[Any]) -> None:
    effect = example(kind)
    assert same(codec.effect_from_json(codec.effect_to_json(effect)), effect)


def test_a_fact_is_plain_json_that_anyone_can_recompute_from() -> None:
    fact = Fact("1", NOON, CHEF, Source(System.SLACK, "1.2"), example(get_args(Happening)[0]))
    written = json.loads(codec.fact_to_json(fact))
    assert (written["id"], written["at"]) == ("1", "2026-01-05T12:00:00.123456Z")
    assert written["what"]["kind"] == "detected"


def test_an_instant_of_another_zone_comes_back_in_utc() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=2)))
    effect = PostThread(Message(Say.WARNING, {"at": there}))
    back = codec.effect_from_json(codec.effect_to_json(effect))
    assert same(back, PostThread(Message(Say.WARNING, {"at": NOON})))


def test_a_sentence_comes_back_so_that_it_can_be_said_in_another_language() -> None:
    remedy = said("mail.refuses", why=said("mail.good"), remedy=Role.CP)
    effect = PostThread(Message(Say.CHAT_REFUSES, {"text": "550", "remedy": remedy}))
    back = codec.effect_from_json(codec.effect_to_json(effect))
    assert same(back, effect)
    assert isinstance(back, PostThread)
    again = back.message.values["remedy"]
    assert isinstance(again, Sentence)
    assert again.said_in("en") == "the outgoing server refuses (the outgoing server answers, encrypted); cp"


@pytest.mark.parametrize("key", ["mail.unheard_of", "unheard_of.good"])
def test_a_sentence_of_another_version_comes_back_as_the_text_of_its_day(key: str) -> None:
    effect = PostThread(Message(Say.CHAT_REFUSES, {"remedy": said("mail.good")}))
    back = codec.effect_from_json(codec.effect_to_json(effect).replace("mail.good", key))
    assert same(back, PostThread(Message(Say.CHAT_REFUSES, {"remedy": "le serveur d'envoi répond, chiffré"})))


def test_what_no_effect_carries_is_kept_as_its_text_in_a_sentence() -> None:
    remedy = said("mail.refuses", why=ValueError("550"), remedy="")
    effect = PostThread(Message(Say.CHAT_REFUSES, {"remedy": remedy}))
    back = codec.effect_from_json(codec.effect_to_json(effect))
    assert isinstance(back, PostThread)
    assert back.message.values["remedy"] == remedy


def test_a_reply_comes_back_as_it_was() -> None:
    reply = Reply("U1", "C1", "https://answer.example/1")
    assert codec.reply_from_json(codec.reply_to_json(reply)) == reply
    assert codec.reply_from_json(codec.reply_to_json(None)) is None


@pytest.mark.parametrize(
    "text", ['{"effect": "Message"}', '{"effect": "Path"}', "{}", '{"effect": "TellRole", "role": {"os": 1}}']
)
def test_what_is_not_an_effect_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        codec.effect_from_json(text)


def test_what_is_not_a_happening_of_ours_is_refused() -> None:
    fact = Fact("1", NOON, CHEF, Source(System.SLACK, "1.2"), example(get_args(Happening)[0]))
    with pytest.raises(ValueError, match="invented"):
        codec.fact_from_json(codec.fact_to_json(fact).replace('"detected"', '"invented"'))


def test_a_value_that_no_effect_may_carry_is_refused() -> None:
    values: Any = {"x": object()}
    with pytest.raises(KeyError):
        codec.effect_to_json(PostThread(Message(Say.DONE, values)))
    assert codec.effect_to_json(UpdateCard()) == '{"effect":"UpdateCard"}'
