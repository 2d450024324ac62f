"""Describes the steps that an administrator does in Jira's pages, with the values to paste."""

from collections.abc import Sequence

from connectors.jira.setup.administration import Access
from connectors.jira.setup.project import Project
from connectors.jira.setup.step import Kind, Step
from connectors.jira.setup.wanted_setup import Wanted
from connectors.jira.setup.webhook import NAME
from connectors.wording import said

# The keys of what Jira's pages call things.
_TYPES = {
    "textarea": "setup.field_type.paragraph",
    "textfield": "setup.field_type.line",
    "datetime": "setup.field_type.instant",
    "datepicker": "setup.field_type.day",
}
_ITEMS = {True: "setup.menu.cloud_items", False: "setup.menu.data_center_items"}
_HOOKS = {True: "setup.menu.cloud_webhooks", False: "setup.menu.data_center_webhooks"}
_EVENTS = {
    "jira:issue_created": "setup.event.issue_created",
    "jira:issue_updated": "setup.event.issue_updated",
    "jira:issue_deleted": "setup.event.issue_deleted",
    "comment_created": "setup.event.comment_created",
    "comment_updated": "setup.event.comment_updated",
    "comment_deleted": "setup.event.comment_deleted",
    "attachment_created": "setup.event.attachment_created",
    "attachment_deleted": "setup.event.attachment_deleted",
    "worklog_created": "setup.event.worklog_created",
    "worklog_updated": "setup.event.worklog_updated",
    "worklog_deleted": "setup.event.worklog_deleted",
    "issuelink_created": "setup.event.link_created",
    "issuelink_deleted": "setup.event.link_deleted",
}


def create_fields(lacking: Sequence[Wanted], *, cloud: bool) -> Step:
    """How to create fields."""
    clicks = (
        said("setup.fields.where", menu=said(_ITEMS[cloud])),
        *(f"  {said('setup.fields.one', type=said(_TYPES[one.kind]), name=one.name)}" for one in lacking),
        said("setup.fields.again"),
    )
    return Step(Kind.BY_HAND, said("setup.fields.forbidden"), clicks)


def add_to_screens(project: Project, names: Sequence[str], *, cloud: bool) -> Step:
    """How to put fields on the screens of a project."""
    listed = ", ".join(said("setup.quoted", name=name) for name in names)
    way: tuple[str, ...]
    if project.managed_by_team:
        way = (
            said("setup.screens.of_team", project=project.key),
            said("setup.screens.drag", fields=listed),
        )
    else:
        way = (
            said("setup.screens.which", project=project.key),
            said("setup.screens.add", menu=said(_ITEMS[cloud]), fields=listed),
        )
    return Step(Kind.BY_HAND, said("setup.screens.by_hand", project=project.key), way)


def webhook(access: Access, url: str, events: Sequence[str], jql: str, *, cloud: bool, edit: str = "") -> Step:
    """How to create the webhook, or to set right the one named `edit`; secrets are named, never shown."""
    menu = said(_HOOKS[cloud])
    address = "setup.hook.url_with_secret" if access.url_secret else "setup.hook.url"
    values = (
        said("setup.hook.edit", menu=menu, name=edit) if edit else said("setup.hook.create", menu=menu),
        said("setup.hook.name", name=NAME),
        said("setup.hook.enabled"),
        said(address, url=url, prefix=access.prefix),
        said("setup.hook.secret", prefix=access.prefix) if access.secret else "",
        said("setup.hook.events_under", filter=jql) if jql else said("setup.hook.events"),
        *(f"  {said(_EVENTS[event]) if event in _EVENTS else event}" for event in events),
        said("setup.hook.body"),
        said("setup.hook.save"),
    )
    return Step(
        Kind.BY_HAND,
        said("setup.hook.edit_by_hand") if edit else said("setup.hook.create_by_hand"),
        tuple(one for one in values if one),
    )
