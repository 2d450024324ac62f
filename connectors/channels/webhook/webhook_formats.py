"""The payload of each receiver's format, one row a format."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.channels.webhook.webhook_wording import Told

VERSION = 1

_MARKDOWN = re.compile(r"([\\`*_~\[\]#])")
_HIDDEN_STATUS = re.compile(rb"HTTP error (\d{3})")

Json = dict[str, Any]


def _accepted(status: int, _body: bytes) -> int:
    return status


def _status_told_by_teams(status: int, body: bytes) -> int:
    """Teams answers 200 and says in words that it refused."""
    found = _HIDDEN_STATUS.search(body)
    return int(found[1]) if found else status


def _vigie(told: Told) -> Json:
    what = told.happened
    return {
        "version": VERSION,
        "id": what.id,
        "type": what.what.value,
        "occurred_at": _instant(what.at),
        "contract": {"id": told.contract, "client": told.client},
        "anomaly": {
            "id": told.anomaly,
            "key": what.key or None,
            "title": told.title or None,
            "redacted": told.redacted,
            "url": told.link or None,
            "phase": what.phase,
            "criticality": what.criticality.value if what.criticality else None,
            "in_scope": what.in_scope,
        },
        "clock": what.clock.value if what.clock else None,
        "percent": what.percent,
        "late": what.gathered,
        "clocks": [
            {
                "name": one.clock.value,
                "cycle": one.cycle,
                "state": one.state,
                "verdict": one.verdict,
                "deadline": _instant(one.deadline),
            }
            for one in what.clocks
        ],
        "text": told.text,
    }


def _mattermost(told: Told) -> Json:
    """A post in Markdown that calls nobody: a mention, a link or an image in a title stays the text that it is."""
    link = f"\n[{_unmarked(told.opening)}]({told.link})" if told.link else ""
    return {"text": _unmarked(told.text[told.own]) + link}


def _unmarked(text: str) -> str:
    # Mattermost also reads Slack's own <…> in what a webhook posts.
    return _MARKDOWN.sub(r"\\\1", text).replace("<", "&lt;").replace("@", "@\u200b")


def _teams(told: Told) -> Json:
    """An adaptive card whose words are runs of text, in which no Markdown is read."""
    card: Json = {
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": told.text[told.own]}]}],
    }
    if told.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": told.opening, "url": told.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


@dataclass(frozen=True, slots=True)
class Format:
    """A payload and the status that it stands for; `people` get nothing that a list told them."""

    name: str
    body: Callable[[Told], Json]
    status: Callable[[int, bytes], int] = _accepted
    people: bool = True


FORMATS: tuple[Format, ...] = (
    Format("vigie", _vigie, people=False),
    Format("mattermost", _mattermost),
    Format("teams", _teams, _status_told_by_teams),
)
FORMATS_BY_NAME = {one.name: one for one in FORMATS}
