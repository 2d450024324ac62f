"""What stands around an errand when it is performed, and what comes back of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from connectors.delivery_errors import Never, Notice
from connectors.parsed_delivery import Delivery, Reply
from connectors.wording import Form, Wording, said
from connectors.wording.hour_units import unit
from connectors.wording.visible_text import visible
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import ClockName, Contract, Person
from rules.effects import Effect, Message, Recipient, Value
from rules.people.visibility import secret
from rules.workdays import Calendar, next_opening, segments

REVEALING = ("title", "text", "cause", "answer")
"""The values of a message that say what an anomaly is about."""

_INSTEAD = {"title": "redacted.title"}


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file as a letter carries it; `media` is its type, such as `application/pdf`."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a performer may look at.

    `anomaly` is None for what concerns none (a digest), `contract` where none is known; `card` is the room and the
    `ts` of the living message, None before there is one; `key` is the errand's own; `reply` is where the person who
    acted waits; `link` opens the Jira issue, "" where it is for the channel to know; `again` says that the errand was
    tried before, and may have succeeded without our knowing; `redone`, that a later errand will do the same again.
    `mentions` is whether the person whom it would call wants to be; `browse` opens the issues of a list, like `link`.
    `hidden` names the values of a message that must not be read there; `address` is the route's; `files` are those that
    a letter encloses.
    """

    anomaly: Anomaly | None
    contract: Contract | None
    wording: Wording
    now: datetime
    card: tuple[str, str] | None
    key: str
    reply: Reply | None = None
    link: str = ""
    again: bool = False
    redone: bool = False
    mentions: bool = True
    browse: Callable[[Ticket], str] | None = None
    hidden: tuple[str, ...] = ()
    address: str = ""
    files: tuple[EnclosedFile, ...] = ()

    def subject(self) -> tuple[Anomaly, Contract]:
        """The anomaly and its contract, for an errand that makes no sense without. Raises Never."""
        if self.anomaly is None or self.contract is None:
            raise Never("errand without its anomaly or its contract", said("remedy.subject"))
        return self.anomaly, self.contract

    @property
    def origin(self) -> str:
        """The id of the fact that the errand comes from: its key is that and a number."""
        return self.key.rpartition(":")[0]

    @property
    def people(self) -> tuple[Person, ...]:
        """The people whom the contract names."""
        return self.contract.people if self.contract else ()

    def discreet(self, *shown: str) -> "Stage":
        """The same where others may read along: what a security anomaly is about stays unsaid, save the `shown`."""
        if self.anomaly is None or not secret(self.anomaly):
            return self
        return replace(self, hidden=tuple(name for name in REVEALING if name not in shown))

    def completed(self, message: Message) -> Message:
        """The message without what is hidden, and with what its sentence may need and the rules leave to others.

        About a clock: the `unit` of its hours, and when it runs again after the closing that comes next, unless the
        date that is spoken of comes before that.
        """
        message = self._hushed(message)
        clock = message.values.get("clock")
        level = self.anomaly.criticality if self.anomaly else None
        if not isinstance(clock, ClockName) or level is None or self.contract is None:
            return message
        promise = self.contract.commitment(level, clock)
        left = message.values.get("remaining")
        said = unit(promise, self.contract, self.wording, left if isinstance(left, timedelta) else None)
        values = {**message.values, "unit": said}
        stop, again = values.get("next_stop"), values.get("next_run")
        date, calendar = values.get("promised", values.get("deadline")), self.contract.calendars[promise.calendar]
        if isinstance(stop, datetime) and isinstance(date, datetime):
            del values["next_stop"]
            if stop < date or date <= self.now:
                values |= {"next_stop": stop} | _resuming(calendar, stop)
        elif isinstance(again, datetime):
            values |= _resuming(calendar, self.now)
        return replace(message, values=values)

    def _hushed(self, message: Message) -> Message:
        kept = {name: self.wording.text(_INSTEAD.get(name, "redacted.words")) for name in self.hidden}
        instead = {name: told for name, told in kept.items() if message.values.get(name)}
        return replace(message, values={**message.values, **instead}) if instead else message


def _resuming(calendar: Calendar, stop: datetime) -> dict[str, Value]:
    """When the clock that a closing stops runs again, and the holiday or the closure on the way, if that is why."""
    again = next_opening(calendar, stop)
    named = next((piece.label for piece in segments(calendar, stop, again) if piece.label), "")
    values: dict[str, Value] = {"next_run": again}
    return values | {"holiday": named} if named else values


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an errand: where the living message stands if that is known, and the other side's reference.

    `heard` are the deliveries that the errand itself brought back, to be handled like any other; `notices` are what it
    had to leave undone.
    """

    card: tuple[str, str] | None = None
    ref: str = ""
    heard: tuple[Delivery, ...] = ()
    notices: tuple[Notice, ...] = ()


class Performer(Protocol):
    """Performs some of the effects on the channel of that name, which routes lead to."""

    performs: ClassVar[tuple[type[Effect], ...]]

    @property
    def name(self) -> str:
        """The name of the channel."""

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Do what one of the `performs` effects asks. Raises NotNow or Never when the other side will not."""


def aside(to: Recipient, message: Message, stage: Stage) -> str:
    """What a person's own message adds: why they are told what is not theirs, and in which zone if it is not usual."""
    told = []
    if to.instead:
        told.append(stage.wording.text("told.instead", names=to.instead))
    elif to.on_duty:
        told.append(stage.wording.text("told.on_duty"))
    elsewhere = stage.contract is not None and stage.contract.zone != stage.wording.zone
    if elsewhere and any(isinstance(value, datetime) for value in message.values.values()):
        told.append(stage.wording.text("told.zone", zone=stage.wording.place))
    return " ".join(told)


def plain(stage: Stage, message: Message, form: Form) -> str:
    """A message as plain text."""
    return visible(stage.wording.message(stage.completed(message), form, now=stage.now))
