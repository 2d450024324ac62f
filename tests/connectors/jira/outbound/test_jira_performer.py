"""An errand on an issue that is not known yet waits for it, and one whose work is done already does nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels import Stage
from connectors.channels.slack.file_downloads import Files
from connectors.delivery_errors import NotNow
from connectors.file_transfer import FilePerformer
from connectors.jira.inbound import created_issue
from connectors.jira.outbound.credentials import Basic
from connectors.jira.outbound.jira_client import Jira
from connectors.jira.outbound.jira_performer import JiraPerformer
from connectors.jira.outbound.jira_sites import Sites
from connectors.parsed_delivery import Claim
from connectors.wording import Wording
from rules.anomaly.state import Absence, Anomaly, Ticket
from rules.contract import JiraMeaning
from rules.effects import AttachFile, CommentIssue, CreateIssue, Effect, Message, Say, TransitionIssue, WriteIssue
from rules.events import TicketAttached
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT

NOW = at("2026-11-09 10:00")
SITE = CONTRACT.jira.site


def performer() -> JiraPerformer:
    """A performer whose Jira would refuse the connection, should it be called."""
    nowhere = Jira("default", "http://127.0.0.1:9", None, Basic("a@b.example", "x"))
    return JiraPerformer(Sites({"default": nowhere, "martin": nowhere}), lambda: NOW)


def stage(ticket: Ticket | None, again: bool = False) -> Stage:
    """What stands around an errand of an anomaly with that ticket."""
    anomaly = Anomaly("a1", CONTRACT.id, CONTRACT.effective, ticket=ticket)
    return Stage(anomaly, CONTRACT, Wording("fr", "Europe/Paris"), NOW, None, "k", again=again)


async def test_a_transition_waits_for_the_ticket_a_moment_then_longer_each_time() -> None:
    with pytest.raises(NotNow) as first:
        await performer().perform(TransitionIssue(JiraMeaning.RECETTE), stage(None))
    with pytest.raises(NotNow) as later:
        await performer().perform(TransitionIssue(JiraMeaning.RECETTE), stage(None, again=True))
    assert (first.value.after, later.value.after) == (timedelta(seconds=1), None)


async def test_a_ticket_that_exists_is_not_created_again() -> None:
    result = await performer().perform(CreateIssue(), stage(Ticket(SITE, "10001", "BOU-1")))
    assert (result.ref, result.heard) == ("BOU-1", ())


def test_the_news_of_a_creation_is_read_as_the_fact_that_jira_tells_itself() -> None:
    claim = created_issue.read(created_issue.attached("a1", Ticket("default", "10001", "BOU-1"), NOW))
    assert isinstance(claim, Claim)
    facts = created_issue.facts(claim, CONTRACT, True)
    assert isinstance(facts, tuple)
    assert facts[0].what == TicketAttached("default", "10001", "BOU-1")
    assert facts[0].id == "jira:default:10001:created:ticket"


WRITES: tuple[Effect, ...] = (
    TransitionIssue(JiraMeaning.RECETTE),
    WriteIssue({"title": "x"}),
    CommentIssue(Message(Say.TICKET_LATE)),
    CreateIssue(),
    AttachFile("F1"),
)


def test_every_way_of_writing_to_jira_is_tried() -> None:
    assert {type(one) for one in WRITES} == {*JiraPerformer.performs, *FilePerformer.performs}


@pytest.mark.parametrize("effect", WRITES)
@pytest.mark.parametrize(
    ("site", "key", "absence", "why"),
    [
        (SITE, "BOU-1", Absence(NOW, removed_at=NOW), "supprimé"),
        (SITE, "BOU-1", Absence(NOW, other_type="Évolution"), "devenu « Évolution »"),
        (SITE, "BOU-1", Absence(NOW, elsewhere=True), "déplacé hors des projets du contrat"),
        (SITE, "DIV-7", None, "déplacé en DIV-7"),
        ("default", "BOU-1", None, "site Jira « default »"),
    ],
)
async def test_nothing_is_asked_of_an_issue_that_is_no_longer_ours_and_the_errand_says_why(
    effect: Effect, site: str, key: str, absence: Absence | None, why: str
) -> None:
    gone = stage(Ticket(site, "10001", key))
    assert gone.anomaly is not None
    gone = replace(gone, anomaly=replace(gone.anomaly, absence=absence))
    files = FilePerformer(performer().sites, Files(AsyncWebClient("xoxb-none", base_url="http://127.0.0.1:9/")))
    writer = files if isinstance(effect, AttachFile) else performer()
    result = await writer.perform(effect, gone)
    assert why in result.ref
