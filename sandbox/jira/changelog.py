"""Computes the changelog items between two states of an issue, as Jira does."""

from sandbox.jira.posted_fields import shown
from sandbox.jira.records import Issue, Item, Value
from sandbox.jira.site_catalogue import Catalogue
from sandbox.jira.standard import Field


def differences(home: Catalogue, before: Issue, after: Issue) -> tuple[Item, ...]:
    """The items of a history entry; empty when nothing that Jira tracks has changed."""
    items = _moved(home, before, after)
    items += [
        _item(home, field, before.values.get(field.id), after.values.get(field.id), (before, after))
        for field in home.fields.values()
        if before.values.get(field.id) != after.values.get(field.id)
    ]
    if before.spent != after.spent:
        items.append(_spent(before, after))
    items += [
        Item("attachment", "Attachment", False, None, None, added.id, added.filename)
        for added in after.attachments[len(before.attachments) :]
    ]
    items += _links(home, before, after)
    if before.status != after.status:
        items.append(_status(home, "status", before.status, after.status))
    return tuple(items)


def birth(home: Catalogue, issue: Issue) -> tuple[Item, ...]:
    """The items of a creation, which only the webhook tells; Jira capitalises `Status` there and nowhere else."""
    items = [
        _item(home, field, None, value, (issue, issue))
        for field in home.fields.values()
        if (value := issue.values.get(field.id))
    ]
    return (*items, _status(home, "Status", None, issue.status))


def _moved(home: Catalogue, before: Issue, after: Issue) -> list[Item]:
    if before.project == after.project:
        return []
    old, new = home.projects[before.project], home.projects[after.project]
    return [
        Item("project", "project", False, old.id, old.name, new.id, new.name),
        Item(None, "Key", False, None, before.key, None, after.key),
    ]


def _item(home: Catalogue, field: Field, before: Value, after: Value, issues: tuple[Issue, Issue]) -> Item:
    texts = [
        shown(field, value, home, home.projects[issue.project])
        for value, issue in zip((before, after), issues, strict=True)
    ]
    name = field.name if field.custom else field.id
    return Item(
        field.id, name, bool(field.custom), _id(home, field, before), texts[0], _id(home, field, after), texts[1]
    )


def _id(home: Catalogue, field: Field, value: Value) -> str | None:
    if field.kind == "labels":
        return ""
    if not isinstance(value, str) or field.kind not in ("choice", "select", "person"):
        return None
    return value if field.kind != "person" or home.cloud else home.account(value).key


def _links(home: Catalogue, before: Issue, after: Issue) -> list[Item]:
    gone = [link for link in before.links if link not in after.links]
    new = [link for link in after.links if link not in before.links]
    items = []
    for link in (*gone, *new):
        kind = home.link_type(link.kind)
        told = (link.key, f"This issue {kind.outward if link.outward else kind.inward} {link.key}")
        was, now = ((None, None), told) if link in new else (told, (None, None))
        items.append(Item("issuelinks", "Link", False, *was, *now))
    return items


def _status(home: Catalogue, name: str, before: str | None, after: str) -> Item:
    before_text = home.status(before).name if before else None
    return Item("status", name, False, before, before_text, after, home.status(after).name)


def _spent(before: Issue, after: Issue) -> Item:
    old, new = str(before.spent or "") or None, str(after.spent)
    return Item("timespent", "timespent", False, old, old, new, new)
