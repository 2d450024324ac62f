"""A wait through the real doors: asked in Slack, chased on the cadence, ended by the client or by its term."""

from tests.stories.hands import ACCOUNTS, CP, DEV, RM, Hands, story, text_of
from tests.stories.test_told_to_the_client import NBSP, comments, raised

ASKED = "Un compte de test, s’il vous plaît."


async def waiting(hands: Hands) -> str:
    """On a Friday at ten, the developer in charge asks the client for something."""
    key = await raised(hands)
    await hands.type(DEV, f"prendre {key}")
    await hands.turn("2026-11-13 10:00")
    await ask(hands, key)
    return key


async def ask(hands: Hands, key: str) -> None:
    """Pause for the client."""
    await hands.type(DEV, f"pause {key}")
    assert await hands.fill(DEV, reason="client", note=ASKED) is None
    assert paused(hands)


def paused(hands: Hands) -> bool:
    """Whether the living message says that the clocks stand still."""
    return "en pause" in text_of(hands.card())


def chases(hands: Hands) -> list[str]:
    """The reminders in the RM's private conversation."""
    return [told for told in hands.private(RM) if f"Relance n°{NBSP}" in told]


async def test_a_client_that_does_not_answer_is_chased_until_it_attaches_a_file_in_jira() -> None:
    async with story() as hands:
        key = await waiting(hands)
        assert "vendredi 27 novembre" in next(told for told in hands.private(RM) if "attend votre réponse" in told)
        await hands.turn("2026-11-16 18:00")
        assert chases(hands) == []
        await hands.turn("2026-11-17 10:01")
        (first,) = chases(hands)
        assert f"Relance n°{NBSP}1" in first
        assert ASKED in first
        assert "Développeur (prestataire)" in first
        assert "arrêté" in first
        await hands.turn("2026-11-19 10:01")
        assert f"Relance n°{NBSP}2" in chases(hands)[-1]
        assert [subject for subject in hands.mails(RM) if "relance" in subject] == [
            f"{key} · Réponse attendue, relance n°{NBSP}{number}{NBSP}: Panier vide" for number in (1, 2)
        ]
        assert sum(f"Relance n°{NBSP}" in line for line in hands.thread()) == 2
        assert sum(f"Relance n°{NBSP}" in said for said in comments(hands)) == 2
        await hands.turn("2026-11-19 11:00")
        await hands.sandbox.jira.discussion.attach(key, ACCOUNTS[RM], "compte.txt", "text/plain", b"test / test")
        await hands.settle()
        assert not paused(hands)
        assert any("a répondu" in told for told in hands.private(DEV) + hands.private(CP))
        await hands.turn("2026-11-25 11:00")
        assert len(chases(hands)) == 2


async def test_a_pause_that_reaches_the_longest_of_the_contract_ends_by_itself_and_says_why() -> None:
    async with story() as hands:
        key = await waiting(hands)
        await hands.turn("2026-11-27 09:59")
        assert paused(hands)
        chased = len(chases(hands))
        await hands.turn("2026-11-27 10:01")
        assert not paused(hands)
        assert len(chases(hands)) == chased
        assert hands.issue()["status"] != "En attente client"
        assert any("durée maximale" in told for told in hands.private(RM))
        assert f"{key} · Fin de la pause{NBSP}: Panier vide" in hands.mails(RM)
        assert any("durée maximale" in told for told in hands.private(CP))
        assert any("durée maximale" in told for told in hands.private(DEV))
        await hands.type(CP, f"sla {key}")
        assert "durée maximale de la pause atteinte, selon le contrat" in hands.private(CP)[-1]


async def test_each_way_in_which_a_client_answers_resumes_and_no_word_of_the_provider_does() -> None:
    async with story() as hands:
        key = await waiting(hands)
        await hands.comment(ACCOUNTS[CP], "Toujours rien reçu.")
        await hands.sandbox.jira.discussion.attach(key, ACCOUNTS[DEV], "trace.txt", "text/plain", b"trace")
        await hands.settle()
        assert paused(hands)

        await hands.press(RM, "answer")
        assert await hands.fill(RM, text="Le voici.") is None
        assert not paused(hands)

        await hands.turn("2026-11-13 11:00")
        await ask(hands, key)
        await hands.comment(ACCOUNTS[RM], "Le voici, par ici.")
        assert not paused(hands)

        await hands.turn("2026-11-13 12:00")
        await ask(hands, key)
        await hands.drag(ACCOUNTS[RM], "En diagnostic")
        assert not paused(hands)
        assert any("Le voici." in line for line in hands.thread())


async def test_a_status_moved_in_jira_without_a_word_is_explained_afterwards_from_slack() -> None:
    async with story() as hands:
        await raised(hands)
        await hands.drag(ACCOUNTS[DEV], "En diagnostic")
        await hands.drag(ACCOUNTS[DEV], "En attente client")
        assert any("sans dire ce qui est attendu" in told for told in hands.private(CP))
        await hands.press(CP, "say_why")
        assert await hands.fill(CP, note=ASKED) is None
        assert any("attend votre réponse" in told and ASKED in told for told in hands.private(RM))
        assert f"doit fournir{NBSP}: {ASKED.rstrip('.')}" in text_of(hands.card())
        assert any("dit ce qui est attendu" in line for line in hands.thread())


async def test_the_words_that_come_with_the_status_are_the_reason_of_the_pause() -> None:
    async with story() as hands:
        await raised(hands)
        await hands.drag(ACCOUNTS[DEV], "En diagnostic")
        issue = hands.issue()
        way = next(one for one in issue["transitions"] if "En attente client" in str(one["to"]))
        await hands.sandbox.jira.transition(issue["key"], way["id"], ACCOUNTS[DEV], {}, ASKED)
        await hands.settle()
        assert not any("sans dire ce qui est attendu" in told for told in hands.private(CP))
        assert any("attend votre réponse" in told and ASKED in told for told in hands.private(RM))
