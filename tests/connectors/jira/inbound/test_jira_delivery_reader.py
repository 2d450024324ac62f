"""Whatever arrives ends as a claim, ignored by name, or unreadable with a reason; nothing raises."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.jira.history.synthetic_webhooks import hidden
from connectors.jira.inbound import event_kinds
from connectors.jira.inbound.event_kinds import KINDS, Reading
from connectors.jira.inbound.jira_delivery_reader import read
from connectors.parsed_delivery import AboutIssue, Claim, Ignored, Unreadable
from connectors.wording import said
from rules.events import ClientAnswered
from tests.connectors.jira.samples import (
    AT,
    CP,
    RM,
    SITE,
    claim,
    cloud_user,
    comment,
    commented,
    created,
    delivery,
    facts,
    happenings,
    heard,
    issue,
    item,
    server_user,
    told,
    updated,
)

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"9" * 5000, "JSON"),
        (b"[" * 100_000, "imbrication"),
        (b"[]", "objet"),
        (b"null", "objet"),
        (b'"texte"', "objet"),
        (b"{}", "webhookEvent"),
        ({"webhookEvent": None}, "webhookEvent"),
        ({"webhookEvent": ["a"]}, "webhookEvent"),
        ({"webhookEvent": "jira:issue_updated"}, "issue"),
        (updated(about={"id": "dix"}), "issue.id"),
        (updated(about={"id": True}), "id"),
        (updated(about={"id": "9" * 5000}), "issue.id"),
        (updated() | {"changelog": {"id": "9" * 5000, "items": []}}, "id"),
        (updated() | {"comment": {"id": "9" * 5000, "body": "x"}}, "id"),
        (updated() | {"issue": "BOU-214"}, "issue"),
        (updated() | {"issue": [1]}, "issue"),
        (updated() | {"timestamp": "hier"}, "timestamp"),
        (updated() | {"timestamp": 10**30}, "timestamp"),
        (updated() | {"changelog": []}, "changelog"),
        (updated() | {"changelog": {"items": {}}}, "items"),
        (updated() | {"changelog": {"items": ["status"]}}, "items"),
        (updated() | {"changelog": {"items": [{"toString": "x"}]}}, "items"),
        (updated() | {"user": "cp"}, "user"),
        (updated(about=issue(created="lundi")), "created"),
        (updated(about=issue(created="2026-11-09T10:05:00")), "created"),
    ],
)
def test_what_is_not_as_promised_is_unreadable_for_a_reason(body: bytes | Json, why: str) -> None:
    found = heard(body)
    assert isinstance(found, Unreadable)
    assert why in found.why


def test_no_request_can_say_that_an_issue_is_out_of_sight() -> None:
    ours = hidden(SITE, "10001", "BOU-214", AT)
    assert isinstance(read(ours, frozenset()), Claim)
    assert read(replace(ours, headers={}), frozenset()) == Ignored(said(event_kinds.UNKNOWN))


def test_a_reason_quotes_no_content() -> None:
    found = heard(updated(about=issue(created="secret du client")))
    assert isinstance(found, Unreadable)
    assert "secret" not in found.why


@pytest.mark.parametrize("name", [name for name, reading in KINDS if reading is Reading.IGNORED])
def test_every_other_known_event_is_ignored_by_its_name(name: str) -> None:
    assert heard({"webhookEvent": name}) == Ignored(f"jira: {name.removeprefix('jira:')}")


def test_an_event_that_nobody_thought_of_is_ignored_as_unknown() -> None:
    assert heard({"webhookEvent": "jira:issue_unknown", "issue": 3}) == Ignored(said(event_kinds.UNKNOWN))


def test_the_table_names_each_event_once() -> None:
    assert len(dict(KINDS)) == len(KINDS)


@pytest.mark.parametrize("name", ["user", "changelog", "comment", "issue_event_type_name", "timestamp"])
def test_a_null_where_an_object_is_expected_is_an_absence(name: str) -> None:
    body = updated() | {name: None}
    assert isinstance(heard(body), Claim)
    assert isinstance(told(body, known=False), tuple)


def test_an_issue_of_nulls_is_still_an_issue() -> None:
    nothing = dict.fromkeys(issue()["fields"])
    assert isinstance(told(updated(about=issue(**nothing))), Ignored)
    assert isinstance(told(created(about=issue(**nothing)), known=False), Ignored)
    assert isinstance(told(updated(about=issue() | {"fields": None}), known=False), Ignored)


def test_a_claim_says_which_issue_it_is_about_and_when() -> None:
    found = claim(updated())
    assert found.about == AboutIssue(SITE, "10001", "BOU-214", "BOU")
    assert found.at == AT
    assert not found.refusable


def test_the_project_of_a_brief_issue_is_in_its_key() -> None:
    body = {
        "timestamp": 1_794_229_500_123,
        "webhookEvent": "attachment_created",
        "attachment": {"id": "7", "filename": "ecran.png", "author": cloud_user(RM)},
        "issue": {"id": "10001", "key": "BOU-214", "fields": {"summary": "Le panier se vide"}},
    }
    assert claim(body).about == AboutIssue(SITE, "10001", "BOU-214", "BOU")
    assert happenings(body) == (ClientAnswered(""),)


def test_a_data_center_comment_names_its_issue_in_its_address_alone() -> None:
    body = {"timestamp": 1, "webhookEvent": "comment_created", "comment": comment(server_user("rm"))}
    assert claim(body).about == AboutIssue(SITE, "10001", "", "")
    assert isinstance(told(body, known=False), Ignored)


def test_a_comment_without_any_issue_is_unreadable() -> None:
    body = {"webhookEvent": "comment_created", "comment": {"id": "1", "self": "https://exemple.example/comment/1"}}
    assert isinstance(heard(body), Unreadable)


def test_an_issue_that_vigie_created_names_its_anomaly() -> None:
    ours = issue(labels=["urgent", "vigie-3f2a9c1e-77"], creator=cloud_user("712020:vigie"))
    about = claim(created(ours)).about
    assert isinstance(about, AboutIssue)
    assert about.reserved == "3f2a9c1e-77"


def test_a_clone_of_it_is_another_anomaly() -> None:
    about = claim(created(issue(labels=["vigie-3f2a9c1e-77"], creator=cloud_user(CP)))).about
    assert isinstance(about, AboutIssue)
    assert about.reserved is None


def test_before_vigie_knows_its_own_account_the_label_is_believed() -> None:
    found = read(delivery(created(issue(labels=["vigie-3f2a9c1e-77"]))), frozenset())
    assert isinstance(found, Claim)
    assert isinstance(found.about, AboutIssue)
    assert found.about.reserved == "3f2a9c1e-77"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("h1. Bonjour", "h1. Bonjour"),
        (None, ""),
        ("a\x00b\ud800", "ab?"),
        ({"version": 1, "type": "doc", "content": []}, ""),
        (
            {
                "version": 1,
                "type": "doc",
                "content": [
                    {
                        "type": "paragraph",
                        "content": [
                            {"type": "text", "text": "Voici "},
                            {"type": "mention", "attrs": {"id": "x", "text": "@CP"}},
                            {"type": "hardBreak"},
                            {"type": "inlineCard", "attrs": {"url": "https://exemple.example"}},
                        ],
                    },
                    {"type": "codeBlock", "content": [{"type": "text", "text": "a < b"}]},
                    None,
                    {"type": "mediaSingle", "content": "?"},
                ],
            },
            "Voici @CP\nhttps://exemple.example\na < b",
        ),
    ],
)
def test_a_comment_is_read_as_people_read_it(body: Any, text: str) -> None:
    assert happenings(commented(cloud_user(RM), body)) == (ClientAnswered(text),)


def test_a_comment_is_one_fact_by_whichever_event_it_comes() -> None:
    alone = facts(commented(cloud_user(RM)))
    elsewhere = comment(cloud_user(RM), updated="2026-11-09T13:05:00.123+0000")
    riding = facts(updated(by=cloud_user(RM), comment=elsewhere, changelog=None))
    assert alone == riding
    assert alone[0].id == "jira:exemple:comment:90417:1794229500123"
    assert alone[0].source.ref == "commentaire 90417"


def test_a_reworded_comment_is_another_fact() -> None:
    again = commented(cloud_user(RM), name="comment_updated")
    again["comment"]["updated"] = "2026-11-09T15:00:00.000+0100"
    assert facts(again)[0].id != facts(commented(cloud_user(RM)))[0].id


KEYS = [
    "../../EVIL-1",
    "BOU-1/../2",
    "BOU-",
    "-1",
    "BOU-1 ",
    "BOU-1\n",
    "B OU-1",
    "BOU-١",
    "1OU-1",
    "BOU-" + "1" * 19,
    "<!here>",
]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", ["jira:issue_created", "jira:issue_updated", "comment_created", "jira:issue_deleted"])
def test_a_key_that_is_none_is_refused_as_misshapen(key: str, name: str) -> None:
    about = issue() | {"key": key}
    body = (commented(cloud_user(RM)) if name == "comment_created" else updated()) | {
        "webhookEvent": name,
        "issue": about,
    }
    refused = heard(body)
    assert isinstance(refused, Unreadable)
    assert refused.why == "jira: « issue.key » n'a pas la forme d'une clé de ticket (BOU-214)"


@pytest.mark.parametrize("key", KEYS)
def test_a_move_to_or_from_a_key_that_is_none_is_refused_as_misshapen(key: str) -> None:
    for before, after in ((key, "BOU-214"), ("BOU-214", key)):
        moved = heard(updated(item("Key", before, after, fieldId=None)))
        assert isinstance(moved, Unreadable)
        assert "changelog.key" in moved.why


@pytest.mark.parametrize("number", ["1" * 19, "١", "-1", "1.0"])
def test_an_issue_id_that_is_no_number_is_refused_as_misshapen(number: str) -> None:
    assert isinstance(heard(updated(about=issue() | {"id": number})), Unreadable)


@pytest.mark.parametrize("key", ["BOU-1", "A_9-123456789012345678", "b-1"])
def test_any_key_of_jiras_is_read(key: str) -> None:
    about = claim(updated(about=issue() | {"key": key})).about
    assert isinstance(about, AboutIssue)
    assert about.key == key
