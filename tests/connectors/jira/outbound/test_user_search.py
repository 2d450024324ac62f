"""Jira's own search says whose an address is; what it cannot tell for sure is nobody's."""

from typing import Any

import pytest

from tests.connectors.jira.answering import CLOUD, DATA_CENTER, standing
from tests.connectors.jira.samples import cloud_user, server_user

EMAIL = "Agent@boutique.example"


@pytest.mark.parametrize(
    ("server", "users", "account"),
    [
        (CLOUD, [cloud_user("5b10")], "5b10"),
        (CLOUD, [cloud_user("5b10") | {"emailAddress": EMAIL.lower()}], "5b10"),
        (CLOUD, [cloud_user("5b10") | {"emailAddress": "autre@boutique.example"}], None),
        (CLOUD, [cloud_user("5b10") | {"displayName": "agent@boutique.example"}], None),
        (CLOUD, [cloud_user("5b10"), cloud_user("5b11")], None),
        (CLOUD, [cloud_user("5b10", "app")], None),
        (CLOUD, [cloud_user("5b10") | {"active": False}], None),
        (CLOUD, [cloud_user("unknown")], None),
        (CLOUD, [], None),
        (CLOUD, {"errorMessages": []}, None),
        (CLOUD, [None, "x", {}], None),
        (DATA_CENTER, [server_user("agent", EMAIL)], "agent"),
        (DATA_CENTER, [server_user("agent", EMAIL), server_user("agent2", "agent@boutique.example.org")], "agent"),
        (DATA_CENTER, [server_user("agent", EMAIL), server_user("intrus", EMAIL)], None),
    ],
)
async def test_one_account_of_that_very_address_is_confirmed(server: Any, users: Any, account: str | None) -> None:
    async with standing(server) as stand:
        stand.server.answers["GET user/search"] = users
        assert await stand.jira.account_of(EMAIL) == account
    asked = next(query for _, path, query in stand.server.asked if path == "user/search")
    assert asked["query" if server is CLOUD else "username"] == EMAIL
