"""The manifest: everything that the door handles is asked for, and nothing more."""

import pytest

from bot.slack.manifest import EVENTS, SCOPES, manifest
from bot.slack.meaning.intent_parser import COMMANDS
from connectors.wording import LANGUAGES

NEEDED = {"app_mention": "app_mentions:read", "link_shared": "links:read"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_requests_come_to_one_address(language: str) -> None:
    made = manifest("https://vigie.example/", language)
    url = "https://vigie.example/slack/events"
    commands = made["features"]["slash_commands"]
    assert {one["command"]: one["url"] for one in commands} == dict.fromkeys(COMMANDS, url)
    assert made["settings"]["interactivity"]["request_url"] == url
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_hold_in_slacks_limits(language: str) -> None:
    made = manifest("https://vigie.example", language)
    assert len(made["display_information"]["description"]) <= 140
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_no_more_domains_than_slack_takes_and_each_once() -> None:
    urls = ["https://jira.example/a", "https://jira.example/b", *(f"https://jira{n}.example" for n in range(9)), ""]
    made = manifest("https://vigie.example", jira_urls=urls)
    assert made["features"]["unfurl_domains"] == ["jira.example", *(f"jira{n}.example" for n in range(4))]
    assert "unfurl_domains" not in manifest("https://vigie.example")["features"]


def test_each_scope_is_explained_and_each_event_has_its_own() -> None:
    scopes = {scope for scope, why in SCOPES if why}
    assert len(scopes) == len(SCOPES)
    assert {NEEDED[event] for event in EVENTS if event in NEEDED} <= scopes
