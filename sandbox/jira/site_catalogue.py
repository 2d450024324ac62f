"""A site's accounts, projects, workflows, fields and screens, found by Jira's names."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from sandbox import seed
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.records import Issue
from sandbox.jira.standard import CUSTOM_KINDS, FIELDS, OFF_SCREEN, Field

Deployment = Literal["Cloud", "Server"]
LINK_TYPES = (
    seed.LinkType("10000", "Blocks", "is blocked by", "blocks"),
    seed.LinkType("10001", "Cloners", "is cloned by", "clones"),
    seed.LinkType("10002", "Duplicate", "is duplicated by", "duplicates"),
    seed.LinkType("10003", "Relates", "relates to", "relates to"),
)


class Catalogue:
    """The furniture of one site; `fields` and `screens` (field ids by project) change as administrators wish."""

    def __init__(self, site: seed.Site, deployment: Deployment) -> None:
        self.deployment = deployment
        self.accounts = {account.id: account for account in site.accounts}
        self.projects: dict[str, seed.Project] = {}
        self.priorities, self.resolutions = site.priorities, site.resolutions
        added = (Field(one.id, one.name, CUSTOM_KINDS[one.kind], one.kind) for one in site.fields)
        self.fields: dict[str, Field] = {field.id: field for field in (*FIELDS, *added)}
        self.screens: dict[str, list[str]] = {}
        self._statuses: dict[str, seed.Status] = {}
        self._numbers = itertools.count(10_100)
        for project in site.projects:
            self.open_project(project)

    @property
    def cloud(self) -> bool:
        """Whether this is a Cloud site."""
        return self.deployment == "Cloud"

    @property
    def bot(self) -> seed.Account:
        """The account under which Vigie works: the first of the site."""
        return next(iter(self.accounts.values()))

    @property
    def statuses(self) -> tuple[seed.Status, ...]:
        """Those of every project."""
        return tuple(self._statuses.values())

    def open_project(self, project: seed.Project) -> None:
        """Add a project, whose screen has every field there is."""
        self.projects[project.id] = project
        self.screens[project.id] = [name for name in self.fields if name not in OFF_SCREEN]
        self._statuses |= {status.id: status for status in project.statuses}

    def create_field(self, name: str, custom: str, description: str = "") -> Field:
        """Add a custom field of that type (`textfield`, `select` ...), which no screen shows yet."""
        made = Field(f"customfield_{next(self._numbers)}", name, CUSTOM_KINDS[custom], custom, (), description)
        self.fields[made.id] = made
        return made

    def add_options(self, field: Field, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Add values to a list, and return their (id, value) pairs."""
        made = tuple((str(next(self._numbers)), value) for value in values)
        self.fields[field.id] = replace(field, options=(*field.options, *made))
        return made

    def account(self, account_id: str) -> seed.Account:
        """The account of that id (accountId, or user name on Data Center); 404 when there is none."""
        if not self.is_account(account_id):
            raise refused(404, f"Specified user does not exist or you do not have required permissions: {account_id}")
        return self.accounts[account_id]

    def is_account(self, account_id: object) -> bool:
        """Whether someone has that id."""
        return isinstance(account_id, str) and account_id in self.accounts

    def project(self, ref: str) -> seed.Project:
        """The project of that id or key; 404 when there is none."""
        for project in self.projects.values():
            if ref.upper() in (project.id, project.key):
                return project
        raise refused(404, f"No project could be found with key '{ref}'.")

    def status(self, status_id: str) -> seed.Status:
        """The status of that id (KeyError: the site itself never stores another)."""
        return self._statuses[status_id]

    def add_status(self, project: seed.Project, status: seed.Status) -> None:
        """Add a status to a project's workflow, reached from every other one by a transition of its own name."""
        grown = self.projects[project.id]
        way = seed.Transition(f"9{status.id}", status.name, status.id)
        self._statuses[status.id] = status
        self.projects[project.id] = replace(
            grown, statuses=(*grown.statuses, status), transitions=(*grown.transitions, way)
        )

    def rename_status(self, status_id: str, name: str) -> None:
        """Call a status otherwise from now on: its history keeps the name that it had."""
        renamed = replace(self._statuses[status_id], name=name)
        self._statuses[status_id] = renamed
        for project in self.projects.values():
            statuses = tuple(renamed if one.id == status_id else one for one in project.statuses)
            self.projects[project.id] = replace(project, statuses=statuses)

    def link_type(self, name: str) -> seed.LinkType:
        """The link type of that name or id; 404 when there is none."""
        for kind in LINK_TYPES:
            if name in (kind.id, kind.name):
                return kind
        raise refused(404, f"No issue link type with name '{name}' found.")

    def transitions(self, issue: Issue) -> tuple[seed.Transition, ...]:
        """The transitions on offer now: those that leave from the issue's status and lead elsewhere."""
        return tuple(
            transition
            for transition in self.projects[issue.project].transitions
            if transition.target != issue.status and (not transition.sources or issue.status in transition.sources)
        )

    def options(self, field: Field, project: seed.Project) -> tuple[tuple[str, str], ...]:
        """The (id, name) pairs a choice offers in a project; empty for another kind of field."""
        by_field = {"priority": self.priorities, "resolution": self.resolutions, "issuetype": project.issue_types}
        return by_field.get(field.id, field.options)
