"""The on-call rota as its authors write it, in one YAML file, becomes the turns that the rules ask for."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator

from connectors.contracts import jira_fields_section
from connectors.contracts.collection import Contracts
from connectors.contracts.loading import explained
from connectors.contracts.people_section import Someone
from connectors.contracts.problems import ContractErrors, Problem, enumerated, quoted, refusal, sentence, suggested
from connectors.contracts.sections import OneOrMany, Section
from connectors.contracts.yaml_document import Document, read
from connectors.contracts.yaml_words import nearest
from connectors.route import SLACK
from connectors.wording import said
from rules.contract import Contract
from rules.people.stand_ins import Duty
from rules.workdays import Calendar, is_open, next_closing

Gap = tuple[datetime, datetime, Contract]


class Turn(Section):
    """One person's turn, from an instant to another."""

    since: jira_fields_section.LocalInstant
    until: jira_fields_section.LocalInstant
    who: Someone
    covers: Annotated[tuple[jira_fields_section.ContractId, ...], OneOrMany()] = ()

    @field_validator("who")
    @classmethod
    def _reachable(cls, who: Someone) -> Someone:
        if not (who.slack or who.email):
            raise refusal("unreachable", value=said("contracts.this_person"))
        return who

    @model_validator(mode="after")
    def _forwards(self) -> "Turn":
        if self.until <= self.since:
            raise refusal("turn_reversed", ("until",))
        return self


class Rota(Section):
    """The whole file; `covers` holds for the turns that name no contract of their own."""

    zone: jira_fields_section.Zone
    covers: Annotated[tuple[jira_fields_section.ContractId, ...], OneOrMany()] = ()
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]


def load_rota(path: Path, contracts: Contracts) -> tuple[Duty, ...]:
    """The turns of a rota, in order. Raises ContractErrors with everything that is wrong in the file."""
    document, problems = read(path)
    if document is None:
        raise ContractErrors(problems)
    try:
        rota = Rota.model_validate(document.content)
    except ValidationError as error:
        raise ContractErrors(
            problems + [explained(detail, document) for detail in error.errors(include_url=False)]
        ) from None
    duties = [_duty(turn, rota) for turn in rota.turns]
    problems += [*_unknown(document, rota, contracts), *_overlapping(document, duties)]
    if problems:
        raise ContractErrors(problems)
    return tuple(sorted(duties, key=lambda one: one.since))


def gaps(contracts: Sequence[Contract], duties: Sequence[Duty]) -> Iterator[Gap]:
    """Between the first turn of a contract and its last, where nobody is on duty out of hours that it promises."""
    for contract in contracts:
        theirs = sorted(
            (one for one in duties if contract.id in (one.contracts or {contract.id})), key=lambda one: one.since
        )
        main, *others = contract.calendars.values()
        for one, following in pairwise(theirs):
            if others and one.until < following.since and _closes(main, one.until, following.since):
                yield one.until, following.since, contract


def _closes(calendar: Calendar, since: datetime, until: datetime) -> bool:
    """Whether a calendar is closed at some instant of `[since, until)`."""
    closing = next_closing(calendar, since) if is_open(calendar, since) else since
    return closing is not None and closing < until


def _duty(turn: Turn, rota: Rota) -> Duty:
    zone, who = ZoneInfo(rota.zone), turn.who
    name = who.name or who.email or who.slack or ""
    since, until = (at.replace(tzinfo=zone) for at in (turn.since, turn.until))
    return Duty(since, until, name, who.slack, who.email, frozenset(turn.covers or rota.covers), SLACK)


def _unknown(document: Document, rota: Rota, contracts: Contracts) -> Iterator[Problem]:
    known = tuple(dict.fromkeys(one.id for one in contracts.all))
    lists = (((), rota.covers), *((("turns", rank), turn.covers) for rank, turn in enumerate(rota.turns)))
    for loc, names in lists:
        for name in names:
            if name not in known:
                hint = suggested(nearest(name, known), known) or enumerated(known)
                yield document.problem((*loc, "covers"), *sentence("no_contract", value=quoted(name), hint=hint))


def _overlapping(document: Document, duties: Sequence[Duty]) -> Iterator[Problem]:
    for (_, one), (rank, other) in combinations(enumerate(duties), 2):
        shared = not one.contracts or not other.contracts or one.contracts & other.contracts
        if shared and one.since < other.until and other.since < one.until:
            told = sentence("turns_overlap", since=one.since, until=one.until)
            yield document.problem(("turns", rank), *told)


SOON = timedelta(days=14)
"""How long before the end of the last turn it is worth knowing that nobody follows."""
