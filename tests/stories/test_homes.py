"""Four people open their Home, act on it, and say how they want to be spoken to."""

from typing import Any

from sandbox.slack.message_values import View
from tests.stories.hands import AGENT, CP, DEV, DIRECTION, RM, Hands, shown_by, story

OTHER = "U0RM2"


async def opened(hands: Hands, user: str) -> str:
    """What a person's Home shows when they open it."""
    assert await hands.sandbox.slack.open_home(user)
    await hands.settle()
    return shown(hands, user)


def shown(hands: Hands, user: str) -> str:
    """What a person's Home shows now."""
    return shown_by(_home(hands, user).blocks)


async def use(hands: Hands, user: str, action: str, value: Any = None) -> None:
    """Use an element of one's Home."""
    reply = await hands.sandbox.slack.press_in_view(user, _home(hands, user).id, action, value)
    assert reply.ok, reply
    await hands.settle()


def _home(hands: Hands, user: str) -> View:
    return hands.sandbox.slack.workspace.homes[user]


async def test_each_person_opens_a_home_of_their_own_and_acts_on_it() -> None:
    async with story() as hands:
        await hands.type(RM, "bloquante Panier vide après connexion")
        await hands.fill(RM, environment="production", observed="vide")
        assert "1 étape vous attend" in await opened(hands, CP)
        assert "à prendre en charge" in await opened(hands, DEV)
        assert "Aucune étape" in await opened(hands, RM)
        assert "Exposition du mois" in await opened(hands, DIRECTION)
        before = shown(hands, CP)

        await use(hands, DEV, "move:take")
        assert "Aucune étape" in shown(hands, DEV)
        assert shown(hands, CP) == before, "nobody else's Home is painted again"
        assert "à qualifier" in await opened(hands, CP)

        await use(hands, CP, "move:qualify")
        await hands.fill(CP, reason="Plus aucune vente")
        assert "délais à communiquer" in shown(hands, CP)
        await use(hands, CP, "move:communicate")
        await hands.fill(CP)
        assert "Aucune étape" in shown(hands, CP)

        await hands.type(DEV, "recette BOU-1 livrée")
        await hands.fill(DEV, note="v2")
        assert "recette à prononcer" in await opened(hands, RM)
        await use(hands, RM, "move:accept")
        assert "Aucune étape" in shown(hands, RM)


async def test_what_a_person_prefers_takes_effect_and_changes_nothing_for_the_others() -> None:
    async with story() as hands:
        await hands.type(RM, "bloquante Panier vide")
        await hands.fill(RM, environment="production", observed="vide")
        await opened(hands, CP)
        await use(hands, CP, "prefer:language", "en")
        await use(hands, CP, "prefer:morning", "10:00")
        await use(hands, CP, "prefer:mentions", [])
        assert "What you owe" in shown(hands, CP)

        await hands.type(CP, "aide")
        assert "What /anomalie can do" in hands.private(CP)[-1]
        await hands.type(DEV, "prendre BOU-1")
        await hands.type(DEV, "relayer BOU-1")
        await hands.turn("2026-11-10 08:31")
        assert not [one for one in hands.private(CP) if "☀️" in one]
        await hands.turn("2026-11-10 10:01")
        (listed,) = [one for one in hands.private(CP) if "☀️" in one]
        assert listed.startswith("☀️ Today")
        assert any("prend l’anomalie en charge" in one for one in hands.thread()), "the channel keeps its language"


async def test_who_wants_no_mention_is_named_without_being_called() -> None:
    for wanted, calls in ((["on"], True), ([], False)):
        async with story() as hands:
            await hands.type(RM, "bloquante Panier vide")
            await hands.fill(RM, environment="production", observed="vide")
            await hands.type(DEV, "prendre BOU-1")
            await opened(hands, DEV)
            await use(hands, DEV, "prefer:mentions", wanted)
            await hands.turn("2026-11-09 13:00")
            alerts = [one for one in hands.thread() if "Contournement" in one and ("⏳" in one or "reste" in one)]
            assert alerts
            assert all((f"<@{DEV}>" in one) is calls for one in alerts)
            assert calls or all("Développeur" in one for one in alerts)


async def test_nobody_sees_what_their_contracts_do_not_show_them() -> None:
    async with story() as hands:
        await hands.type(RM, "securite Fuite de données")
        await hands.fill(RM, environment="production", observed="vide")
        await hands.type(RM, "majeure Panier vide")
        await hands.fill(RM, environment="production", observed="vide")
        other = await opened(hands, OTHER)
        assert "Boutique" not in other
        assert "0 open anomalies" in other
        agent = await opened(hands, AGENT)
        assert "1 anomalie ouverte" in agent
        assert "🟣" not in agent
        assert "2 anomalies ouvertes" in await opened(hands, DIRECTION)
