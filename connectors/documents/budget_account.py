"""Says what a budget comes to, in plain lines: the account that adds up, what lapses, the forecast, what is beside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from connectors.wording import Wording
from connectors.wording.money import money, number
from connectors.wording.one_line import one_line
from rules.contract.budget_terms import RegieUnit
from rules.economy.booklets import UNIT
from rules.economy.budget_view import BudgetView, EnvelopeView, Lapse, Term
from rules.economy.entries import Aside
from rules.economy.rounding import HUNDRED

COLUMNS = 3
NAME = 24
KEYS = 10
ALWAYS = (Term.OPENING, Term.GRANTED, Term.CONSUMED)
CLIENTS = (Aside.OUT_OF_SCOPE,)
"""What the client reads of the time that draws on nothing; the rest is the provider's own business."""


@dataclass(frozen=True, slots=True)
class Account:
    """A budget for one reader: `priced` shows euros, `whole` what concerns the provider alone."""

    view: BudgetView
    words: Wording
    priced: bool
    whole: bool

    def headline(self) -> str:
        """What there is left, in one line."""
        envelopes, words = self.view.envelopes, self.words
        left, available = sum(one.left for one in envelopes), sum(one.available for one in envelopes)
        if not envelopes:
            return next(self.beside(), words.text("budget.line.nothing"))
        if left < 0:
            return words.text("budget.line.over", over=_time(-left, words), available=_time(available, words))
        spent = share(available - left, available)
        return words.text(
            "budget.line.left", left=_time(left, words), available=_time(available, words), share=spent or "0"
        )

    def bars(self) -> Iterator[tuple[str, int, str]]:
        """Each envelope: its name, the share used in percent, and what that is."""
        for one in self.view.envelopes:
            used, available = _time(max(0, one.used), self.words), _time(one.available, self.words)
            yield (
                one_line(one.name, NAME),
                share(one.used, one.available),
                self.words.text("budget.bar", used=used, available=available),
            )

    def tables(self) -> Iterator[list[str]]:
        """The account of each envelope in aligned columns, a few envelopes at a time; the last one has the total."""
        envelopes = self.view.envelopes
        for start in range(0, len(envelopes), COLUMNS):
            some = envelopes[start : start + COLUMNS]
            last = start + COLUMNS >= len(envelopes)
            yield self._table(some, envelopes if last and len(envelopes) > 1 else ())

    def lapses(self) -> list[str]:
        """What is lost within sixty days unless it is used."""
        return [
            self.words.text("budget.lapse", name=one_line(one.name, NAME), amount=self._amount(one), last=one.last)
            for one in self.view.lapses
        ]

    def forecasts(self) -> Iterator[str]:
        """Where the present pace leads, envelope by envelope; nothing while it is too early to tell."""
        for one in self.view.envelopes:
            ahead = one.forecast
            if ahead is None or ahead.minutes is None or not one.used:
                continue
            yield self.words.text(
                "budget.forecast.over" if ahead.over else "budget.forecast.within",
                name=one_line(one.name, NAME),
                minutes=_time(ahead.minutes, self.words),
                available=_time(one.available, self.words),
                over=_time(ahead.over or 0, self.words),
                empty=ahead.empty_on,
            )

    def remarks(self) -> Iterator[str]:
        """What the account alone does not say: debts, invoices, what is to be agreed, the fee."""
        words = self.words
        for one in self.view.envelopes:
            name = one_line(one.name, NAME)
            if one.terms[Term.PENDING]:
                yield words.text("budget.pending", name=name, minutes=_time(one.terms[Term.PENDING], words))
            if one.debt:
                yield words.text("budget.debt", name=name, minutes=_time(one.debt, words))
            if one.terms[Term.BILLED] and self.priced:
                cents = self._money(one.cents)
                yield words.text("budget.billed", name=name, minutes=_time(one.terms[Term.BILLED], words), cents=cents)
        if self.view.fee and self.priced:
            yield words.text("budget.fee", cents=self._money(self.view.fee))

    def beside(self) -> Iterator[str]:
        """Booklets, prepaid time, lots, time and means, questions."""
        yield from self._booklets()
        words, found = self.words, self.view.beside
        for credit, period in found.credits:
            yield words.text(
                "budget.credit",
                name=one_line(credit.name, NAME),
                left=_time(period.left, words),
                minutes=_time(period.opening + period.granted, words),
                until=credit.until,
                over=_time(period.over, words) if period.over else None,
            )
        for batch, figures in found.batches:
            spent = figures.months[-1].spent if figures.months else 0
            amounts = {"spent": self._money(spent), "budget": self._money(batch.budget)} if self.priced else {}
            if minutes := found.charged.get(batch.name):
                amounts["charged"] = _time(minutes, words)
            yield words.text(
                "budget.batch", name=one_line(batch.name, NAME), share=share(spent, batch.budget) or "0", **amounts
            )
        yield from self._regie()
        if found.questions and self.view.budget.questions:
            yield words.text(
                "budget.questions",
                asked=str(found.questions.asked),
                included=str(self.view.budget.questions.included),
                beyond=str(found.questions.beyond) if found.questions.beyond else None,
                cents=self._money(found.questions.cents) if found.questions.cents and self.priced else None,
            )

    def aside(self) -> list[str]:
        """The time that draws on nothing, by reason."""
        return [
            self.words.text(f"budget.aside.{reason}", minutes=_time(minutes, self.words))
            for reason, minutes in sorted(self.view.set_aside.items())
            if self.whole or reason in CLIENTS
        ]

    def _booklets(self) -> Iterator[str]:
        words, found = self.words, self.view.beside
        if found.booklets is None:
            return
        for one in self.view.budget.booklets:
            if one.name in found.booklets.lots:
                yield words.text(
                    "budget.booklet",
                    name=one_line(one.name, NAME),
                    left=self._units(found.booklets.lots[one.name]),
                    units=self._units(one.units),
                    expires=one.expires,
                )
        if found.booklets.overrun:
            cents = found.booklets.overrun_cents
            yield words.text(
                "budget.booklet.over",
                units=self._units(found.booklets.overrun),
                cents=self._money(cents) if cents and self.priced else None,
            )
        if found.booklets.lapsed:
            yield words.text("budget.booklet.lapsed", units=self._units(found.booklets.lapsed))
        if found.untariffed and self.whole:
            keys = found.untariffed[:KEYS]
            more = len(found.untariffed) - len(keys)
            yield words.text("budget.untariffed", keys=", ".join(keys), more=str(more) if more else None)

    def _regie(self) -> Iterator[str]:
        words, found, terms = self.words, self.view.beside, self.view.budget.regie
        if found.regie is None or terms is None:
            return
        yield words.text(
            "budget.regie.days" if terms.unit is RegieUnit.DAY else "budget.regie.hours",
            quantity=number(found.regie.days, words.language),
            cents=self._money(found.regie.cents) if self.priced else None,
        )
        if found.unrated and self.whole:
            yield words.text("budget.unrated", minutes=_time(found.unrated, words))

    def _table(self, some: Sequence[EnvelopeView], everything: Sequence[EnvelopeView]) -> list[str]:
        words = self.words
        columns = [[one] for one in some] + ([list(everything)] if everything else [])
        told = [term for term in Term if term in ALWAYS or any(one.terms[term] for each in columns for one in each)]
        total = (words.text("budget.total"),) if everything else ()
        heads = ("", *(one_line(one.name, NAME) for one in some), *total)
        rows: list[tuple[str, ...]] = [heads]
        for term in told:
            sums = (sum(one.terms[term] for one in each) for each in columns)
            rows.append((words.text(f"budget.term.{term}"), *(_signed(one, words) for one in sums)))
        left = (sum(one.left for one in each) for each in columns)
        rows.append((words.text("budget.term.left"), *(_signed(one, words) for one in left)))
        return _aligned(rows)

    def _amount(self, one: Lapse) -> str:
        if one.units:
            return self.words.text("budget.units", units=self._units(one.units))
        return _time(one.minutes, self.words)

    def _units(self, thousandths: int) -> str:
        return number(Fraction(thousandths, UNIT), self.words.language)

    def _money(self, cents: int) -> str:
        return money(cents, self.words.language, self.view.budget.currency)


def share(used: int, available: int) -> int:
    """The percentage used, cut down; 100 and more where there was nothing to use and something was."""
    if available <= 0:
        return HUNDRED if used > 0 else 0
    return max(0, used * HUNDRED // available)


def _time(minutes: int, words: Wording) -> str:
    return words.duration(timedelta(minutes=minutes), exact=True)


def _signed(minutes: int, words: Wording) -> str:
    return f"−{_time(-minutes, words)}" if minutes < 0 else _time(minutes, words)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows of cells: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
