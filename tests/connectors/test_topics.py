"""A topic says what it was made of, and two that name the same thing are the same text."""

import pytest

from connectors import topics
from connectors.parsed_delivery import About, AboutAnomaly, AboutHere, AboutIssue, AboutKey


@pytest.mark.parametrize(
    "about", [AboutIssue("cloud/eu", "7", "", ""), AboutAnomaly("a1"), AboutKey("BOU-1"), AboutKey("ABCDEF12")]
)
def test_a_topic_is_read_back_as_it_was_made(about: AboutIssue | AboutAnomaly | AboutKey) -> None:
    (topic,) = topics.of(about) or ()
    assert topics.about(topic) == about


def test_a_label_is_read_back_as_that_of_some_issue() -> None:
    assert topics.about(topics.label("abcdef12")) == AboutIssue("", "", "", "", "abcdef12")


def test_a_key_is_one_topic_in_any_case() -> None:
    assert topics.of(AboutKey("bou-1")) == topics.of(AboutKey("BOU-1"))


@pytest.mark.parametrize(
    ("about", "told"),
    [
        (AboutIssue("s", "7", "BOU-7", "BOU", "abcdef12"), ("issue/s/7", "label/abcdef12")),
        (AboutHere("take", "", "U1", "C1", "1.1"), None),
    ],
)
def test_a_place_names_nothing_and_a_reserved_issue_two(about: About, told: tuple[str, ...] | None) -> None:
    assert topics.of(about) == told
