"""What the provider tells the client: where things are, other dates than the contract's, another criticality."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.stories.hands import ACCOUNTS, CP, DEV, PARIS, RM, Hands, story, text_of

NBSP = "\u00a0"


def seconds(local: str, zone: ZoneInfo = PARIS) -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=zone).timestamp())


def comments(hands: Hands) -> list[str]:
    """The comments of the only issue."""
    return [str(one["body"]) for one in hands.issue()["comments"]]


async def raised(hands: Hands, level: str = "majeure") -> str:
    """An anomaly that the RM raised and the CP qualified as it was raised."""
    await hands.type(RM, f"{level} Panier vide")
    await hands.fill(RM, environment="production", observed="Le panier est vide.")
    key = str(hands.issue()["key"])
    await hands.type(CP, f"qualifier {key}")
    assert await hands.fill(CP, in_scope="yes") is None
    return key


async def test_news_from_slack_reach_the_thread_the_client_and_jira() -> None:
    async with story() as hands:
        key = await raised(hands)
        mails = len(hands.mails(RM))
        await hands.type(DEV, f"informer {key} La cause est trouvée, livraison ce soir.")
        assert await hands.fill(DEV) is None
        assert "La cause est trouvée, livraison ce soir." in hands.thread()[-1]
        assert any("La cause est trouvée" in told for told in hands.private(RM))
        assert len(hands.mails(RM)) == mails + 1
        assert key in hands.mails(RM)[-1]
        assert any("La cause est trouvée" in said for said in comments(hands))
        assert not any("La cause est trouvée" in told for told in hands.private(DEV))


async def test_news_written_in_jira_are_not_said_again_in_the_thread() -> None:
    async with story() as hands:
        await raised(hands)
        said, thread, mails = len(comments(hands)), hands.thread(), hands.mails(RM)
        await hands.comment(ACCOUNTS[CP], "/anomalie informer La cause est trouvée.")
        assert (hands.thread(), hands.mails(RM)) == (thread, mails)
        assert len(comments(hands)) == said + 1


async def test_a_criticality_is_changed_with_its_deadlines_in_sight_and_for_a_reason() -> None:
    async with story() as hands:
        key = await raised(hands)
        await hands.turn("2026-11-09 10:00")
        await hands.type(CP, f"requalifier {key} bloquante")
        (view,) = hands.sandbox.slack.workspace.stacks[CP]
        shown = "\n".join(block["text"]["text"] for block in view.blocks if block["type"] == "section")
        assert f"Aujourd’hui · 🟠 Majeure{NBSP}:" in shown
        assert f"Bloquante{NBSP}: prise en charge tenue, contournement" in shown
        refused = await hands.fill(CP, reason=" ")
        assert refused is not None
        assert hands.sandbox.slack.workspace.stacks[CP], "the form stays open"
        assert await hands.fill(CP, reason="le site est tombé") is None
        assert any("le site est tombé" in line and "Bloquante" in line for line in hands.thread())
        assert hands.issue()["priority"]["name"] == "Highest"
        assert "Bloquante" in text_of(hands.card())


async def test_the_reason_is_asked_for_when_a_settled_level_is_qualified_otherwise() -> None:
    async with story() as hands:
        key = await raised(hands)
        await hands.type(CP, f"qualifier {key} bloquante")
        refused = await hands.fill(CP)
        assert refused is not None
        assert "obligatoire" in refused
        assert await hands.fill(CP, reason="le site est tombé") is None


async def test_the_dates_promised_are_those_that_the_cp_chose() -> None:
    async with story() as hands:
        key = await raised(hands)
        await hands.type(CP, f"délai {key}")
        past = await hands.fill(CP, workaround_at=seconds("2026-11-08 10:00"))
        assert past is not None
        assert "déjà passée" in past
        chosen = {"workaround_at": seconds("2026-11-10 18:00"), "resolution_at": seconds("2026-11-20 10:30")}
        assert await hands.fill(CP, **chosen) is None
        told = next(line for line in hands.private(RM) if "Contournement" in line and "Bonjour" in line)
        assert "18:00" in told
        assert "20 novembre 10:30" in told
        assert any("10:30" in said for said in comments(hands))
        card = text_of(hands.card())
        assert f"promis au client{NBSP}: mar. 10 nov. 18:00" in card
        assert f"promis au client{NBSP}: ven. 20 nov. 10:30" in card


async def test_dates_left_alone_are_the_contracts_and_the_card_repeats_nothing() -> None:
    async with story() as hands:
        key = await raised(hands)
        await hands.type(CP, f"délai {key}")
        assert await hands.fill(CP) is None
        assert "promis au client" not in text_of(hands.card())


async def test_what_the_contract_leaves_open_can_be_promised() -> None:
    async with story() as hands:
        key = await raised(hands, "mineure")
        await hands.type(CP, f"délai {key}")
        assert await hands.fill(CP, workaround_at=seconds("2026-11-12 10:00"), resolution_at=None) is None
        card = text_of(hands.card())
        assert f"promis au client{NBSP}: jeu. 12 nov. 10:00" in card
        assert card.count("promis au client") == 1


async def test_a_date_that_slips_is_corrected_from_the_alert_and_the_alerts_follow_the_new_one() -> None:
    async with story() as hands:
        key = await raised(hands)
        await hands.type(DEV, f"prendre {key}")
        await hands.type(CP, f"délai {key}")
        assert await hands.fill(CP, workaround_at=None, resolution_at=seconds("2026-11-10 17:00")) is None
        await hands.turn("2026-11-10 16:45")
        assert any("la date promise au client approche" in told for told in hands.private(CP))
        await hands.press(CP, "communicate")
        (view,) = hands.sandbox.slack.workspace.stacks[CP]
        words = next(block["element"]["initial_value"] for block in view.blocks if block.get("block_id") == "text")
        assert f"Nous vous avions annoncé pour {key}{NBSP}: Résolution mar. 10 nov. 17:00." in words
        assert await hands.fill(CP, workaround_at=None, resolution_at=seconds("2026-11-12 10:00")) is None
        corrected = f"Résolution{NBSP}: jeudi 10:00 (auparavant{NBSP}: aujourd’hui 17:00)"
        assert any(corrected in told for told in hands.private(RM)), hands.private(RM)
        assert f"{key} · Dates corrigées{NBSP}: Panier vide" in hands.mails(RM)
        await hands.turn("2026-11-10 17:30")
        assert not any("la date promise au client est passée" in told for told in hands.private(CP))
        await hands.turn("2026-11-12 10:30")
        assert any("la date promise au client est passée" in told for told in hands.private(CP))
