"""Whatever part of a payload is replaced by whatever else, nothing raises."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.parsed_delivery import Claim, Ignored, Pair, Unreadable
from tests.connectors.jira.samples import (
    CREATED,
    MOMENT,
    RM,
    cloud_user,
    comment,
    commented,
    contract,
    created,
    heard,
    item,
    server_user,
    status,
    updated,
)

BODIES: tuple[Any, ...] = (
    created(),
    updated(
        status("Clos", "En attente client"),
        item("assignee", None, "x", to="x"),
        item("priority", None, "High"),
        item("summary", "a", "b"),
        item("Attachment", None, "f", to="7"),
        item("Key", "BOU-1", "POR-1"),
        comment=comment(server_user("rm")),
        attachment={"id": "7"},
    ),
    updated(item("issuetype", "Anomalie", "Bug"), item("Link", None, "This issue duplicates BOU-2", to="BOU-2")),
    updated() | {"webhookEvent": "jira:issue_deleted"},
    {
        "timestamp": MOMENT,
        "webhookEvent": "issuelink_created",
        "issueLink": {"id": 7, "sourceIssueId": 1, "destinationIssueId": 2, "issueLinkType": {"name": "Duplicate"}},
    },
    {
        "timestamp": MOMENT,
        "webhookEvent": "worklog_deleted",
        "worklog": {"id": "7", "issueId": "1", "author": cloud_user(RM), "timeSpentSeconds": 60, "started": CREATED},
    },
    commented(cloud_user(RM), {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text"}]}]}),
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["type", "content"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "content", "id", "name", "value", "items", "attrs"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(found for key in keys for found in _paths(value[key], (*path, key)))]


PLACES = [(body, path) for body in BODIES for path in _paths(body)]


@settings(max_examples=300)
@given(place=st.sampled_from(PLACES), value=ANYTHING, known=st.booleans())
def test_nothing_raises(place: tuple[Any, tuple[Any, ...]], value: Any, known: bool) -> None:
    body, path = place
    found = heard(_replaced(body, path, value))
    if isinstance(found, Pair):
        found = found.claim("BOU-2")
    if isinstance(found, Claim):
        assert isinstance(facts_of(found, contract(), known), tuple | Ignored)
    else:
        assert isinstance(found, Ignored | Unreadable)


def _replaced(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(body)
    inside = changed
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return changed
