"""The form for an absence and its stand-in, and its validation."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack.forms.form import carried
from bot.slack.intake.intents import Leave, Plan, Stay
from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House
from connectors.channels.home_data import FIRST
from connectors.channels.slack.block_kit import TITLE, Block, day_input, field, people_input, plain
from connectors.channels.slack.home.home_absences import ABSENCE
from connectors.contracts import Contracts
from connectors.parsed_delivery import CalledOff, Ignored, Planned, Reply
from connectors.wording import Wording, said
from rules.people.stand_ins import Absence, may_stand_in

FIRST_DAY, LAST_DAY, STAND_IN = "first", "last", "stand_in"


async def open_form(house: House, done: Gesture, wanted: Plan) -> None:
    """Open it, as the absence stands where it is one of the person's own."""
    contracts, now = house.cases.contracts, house.now()
    theirs = contracts.for_person(done.user, now)
    if not theirs:
        return
    known = next((one for one in contracts.absences if (one.id, one.user) == (wanted.absence, done.user)), None)
    await house.client.views_open(trigger_id=done.trigger, view=_view(house.voice(theirs[0]), known, done.home))


def wrong(values: Mapping[str, str], user: str, contracts: Contracts, now: datetime) -> dict[str, str]:
    """The errors of the form: a key of the wording, by field."""
    theirs = contracts.for_person(user, now)
    first, last = _day(values, FIRST_DAY), _day(values, LAST_DAY)
    found = {name: "error.empty" for name, day in ((FIRST_DAY, first), (LAST_DAY, last)) if day is None}
    if first and last and last < first:
        found[LAST_DAY] = "absence.error.order"
    elif last and theirs and last < now.astimezone(ZoneInfo(theirs[0].zone)).date():
        found[LAST_DAY] = "absence.error.past"
    other = values.get(STAND_IN, "")
    if other and other == user:
        found[STAND_IN] = "absence.error.self"
    elif other and theirs and not any(may_stand_in(one, user, other, contracts.colleagues) for one in theirs):
        found[STAND_IN] = "absence.error.stand_in"
    return found


def planned(
    wanted: Leave | Stay, done: Gesture, contracts: Contracts, at: datetime, identity: str
) -> Planned | CalledOff | Ignored:
    """The absence in a submitted form; `identity` names a new one."""
    if not contracts.for_person(done.user, at):
        return Ignored(said("inbound.slack.stranger"))
    if isinstance(wanted, Stay):
        return CalledOff(wanted.absence, at, Reply(done.user, home=done.home or FIRST))
    first, last = _day(wanted.values, FIRST_DAY), _day(wanted.values, LAST_DAY)
    if first is None or last is None or wrong(wanted.values, done.user, contracts, at):
        return Ignored(said("inbound.slack.form_to_correct"))
    along = carried(wanted.meta)
    name = along.kept.get(ABSENCE) or identity
    absence = Absence(name, done.user, first, last, wanted.values.get(STAND_IN, ""), at)
    return Planned(absence, Reply(done.user, home=along.home or FIRST))


def _view(words: Wording, known: Absence | None, page: int) -> dict[str, Any]:
    """The modal (Block Kit)."""
    first, last = (known.first.isoformat(), known.last.isoformat()) if known else ("", "")
    named = [known.stand_in] if known and known.stand_in else []
    along = {"kept": {ABSENCE: known.id} if known else {}, "home": str(page)}
    return {
        "type": "modal",
        "callback_id": ABSENCE,
        "title": plain(words.text("absence.title"), TITLE),
        "submit": plain(words.text("absence.submit"), TITLE),
        "close": plain(words.text("form.cancel"), TITLE),
        "private_metadata": json.dumps(along, separators=(",", ":")),
        "blocks": [
            _field(words, FIRST_DAY, day_input(FIRST_DAY, first)),
            _field(words, LAST_DAY, day_input(LAST_DAY, last)),
            _field(words, STAND_IN, people_input(STAND_IN, words.text("absence.stand_in.placeholder"), named), True),
        ],
    }


def _field(words: Wording, name: str, element: Block, optional: bool = False) -> Block:
    return field(name, words.text(f"absence.{name}"), element, words.text(f"absence.{name}.hint"), optional)


def _day(values: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(values.get(name, ""))
    except ValueError:
        return None
