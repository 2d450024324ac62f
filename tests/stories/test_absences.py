"""The CP goes on leave: their stand-in is told, acts in their place, and hands everything back on their return."""

from tests.stories.hands import CP, DEV, RM, Hands, story
from tests.stories.test_homes import opened, shown, use


async def leaves(hands: Hands, user: str, first: str, last: str, stand_in: str) -> str | None:
    """Declare an absence on one's Home; what the form objects to."""
    await opened(hands, user)
    await use(hands, user, "absence:plan")
    return await hands.fill(user, first=first, last=last, stand_in=stand_in)


async def raises(hands: Hands, title: str) -> None:
    await hands.type(RM, f"majeure {title}")
    await hands.fill(RM, environment="production", observed="vide")


async def test_the_stand_in_of_a_cp_on_leave_is_told_takes_and_closes() -> None:
    async with story() as hands:
        assert await leaves(hands, CP, "2026-11-09", "2026-11-13", DEV) is None
        assert "Développeur (prestataire) vous remplace" in shown(hands, CP)
        assert "Vous remplacez Cheffe de projet (prestataire)" in await opened(hands, DEV)
        before = len(hands.private(CP))

        await raises(hands, "Panier vide")
        assert len(hands.private(CP)) == before
        assert "(à la place de Cheffe de projet (prestataire))" in hands.private(DEV)[-1]
        assert "1 étape vous attend" in await opened(hands, DEV)
        assert "Aucune étape" in await opened(hands, CP)

        await use(hands, DEV, "move:take")
        await use(hands, DEV, "move:qualify")
        await hands.fill(DEV, in_scope="no", reason="Hors périmètre")
        await use(hands, DEV, "move:close")
        await hands.fill(DEV, cause="Le cache", answer="Un devis suit")
        assert any("clôture" in one for one in hands.thread())


async def test_an_absence_is_changed_and_called_off_on_the_home() -> None:
    async with story() as hands:
        assert await leaves(hands, CP, "2026-11-12", "2026-11-10", CP) is not None
        assert "Absence du" not in shown(hands, CP)
        assert await hands.fill(CP, first="2026-11-09", last="2026-11-10", stand_in=DEV) is None
        await use(hands, CP, "absence:change")
        assert await hands.fill(CP, last="2026-11-11") is None
        assert "11/11/2026" in shown(hands, CP)
        await use(hands, CP, "absence:cancel")
        assert "Absence " not in shown(hands, CP)
        await raises(hands, "Panier vide")
        assert "Panier vide" in hands.private(CP)[-1]
        assert not any("Panier vide" in one for one in hands.private(DEV))
