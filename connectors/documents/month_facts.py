"""The facts behind each figure of a month's report: by the anomaly's name, its instant and the id of the fact."""

from collections.abc import Iterator

from connectors.documents.month_figures import STOCK, name_of
from connectors.documents.proof_times import Moments
from connectors.documents.text_columns import aligned
from connectors.wording import Wording
from rules.reports.month.grounds import Grounds
from rules.reports.month.month_report import MonthReport
from rules.reports.month.settled import Delay


def facts_behind(report: MonthReport, wording: Wording, moments: Moments) -> Iterator[str]:
    """Each figure that counts something, and a line for each thing that it counts."""
    text, quality = wording.text, report.quality
    yield text("report.section.facts")
    counts = [(f"report.stock.{name}", getattr(report.stock, name)) for name in STOCK]
    for key, grounds in (
        *counts,
        ("report.facts.out_of_scope", quality.out_of_scope),
        ("report.facts.closures", quality.closures),
        ("report.facts.reopened", quality.reopened),
        ("report.facts.judged", quality.judged),
        ("report.facts.refused", quality.refused),
    ):
        if grounds:
            yield text("report.facts", figure=text(key), count=len(grounds))
            yield from aligned(_grounds(grounds, moments))
    if report.settled.delays:
        yield text("report.facts", figure=text("report.facts.settled"), count=len(report.settled.delays))
        yield from aligned([_delay(one, wording, moments) for one in report.settled.delays])
    if report.pauses.held:
        yield text("report.facts", figure=text("report.facts.pauses"), count=len(report.pauses.held))
        yield from aligned(
            [
                (name_of(one.ground), moments.between(one.start, one.end), wording.duration(one.lasted))
                for one in report.pauses.held
            ]
        )


def _grounds(grounds: Grounds, moments: Moments) -> list[tuple[str, ...]]:
    return [(name_of(one), moments.short(one.at), one.fact) for one in grounds]


def _delay(one: Delay, wording: Wording, moments: Moments) -> tuple[str, ...]:
    verdict = "excluded" if one.excluded else one.verdict.value
    return (
        name_of(one.ground),
        wording.clock(one.clock),
        moments.short(one.ground.at),
        wording.text(f"report.verdict.{verdict}"),
    )
