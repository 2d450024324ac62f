"""On a service project the client reads no comment of Vigie's but those meant for it, on both kinds of Jira."""

import pytest

from connectors.jira.outbound.issue_comments import Remark
from connectors.jira.outbound.jira_client import Jira
from rules.anomaly.state import Ticket
from sandbox import seed
from sandbox.jira.site_catalogue import Deployment
from tests.scheduler.recall import RM, world


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
async def test_a_comment_is_internal_unless_it_says_otherwise(deployment: Deployment) -> None:
    async with world(deployment=deployment) as running:
        running.site.home.open_project(seed.SUPPORT)
        key = await running.site.create("SUP", RM, {"summary": "Panier vide"})
        ticket = Ticket("default", running.site.issue(key).id, key)
        jira = Jira("default", running.url, None, running.auth)
        await jira.comment(ticket, Remark("Entre nous.", "envoi-1"))
        await jira.comment(ticket, Remark("Pour vous.", "envoi-2", internal=False))
        assert [one.internal for one in running.site.issue(key).comments] == [True, False]
        await jira.close()
