"""One request writes all that changed on an issue; a field that Jira refuses must not take the others with it."""

from collections.abc import Mapping
from typing import Any

from connectors.jira.inbound.jira_payload import Json
from connectors.jira.outbound.connection import Connection
from connectors.jira.outbound.field_payloads import ASSIGNEE
from connectors.jira.outbound.jira_refusals import Refused

COMMENT = "comment"
_CONTENT = 400


def write(connection: Connection, path: str, fields: Mapping[str, Any], comment: Json | None = None) -> dict[str, str]:
    """PUT the fields and the comment together; the fields that Jira would not take, with its words about each.

    They are left out and the rest is sent again. An assignee for whom the screen has no place, and a comment that is
    not taken on the way, go by their own door. Raises Refused when nothing at all could be written.
    """
    left, refused_fields = dict(fields), dict[str, str]()
    on_the_way, assignee = comment, None
    if left.keys() == {ASSIGNEE} and comment is None:
        left, assignee = {}, left[ASSIGNEE]
    while left or on_the_way:
        try:
            connection.put(path, _body(left, on_the_way))
        except Refused as refused:
            wrong = refused.fields & left.keys()
            if refused.status != _CONTENT or not (wrong or (on_the_way and COMMENT in refused.fields)):
                raise
            if ASSIGNEE in wrong:
                assignee = left[ASSIGNEE]
            refused_fields |= {name: refused.errors[name] for name in wrong if name != ASSIGNEE}
            left = {name: value for name, value in left.items() if name not in wrong}
            on_the_way = None if COMMENT in refused.fields else on_the_way
            if not left and comment is None and assignee is None:
                raise
        else:
            break
    if assignee is not None:
        connection.put(f"{path}/assignee", assignee)
    if comment is not None and on_the_way is None:
        connection.post(f"{path}/comment", comment)
    return refused_fields


def _body(fields: Mapping[str, Any], comment: Json | None) -> dict[str, Any]:
    told: dict[str, Any] = {"fields": dict(fields)} if fields else {}
    return told | ({"update": {"comment": [{"add": comment}]}} if comment else {})
