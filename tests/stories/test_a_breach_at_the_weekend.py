"""A leak on a Friday night: who is called, what is reminded of over the weekend, and what nobody else reads."""

import json
from collections.abc import Iterator
from datetime import datetime

from tests.stories.hands import AGENT, BOUTIQUE, CP, DIRECTION, PARIS, RM, Hands, story, text_of

SECU = "C0BOUSECU"
FRIDAY = datetime(2026, 11, 13, 22, tzinfo=PARIS)
TITLE, CAUSE, NOTE, WORDS = (
    "Injection SQL",
    "requête concaténée",
    "une centaine d'adresses",
    "Des commandes ont été lues",
)


async def test_a_breach_is_followed_over_the_weekend_and_read_by_few() -> None:
    async with story(FRIDAY) as hands:
        await hands.type(RM, f"securite {TITLE}")
        await hands.fill(RM, environment="production", observed=f"{TITLE} sur la recherche")
        for person in (CP, DIRECTION):
            assert len([told for told in hands.private(person) if TITLE in told]) == 1
            (subject,) = hands.mails(person)
            assert subject.endswith("· anomalie de sécurité")

        await hands.press(CP, "personal_data")
        assert await hands.fill(CP, note=NOTE) is None
        assert _said(hands, DIRECTION, "Avertir le client au plus tard")
        assert "reste 12 h" in _card(hands)
        await hands.type(AGENT, "donnees BOU-1")
        assert not any("personnelles" in told for told in hands.private(AGENT))

        await hands.turn("2026-11-14 03:59")
        assert _reminders(hands, CP) == []
        for hour, left in (("04:01", "5 h 59"), ("07:01", "2 h 59")):
            await hands.turn(f"2026-11-14 {hour}")
            assert f"reste {left} pour avertir le client" in _reminders(hands, CP)[-1]
        assert len(_reminders(hands, CP)) == len(_reminders(hands, DIRECTION)) == 2
        assert [one for one in hands.mails(DIRECTION) if "client à avertir" in one] != []
        assert not _said(hands, RM, "personnelles")

        await hands.press(CP, "warn_client")
        assert await hands.fill(CP, text=WORDS) is None
        assert _said(hands, RM, WORDS)
        assert any(WORDS in mail.text for mail in hands.sandbox.mailbox.to("rm@boutique.example"))
        await hands.turn("2026-11-14 23:00")
        assert len(_reminders(hands, DIRECTION)) == 2, "the client is warned: nothing more is owed"

        await hands.turn("2026-11-15 10:01")
        assert "reste 35 h 59 pour décider" in _reminders(hands, RM)[-1]
        await hands.press(RM, "decide_authority")
        assert "reason" in str(await hands.fill(RM, decision="not_notified"))
        assert await hands.fill(RM, decision="notified", reference="2026-118") is None
        assert _said(hands, DIRECTION, "référence 2026-118")
        before = [_reminders(hands, one) for one in (RM, CP, DIRECTION)]
        await hands.type(CP, "cause BOU-1")
        await hands.fill(CP, cause=CAUSE)
        await hands.turn("2026-11-16 03:00")
        await hands.turn("2026-11-16 21:59")
        assert [_reminders(hands, one) for one in (RM, CP, DIRECTION)] == before, "the decision is recorded"

        await hands.type(RM, "sla BOU-1")
        assert "autorité notifiée" in hands.private(RM)[-1]
        assert "autorité notifiée" in _card(hands)
        for read in _read_by_others(hands):
            assert not [told for told in (TITLE, CAUSE, NOTE, WORDS) if told in read], read


def _card(hands: Hands) -> str:
    """What the living message shows, in the channel kept for security."""
    return _plain(text_of(next(one for one in hands.sandbox.slack.messages(SECU) if not one.is_reply)))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _said(hands: Hands, person: str, words: str) -> list[str]:
    return [told for told in map(_plain, hands.private(person)) if words in told]


def _reminders(hands: Hands, person: str) -> list[str]:
    return [told for told in map(_plain, hands.private(person)) if "du délai écoulés" in told or "est écoulé" in told]


def _read_by_others(hands: Hands) -> Iterator[str]:
    """The channels but the one kept for security, the comments of the ticket, the mails but the words to the client."""
    for room in (BOUTIQUE, "C0EQUIPE"):
        for one in hands.sandbox.slack.messages(room):
            if one.only_for is None:
                yield str(one)
    yield json.dumps(hands.issue().get("comments", []), ensure_ascii=False)
    for address in ("rm@boutique.example", "cp@prestataire.example", "direction@prestataire.example"):
        for mail in hands.sandbox.mailbox.to(address):
            if WORDS not in mail.text:
                yield f"{mail.subject}\n{mail.text}\n{mail.html}"
