"""A Home holds in Slack's limits whatever people wrote, in both languages, and calls nobody."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from connectors.channels.home_data import CONTRACTS, DUES, PROMISES, Due, Exposure, Sheet, Tally, Told
from connectors.channels.slack.home.home_view import NEXT, PREVIOUS, home, nobody
from connectors.preference_choices import BOTH, NONE, OFF, OFFERED, Preferences
from connectors.wording import LANGUAGES, Wording
from rules.anomaly.state import Snooze
from rules.clock import read
from rules.contract import ClockName, Contract, Criticality, Role
from rules.events import Deadline
from rules.people.next_owner import OWED
from rules.reminders.promised_dates import promises
from sandbox.slack.block_limits import texts
from sandbox.slack.pings import pings
from tests.connectors.channels import cast
from tests.connectors.channels.block_kit import check_home
from tests.connectors.channels.cast import CONTRACT, LINK, after, story

HOSTILE = "<!channel> <@U0RM> *gras* & :tada: " + "👨\u200d👩\u200d👧" * 2_000 + "\n" + "x" * 8_000
ANOMALY = after(*story())
NOW = cast.at(20, 11)


def due(move: str = "deliver", title: str = ANOMALY.title, contract: Contract = CONTRACT) -> Due:
    anomaly = replace(ANOMALY, title=title)
    return Due(anomaly, contract, move, read(ClockName.RESOLUTION, anomaly.marks, contract, NOW), LINK)


def told(title: str = ANOMALY.title, contract: Contract = CONTRACT) -> Told:
    promised = (Deadline(ClockName.RESOLUTION, cast.at(20, 9)),)
    anomaly = replace(ANOMALY, title=title, promised=promised, communicated_at=cast.at(19, 9))
    return Told(anomaly, contract, next(iter(promises(anomaly, contract, NOW))), LINK)


def tally(contract: Contract = CONTRACT, *roles: Role) -> Tally:
    levels = dict.fromkeys((None, *Criticality), 3)
    return Tally(contract, frozenset(roles or (Role.CP,)), levels, 1, 2, 3, 4, 5)


def sheet(language: str, **given: Any) -> Sheet:
    def speak(contract: Contract | None) -> Wording:
        return Wording(language, "Europe/Paris", contract.labels if contract else {})

    return Sheet(NOW, speak, given.pop("preferences", Preferences()), **given)


def full(language: str, title: str = ANOMALY.title, client: str = "Boutique") -> Sheet:
    """As much as a page ever holds."""
    contract = replace(CONTRACT, client=client)
    exposure = Exposure(contract, Counter(dict.fromkeys(ClockName, 9)), 4)
    return sheet(
        language,
        page=2,
        pages=7,
        several=True,
        leads=True,
        answers=True,
        mailed=True,
        owed=2000,
        late=1000,
        dues=tuple(due(OWED[place % len(OWED)], title, contract) for place in range(DUES)),
        promised=99,
        promises=(told(title, contract),) * PROMISES,
        tallies=(tally(contract, *Role),) * CONTRACTS,
        exposures=(exposure,) * CONTRACTS,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["Panier vide", HOSTILE], ids=["plain", "hostile"])
def test_slack_takes_the_fullest_page_and_it_calls_nobody(language: str, text: str) -> None:
    view = home(full(language, text, text), "/anomalie")
    check_home(view)
    assert len(view["blocks"]) < 70
    assert pings("", view["blocks"]) == ()
    assert "<@" not in "".join(texts(view["blocks"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_the_emptiest_pages(language: str) -> None:
    check_home(home(sheet(language), "/anomalie"))
    check_home(home(sheet(language, exposures=()), "/anomalie"))
    check_home(nobody(Wording(language, "UTC")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("move", OWED)
def test_each_step_has_the_button_that_makes_it(language: str, move: str) -> None:
    view = home(sheet(language, owed=1, dues=(due(move),)), "/anomalie")
    (accessory,) = [one["accessory"] for one in view["blocks"] if one.get("accessory", {}).get("type") == "button"]
    assert (accessory["action_id"], accessory["value"]) == (f"move:{move}", ANOMALY.id)


def test_a_late_step_says_by_how_much_and_the_others_what_is_left() -> None:
    late = "".join(texts(home(sheet("fr", dues=(due(),)), "/anomalie")["blocks"]))
    assert "🚨 Résolution\u00a0: en retard de" in late
    reading = read(ClockName.RESOLUTION, ANOMALY.marks, CONTRACT, cast.at(10, 10))
    soon = replace(due(), reading=reading)
    assert "⏳ Résolution\u00a0: reste" in "".join(texts(home(sheet("fr", dues=(soon,)), "/anomalie")["blocks"]))


def test_a_step_whose_reminders_are_put_off_says_until_when_and_why() -> None:
    off = due()
    snooze = Snooze(NOW + timedelta(hours=2), "livraison attendue", cast.CP, NOW)
    put_off = replace(off, anomaly=replace(off.anomaly, snooze=snooze))
    over = replace(off, anomaly=replace(off.anomaly, snooze=replace(snooze, until=NOW)))
    assert "Rappels reportés" in json.dumps(home(sheet("fr", dues=(put_off,)), "/anomalie"), ensure_ascii=False)
    assert "Rappels reportés" not in json.dumps(home(sheet("fr", dues=(over,)), "/anomalie"), ensure_ascii=False)


def test_pages_are_turned_from_one_to_the_next() -> None:
    turning = partial(sheet, "fr", pages=3)
    assert _turns(turning(page=1)) == {NEXT: "2"}
    assert _turns(turning(page=2)) == {PREVIOUS: "1", NEXT: "3"}
    assert _turns(turning(page=3)) == {PREVIOUS: "2"}
    assert _turns(sheet("fr")) == {}


def test_what_was_chosen_stands_chosen_and_everything_offered_can_be() -> None:
    chosen = Preferences("en", NONE, OFF, weekly="10:00", lists=BOTH)
    view = home(sheet("en", leads=True, answers=True, mailed=True, preferences=chosen), "/anomalie")
    found = {one["block_id"].removeprefix("prefer:"): one["accessory"] for one in view["blocks"] if "block_id" in one}
    assert found["language"]["initial_option"]["value"] == "en"
    assert found["morning"]["initial_option"]["value"] == NONE
    assert found["weekly"]["initial_option"]["value"] == "10:00"
    assert found["lists"]["initial_option"]["value"] == BOTH
    assert "initial_options" not in found["mentions"]
    for name in ("language", "morning", "weekly", "lists"):
        assert tuple(one["value"] for one in found[name]["options"]) == OFFERED[name]


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ({}, set()),
        ({"mailed": True}, set()),
        ({"leads": True}, {"morning"}),
        ({"answers": True}, {"weekly"}),
        ({"answers": True, "mailed": True}, {"weekly", "lists"}),
        ({"leads": True, "mailed": True}, {"morning", "lists"}),
    ],
)
def test_each_is_asked_only_for_the_lists_that_they_get_and_for_mail_only_with_an_address(
    who: dict[str, bool], asked: set[str]
) -> None:
    view = json.dumps(home(sheet("fr", **who), "/anomalie"))
    assert {name for name in ("morning", "weekly", "lists") if f"prefer:{name}" in view} == asked


def test_the_client_reads_what_it_owes_and_the_provider_what_it_waits_for() -> None:
    client = "".join(texts(home(sheet("fr", tallies=(tally(CONTRACT, Role.RM),)), "/anomalie")["blocks"]))
    assert "3 réponses attendues de vous · 👉 4 recettes à prononcer" in client
    assert "sans responsable" not in client
    provider = "".join(texts(home(sheet("fr", tallies=(tally(),)), "/anomalie")["blocks"]))
    assert "3 en attente du client · 👤 5 sans responsable" in provider


def _turns(one: Sheet) -> dict[str, str]:
    rows = [block["elements"] for block in home(one, "/anomalie")["blocks"] if block["type"] == "actions"]
    pressed = {button["action_id"]: button["value"] for row in rows for button in row}
    return {name: value for name, value in pressed.items() if name in (PREVIOUS, NEXT)}
