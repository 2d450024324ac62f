"""What stands after a gesture, everywhere that people look: two stories that went well are equal in it."""

import re
from collections.abc import Iterable
from typing import Any

from connectors.store import Connection, journal, mailbox, outbox
from tests.stories.hands import AGENT, CP, DEV, DIRECTION, RM, Hands, text_of

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
LATE = "n’a pas encore pu être créé"


async def standing(hands: Hands) -> dict[str, Any]:
    """The journal, the issue with its past, the card, the thread, what each person was told, and what is parked."""
    told = {user: _said(one for one in hands.private(user) if LATE not in one) for user in (AGENT, RM, CP, DEV)}
    return {
        **await hands.vigie.store.read(_kept),
        **_issue(hands),
        "card": _said([text_of(hands.card())]),
        "thread": _said(hands.thread()),
        "told": told,
        "mails": {user: sorted(hands.mails(user)) for user in (RM, CP, DIRECTION)},
    }


def _said(texts: Iterable[str]) -> list[str]:
    """What was said, whoever answered at which port, in an order of its own: people's conversations do not wait."""
    return sorted(re.sub(r"127\.0\.0\.1:\d+", "vigie", one) for one in texts)


def _kept(tx: Connection) -> dict[str, Any]:
    facts = [[fact.what.kind for fact in journal.ANOMALIES.read(tx, one)] for one in journal.anomalies(tx)]
    parked = [one.error for one in outbox.parked(tx)] + [one.outcome for one in mailbox.parked(tx)]
    return {"facts": facts, "parked": parked}


def _minute(value: Any) -> Any:
    """An instant without its seconds: a pause lasts as long as the machine takes to settle, and moves what is due."""
    return value[:16] if isinstance(value, str) and _INSTANT.match(value) else value


def _issue(hands: Hands) -> dict[str, Any]:
    site = hands.sandbox.jira
    held = [site.issue(one["key"]) for project in site.snapshot()["projects"] for one in project["issues"]]
    return {
        "issues": [(one.key, one.status, [name for name in one.values if name != "labels"]) for one in held],
        "fields": [{name: _minute(value) for name, value in one.values.items() if name != "labels"} for one in held],
        "labels": [len(one.values.get("labels") or ()) for one in held],
        "comments": [[(said.author, said.body, said.internal) for said in one.comments] for one in held],
        "attachments": [[(file.author, file.content) for file in one.attachments] for one in held],
        "transitions": [
            [
                (item.before_text, item.after_text)
                for entry in one.histories
                for item in entry.items
                if item.name == "status"
            ]
            for one in held
        ],
    }
