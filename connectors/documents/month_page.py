"""The report of a month as plain text: page one, then its sections, each figure with its number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from connectors.documents.month_figures import Figures, counted, name_of
from connectors.documents.proof_times import Moments
from connectors.documents.text_columns import aligned
from connectors.wording import Wording
from connectors.wording.money import currency_of, money
from connectors.wording.one_line import one_line
from rules.contract import Contract
from rules.economy.compensation.statement import Statement
from rules.reports.month.grounds import Grounds
from rules.reports.month.month_report import MonthReport
from rules.reports.month.page_word import Judged
from rules.reports.month.promises import share
from rules.reports.month.settled import Delay
from rules.reports.month.stock import by_criticality
from rules.workdays.month import Month

CAUSE = 80


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month for the readers of a contract, in their language; `now` is when it is printed.

    `versions` are those in force; the months `unlike` it are marked where they stand beside it. Of an anomaly about
    security, only the name and dates are written.
    """

    contract: Contract
    wording: Wording
    now: datetime
    report: MonthReport
    before: MonthReport | None
    year_before: MonthReport | None
    judged: Judged
    statement: Statement | None
    partial: bool = False
    versions: tuple[Contract, ...] = ()
    unlike: tuple[Month, ...] = ()

    @property
    def _moments(self) -> Moments:
        return Moments(self.wording, self.now)

    def head(self) -> Iterator[str]:
        """Its title, what is out of the ordinary, its word and its sentence."""
        text, month = self.wording.text, self.report.window.month
        yield text("report.title", month=month.first, client=one_line(self.contract.client))
        if not self.report.window.over:
            yield text("report.provisional", at=self.report.window.until)
        if self.partial:
            yield text("report.partial", since=self.versions[0].effective)
        if len(self.versions) > 1:
            yield text(
                "report.versions", dates=tuple(text("report.version", of=one.effective) for one in self.versions)
            )
        yield text(
            f"report.word.{self.judged.word}",
            why=tuple(text(f"report.why.{why}") for why in self.judged.reasons) or None,
        )
        yield self._sentence()

    def _sentence(self) -> str:
        text, report = self.wording.text, self.report
        if report.empty:
            return text("report.sentence.empty", month=report.window.month.first)
        share = report.settled.share
        return text(
            "report.sentence",
            month=report.window.month.first,
            raised=len(report.stock.raised),
            closed=len(report.stock.closed),
            kept=self.wording.plural("report.kept", share.part, whole=share.whole) if share.whole else None,
            nothing=text("report.kept.none") if not share.whole else None,
            rate=Figures(self.wording).percent(share) if share.said else None,
            compensation=self._compensation(),
        )

    def _compensation(self) -> str:
        text, found = self.wording.text, self.statement
        if found is None or not found.total.calculated:
            return text("report.compensation.none")
        amount = money(found.total.calculated, self.wording.language, currency_of(self.contract))
        return text("report.compensation", amount=amount)

    def anomalies(self) -> Iterator[str]:
        """The sum that adds up beside other months, then what is open and how well it went."""
        text, report = self.wording.text, self.report
        yield text("report.section.anomalies")
        yield from self._sum()
        if self.unlike:
            yield text("report.unlike.why")
        if report.stock.raised:
            yield text("report.levels", levels=self._levels(report.stock.raised))
        found = report.open
        if found.ages:
            yield text("report.phases", phases=self._parts((text(f"phase.{p}"), g) for p, g in found.phases))
            yield text("report.steps", steps=self._parts((self._step(s), g) for s, g in found.steps))
            yield text("report.sides", sides=self._parts((text(f"report.side.{s}"), g) for s, g in found.sides))
        if found.median and found.oldest:
            yield text(
                "report.ages",
                median=self.wording.plural("report.days", found.median.days),
                name=name_of(found.median.ground),
                days=self.wording.plural("report.days", found.oldest.days),
                oldest=name_of(found.oldest.ground),
            )
        scope = len(report.quality.out_of_scope)
        if scope or found.out_of_scope:
            yield text("report.out_of_scope", count=scope, stock=len(found.out_of_scope))
        yield text("report.reopening", share=Figures(self.wording).share(report.quality.reopening))
        yield text("report.refusals", share=Figures(self.wording).share(report.quality.refusals))
        yield from self._causes()

    def _causes(self) -> Iterator[str]:
        """What the closures of the month teach."""
        text, found = self.wording.text, self.report.causes
        if not found.closed:
            return
        share = Figures(self.wording).share(found.tied)
        yield text("report.causes", share=share, known=len(found.known), new=len(found.new))
        parts = self._parts((one_line(one.text, CAUSE), one.closures) for one in found.most)
        if parts:
            yield text("report.causes.most", causes=" ; ".join(parts))

    def _step(self, move: str) -> str:
        return self.wording.text("digest.step.answer" if move == "answer" else f"home.owed.{move}")

    def _sum(self) -> list[str]:
        months = [one for one in (self.report, self.before, self.year_before) if one]
        heads = ("", *(self._heading(one.window.month) for one in months))
        signs = ("  ", "+ ", "+ ", "+ ", "− ", "− ", "= ")
        rows = [
            (sign + self.wording.text(f"report.stock.{name}"), *(str(counts[name]) for counts in map(counted, months)))
            for sign, name in zip(signs, counted(self.report), strict=True)
        ]
        return aligned([heads, *rows])

    def _heading(self, month: Month) -> str:
        said = self.wording.instants.month(month.first)
        return self.wording.text("report.unlike", month=said) if month in self.unlike else said

    def _levels(self, grounds: Grounds) -> tuple[str, ...]:
        return self._parts((one_line(self.wording.criticality(level)), part) for level, part in by_criticality(grounds))

    def _parts(self, parts: Iterable[tuple[str, Grounds]]) -> tuple[str, ...]:
        return tuple(self.wording.text("report.part", name=name, count=len(grounds)) for name, grounds in parts)

    def promises(self) -> Iterator[str]:
        """The rates with their numbers, every miss on its line, what is late and open, what was revised, the pauses."""
        text, found, figures = self.wording.text, self.report.settled, Figures(self.wording)
        yield text("report.section.promises")
        rows = figures.rates(self.report)
        yield from aligned(rows) if len(rows) > 1 else (f" {text('report.rates.none')}",)
        if found.share.whole:
            yield text("report.rate", share=figures.share(found.share), compared=self._compared())
        for key, delays in (
            ("report.missed", found.missed),
            ("report.excluded", found.excluded),
            ("report.still_late", found.still_late),
        ):
            if delays:
                yield self.wording.plural(key, len(delays))
                yield from aligned([self._delay(one) for one in delays])
        if found.revised:
            yield self.wording.plural("report.revised", len(found.revised))
            for one in found.revised:
                verdicts = (text(f"report.verdict.{verdict}") for verdict in (one.before, one.delay.verdict))
                was, now = verdicts
                month, name = one.month.first, name_of(one.delay.ground)
                yield text("report.revised.line", name=name, clock=one.delay.clock, was=was, now=now, month=month)
        if self.report.promises:
            yield text("report.promises", share=figures.share(share(self.report.promises)))
        yield from self._pauses()

    def _compared(self) -> str | None:
        """The rate beside that of the month before, in points."""
        if self.before is None:
            return None
        points = self.report.settled.share.points(self.before.settled.share)
        if points is None:
            return self.wording.text("report.points.unknown")
        return self.wording.text("report.points", points=Figures(self.wording).points(points))

    def _delay(self, one: Delay) -> tuple[str, ...]:
        text, moments = self.wording.text, self._moments
        stopped = text("report.stopped", at=moments.short(one.stopped_at)) if one.stopped_at else text("report.open")
        excluded = one.excluded
        why = text(f"compensation.cause.{excluded.cause}") if excluded else ""
        return (
            name_of(one.ground),
            self.wording.clock(one.clock),
            one_line(self.wording.criticality(one.criticality)),
            text("report.deadline", at=moments.short(one.deadline)) if one.deadline else "",
            stopped,
            text("report.late", late=one.late),
            text("report.excluded.by", why=why, by=one_line(excluded.by), at=excluded.at) if excluded else "",
        )

    def _pauses(self) -> Iterator[str]:
        text, found = self.wording.text, self.report.pauses
        if not found.longest:
            return
        reasons = tuple(
            text("report.part", name=text(f"pause.{reason}"), count=self.wording.duration(lasted))
            for reason, lasted in found.reasons
            if self.wording.has(f"pause.{reason}")
        )
        longest = self.wording.duration(found.longest.lasted)
        percent = str(found.client_percent or 0)
        yield text("report.pauses", total=found.total, reasons=reasons or None, percent=percent)
        yield text("report.pauses.longest", longest=longest, name=name_of(found.longest.ground))
