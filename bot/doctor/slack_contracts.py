"""Do the channels and the people that a contract names in Slack exist, and may Vigie speak there?"""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack import slack_errors
from connectors.channels.slack.slack_refusals import Refused
from connectors.jira.setup.found import Found, Weight, bad, good, note
from rules.contract import Contract

AT_A_TIME = 4  # calls; Slack counts them by the minute
_CHANNEL, _SECURITY, _TEAM = "canal", "canal sécurité", "équipe"


async def look(client: AsyncWebClient, one: Contract) -> list[Found]:
    """Everything about one version of a contract; a single good line when nothing is wrong. Raises NotNow."""
    about = f"contrat {one.id} du {one.effective:%d/%m/%Y}"
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
    return [good(about, f"Slack : {len(named)} canaux, {len(people)} personnes vérifiées"), *found]


async def _channel(client: AsyncWebClient, about: str, field: str, name: str) -> Iterator[Found]:
    try:
        answer = await slack_errors.call(client.conversations_info(channel=name))
    except Refused as refusal:
        return iter([bad(about, f"{field} {name} : {refusal.code} ; {refusal.remedy}")])
    return _judged(answer.get("channel") or {}, about, field, name)


def _judged(channel: Mapping[str, Any], about: str, field: str, name: str) -> Iterator[Found]:
    known = f"{field} #{channel.get('name') or name} ({name})"
    if channel.get("is_archived"):
        yield bad(about, f"{known} est archivé ; désarchivez-le, ou corrigez le contrat")
    elif not channel.get("is_member"):
        yield bad(about, f"{known} : Vigie n'en est pas membre ; dans ce canal, tapez /invite @Vigie")
    if field == _SECURITY and not channel.get("is_private"):
        yield bad(about, f"{known} est public : tout l'espace y lirait les anomalies de sécurité ; rendez-le privé")
    if field != _CHANNEL and channel.get("is_ext_shared"):
        yield note(about, f"{known} est partagé avec une autre entreprise (Slack Connect) : elle lit ce qui s'y dit")


async def _person(client: AsyncWebClient, about: str, name: str, user: str) -> Iterator[Found]:
    try:
        answer = await slack_errors.call(client.users_info(user=user))
    except Refused as refusal:
        return iter([bad(about, f"{name} ({user}) : {refusal.code} ; {refusal.remedy}")])
    found = answer.get("user") or {}
    if found.get("deleted"):
        said = f"{name} ({user}) est désactivé dans Slack ; corrigez le contrat, ou faites réactiver le compte"
        return iter([bad(about, said)])
    if found.get("is_bot"):
        return iter(
            [bad(about, f"{name} ({user}) est un robot : personne ne lira ; donnez l'identifiant de quelqu'un")]
        )
    return iter([])
