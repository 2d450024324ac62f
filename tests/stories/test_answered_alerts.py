"""An alert is answered, put off, or climbs: what each person reads of it."""

from tests.stories.hands import CP, DEV, DIRECTION, RM, Hands, story, text_of


async def _blocking(hands: Hands) -> None:
    await hands.type(RM, "bloquante Paiement refusé")
    await hands.fill(RM, environment="production", observed="Aucune carte n'est acceptée.")


def _told(lines: list[str], words: str) -> int:
    return sum(words in one for one in lines)


async def test_an_alert_that_nobody_answers_goes_up_and_a_gesture_stops_it() -> None:
    async with story() as hands:
        await _blocking(hands)
        await hands.turn("2026-11-09 10:06")
        assert _told(hands.private(CP), "dépassée") + _told(hands.private(CP), "vient de passer") == 1
        assert _told(hands.private(DIRECTION), "BOU-1") == 0
        await hands.turn("2026-11-09 10:36")
        assert _told(hands.private(DIRECTION), "sans réponse") == 1
        assert _told(hands.thread(), "sans réponse") == 1
        assert any("sans réponse" in subject for subject in hands.mails(DIRECTION))
        await hands.press(DEV, "take")
        await hands.turn("2026-11-09 11:40")
        assert _told(hands.private(DIRECTION), "sans réponse") == 1


async def test_who_answers_an_alert_or_puts_it_off_says_so_to_all() -> None:
    async with story() as hands:
        await _blocking(hands)
        await hands.press(DEV, "take")
        await hands.turn("2026-11-09 12:46")
        assert "écoulé" in hands.thread()[-1]
        await hands.press(CP, "acknowledge")
        assert "a vu l’alerte" in hands.thread()[-1]
        await hands.type(DEV, "reporter BOU-1 la banque rétablit à 16 h")
        await hands.fill(DEV)
        assert "la banque rétablit à 16 h" in hands.thread()[-1]
        assert "Rappels reportés" in text_of(hands.card())
        await hands.turn("2026-11-09 13:06")
        assert _told(hands.thread(), "vient de passer") == 1, "a snooze hides no breach"
        await hands.turn("2026-11-09 15:10")
        assert _told(hands.thread(), "toujours en dépassement") == 0, "its reminders are put off until the morning"
        assert _told(hands.private(DIRECTION), "sans réponse") == 1, "and nobody answered the breach"
        await hands.turn("2026-11-10 09:01")
        assert _told(hands.thread(), "toujours en dépassement") == 1
        assert "Rappels reportés" not in text_of(hands.card())
