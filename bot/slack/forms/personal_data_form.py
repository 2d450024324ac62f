"""The forms about personal data: whether they are concerned, the word to the client, and the client's decision."""

from collections.abc import Mapping
from datetime import datetime

from bot.slack.forms.date_inputs import kept_instant, same_minute
from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Choice, Moment, Problem, Text, seconds
from rules import events
from rules.anomaly.state import Anomaly
from rules.events import Happening

_NOTIFIED, _NOT = "notified", "not_notified"


def _known(anomaly: Anomaly) -> datetime | None:
    """Since when it is known, as far as was said: otherwise the remontée."""
    return (anomaly.personal.since if anomaly.personal else None) or anomaly.raised_at


def _start(sheet: Sheet) -> Mapping[str, str]:
    if sheet.anomaly is None or (known := _known(sheet.anomaly)) is None:
        return {}
    note = sheet.anomaly.personal.note if sheet.anomaly.personal and sheet.anomaly.personal.since else ""
    return {"since": str(round(known.timestamp())), "note": note}


def _kept(sheet: Sheet) -> Mapping[str, str]:
    """The form's first values, to the second, and the instant that no awareness precedes."""
    anomaly = sheet.anomaly
    found = {"known": _known(anomaly) if anomaly else None, "detected": anomaly.detected_at if anomaly else None}
    return {name: at.isoformat() for name, at in found.items() if at is not None}


def _since(values: Mapping[str, str]) -> datetime | None:
    chosen, known = seconds(values.get("since", "")), kept_instant(values.get("known", ""))
    return known if chosen and known and same_minute(chosen, known) else chosen


def _check(values: Mapping[str, str]) -> Mapping[str, Problem]:
    since, detected = _since(values), kept_instant(values.get("detected", ""))
    early = since is not None and detected is not None and since < detected
    return {"since": Problem("error.before_detection")} if early else {}


def _raised(sheet: Sheet) -> str:
    raised = sheet.anomaly.raised_at if sheet.anomaly else None
    return sheet.words.text("form.personal_data.since.about", raised=raised)


def _decisions(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return tuple((one, sheet.words.text(f"form.decide_authority.{one}")) for one in (_NOTIFIED, _NOT))


def _reasoned(values: Mapping[str, str]) -> Mapping[str, Problem]:
    """Not to notify is what somebody will have to account for."""
    return {"reason": Problem("error.empty")} if values["decision"] == _NOT and not values.get("reason") else {}


def _decided(values: Mapping[str, str]) -> Happening:
    notified = values["decision"] == _NOTIFIED
    at = seconds(values.get("at", "")) if notified else None
    reference = values.get("reference", "") if notified else ""
    return events.AuthorityDecided(notified, at, reference, values.get("reason", ""))


PERSONAL_DATA = Form(
    "personal_data",
    (Moment("since", lambda _: True, _raised, past=True), Text("note", required=False)),
    lambda values: events.PersonalDataFound(_since(values), values.get("note", "")),
    main="note",
    start=_start,
    kept=_kept,
    check=_check,
)
NO_PERSONAL_DATA = Form(
    "no_personal_data", (Text("reason"),), lambda values: events.NoPersonalData(values["reason"]), main="reason"
)
WARN_CLIENT = Form("warn_client", (Text("text"),), lambda values: events.ClientWarned(values["text"]), main="text")
DECIDE_AUTHORITY = Form(
    "decide_authority",
    (
        Choice("decision", _decisions, frozenset({_NOTIFIED, _NOT})),
        Moment("at", lambda _: True, lambda sheet: sheet.words.text("form.decide_authority.at.about"), past=True),
        Text("reference", required=False, lines=False),
        Text("reason", required=False),
    ),
    _decided,
    main="reason",
    check=_reasoned,
)
