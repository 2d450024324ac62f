"""Performs the errands that end in Jira: each effect becomes calls of the client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from connectors.channels.render_context import Result, Stage, plain
from connectors.delivery_errors import Notice, NotNow
from connectors.jira.inbound.created_issue import attached
from connectors.jira.inbound.scope import covered, on_site
from connectors.jira.outbound.field_types import text
from connectors.jira.outbound.issue_comments import Remark
from connectors.jira.outbound.jira_sites import Sites
from connectors.route import JIRA
from connectors.wording import said
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Contract, Criticality, Person
from rules.effects import CommentIssue, CreateIssue, Effect, Message, TransitionIssue, WriteIssue, Written
from rules.events import Actor
from rules.fold.given_fields import given

_SECTIONS = ("environment", "steps", "expected", "observed", "impact", "since")
_SOON = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class JiraPerformer:
    """Performs what concerns an issue, on its own site; an act on an issue that is not known yet waits for it."""

    sites: Sites
    now: Callable[[], datetime]
    name: ClassVar[str] = JIRA
    performs: ClassVar[tuple[type[Effect], ...]] = (
        CreateIssue,
        TransitionIssue,
        WriteIssue,
        CommentIssue,
    )

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Do it once. Raises NotNow and Never."""
        anomaly, contract = stage.subject()
        if why := left(anomaly, contract):
            return Result(ref=why)
        if isinstance(effect, CreateIssue):
            return await self._create(anomaly, contract, stage)
        return await self._act(effect, anomaly, ticket_of(anomaly, stage), contract, stage)

    async def _create(self, anomaly: Anomaly, contract: Contract, stage: Stage) -> Result:
        if anomaly.ticket is not None:
            return Result(ref=anomaly.ticket.key)
        reporter = _person(contract, anomaly.raised_by)
        description = _description(anomaly, stage)
        jira, notices = self.sites.at(contract.jira.site), list[Notice]()
        ticket = await jira.create(contract, anomaly, description, reporter, again=stage.again, told=notices.append)
        return Result(ref=ticket.key, heard=(attached(anomaly.id, ticket, self.now()),), notices=tuple(notices))

    async def _act(self, effect: Effect, anomaly: Anomaly, ticket: Ticket, contract: Contract, stage: Stage) -> Result:
        jira = self.sites.at(ticket.site)
        match effect:
            case TransitionIssue(meaning=meaning):
                fields = {"cause": anomaly.cause, "answer": anomaly.answer}
                known = {name: value for name, value in fields.items() if value}
                await jira.transition(ticket, meaning, contract, known, given(anomaly, stage.origin))
            case WriteIssue(values=values, assignee=to, message=message):
                notices = await jira.write(
                    ticket,
                    worded(values, stage),
                    contract,
                    assignee=_assignable(contract, to),
                    remark=remark(stage, message, internal=False) if message else None,
                    again=stage.again,
                )
                return Result(ref=ticket.key, notices=notices)
            case CommentIssue(message=message, internal=internal):
                await jira.comment(ticket, remark(stage, message, internal=internal), again=stage.again)
            case _:
                raise TypeError(type(effect).__name__)
        return Result(ref=ticket.key)


def left(anomaly: Anomaly, contract: Contract) -> str:
    """Why the issue is no longer one of the contract's, hence not ours to write to; "" while it is."""
    if anomaly.absence is not None:
        if anomaly.removed_at is None and anomaly.elsewhere:
            return said("jira.moved_away")
        other = anomaly.absence.other_type
        return said("jira.removed") if anomaly.removed_at is not None else said("jira.retyped", type=other)
    ticket = anomaly.ticket
    if ticket is None:
        return ""
    if not on_site(ticket.site, contract):
        return said("jira.other_site", ticket=ticket.key, site=ticket.site)
    strange = not covered(ticket.key.rpartition("-")[0], contract)
    return said("jira.moved", ticket=ticket.key) if strange else ""


def ticket_of(anomaly: Anomaly, stage: Stage) -> Ticket:
    """The anomaly's issue. Raises NotNow while it is not known."""
    if anomaly.ticket is None:
        # Soon the first time: the creation is done, and only its news is on the way. Then it may take long.
        raise NotNow(said("jira.not_created_yet"), None if stage.again else _SOON)
    return anomaly.ticket


def worded(values: Mapping[str, Written], stage: Stage) -> dict[str, Written]:
    """The values in the words of the contract's people, where they are codes of ours."""
    wording = stage.wording
    words: Mapping[str, Callable[[str], str]] = {
        "phase": lambda code: wording.text(f"phase.{code}"),
        "criticality": lambda code: wording.criticality(Criticality(code)),
        "sla": lambda code: wording.text(f"jira.sla.{code}"),
    }
    return {
        name: words[name](value) if name in words and isinstance(value, str) else value
        for name, value in values.items()
    }


def _assignable(contract: Contract, actor: Actor | None) -> Person | None:
    """The person, if they have an account in Jira: others work from Slack, and no account stands for them."""
    person = _person(contract, actor)
    return person if person and person.jira else None


def remark(stage: Stage, message: Message, *, internal: bool) -> Remark:
    """Whoever may open the project reads its comments: those of a security anomaly do not say what it is about."""
    return Remark(text(plain(stage.discreet(), message, "jira")), stage.key, internal)


def _person(contract: Contract, actor: Actor | None) -> Person | None:
    return next((one for one in contract.people if actor is not None and one.id == actor.id), None)


def _description(anomaly: Anomaly, stage: Stage) -> str:
    """The template as the client filled it in, each part under its title; what was left empty is left out."""
    parts = ((name, getattr(anomaly.template, name)) for name in _SECTIONS)
    told = [f"{stage.wording.text(f'form.raise.{name}.label')}\n{value}" for name, value in parts if value]
    whole = "\n\n".join(told) or anomaly.description or anomaly.title
    return f"{whole}\n\n{origin}" if (origin := _origin(anomaly, stage)) else whole


def _origin(anomaly: Anomaly, stage: Stage) -> str:
    """Which message of Slack it was declared from."""
    found = anomaly.origin
    return stage.wording.text("origin", author=found.author, link=found.link) if found else ""
