"""What the CP promises may be other dates than the contract's: chosen, checked in place, and kept as they were sent."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.slack.forms import FORMS_BY_NAME
from bot.slack.forms.form import carried, problems, view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Problem
from bot.slack.intake.view_values import flat
from bot.slack.meaning.slack_delivery_reader import facts as facts_of
from bot.slack.meaning.slack_delivery_reader import read
from connectors.parsed_delivery import AboutAnomaly, Claim
from connectors.wording import LANGUAGES, Wording
from rules import events
from rules.clock import read as read_clock
from rules.contract import CONTRACTED, ClockName, Criticality
from rules.events import Deadline
from scheduler.cases.case_loader import Case
from tests.bot.slack.house import (
    BOUTIQUE,
    CONTRACTS,
    NOW,
    QUALIFIED,
    RAISED,
    Room,
    block_of,
    case,
    submission,
)

FORM = FORMS_BY_NAME["communicate"]
ACK, WORKAROUND, RESOLUTION = CONTRACTED
DUE = {WORKAROUND: datetime(2026, 11, 12, 9, 2, tzinfo=UTC), RESOLUTION: datetime(2026, 11, 13, 9, 2, tzinfo=UTC)}
MINOR = (*RAISED, events.Qualified(Criticality.MINEURE))


def seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def drawn(one: Case, now: datetime = NOW, language: str = "fr") -> dict[str, Any]:
    return view(FORM, Sheet(Wording(language, "Europe/Paris"), BOUTIQUE, now, one.anomaly))


def starts(form: dict[str, Any]) -> dict[str, int | None]:
    """What each date starts with, by its field."""
    inputs = (block for block in form["blocks"] if block["type"] == "input")
    dates = {block["block_id"]: block["element"] for block in inputs if block["element"]["type"] == "datetimepicker"}
    return {name: element.get("initial_date_time") for name, element in dates.items()}


def promised(form: dict[str, Any], **chosen: str) -> dict[ClockName, datetime | None]:
    kept = carried(form["private_metadata"]).kept
    fact = FORM.what({**kept, "text": "Bonjour", **chosen})
    assert isinstance(fact, events.DelayCommunicated)
    assert [one.clock for one in fact.deadlines] == list(CONTRACTED)
    return {one.clock: one.at for one in fact.deadlines}


def test_the_dates_start_as_the_contracts() -> None:
    form = drawn(case(*QUALIFIED))
    assert starts(form) == {
        "workaround_at": int(DUE[WORKAROUND].timestamp()),
        "resolution_at": int(DUE[RESOLUTION].timestamp()),
    }
    assert all(block["optional"] for block in form["blocks"] if block.get("block_id") in starts(form))


def test_the_draft_leaves_the_dates_to_the_list_that_follows_it() -> None:
    draft = block_of(drawn(case(*QUALIFIED)), "text")["element"]["initial_value"]
    assert "BOU-214" in draft
    assert "Majeure" in draft
    assert "nov." not in draft


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_beforehand_what_a_later_date_means(language: str) -> None:
    hint = block_of(drawn(case(*QUALIFIED), language=language), "workaround_at")["hint"]["text"].replace("\u00a0", " ")
    expected = {
        "fr": "Une date plus tardive que le contrat (jeu. 12 nov. 10:02) est acceptée, mais le client peut ",
        "en": "A later date than the contract’s (Thu 12 Nov 10:02) is accepted, but the client may ",
    }
    assert hint.startswith(expected[language])


def test_the_contracts_own_dates_are_shown_in_its_zone() -> None:
    shown = json.dumps(drawn(case(*QUALIFIED)), ensure_ascii=False)
    assert "Contournement jeu. 12 nov. 10:02 · Résolution ven. 13 nov. 10:02" in shown


def test_a_date_left_alone_is_exactly_the_contracts() -> None:
    """Slack knows minutes only; a promise cut to the minute would look like another date than the contract's."""
    odd = DUE[WORKAROUND] + timedelta(seconds=23, microseconds=456)
    kept = {"workaround": odd.isoformat()}
    untouched = seconds(DUE[WORKAROUND])
    assert FORM.what(
        {**kept, "text": "x", "workaround_at": untouched, "resolution_at": ""}
    ) == events.DelayCommunicated("x", (Deadline(ACK, None), Deadline(WORKAROUND, odd), Deadline(RESOLUTION, None)))


def test_a_deadline_a_breath_before_a_minute_is_of_that_minute_as_it_is_written() -> None:
    breath = DUE[WORKAROUND] - timedelta(milliseconds=100)
    given = {"workaround": breath.isoformat(), "text": "x", "workaround_at": seconds(DUE[WORKAROUND])}
    fact = FORM.what(given)
    assert isinstance(fact, events.DelayCommunicated)
    assert fact.deadlines[1] == Deadline(WORKAROUND, breath)


def test_the_dates_chosen_are_those_of_the_fact() -> None:
    form, sooner = drawn(case(*QUALIFIED)), datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    later = DUE[RESOLUTION] + timedelta(days=3)
    kept = promised(form, workaround_at=seconds(sooner), resolution_at=seconds(later))
    assert (kept[WORKAROUND], kept[RESOLUTION]) == (sooner, later)
    assert kept[ACK] is not None, "taking charge is not the CP's to change"


def test_an_emptied_date_promises_nothing() -> None:
    kept = promised(drawn(case(*QUALIFIED)), workaround_at="", resolution_at=seconds(DUE[RESOLUTION]))
    assert kept[WORKAROUND] is None
    assert kept[RESOLUTION] == DUE[RESOLUTION]


def test_a_clock_without_a_deadline_may_be_promised_for() -> None:
    form, at = drawn(case(*MINOR)), datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert starts(form) == {"workaround_at": None, "resolution_at": None}
    assert "engage tout de même" in block_of(form, "resolution_at")["hint"]["text"]
    assert promised(form, workaround_at="", resolution_at=seconds(at))[RESOLUTION] == at


def test_what_was_promised_beyond_the_contract_is_proposed_again() -> None:
    at = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    again = case(*MINOR, events.DelayCommunicated("x", (Deadline(RESOLUTION, at),)))
    assert starts(drawn(again)) == {"workaround_at": None, "resolution_at": int(at.timestamp())}
    assert starts(drawn(again, at + timedelta(days=1)))["resolution_at"] is None


def test_a_date_that_is_past_is_not_proposed() -> None:
    assert starts(drawn(case(*QUALIFIED), NOW + timedelta(days=20))) == {"workaround_at": None, "resolution_at": None}


def test_a_clock_that_has_stopped_is_promised_no_more() -> None:
    over = case(*QUALIFIED, events.WorkaroundDelivered("menu"), events.WorkaroundValidated())
    form = drawn(over)
    assert set(starts(form)) == {"resolution_at"}
    due = read_clock(WORKAROUND, over.anomaly.marks, BOUTIQUE, NOW).deadline
    assert promised(form, resolution_at="")[WORKAROUND] == due


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("", None),
        (seconds(NOW), None),
        (seconds(NOW + timedelta(days=400)), None),
        (seconds(NOW - timedelta(minutes=1)), "error.past"),
        (seconds(datetime(2001, 9, 9, 2, tzinfo=UTC)), "error.past"),
        *((value, "error.no_instant") for value in ("tomorrow", "99999999999", "-1", "1e9", "١٧٩٤٤٧٤١٢٠", "9" * 4000)),
    ],
)
def test_a_date_is_checked_in_place(value: str, wrong: str | None) -> None:
    late_in_the_minute = NOW.replace(second=59)
    found = problems(FORM, {"text": "x", "workaround_at": value}, {}, late_in_the_minute)
    assert found == ({"workaround_at": Problem(wrong)} if wrong else {})


@pytest.mark.parametrize("held", [True, "1794474120", 1.5, None, [], {"x": 1}])
def test_only_whole_seconds_are_an_instant(held: object) -> None:
    state = {"workaround_at": {"workaround_at": {"type": "datetimepicker", "selected_date_time": held}}}
    assert flat(state) == {"workaround_at": ""}


def _sent(workaround: int | None) -> dict[str, Any]:
    meta = json.loads(drawn(case(*QUALIFIED))["private_metadata"])
    sent = submission("U0CP", "communicate", {"text": "Bonjour"}, meta)
    picked = {"type": "datetimepicker", "selected_date_time": workaround}
    sent["view"]["state"]["values"]["workaround_at"] = {"workaround_at": picked}
    return sent


async def test_what_is_past_is_refused_under_its_field_and_what_is_not_is_taken() -> None:
    room = Room()
    room.cases.cases = (case(*QUALIFIED),)
    past = await room.interact(_sent(int((NOW - timedelta(hours=1)).timestamp())))
    assert past.json()["errors"] == {"workaround_at": "Cette date est déjà passée."}
    assert not isinstance(read(room.mailbox.all[-1], CONTRACTS), Claim)
    at = NOW + timedelta(hours=6)
    assert (await room.interact(_sent(int(at.timestamp())))).content == b""
    claim = read(room.mailbox.all[-1], CONTRACTS)
    assert isinstance(claim, Claim)
    assert claim.about == AboutAnomaly("a1b2c3d4e5f60718")
    (fact,) = facts_of(claim, BOUTIQUE, True)
    assert isinstance(fact.what, events.DelayCommunicated)
    assert Deadline(WORKAROUND, at) in fact.what.deadlines


def test_a_forged_deadline_promises_nothing() -> None:
    forged = {"acknowledgement": "tomorrow", "workaround": "2026-11-10T10:00:00", "resolution": ""}
    fact = FORM.what({**forged, "text": "x"})
    assert fact == events.DelayCommunicated("x", tuple(Deadline(clock, None) for clock in CONTRACTED))


def draft(form: dict[str, Any]) -> str:
    return str(block_of(form, "text")["element"]["initial_value"])


def told_on(*, workaround: timedelta | None = None, resolution: timedelta | None = None) -> Case:
    """An anomaly of which dates were told at NOW, that far ahead."""
    told = {WORKAROUND: workaround, RESOLUTION: resolution}
    deadlines = tuple(Deadline(clock, NOW + ahead) for clock, ahead in told.items() if ahead)
    return case(*QUALIFIED, events.DelayCommunicated("Bonjour", deadlines))


def contracted(one: Case, now: datetime) -> int:
    """The contract's own date for the resolution, in Unix seconds."""
    deadline = read_clock(RESOLUTION, one.anomaly.marks, BOUTIQUE, now).deadline
    assert deadline is not None
    return int(deadline.timestamp())


def test_a_date_that_slips_opens_a_correction_with_what_was_announced_and_the_contracts_date() -> None:
    one = told_on(resolution=timedelta(hours=3))
    now = NOW + timedelta(hours=2, minutes=50)
    form = drawn(one, now)
    assert draft(form).startswith("Bonjour,\nNous vous avions annoncé pour BOU-214\u00a0: Résolution ")
    assert "ne peut pas être tenue" in draft(form)
    assert starts(form)["resolution_at"] == contracted(one, now)


def test_a_date_that_is_gone_is_corrected_too() -> None:
    one, now = told_on(resolution=timedelta(hours=3)), NOW + timedelta(hours=4)
    form = drawn(one, now)
    assert "ne peut pas être tenue" in draft(form)
    assert starts(form)["resolution_at"] == contracted(one, now)


def test_a_promise_beyond_the_contract_is_put_right_by_no_earlier_date() -> None:
    beyond = DUE[RESOLUTION] + timedelta(days=1)
    near, gone = beyond - timedelta(minutes=1), beyond + timedelta(minutes=1)
    one = told_on(resolution=beyond - NOW)
    assert starts(drawn(one, near))["resolution_at"] == int(beyond.timestamp())
    assert starts(drawn(one, gone))["resolution_at"] is None


def test_dates_that_hold_are_recalled_without_an_apology() -> None:
    form = drawn(told_on(workaround=timedelta(days=2), resolution=timedelta(days=3)))
    assert "qui valent désormais" in draft(form)
    assert "excuser" not in draft(form)


def test_the_words_to_the_client_are_in_the_language_of_the_contract() -> None:
    form = drawn(told_on(resolution=timedelta(hours=3)), NOW + timedelta(hours=4), "en")
    assert draft(form).startswith("Bonjour")
    assert form["submit"]["text"] == "Send"
