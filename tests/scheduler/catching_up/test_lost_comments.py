"""A comment that people mended while its webhook was lost is found again, for what it is."""

from collections.abc import AsyncIterator

import pytest

from connectors.store import Store
from tests.scheduler.recall import DEV, RM, House, World, world


@pytest.fixture
async def house(store: Store) -> AsyncIterator[House]:
    """A house that follows the project."""
    async with world() as jira:
        held = House(store, jira)
        await held.reconcile()
        jira.later(minutes=1)
        yield held
        await held.history.close()


async def waits(house: House) -> bool:
    """Whether the anomaly still waits for its client."""
    (anomaly,) = (await house.anomalies()).values()
    return anomaly.wait is not None


async def asked(jira: World) -> tuple[str, str]:
    """An anomaly, a word of the client's, then a question; the keys of the issue and of the word."""
    key = await jira.opened()
    jira.later(minutes=5)
    word = await jira.site.discussion.add_comment(key, jira.site.discussion.draft(RM, "Le compte"))
    jira.later(minutes=5)
    await jira.moved(key, "En diagnostic", DEV)
    await jira.moved(key, "En attente client", DEV, "Avec quel compte ?")
    jira.later(minutes=5)
    return key, word.id


async def test_words_from_before_the_question_that_are_mended_after_it_are_no_answer(house: House) -> None:
    jira = house.world
    key, word = await asked(jira)
    await house.hear(await jira.webhooks())
    await jira.site.discussion.edit_comment(key, word, RM, "Le compte, en clair")
    jira.later(minutes=20)
    await house.reconcile()
    assert await waits(house)


async def test_an_answer_that_was_mended_is_an_answer_though_no_webhook_told_either(house: House) -> None:
    jira = house.world
    key, _ = await asked(jira)
    await house.hear(await jira.webhooks())
    answer = await jira.site.discussion.add_comment(key, jira.site.discussion.draft(RM, "Le compte 42"))
    jira.later(minutes=2)
    await jira.site.discussion.edit_comment(key, answer.id, RM, "Le compte 43")
    jira.later(minutes=20)
    await house.reconcile()
    assert not await waits(house)


async def test_an_absence_notice_found_again_is_no_answer(house: House) -> None:
    jira = house.world
    key, _ = await asked(jira)
    await house.hear(await jira.webhooks())
    notice = jira.site.discussion.draft(RM, "Réponse automatique : je suis absente jusqu'au 16")
    await jira.site.discussion.add_comment(key, notice)
    jira.later(minutes=20)
    await house.reconcile()
    assert await waits(house)
