"""What a decision costs in calls: one write and no read without a change of status, one read with it on Cloud."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from connectors.channels import Stage
from connectors.jira.outbound.jira_performer import JiraPerformer
from connectors.jira.outbound.jira_sites import Sites
from connectors.wording import Wording
from rules import events
from rules.contract import JiraMeaning, PauseReason
from rules.effects import CommentIssue, TransitionIssue, WriteIssue
from rules.events import VIGIE, Fact, System
from rules.writeback import STANDING
from tests.connectors.jira.answering import CLOUD, DATA_CENTER, Stand, standing
from tests.rules.calendars import at
from tests.rules.cast import (
    ACCEPTED,
    CLOSED,
    COMMUNICATED,
    CONTRACT,
    DELIVERED,
    DEPLOYED,
    DEV,
    PEOPLE,
    QUALIFIED,
    RAISED,
    RM,
    TICKET,
    fact,
    told,
)

STATUSES = {meaning.value: meaning for meaning in JiraMeaning}
FIELDS = {name: f"customfield_{number}" for number, name in enumerate((*STANDING, "cause", "answer"), 10060)}
MAPPED = replace(
    CONTRACT,
    people=tuple(replace(person, jira=f"compte-{number}") for number, person in enumerate(PEOPLE)),
    jira=replace(CONTRACT.jira, site="martin", fields=FIELDS, statuses=STATUSES),
)
STORY = (
    fact(TICKET, VIGIE, "09:01", System.JIRA),
    fact(events.Taken(), DEV, "09:10"),
    fact(events.Paused(PauseReason.CLIENT, "un compte"), DEV, "09:20"),
    fact(events.ClientAnswered("le voici"), RM, "09:40"),
    QUALIFIED,
    fact(events.CauseFound("Cache"), DEV, "10:05"),
    COMMUNICATED,
    fact(events.WorkaroundDelivered("vider le cache"), DEV, "10:30"),
    DELIVERED,
    ACCEPTED,
    DEPLOYED,
    CLOSED,
)


async def _calls(stand: Stand, history: tuple[Fact, ...], next_fact: Fact) -> Counter[str]:
    """The methods of the calls that a decision costs, in the order of its effects."""
    before = len(stand.server.calls())
    decision = told(history, next_fact, contract=MAPPED)
    performer = JiraPerformer(Sites({"martin": stand.jira}), lambda: next_fact.at)
    stage = Stage(decision.anomaly, MAPPED, Wording("fr", "Europe/Paris"), next_fact.at, None, "k")
    for effect in decision.effects:
        if isinstance(effect, WriteIssue | TransitionIssue | CommentIssue):
            await performer.perform(effect, stage)
    return Counter(call.partition(" ")[0] for call in stand.server.calls()[before:])


def _offer(stand: Stand, about: dict[str, Any]) -> None:
    """A transition to every status, on offer from anywhere; Cloud says that they have no screen."""
    says = {"hasScreen": False} if about is CLOUD else {}
    ways = [{"id": str(number), "name": name, "to": {"name": name}} | says for number, name in enumerate(STATUSES)]
    stand.server.answers["GET issue/10001"] = {"fields": {"status": {"name": "autre"}}, "transitions": ways}
    stand.server.answers["GET issue/10001/transitions"] = {"transitions": [way | {"fields": {}} for way in ways]}


@pytest.mark.parametrize("number", range(len(STORY)))
@pytest.mark.parametrize("about", [CLOUD, DATA_CENTER], ids=["cloud", "data center"])
async def test_a_decision_costs_no_more_calls_than_it_must(about: dict[str, Any], number: int) -> None:
    async with standing(about, "martin") as stand:
        _offer(stand, about)
        history = (fact(RAISED, RM), *STORY[:number])
        effects = told(history, STORY[number], contract=MAPPED).effects
        moves = any(isinstance(one, TransitionIssue) for one in effects)
        # A comment that is kept from the client goes by itself: its mark is sure to be taken there.
        inside = any(isinstance(one, CommentIssue) and one.internal for one in effects)
        calls = await _calls(stand, history, STORY[number])
        reads = 0 if not moves else 2 if about is DATA_CENTER else 1
        assert calls["GET"] == reads
        assert calls["PUT"] + calls["POST"] <= 1 + moves + inside


async def test_a_story_costs_what_it_must() -> None:
    total: Counter[str] = Counter()
    async with standing(CLOUD, "martin") as stand:
        _offer(stand, CLOUD)
        for number, one in enumerate(STORY):
            total += await _calls(stand, (fact(RAISED, RM), *STORY[:number]), one)
    assert total == {"PUT": 9, "POST": 12, "GET": 8}


async def test_what_is_a_code_of_ours_is_written_in_the_words_of_the_contract() -> None:
    async with standing(CLOUD, "martin") as stand:
        await _calls(stand, (fact(RAISED, RM),), STORY[0])
        fields = stand.server.asked[-1][2]["fields"]
        read = {name: fields[field] for name, field in FIELDS.items() if field in fields}
        assert (read["phase"], read["criticality"], read["sla"]) == ("Remontée", "Majeure", "en cours")
        assert read["acknowledgement_due"] == at("2026-11-09 14:00").strftime("%Y-%m-%d 14:00")
