"""The economic terms of a contract over its life: its versions, its start, its end, and what was known of them when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from rules.contract import Contract
from rules.contract.budget_terms import AmendmentStart, Budget
from rules.contract.envelope_terms import Envelope
from rules.workdays.month import Month

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """The budget of one version, in force from `effective` on; `source` is the name of its file."""

    effective: date
    budget: Budget
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The days of a month that one version holds, both included."""

    terms: Terms
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1

    def whole(self, month: Month) -> bool:
        """Whether it is all of the month."""
        return self.first == month.first and self.last == month.last


@dataclass(frozen=True)
class Agreement:
    """The versions of a contract in the order of their dates, from `start` to `end` (None: no end in sight).

    `since` is the instant of the last edit of a file, and `previous` what was agreed before it.
    """

    contract: str
    zone: str
    start: date
    versions: tuple[Terms, ...]
    end: date | None = None
    since: datetime | None = None
    previous: "Agreement | None" = None

    def as_of(self, at: datetime) -> "Agreement":
        """What was agreed as it was known at an instant."""
        edition = self
        while edition.previous is not None and edition.since is not None and at < edition.since:
            edition = edition.previous
        return edition

    def terms_on(self, day: date) -> Terms:
        """The version in force on a day; the first one before them all."""
        for one in reversed(self.versions):  # asked for each time entry: a generator would cost more than the search
            if one.effective <= day:
                return one
        return self.versions[0]

    @cached_property
    def held(self) -> tuple[Part, ...]:
        """The days that each version holds of the whole life; a version that holds none is left out."""
        found: list[Part] = []
        for rank, one in enumerate(self.versions):
            following = self.versions[rank + 1].effective - _ONE_DAY if rank + 1 < len(self.versions) else date.max
            first, last = max(one.effective, self.start), min(following, self.end or date.max)
            if first <= last:
                found.append(Part(one, first, last))
        return tuple(found)

    def parts(self, month: Month) -> tuple[Part, ...]:
        """The part of a month that each version holds; an amendment may wait for the month that follows."""
        found = [
            Part(one.terms, max(one.first, month.first), min(one.last, month.last))
            for one in self.held
            if one.first <= month.last and one.last >= month.first
        ]
        kept = found[:1]
        for part in found[1:]:
            if part.terms.budget.amendment is AmendmentStart.NEXT_MONTH:
                kept[-1] = Part(kept[-1].terms, kept[-1].first, part.last)
            else:
                kept.append(part)
        return tuple(kept)


def envelopes(parts: Sequence[Part]) -> tuple[Envelope, ...]:
    """The envelopes of a month, in the order of its first version, each under the rules of the last one that has it."""
    ruling: dict[str, Envelope] = {}
    for part in parts:
        ruling |= {one.name: one for one in part.terms.budget.envelopes}
    return tuple(ruling.values())


def agreement(contracts: Iterable[Contract]) -> Agreement | None:
    """What the versions of a contract agree on, with what their files said before; None where none has a budget."""
    versions = sorted(contracts, key=lambda one: one.effective)
    instants = sorted({edition.since for one in versions for edition in _editions(one) if edition.since is not None})
    found = _at(versions, None, None)
    for at in instants:
        found = _at(versions, at, found) or found
    return found


def _editions(contract: Contract) -> Iterable[Contract]:
    edition: Contract | None = contract
    while edition is not None:
        yield edition
        edition = edition.previous


def _at(versions: Sequence[Contract], at: datetime | None, before: Agreement | None) -> Agreement | None:
    """The agreement from an instant on; None for the first texts of all, which hold before anything was edited."""
    known = [one.as_of(at) if at is not None else list(_editions(one))[-1] for one in versions]
    if at is not None:
        known = [one for one, first in zip(known, versions, strict=True) if _heard(first) <= at] or known
    with_budget = [one for one in known if one.budget is not None]
    if not with_budget:
        return None
    terms = tuple(Terms(one.effective, one.budget, one.source) for one in with_budget if one.budget is not None)
    last = with_budget[-1]
    end = last.budget.ends if last.budget is not None else None
    return Agreement(last.id, last.zone, with_budget[0].effective, terms, end, at, before)


def _heard(contract: Contract) -> datetime:
    """When the first text of a version was read, which is long before anything where nobody noted it."""
    first = list(_editions(contract))[-1]
    return first.since or _ALWAYS


_ALWAYS = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
