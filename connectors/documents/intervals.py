"""Describes one interval of a clock: counted or not, when, how long, why, and its source."""

from dataclasses import dataclass

from connectors.documents.proof_times import Moments
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.clock import Exclusion, Mark, MarkKind, Span
from rules.contract import ClockName
from rules.events import COMMENT, LINK, WORKLOG, System
from rules.workdays import Reason

NAME = 80
WHY = 120
_REFERENCES = ((COMMENT, "sla.source.comment"), (WORKLOG, "sla.source.worklog"), (LINK, "sla.source.link"))
_BY_SOMEBODY = (Exclusion.PAUSE, Exclusion.STOPPED)


@dataclass(frozen=True, slots=True)
class Row:
    """One interval; `lasting` is "" where nothing counted, the others where there is nothing to say."""

    counted: bool
    kind: str
    when: str
    lasting: str
    why: str
    by: str
    source: str

    @property
    def cause(self) -> str:
        """Why, and by whom."""
        return ", ".join(part for part in (self.why, self.by) if part)

    @property
    def reason(self) -> str:
        """Why, by whom and where it is recorded, in one go."""
        return f"{self.cause} ({self.source})".strip() if self.source else self.cause


def row(span: Span, moments: Moments) -> Row:
    """A stretch of a clock, told."""
    wording, mark = moments.wording, span.opened_by
    somebody = mark is not None and mark.by and span.reason in _BY_SOMEBODY
    return Row(
        counted=span.counted,
        kind=wording.text("sla.counted" if span.counted else "sla.excluded"),
        when=moments.between(span.start, span.end),
        lasting=wording.duration(span.end - span.start, exact=True) if span.counted else "",
        why=_why(span, wording),
        by=wording.text("sla.by", who=one_line(mark.by, NAME)) if mark and somebody else "",
        source=source(mark.source, wording) if mark and mark.source else "",
    )


def source(told: str, wording: Wording) -> str:
    """Where a fact is recorded, of `system:reference`."""
    system, _, ref = told.partition(":")
    for beginning, named in _REFERENCES if system == System.JIRA else ():
        if ref.startswith(beginning):
            return wording.text(named, ref=one_line(ref.removeprefix(beginning), NAME))
    if system == System.CLOCK and (":" in ref or ref in tuple(ClockName)):
        return wording.text("sla.source.clock")  # what Vigie found or drew from another fact is recorded nowhere else
    key = f"sla.source.{system}"
    return wording.text(key, ref=one_line(ref, NAME)) if wording.has(key) else one_line(told, NAME)


def _why(span: Span, wording: Wording) -> str:
    """The calendar's reason, and the fact that happened as it held; of a pause, its reason alone."""
    why = []
    if span.reason is not Reason.OPEN:
        calendar = isinstance(span.reason, Reason)
        label = one_line(span.label, WHY) if calendar else begun_by(span.label, wording)
        why.append(wording.text(f"sla.reason.{span.reason.value}", label=label))
    if span.opened_by and span.reason not in _BY_SOMEBODY:
        why.append(_fact(span.opened_by, wording))
    return " · ".join(part for part in why if part)


def begun_by(label: str, wording: Wording) -> str:
    """A stretch that somebody began is labelled by the code of its reason, or of what they did."""
    return next(
        (wording.text(key) for key in (f"pause.{label}", f"fact.{label}") if wording.has(key)), one_line(label, WHY)
    )


def _fact(mark: Mark, wording: Wording) -> str:
    if mark.kind is MarkKind.RETARGET:
        return wording.text("fact.retarget_why" if mark.why else "fact.retarget", why=one_line(mark.why, WHY))
    return begun_by(mark.why, wording)
