"""An anomaly goes from N2 to N3 in Slack, back by a label in Jira, through the real doors."""

from tests.stories.hands import ACCOUNTS, CP, DEV, RM, story, text_of
from tests.stories.test_told_to_the_client import comments, raised


async def test_an_anomaly_goes_up_in_slack_and_back_in_jira_and_everybody_sees_its_level() -> None:
    async with story() as hands:
        key = await raised(hands)
        assert "Niveau N2" in text_of(hands.card())
        await hands.type(CP, f"escalader {key} N3 le cache a été vidé sans effet")
        assert await hands.fill(CP) is None
        assert "Niveau N3 · 1 escalade" in text_of(hands.card())
        assert "niveau N2 → N3" in hands.thread()[-1]
        reached = [told for told in hands.private(DEV) if "niveau N3" in told]
        assert len(reached) == 1
        assert "le cache a été vidé sans effet" in reached[0]
        assert any("niveau N2 → N3" in said for said in comments(hands))
        assert not any("niveau N3" in told for told in hands.private(CP))
        await hands.sandbox.jira.edit(key, ACCOUNTS[DEV], {"labels": ["support-n2"]})
        await hands.settle()
        assert "niveau N3 → N2" in hands.thread()[-1]
        assert sum("niveau N2" in told for told in hands.private(CP)) == 1
        await hands.type(RM, "liste")
        assert " · Délai · N2" in hands.private(RM)[-1]
        await hands.type(CP, f"sla {key}")
        assert "N2 → N3" in hands.private(CP)[-1]


async def test_the_client_cannot_move_it_in_slack() -> None:
    async with story() as hands:
        key = await raised(hands)
        await hands.type(RM, f"escalader {key} N3 vite")
        assert "Niveau N2" in text_of(hands.card())
        assert any("niveau de support" in told for told in hands.private(RM))
