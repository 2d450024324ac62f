"""Who answers at a support level of a contract, and the level of somebody."""

from rules.anomaly.state import Anomaly
from rules.contract import Contract, Person, Role, Step
from rules.contract.support_terms import LEVELS, SupportLevel


def project_of(anomaly: Anomaly) -> str:
    """The Jira project of an anomaly; "" before it has an issue."""
    return anomaly.ticket.key.rpartition("-")[0] if anomaly.ticket else ""


def team_of(contract: Contract, level: SupportLevel, project: str = "") -> tuple[Person, ...]:
    """The people who answer at a level, each once; those who are away are replaced."""
    group = contract.support.group(level, project) if contract.support else None
    people = (person for who in (group.who if group else ()) for person in contract.at_step(Step(who)))
    return tuple({person.id: person for person in people}.values())


def level_of(contract: Contract, person: Person, project: str = "") -> SupportLevel | None:
    """The only level that somebody answers at: the one that names them, else the one of their roles; None of two."""
    if contract.support is None:
        return None
    groups = [found for level in LEVELS if (found := contract.support.group(level, project))]
    own = {one.casefold() for one in (person.chat, person.email) if one}
    named = [one.level for one in groups if any(who.casefold() in own for who in one.who if not isinstance(who, Role))]
    by_role = [one.level for one in groups if any(who in person.roles for who in one.who if isinstance(who, Role))]
    levels = named or by_role
    return levels[0] if len(levels) == 1 else None
