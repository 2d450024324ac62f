"""Prints the justificatif: an explanation as a PDF, from a fixed template that client text cannot alter."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from typing import Any

import typst

from connectors.documents.cycles import Clock, Cycle
from connectors.documents.explanation import Explanation
from connectors.documents.facts_list import Told
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.anomaly.state import Anomaly
from rules.clock import Verdict
from rules.contract import Contract

PAGE = "justificatif.typ"
GLANCE = 3  # cycles of one clock beyond which a line each is no summary any more
CLIENT = 60  # characters of a name that the foot of a page has room for
STANDARDS: list["typst.PDFStandard"] = ["a-2a", "ua-1"]
SUMMARY = (
    "explain.pdf.summary.clock",
    "explain.pdf.summary.promise",
    "explain.pdf.summary.spent",
    "explain.pdf.summary.due",
    "explain.pdf.summary.verdict",
)
INTERVALS = (
    "explain.pdf.interval.kind",
    "explain.pdf.interval.when",
    "explain.pdf.interval.lasting",
    "explain.pdf.interval.why",
    "explain.pdf.interval.source",
)
FACTS = (
    "explain.pdf.fact.when",
    "explain.pdf.fact.what",
    "explain.pdf.fact.by",
    "explain.pdf.fact.source",
)
_UNFIT = re.compile(r"[^\w.-]+")


def file_name(told: Explanation) -> str:
    """The default file name."""
    return f"{_UNFIT.sub('_', told.name).strip('.') or 'anomalie'}-justificatif.pdf"


def justificatif(
    told: Explanation, anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording, seal: tuple[int, str]
) -> bytes:
    """The PDF, the same for the same values; `seal` is the length of the anomaly's journal and its last hash."""
    data = {
        "lang": wording.language,
        "author": "Vigie",
        "title": f"{wording.text('explain.pdf.title')} · {told.name}",
        "kicker": wording.text("explain.pdf.title"),
        "name": told.name,
        "subject": told.title,
        "footer": wording.text(
            "explain.pdf.footer", name=told.name, client=one_line(contract.client, CLIENT), made=now
        ),
        "about": list(_about(anomaly, contract, now, wording)),
        "labels": _labels(told, contract, wording),
        "summary": [line for clock in told.clocks for line in _summary(clock)],
        "clocks": [_clock(clock) for clock in told.clocks],
        "costs": [{"title": one.title, "parts": list(one.parts)} for one in told.costs.lines] if told.costs else [],
        "reserve": told.costs.reserve if told.costs else "",
        "facts": [_fact(fact) for fact in told.facts],
        "seal": {
            "text": wording.plural("explain.pdf.sealed", seal[0], name=told.name),
            "print": f"{seal[0]}-{seal[1]}",
        },
    }
    return _printed(json.dumps(data), now)


def _printed(data: str, now: datetime) -> bytes:
    """A page that can be archived (PDF/A) and read aloud (PDF/UA); neither allows a character that no font here has."""
    try:
        return _compiled(data, now, STANDARDS)
    except typst.TypstError:
        return _compiled(data, now, [])


def _compiled(data: str, now: datetime, standards: list["typst.PDFStandard"]) -> bytes:
    page = files(__package__).joinpath(PAGE).read_bytes()
    at = int(now.timestamp())
    pdf = typst.compile(page, format="pdf", sys_inputs={"data": data}, timestamp=at, pdf_standards=standards)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no document")
    return pdf


def _about(anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording) -> Iterator[tuple[str, str]]:
    """The heading, two items a line."""
    version = wording.text("explain.pdf.version", contract=one_line(contract.id), effective=contract.effective)
    yield wording.text("explain.pdf.client"), one_line(contract.client)
    yield wording.text("explain.pdf.made"), wording.moment(now)
    yield wording.text("explain.pdf.contract"), version
    yield wording.text("explain.pdf.criticality"), one_line(wording.criticality(anomaly.criticality))
    if contract.source:
        yield wording.text("explain.pdf.file"), one_line(contract.source)
    yield wording.text("explain.pdf.phase"), wording.text(f"phase.{anomaly.phase}")


def _labels(told: Explanation, contract: Contract, wording: Wording) -> dict[str, Any]:
    return {
        "summary": wording.text("explain.pdf.summary"),
        "summary_columns": [wording.text(key) for key in SUMMARY],
        "reading": wording.text("explain.pdf.reading", zone=contract.zone),
        "interval_columns": [wording.text(key) for key in INTERVALS],
        "facts": wording.plural("explain.facts", len(told.facts)),
        "fact_columns": [wording.text(key) for key in FACTS],
        "seal": wording.text("explain.pdf.seal"),
        "costs": wording.text("explain.costs"),
    }


def _summary(clock: Clock) -> Iterator[dict[str, str]]:
    """A line a cycle; where that would be no summary any more, what they add up to."""
    line = {"clock": clock.name, "promise": "", "spent": "", "due": "", "standing": Verdict.NONE.value}
    if not clock.cycles:
        yield line | {"verdict": clock.state, "cumulative": ""}
    elif len(clock.cycles) > GLANCE:
        yield line | {"verdict": "", "cumulative": clock.cumulative}
    else:
        yield from (_line(clock, cycle) for cycle in clock.cycles)


def _line(clock: Clock, cycle: Cycle) -> dict[str, str]:
    return {
        "clock": f"{clock.name} · {cycle.label}" if cycle.label else clock.name,
        "promise": cycle.promise,
        "spent": cycle.spent,
        "due": cycle.due,
        "verdict": cycle.verdict,
        "standing": cycle.standing.value,
        "cumulative": "",
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "state": clock.state,
        "cycles": [_cycle(cycle) for cycle in clock.cycles],
        "cumulative": clock.cumulative,
        "promised": clock.promised,
    }


def _cycle(cycle: Cycle) -> dict[str, Any]:
    return {
        "label": cycle.label[:1].upper() + cycle.label[1:],
        "promise": cycle.promise,
        "clause": cycle.clause,
        "rows": [
            {
                "counted": row.counted,
                "kind": row.kind,
                "when": row.when,
                "lasting": row.lasting,
                "why": row.cause,
                "source": row.source,
            }
            for row in cycle.rows
        ],
        "total": cycle.total,
        "parts": [part for part in (cycle.paused, cycle.deadline, cycle.over) if part],
        "verdict": cycle.verdict,
        "standing": cycle.standing.value,
    }


def _fact(fact: Told) -> dict[str, Any]:
    notes = [note for note in (fact.note, fact.recorded) if note]
    return {"when": fact.when, "what": fact.what, "by": fact.by, "source": fact.source, "notes": notes}
