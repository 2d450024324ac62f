"""One place chooses the way of each effect, by its contract and the person; lanes follow the way."""

from dataclasses import replace
from typing import get_args

import pytest

from connectors.parsed_delivery import Reply
from connectors.route import JIRA, MAIL, WEBHOOK, Route
from rules.contract import Announcement, Audience, ChatMap, Contract, JiraMeaning, Role
from rules.effects import (
    Answer,
    AttachFile,
    CommentIssue,
    CreateIssue,
    Effect,
    Happened,
    Message,
    Offer,
    PostRoom,
    PostThread,
    Publish,
    Recipient,
    Say,
    ShowHome,
    Tell,
    TransitionIssue,
    UpdateCard,
    Write,
    WriteIssue,
)
from rules.people.stand_ins import every
from scheduler.errands.queueing import errand
from scheduler.errands.routing import lane, route
from tests.connectors.channels.cast import CONTRACT
from tests.connectors.store.samples import NOON

SAID = Message(Say.READY_TO_CLOSE, {"name": "BOU-1", "title": "Panier vide"})
ELSEWHERE = replace(CONTRACT, chat=ChatMap("mattermost", "town-square", "kept", "team"))
RM = Recipient(CONTRACT.id, "rm", "Responsable", "U0RM", "rm@boutique.example")
BY_MAIL = replace(RM, chat=None)
HAPPENED = Happened("f", Announcement.CLOSED, NOON, "BOU-1", "BOU-1", "", "closure", None, None, ())
REPLY = Reply("U0CP", "C0BOUTIQUE")
"""Whoever asks waits in Slack, whatever the contract's chat is."""

WAYS: tuple[tuple[Effect, Route, str], ...] = (
    (UpdateCard(), Route("mattermost", "a1"), "mattermost:a1"),
    (PostThread(SAID), Route("mattermost", "a1"), "mattermost:a1"),
    (PostRoom(CONTRACT.id, Audience.TEAM, SAID), Route("mattermost", "team"), "mattermost:room:team"),
    (PostRoom(CONTRACT.id, Audience.FEW, SAID), Route("mattermost", "kept"), "mattermost:room:kept"),
    (Tell(RM, SAID), Route("mattermost", "U0RM"), "mattermost:a1:rm"),
    (Tell(BY_MAIL, SAID), Route(MAIL, "rm@boutique.example"), "mail:a1:rm"),
    (Tell(replace(RM, via="slack"), SAID), Route("slack", "U0RM"), "slack:a1:rm"),
    (Write(RM, SAID), Route(MAIL, "rm@boutique.example"), "mail:a1:rm"),
    (Answer(SAID), Route("slack", "U0CP"), "slack:answer:a1"),
    (Offer("take", "", ()), Route("slack", "U0CP"), "slack:answer:a1"),
    (ShowHome("U0CP", 1), Route("slack", "U0CP"), "slack:home:U0CP"),
    (CreateIssue(), Route(JIRA, "a1"), "jira:a1"),
    (TransitionIssue(JiraMeaning.CLOSED), Route(JIRA, "a1"), "jira:a1"),
    (WriteIssue({"title": "x"}), Route(JIRA, "a1"), "jira:a1"),
    (CommentIssue(SAID), Route(JIRA, "a1"), "jira:a1"),
    (AttachFile("F1"), Route(JIRA, "a1"), "jira:a1"),
)


@pytest.mark.parametrize(("effect", "way", "order"), WAYS, ids=lambda one: type(one).__name__)
def test_an_effect_takes_the_way_of_its_contract_and_person(effect: Effect, way: Route, order: str) -> None:
    owed = errand(effect, ELSEWHERE, "a1", key="k", at=NOON, anomaly_id="a1", reply=REPLY)
    assert (owed.route, owed.lane) == (way, order)


def test_every_effect_has_a_way() -> None:
    tried = {type(effect) for effect, _, _ in WAYS}
    assert tried | {Publish} == set(get_args(Effect))


def test_a_webhook_is_its_own_way_and_lane() -> None:
    published = Publish(CONTRACT.id, "statut", HAPPENED)
    way = route(published, ELSEWHERE, "a1")
    assert way == Route(WEBHOOK, "statut")
    assert lane(published, way, "a1") == "webhook:statut"


@pytest.mark.parametrize("contract", [CONTRACT, ELSEWHERE], ids=["slack", "mattermost"])
def test_a_person_is_told_in_the_chat_of_the_contract(contract: Contract) -> None:
    way = route(Tell(RM, SAID), contract, "a1")
    assert way == route(Tell(replace(RM, email=None), SAID), contract, "a1") == Route(contract.chat.via, "U0RM")


def test_who_stands_in_from_another_chat_is_told_there() -> None:
    standing = next(one for one in every((CONTRACT,)) if Role.CP in one.roles)
    to = Recipient(ELSEWHERE.id, standing.id, standing.name, standing.chat, standing.email, via=standing.via)
    assert route(Tell(to, SAID), ELSEWHERE, "a1") == Route("slack", "U0CP")


def test_an_answer_that_nobody_waits_for_has_no_channel() -> None:
    assert route(Answer(SAID), CONTRACT, "a1").channel == ""
