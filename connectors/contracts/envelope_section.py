"""The envelopes of a contract's `budget`: what each grants, pays, carries over, and where what exceeds goes."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, Tag, model_validator

from connectors.contracts import budget_parsers as parsers
from connectors.contracts import budget_words as words
from connectors.contracts import jira_fields_section as texts
from connectors.contracts import money_parsers
from connectors.contracts.problems import enumerated, quoted, refusal
from connectors.contracts.sections import ByShape, OneOrMany, Reads, Section, Spelled
from connectors.contracts.yaml_words import fold
from rules.contract.envelope_terms import DrawOrder, OverrunMode
from rules.workdays.month import Month

_TEXT = {"type": "string", "minLength": 1}
_NUMBER = {"type": ["string", "number"]}

Money = Annotated[int, Reads(money_parsers.cents, _NUMBER | {"examples": ["1500", "95.50"]})]
SomeTime = Annotated[parsers.Span, Reads(parsers.some_span, _TEXT | {"examples": ["8h", "2j"]})]
AnyTime = Annotated[parsers.Span, Reads(parsers.span, _TEXT | {"examples": ["8h", "2j"]})]
Minutes = Annotated[int, Reads(parsers.minutes, _TEXT | {"examples": ["15min", "1h"]})]
Months = Annotated[int, Reads(parsers.months, _TEXT | {"examples": ["3 mois", "12 mois"]})]
MonthText = Annotated[Month, Reads(parsers.month, _TEXT | {"examples": ["2026-03", "2026-06"]})]
WindowLength = Annotated[int, Spelled(words.WINDOWS)]


def _cap(text: str) -> parsers.Span:
    """The most that is carried; what else a cap may bear on is not read yet."""
    if fold(text) in words.CAP_BASES_LATER:
        raise refusal("not_read", value=quoted(text), hint=enumerated(("20h", "2j")))
    return parsers.span(text)


class CarrySection(Section):
    """What is carried over: at most so much, for so many months, or to the end of a window."""

    unread = words.LOWERED_CAPS

    carry_cap: Annotated[parsers.Span, Reads(_cap, _TEXT | {"examples": ["20h", "2j"]})] | None = None
    expires_after: Months | None = None
    window: (
        Annotated[
            Annotated[WindowLength, Tag("text")]
            | Annotated[Annotated[tuple[MonthText, ...], Field(min_length=1)], Tag("list")],
            ByShape("window_shape"),
        ]
        | None
    ) = None
    applied: Annotated[bool, Spelled(words.APPLIED)] = False

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        """A window says when what is left lapses; an age in months would say it otherwise."""
        if self.window is not None and self.expires_after is not None:
            raise refusal("window_and_age", ("expires_after",))
        return self


class DebtSection(Section):
    """What is owed to the next grants."""

    debt_cap: AnyTime | None = None


class BilledSection(Section):
    """What is billed by the hour, raised to a step."""

    hourly_rate: Money
    billed_step: Minutes | None = None


class OverrunSection(Section):
    """One of the ways in which what exceeds is settled."""

    debt: DebtSection | None = None
    billed: BilledSection | None = None
    cascade: texts.Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(one is not None for one in (self.debt, self.billed, self.cascade)) != 1:
            raise refusal("one_overrun")
        return self


class EnvelopeSection(Section):
    """One envelope."""

    unread = words.LOWERED_CAPS

    grant: AnyTime
    pays: Annotated[tuple[texts.Text, ...], OneOrMany(), Field(min_length=1)]
    carry: Annotated[
        Annotated[Annotated[bool, Spelled(words.UNLIMITED)], Tag("text")] | Annotated[CarrySection, Tag("group")],
        ByShape("carry_shape"),
    ] = False
    draw_order: Annotated[DrawOrder, Spelled(words.DRAW_ORDERS)] = DrawOrder.OLDEST_FIRST
    overrun: Annotated[
        Annotated[Annotated[OverrunMode, Spelled(words.OVERRUNS)], Tag("text")]
        | Annotated[OverrunSection, Tag("group")],
        ByShape("overrun_shape"),
    ] = OverrunMode.TO_AGREE

    @property
    def cascades_to(self) -> str | None:
        """The name of the envelope that pays what exceeds, as it is written."""
        return self.overrun.cascade if isinstance(self.overrun, OverrunSection) else None


DAY = timedelta(hours=7)
"""The length of a working day where the contract says none."""
