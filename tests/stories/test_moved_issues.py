"""An issue is moved to another client's project, retitled and commented there, and comes back; Jira is migrated."""

from sandbox.jira.mischief import Mischief
from tests.stories.hands import ACCOUNTS, BOUTIQUE, CP, DEV, RM, Hands, story, text_of

PORTAIL, RM_PORTAIL = "C0PORTAIL", "5b10ac000000000000000004"
SECRET, WORD = "Fuite au portail", "Mot du portail"


def read_by(hands: Hands, channel: str) -> str:
    """Everything that a channel reads."""
    return "\n".join(text_of(one) for one in hands.sandbox.slack.messages(channel))


async def reported(hands: Hands) -> str:
    """An anomaly of the boutique, taken in charge; its key."""
    given = {"summary": "Panier vide", "priority": {"id": "2"}, "description": "Au paiement."}
    key = await hands.sandbox.jira.create("BOU", ACCOUNTS[RM], given)
    await hands.turn("2026-11-09 09:30")
    await hands.sandbox.jira.assign(key, ACCOUNTS[CP], ACCOUNTS[DEV])
    await hands.settle()
    return key


async def test_a_moved_issue_is_each_clients_own_where_it_is() -> None:
    async with story() as hands:
        jira = hands.sandbox.jira
        key = await reported(hands)
        await hands.turn("2026-11-09 10:00")
        there = await jira.relations.move(key, ACCOUNTS[CP], "POR")
        await hands.turn("2026-11-09 10:10")
        await jira.edit(there, ACCOUNTS[CP], {"summary": SECRET})
        await jira.comment(there, RM_PORTAIL, WORD)
        await jira.comment(there, ACCOUNTS[CP], WORD)
        await hands.settle()
        shown = read_by(hands, BOUTIQUE)
        assert "Déplacé hors des projets du contrat" in text_of(hands.card())
        assert "Panier vide" in text_of(hands.card())
        assert not any(word in shown for word in (SECRET, WORD, there, "POR"))
        assert SECRET in read_by(hands, PORTAIL)
        await hands.type(CP, f"prendre {key}")
        assert any("déplacé hors des projets" in told for told in hands.private(CP))
        properties = jira.issue(there).properties
        await hands.turn("2026-11-09 12:00")
        back = await jira.relations.move(there, ACCOUNTS[CP], "BOU")
        await jira.edit(back, ACCOUNTS[CP], {"summary": "Panier vide encore"})
        await hands.settle()
        card = text_of(hands.card())
        assert "Panier vide encore" in card
        assert "Hors des projets du contrat du" in card
        assert jira.issue(back).properties == properties
        assert not any(word in read_by(hands, BOUTIQUE) for word in (SECRET, WORD, there))
        (ours,) = await hands.vigie.casebook.open_of("boutique-exemple", hands.vigie.clocks.now())
        assert ours.anomaly.name == back
        assert await hands.vigie.casebook.open_of("portail-exemple", hands.vigie.clocks.now()) == ()


async def test_a_move_whose_webhook_is_lost_is_found_where_the_issue_is() -> None:
    async with story() as hands:
        jira = hands.sandbox.jira
        key = await reported(hands)
        jira.mischief.append(Mischief("lose", "issue_moved"))
        there = await jira.relations.move(key, ACCOUNTS[CP], "POR")
        moved = jira.issue(there).updated
        await hands.turn("2026-11-09 11:00")
        await jira.edit(there, ACCOUNTS[CP], {"summary": SECRET})
        await hands.settle()
        now = hands.vigie.clocks.now()
        (theirs,) = await hands.vigie.casebook.open_of("portail-exemple", now)
        assert await hands.vigie.casebook.open_of("boutique-exemple", now) == ()
        assert theirs.anomaly.raised_at == moved
        assert SECRET not in read_by(hands, BOUTIQUE)


async def test_a_migrated_jira_goes_on_with_the_same_anomaly() -> None:
    async with story() as hands:
        jira = hands.sandbox.jira
        key = await reported(hands)
        (before,) = await hands.vigie.casebook.open_of("boutique-exemple", hands.vigie.clocks.now())
        await jira.ledger.renumber()
        await hands.turn("2026-11-09 11:00")
        await jira.edit(key, ACCOUNTS[CP], {"summary": "Panier vidé"})
        await hands.settle()
        (after,) = await hands.vigie.casebook.open_of("boutique-exemple", hands.vigie.clocks.now())
        assert (after.id, after.anomaly.name) == (before.id, key)
        assert after.anomaly.marks == before.anomaly.marks
        assert after.anomaly.ticket is not None
        assert after.anomaly.ticket.id == jira.issue(key).id
        assert "Panier vidé" in text_of(hands.card())
