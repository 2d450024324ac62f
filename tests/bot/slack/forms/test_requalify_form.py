"""The form that changes a criticality shows each deadline before and after, and asks why before it acts."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.slack.forms import FORMS_BY_NAME
from bot.slack.forms.form import carried, problems, view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Problem
from connectors.wording import Wording
from rules import events
from rules.contract import Choices, Contract, Criticality, PauseReason, Requalification
from scheduler.cases.case_loader import Case
from tests.bot.slack.house import BOUTIQUE, NOW, QUALIFIED, RAISED, Room, block_of, case, press, submission

TAKEN = (*RAISED, events.Taken(), events.Qualified(Criticality.MAJEURE))
FROM_CHANGE = replace(BOUTIQUE, choices=Choices(requalification=Requalification.FROM_CHANGE))
LATER = NOW + timedelta(days=2)
EMPTY = Problem("error.empty")


def drawn(
    one: Case, now: datetime = NOW, language: str = "fr", contract: Contract = BOUTIQUE, name: str = "requalify"
) -> dict[str, Any]:
    words = Wording(language, contract.zone, contract.labels if language == "fr" else {})
    return view(FORMS_BY_NAME[name], Sheet(words, contract, now, one.anomaly))


def told(form: dict[str, Any]) -> list[str]:
    """The lines that stand above the fields, their no-break spaces told as spaces."""
    texts = [block["text"]["text"] for block in form["blocks"] if block["type"] == "section"]
    return [line.replace("\u00a0", " ") for text in texts for line in text.split("\n")]


def test_the_present_deadlines_come_first_then_those_of_each_other_level() -> None:
    taken = "prise en charge tenue"
    assert told(drawn(case(*TAKEN)))[2:] == [
        f"Aujourd’hui · 🟠 Majeure : {taken}, contournement jeu. 12 nov. 10:01, résolution ven. 13 nov. 10:01",
        f"🟣 Sécurité : {taken}, contournement lun. 9 nov. 14:01 (−68 h), résolution lun. 9 nov. 18:01 (−88 h)",
        f"🔴 Bloquante : {taken}, contournement lun. 9 nov. 14:01 (−68 h), résolution mar. 10 nov. 10:01 (−72 h)",
        f"🟡 Mineure : {taken}, contournement sans échéance, résolution prochaine version",
    ]


def test_it_is_said_in_english_too() -> None:
    assert told(drawn(case(*TAKEN), language="en"))[4] == (
        "🔴 Blocking: taking charge kept, workaround Mon 9 Nov 14:01 (−68 h), resolution Tue 10 Nov 10:01 (−72 h)"
    )


def test_a_deadline_that_would_be_past_is_said_to_be_missed_already() -> None:
    assert told(drawn(case(*TAKEN), LATER))[4] == (
        "🔴 Bloquante : prise en charge tenue, contournement déjà dépassé (lun. 9 nov. 14:01), "
        "résolution déjà dépassée (mar. 10 nov. 10:01)"
    )


def test_a_contract_that_counts_from_the_change_gives_the_whole_delay_again() -> None:
    lines = told(drawn(case(*TAKEN, contract=FROM_CHANGE), LATER, contract=FROM_CHANGE))
    assert "contournement mer. 11 nov. 14:05 (−19 h 56)" in lines[4]


def test_a_clock_that_stopped_is_offered_no_new_deadline() -> None:
    over = case(*TAKEN, events.WorkaroundDelivered("menu"), events.WorkaroundValidated())
    assert all("contournement tenu, " in line for line in told(drawn(over))[2:])


def test_the_dates_of_a_paused_clock_are_said_to_be_conditional() -> None:
    held = case(*TAKEN, events.Paused(PauseReason.CLIENT, "un compte"))
    assert told(drawn(held, LATER))[-1].startswith("Le décompte est en pause")


def test_only_another_level_can_be_chosen() -> None:
    offered = block_of(drawn(case(*TAKEN)), "criticality")["element"]["options"]
    assert [one["value"] for one in offered] == ["securite", "bloquante", "mineure"]


def test_the_first_qualification_needs_no_reason_and_a_change_does() -> None:
    form = FORMS_BY_NAME["qualify"]
    same = {"criticality": "majeure", "in_scope": "yes"}
    other = {"criticality": "bloquante", "in_scope": "yes"}
    before = carried(drawn(case(*RAISED), name="qualify")["private_metadata"]).kept
    after = carried(drawn(case(*QUALIFIED), name="qualify")["private_metadata"]).kept
    assert problems(form, other, before, NOW) == problems(form, same, after, NOW) == {}
    assert problems(form, other, after, NOW) == {"reason": EMPTY}
    assert problems(form, other | {"reason": "site tombé"}, after, NOW) == {}


def test_whoever_qualifies_sees_what_each_criticality_would_promise() -> None:
    lines = told(drawn(case(*QUALIFIED), name="qualify"))
    assert lines[2].startswith("🟣 Sécurité : ")
    assert "résolution ven. 13 nov. 10:02 (sans changement)" in lines[4]


@pytest.fixture
def room() -> Room:
    made = Room()
    made.cases.cases = (case(*TAKEN),)
    return made


async def test_a_command_that_names_the_level_and_the_reason_fills_in_the_form(room: Room) -> None:
    await room.type("U0CP", "requalifier BOU-214 bloquante le site est tombé")
    (form,) = room.client.opened
    assert form["callback_id"] == "move:requalify"
    assert block_of(form, "criticality")["element"]["initial_option"]["value"] == "bloquante"
    assert block_of(form, "reason")["element"]["initial_value"] == "le site est tombé"


async def test_the_button_of_a_qualified_anomaly_opens_it(room: Room) -> None:
    await room.interact(press("U0CP", "move:requalify", "a1b2c3d4e5f60718"))
    assert [form["callback_id"] for form in room.client.opened] == ["move:requalify"]


@pytest.mark.parametrize("facts", [RAISED, (*QUALIFIED, events.Qualified(Criticality.MAJEURE, False, "devis"))])
async def test_what_has_no_settled_criticality_is_qualified_instead(room: Room, facts: Any) -> None:
    room.cases.cases = (case(*facts),)
    await room.type("U0CP", "requalifier BOU-214 bloquante site tombé")
    (form,) = room.client.opened
    assert form["callback_id"] == "move:qualify"
    assert block_of(form, "criticality")["element"]["initial_option"]["value"] == "bloquante"


async def test_who_may_not_qualify_is_told_so(room: Room) -> None:
    await room.type("U0RM", "requalifier BOU-214")
    assert room.client.opened == []
    assert room.answered[0][1].values["move"] == "qualify"


async def test_a_reason_left_empty_is_asked_for_in_place(room: Room) -> None:
    meta = {"anomaly": "a1b2c3d4e5f60718", "contract": BOUTIQUE.id}
    sent = await room.interact(submission("U0CP", "requalify", {"criticality": "bloquante", "reason": " "}, meta))
    assert sent.json() == {"response_action": "errors", "errors": {"reason": "Ce champ est obligatoire."}}
