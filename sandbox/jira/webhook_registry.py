"""The admin webhooks registered on the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.jira import jql
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.records import Issue
from sandbox.jira.site_catalogue import Catalogue
from sandbox.jira.webhook_bodies import EVENTS

FILTER = "issue-related-events-section"
# What a site offers as well, and nothing here ever raises.
UNRAISED = (
    *("attachment_deleted", "issue_property_set", "issue_property_deleted", "option_voting_changed"),
    *("project_created", "project_updated", "project_deleted", "user_created", "user_updated", "user_deleted"),
    *("jira:version_created", "jira:version_updated", "jira:version_released", "jira:version_deleted"),
    *("board_created", "board_updated", "board_deleted", "sprint_created", "sprint_started", "sprint_closed"),
)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An admin webhook: `secret` signs its deliveries, `filter` is a JQL that issues must match (empty: all)."""

    id: int
    name: str
    url: str
    secret: str
    events: tuple[str, ...]
    filter: str = ""
    enabled: bool = True

    def wants(self, event: str, issue: Issue, home: Catalogue, now: datetime) -> bool:
        """Whether this event about this issue goes to it."""
        if not self.enabled or event not in self.events:
            return False
        return not self.filter or bool(jql.search(self.filter, [issue], home, now))


def registration(number: int, body: Mapping[str, Any], home: Catalogue, now: datetime) -> Webhook:
    """The webhook an administrator asks for; 400 names what is wrong with it."""
    events, filters = body.get("events") or [], body.get("filters") or {}
    if not isinstance(events, list) or not isinstance(filters, dict):
        raise refused(400, "events is a list and filters is an object")
    unknown = [event for event in events if event not in (*EVENTS, *UNRAISED)]
    if unknown:
        raise refused(400, *(f"Webhook event {event} is not known" for event in unknown))
    url, name = str(body.get("url", "")), str(body.get("name", ""))
    if not name or not url.startswith(("http://", "https://")):
        raise refused(400, "A webhook needs a name and an absolute url")
    condition = str(filters.get(FILTER, ""))
    if condition:
        jql.search(condition, [], home, now)
    secret, enabled = str(body.get("secret") or ""), bool(body.get("enabled", True))
    return Webhook(number, name, url, secret, tuple(events), condition, enabled)
