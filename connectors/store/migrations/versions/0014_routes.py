"""Each errand has a route; those written before get theirs, and the names under which effects are kept today."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_HELD = "held:"
_MAIL, _SLACK = "mail", "slack"
_CHANNELS = {
    "Write": _MAIL,
    "Publish": "webhook",
    "CreateIssue": "jira",
    "TransitionIssue": "jira",
    "WriteIssue": "jira",
    "CommentIssue": "jira",
    "AttachFile": "jira",
}
_IN_SLACK = {"thread": "slack", "tell": "slack", "answer": "slack:answer", "home": "slack:home"}

_errands = sa.table("errands", *map(sa.column, ("id", "anomaly_id", "lane", "effect", "reply", "state")))
_columns = _errands.c


def upgrade() -> None:
    """What is done keeps an empty route: nobody performs it again."""
    op.add_column("errands", sa.Column("channel", sa.Text, nullable=False, server_default=""))
    op.add_column("errands", sa.Column("address", sa.Text, nullable=False, server_default=""))
    _rename('"Recipient":{', '"slack":', '"chat":')
    _rename('{"effect":"Mail"', '{"effect":"Mail"', '{"effect":"Write"')
    _rename('{"Say":"slack_refuses"}', '{"Say":"slack_refuses"}', '{"Say":"chat_refuses"}')
    tx = op.get_bind()
    # Read whole before any is written: few are neither done nor said in a room.
    for id_, values in list(_rewritten(tx)):
        tx.execute(sa.text(_ROUTED), {"id": id_, **values})


_ROUTED = "UPDATE errands SET effect = :effect, lane = :lane, channel = :channel, address = :address WHERE id = :id"


def _rename(where: str, before: str, after: str) -> None:
    """A key or a name in the JSON; what people wrote has its quotes escaped, and never looks like one."""
    changed = sa.func.replace(_columns.effect, before, after)
    op.execute(sa.update(_errands).where(_columns.effect.contains(where, autoescape=True)).values(effect=changed))


def _rewritten(tx: sa.Connection) -> Iterator[tuple[int, dict[str, str]]]:
    rooms = _columns.effect.startswith('{"effect":"PostTeam"', autoescape=True)
    for row in tx.execute(sa.select(_errands).where(sa.or_(_columns.state != "done", rooms))):
        effect = json.loads(row.effect)
        channel = _CHANNELS.get(effect["effect"], _SLACK)
        address = _address(effect, row.reply, row.anomaly_id or "")
        values = {"lane": _lane(row.lane, channel, address), "channel": channel, "address": address}
        kept = json.dumps(_renewed(effect), ensure_ascii=False, separators=(",", ":"))
        yield row.id, {"effect": kept, **values}


def _address(effect: dict[str, Any], reply: str | None, anomaly: str) -> str:
    match effect["effect"]:
        case "Tell":
            return effect["to"]["Recipient"]["chat"] or ""
        case "Write":
            return effect["to"]["Recipient"]["email"] or ""
        case "PostTeam":
            return str(effect["channel"])
        case "Publish":
            return str(effect["to"])
        case "Answer" | "Offer" | "ShowHome":
            return str(effect.get("user") or json.loads(reply or "{}").get("user", ""))
    return anomaly


def _lane(before: str, channel: str, address: str) -> str:
    """The name that the lane has today, so that what follows waits for it."""
    held, name = (_HELD, before.removeprefix(_HELD)) if before.startswith(_HELD) else ("", before)
    kind, _, rest = name.partition(":")
    if kind in _IN_SLACK:
        return f"{held}{_IN_SLACK[kind]}:{rest}"
    if kind == "team":
        return f"{held}{channel}:room:{address}"
    return f"{held}{channel}:{name}" if kind == "refused" else before


def _renewed(effect: dict[str, Any]) -> dict[str, Any]:
    """The effect with the fields that it has today."""
    if effect["effect"] == "PostTeam":
        said = {"contract": effect["contract"], "audience": {"Audience": "team"}, "message": effect["message"]}
        return {"effect": "PostRoom", **said}
    if effect["effect"] == "Write":
        said = effect["message"]["Message"]
        if said["say"]["Say"] in ("undelivered", "chat_refuses"):
            said["values"]["map"]["via"] = _SLACK
        return effect | {"unsaid_by": _SLACK if effect["unsaid_since"] else ""}
    return effect
