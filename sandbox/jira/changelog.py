"""What changed between two states of an issue, in the terms of Jira's changelog."""

from sandbox.jira import catalogue
from sandbox.jira.fields import FIELDS, Field, shown
from sandbox.jira.records import Issue, Item, Value


def differences(before: Issue, after: Issue) -> tuple[Item, ...]:
    """The items of a history entry; empty when nothing that Jira tracks has changed."""
    items = [
        _item(field, before.values.get(field.id), after.values.get(field.id), after)
        for field in FIELDS
        if before.values.get(field.id) != after.values.get(field.id)
    ]
    if before.spent != after.spent:
        items.append(_spent(before, after))
    items += [
        Item("attachment", "Attachment", False, None, None, added.id, added.filename)
        for added in after.attachments[len(before.attachments) :]
    ]
    if before.status != after.status:
        items.append(_status("status", before.status, after.status))
    return tuple(items)


def birth(issue: Issue) -> tuple[Item, ...]:
    """The items of a creation, which only the webhook tells; Jira capitalises `Status` there and nowhere else."""
    items = [_item(field, None, value, issue) for field in FIELDS if (value := issue.values.get(field.id))]
    return (*items, _status("Status", None, issue.status))


def _item(field: Field, before: Value, after: Value, issue: Issue) -> Item:
    project = catalogue.project(issue.project)
    name = field.name if field.custom else field.id
    texts = (shown(field, before, project), shown(field, after, project))
    return Item(field.id, name, bool(field.custom), _id(field, before), texts[0], _id(field, after), texts[1])


def _id(field: Field, value: Value) -> str | None:
    if field.kind == "labels":
        return ""
    return value if field.kind in ("choice", "person") and isinstance(value, str) else None


def _status(name: str, before: str | None, after: str) -> Item:
    before_text = catalogue.status(before).name if before else None
    return Item("status", name, False, before, before_text, after, catalogue.status(after).name)


def _spent(before: Issue, after: Issue) -> Item:
    old, new = str(before.spent or "") or None, str(after.spent)
    return Item("timespent", "timespent", False, old, old, new, new)
