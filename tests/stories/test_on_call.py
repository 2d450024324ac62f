"""At night, a breach of what is covered around the clock calls the person on duty, who takes charge of it."""

from dataclasses import replace
from datetime import datetime

from rules.people.stand_ins import Duty
from tests.stories.hands import CP, DEV, DIRECTION, PARIS, RM, story, text_of

TEAM = "C0EQUIPE"


async def test_a_night_breach_calls_the_person_on_duty_who_takes_charge() -> None:
    async with story(datetime(2026, 11, 9, 21, 0, tzinfo=PARIS)) as hands:
        turn = Duty(
            datetime(2026, 11, 9, 18, 0, tzinfo=PARIS),
            datetime(2026, 11, 10, 9, 0, tzinfo=PARIS),
            "Direction d’astreinte",
            DIRECTION,
        )
        hands.vigie.casebook.learn(lambda contracts: replace(contracts, duties=(turn,)))
        await hands.type(RM, "bloquante Tout est arrêté")
        await hands.fill(RM, environment="production", observed="rien")
        assert "(vous êtes d’astreinte)" in hands.private(DIRECTION)[-1]
        await hands.turn("2026-11-09 22:01")
        (breach,) = [one for one in hands.thread() if "🚨" in one]
        assert f"<@{DIRECTION}>" in breach
        assert f"<@{CP}>" not in breach
        assert not any("🚨" in one for one in hands.private(DEV))
        await hands.type(DIRECTION, "prendre BOU-1", TEAM)
        assert any("prend l’anomalie en charge" in one for one in hands.thread())
        await hands.turn("2026-11-10 09:30")
        await hands.type(DIRECTION, "cause BOU-1 le disque", TEAM)
        told = [one for one in hands.sandbox.slack.messages(TEAM) if one.only_for == DIRECTION]
        assert "développeur" in text_of(told[-1]), "their turn is over, and so are its rights"
