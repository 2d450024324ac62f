"""Vigie misses an anomaly's creation: it is raised all the same as it was created, before anything else counts."""

from sandbox.jira.mischief import Mischief
from tests.stories.hands import ACCOUNTS, CP, DEV, RM, story, text_of


async def test_an_anomaly_whose_creation_was_lost_is_raised_as_it_was_created() -> None:
    async with story() as hands:
        jira = hands.sandbox.jira
        jira.mischief.append(Mischief("lose", "issue_created"))
        given = {"summary": "Panier vide", "priority": {"id": "3"}, "description": "Au paiement."}
        key = await jira.create("BOU", ACCOUNTS[RM], given)
        await hands.turn("2026-11-09 09:30")
        await jira.edit(key, ACCOUNTS[CP], {"summary": "Panier vidé", "priority": {"id": "1"}})
        await jira.assign(key, ACCOUNTS[CP], ACCOUNTS[DEV])
        await hands.settle()
        assert any(key in told for told in hands.private(CP)), "the CP is told its key"
        assert "Panier vidé" in text_of(hands.card())
        (anomaly,) = [
            one.anomaly for one in await hands.vigie.casebook.open_of("boutique-exemple", hands.vigie.clocks.now())
        ]
        assert anomaly.raised_at == jira.issue(key).created
        assert anomaly.template.observed == "Au paiement."
        assert anomaly.taken_at is not None
