"""Do the channels and the people that a contract names in Slack exist, and may Vigie speak there?"""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack import slack_errors
from connectors.channels.slack.slack_refusals import Refused
from connectors.jira.setup.found import Found, Weight, bad, good, note
from connectors.wording import Sentence, said
from rules.contract import Contract

AT_A_TIME = 4  # calls; Slack counts them by the minute
# The keys of what a contract calls its channels.
_CHANNEL, _SECURITY, _TEAM = "doctor.slack.channel", "doctor.slack.security_channel", "doctor.slack.team_channel"


async def look(client: AsyncWebClient, one: Contract) -> list[Found]:
    """The findings about one version of a contract, or one good line. Raises NotNow."""
    about = said("check.about_version", contract=one.id, effective=one.effective)
    turns = asyncio.Semaphore(AT_A_TIME)

    async def channel(field: str, name: str) -> list[Found]:
        async with turns:
            return [*await _channel(client, about, field, name)]

    async def person(name: str, user: str) -> list[Found]:
        async with turns:
            return [*await _person(client, about, name, user)]

    channels = {_CHANNEL: one.chat.channel, _SECURITY: one.chat.security_channel, _TEAM: one.chat.team_channel}
    named = [(field, name) for field, name in channels.items() if name]
    people = [(each.name, each.chat) for each in one.people if each.chat]
    looks = [*(channel(field, name) for field, name in named), *(person(name, user) for name, user in people)]
    found = [each for some in await asyncio.gather(*looks) for each in some]
    if any(each.weight is Weight.BAD for each in found):
        return found
    return [good(about, said("doctor.slack.contract_good", channels=len(named), people=len(people))), *found]


async def _channel(client: AsyncWebClient, about: str, field: str, name: str) -> Iterator[Found]:
    try:
        answer = await slack_errors.call(client.conversations_info(channel=name))
    except Refused as refusal:
        why, remedy = refusal.code, refusal.remedy
        told = said("doctor.slack.channel_refused", field=said(field), id=name, code=why, remedy=remedy)
        return iter([bad(about, told)])
    return _judged(answer.get("channel") or {}, about, field, name)


def _judged(channel: Mapping[str, Any], about: str, field: str, name: str) -> Iterator[Found]:

    def told(key: str) -> Sentence:
        return said(key, field=said(field), name=channel.get("name") or name, id=name)

    if channel.get("is_archived"):
        yield bad(about, told("doctor.slack.archived"))
    elif not channel.get("is_member"):
        yield bad(about, told("doctor.slack.not_member"))
    if field == _SECURITY and not channel.get("is_private"):
        yield bad(about, told("doctor.slack.public"))
    if field != _CHANNEL and channel.get("is_ext_shared"):
        yield note(about, told("doctor.slack.shared"))


async def _person(client: AsyncWebClient, about: str, name: str, user: str) -> Iterator[Found]:
    try:
        answer = await slack_errors.call(client.users_info(user=user))
    except Refused as refusal:
        told = said("doctor.slack.person_refused", name=name, id=user, code=refusal.code, remedy=refusal.remedy)
        return iter([bad(about, told)])
    found = answer.get("user") or {}
    if found.get("deleted"):
        return iter([bad(about, said("doctor.slack.person_disabled", name=name, id=user))])
    if found.get("is_bot"):
        return iter([bad(about, said("doctor.slack.person_bot", name=name, id=user))])
    return iter([])
