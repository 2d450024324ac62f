"""A link to an issue shows where its anomaly stands, to those who may know of it; to others it does not even exist."""

import json
from typing import Any

import pytest

from rules import events
from rules.contract import Criticality
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, JIRA, RAISED, TICKET, Room, case

URL = f"{JIRA}/browse/BOU-214"
SECRET = events.Raised("Fuite", Criticality.SECURITE)
OTHERS = next(one.chat.channel for one in CONTRACTS.all if one.id != BOUTIQUE.id)


def _shared(channel: str, *urls: str, **more: Any) -> dict[str, Any]:
    links = [{"domain": "jira.example", "url": url} for url in urls or (URL,)]
    return {"type": "link_shared", "user": "U0DEV", "channel": channel, "message_ts": "1.1", "links": links} | more


@pytest.fixture
def known(room: Room) -> Room:
    room.cases.cases = (case(*RAISED),)
    return room


@pytest.mark.parametrize("channel", [BOUTIQUE.chat.channel, BOUTIQUE.chat.security_channel, BOUTIQUE.chat.team_channel])
async def test_the_contracts_own_channels_are_shown_the_anomaly(known: Room, channel: str) -> None:
    await known.event(_shared(channel))
    (sent,) = known.client.unfurled
    assert (sent["channel"], sent["ts"], list(sent["unfurls"])) == (channel, "1.1", [URL])
    assert "preview of BOU-214" in json.dumps(sent)


@pytest.mark.parametrize("channel", [OTHERS, "C0NOBODY", "D0RM", "COMPOSER", ""])
async def test_no_other_channel_learns_that_it_exists(known: Room, channel: str) -> None:
    await known.event(_shared(channel))
    assert (known.client.unfurled, known.answered, known.shown) == ([], [], [])


async def test_a_security_anomaly_is_shown_in_its_own_channel_alone(room: Room) -> None:
    room.cases.cases = (case(SECRET, TICKET),)
    for number, channel in enumerate((BOUTIQUE.chat.channel, BOUTIQUE.chat.team_channel)):
        await room.event(_shared(str(channel)), f"Ev{number}")
    assert room.client.unfurled == []
    await room.event(_shared(str(BOUTIQUE.chat.security_channel)), "Ev9")
    assert len(room.client.unfurled) == 1


async def test_an_address_that_shows_no_anomaly_shows_nothing(known: Room) -> None:
    others = (f"{JIRA}/browse/BOU-999", f"{JIRA}/projects/BOU", "https://elsewhere.example/browse/BOU-214")
    await known.event(_shared("C0BOUTIQUE", *others))
    assert known.client.unfurled == []


async def test_every_known_link_of_a_message_is_shown_at_once(known: Room) -> None:
    board = f"{JIRA}/jira/software/projects/BOU/boards/1?selectedIssue=BOU-214"
    await known.event(_shared("C0BOUTIQUE", URL, board, f"{JIRA}/browse/BOU-999"))
    (sent,) = known.client.unfurled
    assert list(sent["unfurls"]) == [URL, board]


async def test_slacks_own_id_of_the_preview_is_used_where_there_is_one(known: Room) -> None:
    await known.event(_shared("C0BOUTIQUE", message_ts="a-uuid", unfurl_id="U1", source="composer"))
    (sent,) = known.client.unfurled
    assert (sent["unfurl_id"], sent["source"], "ts" in sent) == ("U1", "composer", False)


async def test_an_event_that_comes_twice_is_answered_once(known: Room) -> None:
    for _ in range(2):
        await known.event(_shared("C0BOUTIQUE"), "Ev7")
    assert len(known.client.unfurled) == 1


async def test_an_issue_that_is_gone_is_not_shown(room: Room) -> None:
    room.cases.cases = (case(*RAISED, events.TicketRemoved()),)
    await room.event(_shared("C0BOUTIQUE"))
    assert room.client.unfurled == []


async def test_nobody_is_bothered_when_slack_will_not_show_it(known: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(**_: Any) -> None:
        raise OSError("gone")

    monkeypatch.setattr(known.client, "chat_unfurl", refuse)
    assert (await known.event(_shared("C0BOUTIQUE"))).status_code == 200
    assert known.shown == []
