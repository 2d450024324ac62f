"""The lists of a week reach the CP, the RM and the team, in Slack and by e-mail, as each chose on their Home."""

from sandbox.mail import Mail
from tests.stories.hands import CP, DEV, RM, Hands, story, text_of
from tests.stories.test_homes import opened, shown, use

TEAM = "C0EQUIPE"
ADDRESSES = {RM: "rm@boutique.example", CP: "cp@prestataire.example"}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def lists(hands: Hands, user: str, sign: str) -> list[str]:
    """The lists of a kind that one person got in Slack."""
    return [plain(one) for one in hands.private(user) if one.startswith(sign)]


def letters(hands: Hands, user: str, sign: str) -> list[Mail]:
    """The same by e-mail."""
    return [one for one in hands.sandbox.mailbox.to(ADDRESSES[user]) if one.text.startswith(sign)]


def reports(hands: Hands) -> list[str]:
    """What the team's channel was told at the end of each day."""
    told = [plain(text_of(one)) for one in hands.sandbox.slack.messages(TEAM)]
    return [one for one in told if one.startswith("🌇")]


async def test_each_gets_their_lists_where_they_chose_and_nothing_on_an_empty_day() -> None:
    async with story() as hands:
        await hands.turn("2026-11-09 18:01")
        await hands.turn("2026-11-10 08:31")
        assert (reports(hands), lists(hands, CP, "☀️"), lists(hands, RM, "📬")) == ([], [], [])

        await hands.type(RM, "majeure Panier vide")
        await hands.fill(RM, environment="production", observed="vide")
        await hands.press(CP, "reject_description")
        await hands.fill(CP, missing="Avec quel compte ?")
        await hands.turn("2026-11-10 18:01")
        (report,) = reports(hands)
        assert (
            "/browse/BOU-1|BOU-1> · Panier vide · Boutique Exemple · demande de précisions (Cheffe de projet" in report
        )
        assert "réponse du client attendue" in report

        await hands.turn("2026-11-12 08:31")
        (morning,) = lists(hands, CP, "☀️")
        assert "⏸ En attente du client (1)" in morning
        assert "demandée par Cheffe de projet (prestataire) : « Avec quel compte ? »" in morning
        assert letters(hands, CP, "☀️") == []
        assert len(reports(hands)) == 1

        await opened(hands, CP)
        await use(hands, CP, "prefer:lists", "mail")
        await opened(hands, RM)
        assert "Liste de la semaine" in shown(hands, RM)
        await use(hands, RM, "prefer:lists", "both")
        await use(hands, RM, "prefer:weekly", "09:30")
        await hands.turn("2026-11-13 08:31")
        assert len(lists(hands, CP, "☀️")) == 1
        (letter,) = letters(hands, CP, "☀️")
        assert letter.recipients == (ADDRESSES[CP],)
        assert letter.subject == "Point du jour"
        assert "⏸ En attente du client (1)" in letter.text
        assert "« Avec quel compte ? »" in plain(letter.html)

        await hands.turn("2026-11-16 09:29")
        assert lists(hands, RM, "📬") == []
        await hands.turn("2026-11-16 09:31")
        (owed,) = lists(hands, RM, "📬")
        assert "💬 Réponses attendues (1)" in owed
        (letter,) = letters(hands, RM, "📬")
        assert plain(letter.subject) == "Ce que le prestataire attend de vous · 1 étape"
        assert "« Avec quel compte ? »" in plain(letter.text)

        await hands.type(RM, "répondre BOU-1 Le compte de test")
        await hands.fill(RM)
        await hands.type(DEV, "prendre BOU-1")
        await hands.turn("2026-11-23 09:31")
        assert len(lists(hands, RM, "📬")) == 1
