"""The site's fixed furniture (accounts, projects, statuses, priorities, resolutions), found by the names Jira uses."""

from dataclasses import dataclass

from sandbox import seed
from sandbox.jira.records import Issue
from sandbox.jira.refusal import refused


@dataclass(frozen=True, slots=True)
class Account:
    """A Jira user; `email` is searchable but shown to its owner only, as on Cloud."""

    id: str
    name: str
    email: str


ACCOUNTS = (
    Account(seed.BOT_JIRA_ACCOUNT, "Vigie", ""),
    *(Account(person.jira, person.name, person.email) for person in seed.PEOPLE if person.jira),
)
_ACCOUNTS = {account.id: account for account in ACCOUNTS}
_PROJECTS = {project.id: project for project in seed.PROJECTS} | {project.key: project for project in seed.PROJECTS}
_STATUSES = {status.id: status for project in seed.PROJECTS for status in project.statuses}
STATUSES = tuple(_STATUSES.values())


def account(account_id: str) -> Account:
    """The account of that id; 404 when there is none."""
    if not is_account(account_id):
        raise refused(404, f"Specified user does not exist or you do not have required permissions: {account_id}")
    return _ACCOUNTS[account_id]


def is_account(account_id: object) -> bool:
    """Whether someone has that account id."""
    return isinstance(account_id, str) and account_id in _ACCOUNTS


def project(ref: str) -> seed.Project:
    """The project of that id or key; 404 when there is none."""
    found = _PROJECTS.get(ref.upper())
    if found is None:
        raise refused(404, f"No project could be found with key '{ref}'.")
    return found


def status(status_id: str) -> seed.Status:
    """The status of that id (KeyError: the site itself never stores another)."""
    return _STATUSES[status_id]


def transitions(issue: Issue) -> tuple[seed.Transition, ...]:
    """The transitions on offer now: those that leave from the issue's status and lead elsewhere."""
    return tuple(
        transition
        for transition in project(issue.project).transitions
        if transition.target != issue.status and (not transition.sources or issue.status in transition.sources)
    )
