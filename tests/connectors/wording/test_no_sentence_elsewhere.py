"""No room but that of the wording holds a sentence; what people type, and so must stay French, is listed here."""

import pytest

from tests.connectors.wording.test_operator_text import ROOT, french_texts

# What people type or what is read, and why it is no sentence.
VOCABULARIES = {
    **{
        f"bot/slack/commands/{name}.py": "the words that people type after /anomalie"
        for name in (
            "autorite",
            "avertir",
            "cause",
            "donnees",
            "imputer",
            "incomplete",
            "informer",
            "liste",
            "motif",
            "qualifier",
            "relayer",
            "reporter",
            "vu",
        )
    },
    "connectors/contracts/budget_keys.py": "the keys of a contract's budget",
    "connectors/contracts/budget_section.py": "examples of values, given to editors with the schema",
    "connectors/contracts/budget_words.py": "the words of a contract's budget",
    "connectors/contracts/packs.py": "what the packs grant, as a contract file would say it",
    "connectors/contracts/compensation_keys.py": "the keys of a contract's compensations",
    "connectors/contracts/compensation_section.py": "examples of values, given to editors with the schema",
    "connectors/contracts/compensation_words.py": "the words of a contract's compensations",
    "connectors/contracts/jira_fields_section.py": "examples of values, given to editors with the schema",
    "connectors/contracts/yaml_words.py": "the keys and words of a contract's file",
    "connectors/jira/inbound/automatic_replies.py": "how an absence notice begins",
    "connectors/jira/inbound/comment_orders.py": "the orders that people write in a comment",
    "connectors/jira/inbound/issue_links.py": "how Jira says which of two tickets repeats the other",
    "connectors/jira/setup/vocabulary.py": "how people call their statuses, priorities, types and fields in Jira",
    "rules/reports/text_similarity.py": "the words that say nothing of what a text is about",
}
ROOMS = (
    "bot",
    "connectors/channels",
    "connectors/contracts",
    "connectors/documents",
    "connectors/jira",
    "connectors/store",
    "rules",
    "scheduler",
)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_no_sentence_of_its_own(room: str) -> None:
    assert [text for text in french_texts(room) if text.partition(":")[0] not in VOCABULARIES] == []


def test_the_connectors_that_stand_alone_hold_none() -> None:
    alone = {f"connectors/{file.name}" for file in (ROOT / "connectors").glob("*.py")}
    assert alone
    assert [text for text in french_texts("connectors") if text.partition(":")[0] in alone] == []


def test_a_file_of_vocabulary_still_holds_some() -> None:
    found = {text.partition(":")[0] for room in ROOMS for text in french_texts(room)}
    assert sorted(VOCABULARIES.keys() - found) == []
