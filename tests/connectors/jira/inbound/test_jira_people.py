"""An account is a person's because the contract or Jira says so, never because its profile has their address."""

from dataclasses import replace

import pytest

from connectors.jira.inbound.jira_people import account, actor
from rules.contract import Role
from tests.connectors.jira.samples import CP, PEOPLE, STRANGER, Json, cloud_user, contract, server_user

ADDRESSES = [one.email for one in PEOPLE if one.email]


@pytest.mark.parametrize("email", [*ADDRESSES, *(one.upper() for one in ADDRESSES)])
@pytest.mark.parametrize("user", [server_user("intrus"), cloud_user(STRANGER), {"displayName": "Sans compte"}])
def test_an_address_in_a_profile_makes_nobody_anybody(user: Json, email: str) -> None:
    assert actor(account(user | {"emailAddress": email}), contract()).roles == frozenset()


def test_a_confirmed_account_is_its_person_whatever_its_profile_says() -> None:
    for email in (None, "agent@boutique.example", "autre@ailleurs.example"):
        assert actor(account(server_user("agent", email)), contract()).roles == {Role.AGENT}


def test_the_account_that_a_contract_gives_comes_before_one_that_was_confirmed() -> None:
    agent = replace(PEOPLE[3], account=CP)
    under = replace(contract(), people=(agent, *PEOPLE[:3]))
    assert actor(account(cloud_user(CP)), under).roles == {Role.CP}
    given = replace(agent, jira="agent-2", account="agent")
    assert actor(account(server_user("agent")), replace(contract(), people=(given,))).roles == frozenset()
