"""The examples load, open when they say, name the sandbox's people, and satisfy the schema given to editors."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import Contracts, json_schema, load, load_folder
from connectors.contracts.yaml_document import read
from rules.contract import BusinessDays, ClockName, Contract, Criticality, JiraMeaning, OpeningTime, Role
from rules.workdays import add, between, is_open
from sandbox import seed
from tests.connectors.contracts.sample import SAMPLE, changed, written

FOLDER = Path(__file__).parents[3] / "examples" / "contracts"
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 9, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def contracts() -> Contracts:
    return load_folder(FOLDER)


def _found(contracts: Contracts, name: str) -> Contract:
    found = contracts.in_force(name, date(2026, 11, 9))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("local", "opened"),
    [
        ("2026-11-09 09:00", True),
        ("2026-11-09 12:29", True),
        ("2026-11-09 12:30", False),  # lunch
        ("2026-11-09 13:30", True),
        ("2026-11-09 18:00", False),
        ("2026-11-13 16:59", True),
        ("2026-11-13 17:30", False),  # Friday evening
        ("2026-11-11 10:00", False),  # Armistice
        ("2026-11-14 10:00", False),  # Saturday
        ("2026-12-19 10:00", True),  # the Saturday that opens
        ("2026-12-28 10:00", False),  # annual closure
        ("2026-05-25 10:00", True),  # Whit Monday, worked
        ("2031-11-11 10:00", False),
    ],
)
def test_the_shop_opens_when_its_contract_says(contracts: Contracts, local: str, opened: bool) -> None:
    shop = _found(contracts, "boutique-exemple")
    at = datetime.fromisoformat(local).replace(tzinfo=PARIS)
    assert is_open(shop.calendars["bureau"], at) is opened
    assert is_open(shop.calendars["astreinte"], at)


def test_a_resolution_paused_for_the_client_is_due_when_the_paper_says(contracts: Contracts) -> None:
    shop = _found(contracts, "boutique-exemple")
    promised, office = shop.commitment(Criticality.MAJEURE, ClockName.RESOLUTION).target, shop.calendars["bureau"]
    assert isinstance(promised, OpeningTime)
    raised, asked = datetime(2026, 11, 9, 10, 5, tzinfo=PARIS), datetime(2026, 11, 9, 14, 5, tzinfo=PARIS)
    answered = datetime(2026, 11, 10, 9, 40, tzinfo=PARIS)
    left = promised.duration - between(office, raised, asked)
    assert left == timedelta(hours=21)
    assert add(office, answered, left) == datetime(2026, 11, 13, 15, 40, tzinfo=PARIS)


def test_the_two_examples_promise_what_they_print(contracts: Contracts) -> None:
    shop, portal = _found(contracts, "boutique-exemple"), _found(contracts, "portail-exemple")
    major = shop.commitment(Criticality.MAJEURE, ClockName.RESOLUTION)
    assert (major.target, major.calendar) == (OpeningTime(timedelta(hours=24)), "bureau")
    assert shop.commitment(Criticality.BLOQUANTE, ClockName.RESOLUTION).calendar == "astreinte"
    assert portal.commitment(Criticality.SECURITE, ClockName.ACKNOWLEDGEMENT).target == OpeningTime(
        timedelta(minutes=15)
    )
    assert portal.commitment(Criticality.MINEURE, ClockName.RESOLUTION).target == BusinessDays(10, end_of_day=True)
    assert list(portal.labels.values()) == ["P0", "P1", "P2", "P3"]


@pytest.mark.parametrize(("key", "name"), [("BOU", "boutique-exemple"), ("POR", "portail-exemple")])
def test_an_example_speaks_of_the_sandbox_s_project_and_statuses(contracts: Contracts, key: str, name: str) -> None:
    project = next(project for project in seed.PROJECTS if project.key == key)
    contract = contracts.for_project("default", key, NOW)
    assert contract is _found(contracts, name)
    assert list(contract.jira.statuses) == [status.name for status in project.statuses]
    assert set(contract.jira.statuses.values()) == set(JiraMeaning) - {
        JiraMeaning.WAITING_THIRD_PARTY,
        JiraMeaning.REFUSED,
        JiraMeaning.CANCELLED,
        JiraMeaning.DROPPED,
    }
    assert set(contract.jira.priorities) == {priority for _, priority in seed.PRIORITIES}


def test_the_examples_name_the_sandbox_s_people_and_channels(contracts: Contracts) -> None:
    known = {(person.slack, person.name, person.email, person.jira) for person in seed.PEOPLE}
    channels = {channel.id for channel in seed.CHANNELS}
    named = set()
    for contract in contracts.all:
        named |= {(person.chat, person.name, person.email, person.jira) for person in contract.people}
        assert {contract.chat.channel, contract.chat.security_channel, contract.chat.team_channel} <= channels
    assert named == known


def test_the_sandbox_s_people_hold_the_role_of_their_name(contracts: Contracts) -> None:
    held = {person.chat: person.roles for contract in contracts.all for person in contract.people}
    assert held == {
        "U0AGENT": {Role.AGENT},
        "U0RM": {Role.RM},
        "U0RM2": {Role.RM},
        "U0CP": {Role.CP},
        "U0DEV": {Role.DEVELOPER},
        "U0DIR": {Role.DIRECTION},
    }


def _content(path: Path) -> dict[str, Any]:
    document, problems = read(path)
    assert document is not None
    assert problems == []
    return document.content


def test_the_schema_is_a_schema_and_accepts_the_examples(tmp_path: Path) -> None:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    for path in (*FOLDER.glob("*.yaml"), written(tmp_path, SAMPLE)):
        assert list(Draft202012Validator(schema).iter_errors(_content(path))) == []


def test_the_schema_knows_both_languages() -> None:
    assert {"contrat", "contract", "effet", "effective", "engagements", "commitments"} <= set(
        json_schema()["properties"]
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("engagements:", "engagement:"),
        ("contrat: boutique", "contrat: Boutique"),
        ("effet: 2026-01-01", "effet: 01/01/2026"),
        ("    vendredi: 09:00-12:30", "    vendredi: 9-12"),
        ("    Clos: clôture", "    Clos: clos"),
        ("  types: [Anomalie]\n", ""),
        ("{slack: U0RM}", "{slak: U0RM}"),
        ("canal: C0BOUTIQUE", "canal: tma"),
    ],
)
def test_the_schema_refuses_a_typo(tmp_path: Path, old: str, new: str) -> None:
    content = _content(written(tmp_path, changed((old, new))))
    assert list(Draft202012Validator(json_schema()).iter_errors(content)) != []


def test_the_budget_of_the_shop_grants_two_envelopes() -> None:
    budget = load(FOLDER / "boutique-exemple-2026-01.yaml").budget
    assert budget is not None
    assert [(one.name, one.grant) for one in budget.envelopes] == [("planifiée", 480), ("provision", 300)]


def test_the_budget_of_the_portal_sells_a_booklet() -> None:
    budget = load(FOLDER / "portail-exemple-2026-01.yaml").budget
    assert budget is not None
    assert [one.units for one in budget.booklets] == [40000]
    assert budget.tariff["P0"] == 3000
