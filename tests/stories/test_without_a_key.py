"""People who never type a key: the channel, the thread or one press tells which anomaly they mean."""

from tests.stories.hands import ACCOUNTS, AGENT, BOUTIQUE, CP, DEV, RM, Hands, story


async def _raised(hands: Hands, title: str) -> None:
    await hands.type(RM, f"majeure {title}")
    assert await hands.fill(RM, environment="production", observed=title) is None


async def test_the_channel_the_thread_or_one_press_tells_the_anomaly(store_url: str) -> None:
    async with story(database_url=store_url) as hands:
        await hands.type(DEV, "prendre")
        assert "Aucune anomalie ne s’y prête" in hands.private(DEV)[-1]
        await _raised(hands, "Panier vide après connexion")
        await hands.type(DEV, "prendre")
        assert hands.issue()["assignee"] is not None

        await hands.type(RM, "mineure Le panier est vide")
        (view,) = hands.sandbox.slack.workspace.stacks[RM]
        assert "BOU-1 · Panier vide après connexion" in str(view.body)

        card = hands.card()
        await _raised(hands, "Recherche lente")
        await _raised(hands, "Export vide")
        await hands.type(CP, "prendre")
        assert "De quelle anomalie s’agit-il" in hands.private(CP)[-1]
        await hands.choose(CP, "BOU-2")
        (project,) = [one for one in hands.sandbox.jira.snapshot()["projects"] if one["issues"]]
        assert {one["key"]: (one["assignee"] or {}).get("accountId") for one in project["issues"]} == {
            "BOU-1": ACCOUNTS[DEV],
            "BOU-2": ACCOUNTS[CP],
            "BOU-3": None,
        }

        await hands.sandbox.slack.say(CP, BOUTIQUE, "@vigie qualifier bloquante plus une vente", thread_ts=card.ts)
        await hands.settle()
        await hands.choose(CP, "formulaire")
        assert await hands.fill(CP, in_scope="yes") is None
        assert any("BOU-1" in told and "bloquante" in told.lower() for told in hands.private(RM))


async def test_what_was_learnt_is_found_and_what_presses_comes_first(store_url: str) -> None:
    async with story(database_url=store_url) as hands:
        await _raised(hands, "Panier vide après connexion")
        await hands.type(DEV, "cause")
        assert await hands.fill(DEV, cause="Cache de session périmé") is None
        await hands.type(AGENT, "cherche sess panier")
        assert "Cache de session périmé" in hands.private(AGENT)[-1]

        await hands.type(RM, "securite Fuite du panier")
        assert await hands.fill(RM, environment="production", observed="Les paniers des autres sont lisibles.") is None
        await hands.type(RM, "cherche fuite")
        assert "Fuite du panier" in hands.private(RM)[-1]
        await hands.type(AGENT, "cherche fuite")
        assert "Rien pour" in hands.private(AGENT)[-1]

        await hands.turn("2026-11-10 17:00")
        await hands.type(CP, "liste en retard")
        assert "BOU-2" in hands.private(CP)[-1]
        assert "BOU-1" not in hands.private(CP)[-1]
        await hands.type(CP, "liste")
        listed = hands.private(CP)[-1]
        assert listed.index("BOU-2") < listed.index("BOU-1")
        await hands.type(RM, "contrat")
        assert "version en vigueur depuis le 01/01/2026" in hands.private(RM)[-1]
