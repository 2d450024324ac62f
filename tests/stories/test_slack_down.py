"""Slack is down for forty minutes: the breach is read by mail, once, and the thread has it all in order afterwards."""

from datetime import datetime, timedelta

from sandbox.slack import Fault
from tests.stories.hands import ACCOUNTS, CP, DEV, PARIS, RM, Hands, story

AWAY = timedelta(minutes=40)
UNSAID = "n’a pas pu être remis dans Slack"


async def raised(hands: Hands) -> str:
    """An anomaly that the developer has taken in charge."""
    await hands.type(RM, "majeure Panier vide")
    await hands.fill(RM, environment="production", observed="Le panier est vide.")
    key = str(hands.issue()["key"])
    await hands.type(DEV, f"prendre {key}")
    return key


def down(hands: Hands) -> None:
    """Slack answers nothing but 503 until the wall has passed by so long."""
    fault = Fault("*", status=503, times=10**9)
    hands.sandbox.slack.faults.append(fault)
    left = AWAY

    def passed(span: timedelta) -> None:
        nonlocal left
        left -= span
        if left <= timedelta(0):
            fault.times = 0

    hands.wall.passed = passed


async def falls_due(hands: Hands, when: str) -> None:
    """Turn the clock, and let what is due be decided; nobody waits for Slack."""
    hands.sandbox.clock.jump(datetime.fromisoformat(when).replace(tzinfo=PARIS))
    for pulse in (hands.vigie.jobs["sweep"], hands.vigie.jobs["worker"]):
        pulse.wake()
        await pulse.idle()


async def test_what_slack_could_not_say_is_read_by_mail_once_and_said_in_order_when_it_is_back() -> None:
    async with story() as hands:
        key = await raised(hands)
        await hands.turn("2026-11-12 09:00")
        thread, told, mails = len(hands.thread()), len(hands.private(CP)), len(hands.sandbox.mailbox.mails)
        down(hands)
        await falls_due(hands, "2026-11-12 09:06")
        await hands.drag(ACCOUNTS[DEV], "En recette")
        received = [mail for mail in hands.sandbox.mailbox.mails[mails:] if "Contournement" in mail.text]
        assert {mail.subject for mail in received} == {f"{key} · Panier vide"}
        sent = {mail.recipients[0]: UNSAID in mail.text for mail in received}
        assert sent == {
            "cp@prestataire.example": False,
            "direction@prestataire.example": False,
            "dev@prestataire.example": True,
        }
        assert len(received) == len(sent)
        breach, delivered = hands.thread()[thread:]
        assert "échéance" in breach
        assert "recette" in delivered
        assert [line for line in hands.private(CP)[told:] if "Contournement" in line]
        after = len(hands.sandbox.mailbox.mails)
        await hands.turn("2026-11-12 09:50")
        assert hands.sandbox.mailbox.mails[after:] == []
