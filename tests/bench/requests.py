"""The requests that the benches send: invented events in the vendors' shapes, signed for real."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

from connectors.parsed_delivery import AboutIssue
from scheduler.cases.issue_owner import issue_anomaly
from tests.bench.load import post
from tests.bench.projects import PROJECTS, key
from tests.bench.servers import SECRET

STATUSES = ("En diagnostic", "En attente client", "En diagnostic", "En cours")
HISTORY = 20  # events an issue
EXISTING = 200  # anomalies that gestures are made on


def event(number: int) -> tuple[bytes, str]:
    """The body and the identifier of the `number`-th webhook: twenty events an issue, its creation first."""
    issue, step = divmod(number, HISTORY)
    project = key(issue % PROJECTS)
    stamp = 1_794_229_500_000 + number * 1000
    created = "2026-11-09T10:05:00.000+0100"
    fields = {
        "summary": f"Panier vide {issue}",
        "description": "Le panier se vide après la connexion.",
        "created": created,
        "updated": created,
        "labels": [],
        "issuetype": {"id": "10100", "name": "Anomalie"},
        "project": {"id": str(10_200 + issue % PROJECTS), "key": project},
        "priority": {"id": "3", "name": "Medium"},
        "status": {"id": "10001", "name": "À qualifier", "statusCategory": {"key": "new"}},
        "reporter": {"accountId": "5b10ac000000000000000001", "displayName": "RM", "accountType": "atlassian"},
    }
    body: dict[str, Any] = {
        "timestamp": stamp,
        "webhookEvent": "jira:issue_updated" if step else "jira:issue_created",
        "issue_event_type_name": "issue_generic" if step else "issue_created",
        "user": {"accountId": "5b10ac000000000000000003", "displayName": "Dev", "accountType": "atlassian"},
        "issue": {"id": str(20000 + issue), "key": f"{project}-{issue // PROJECTS + 1}", "fields": fields},
    }
    if step:
        before, after = STATUSES[(step - 1) % 4], STATUSES[step % 4]
        item = {"field": "status", "fieldId": "status", "from": "1", "fromString": before, "to": "2", "toString": after}
        body["changelog"] = {"id": str(number), "items": [item]}
    return json.dumps(body).encode(), f"bench-{number}"


def webhook(number: int) -> bytes:
    """A signed webhook, as bytes on the wire."""
    body, identifier = event(number)
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Hub-Signature": signature,
        "X-Atlassian-Webhook-Identifier": identifier,
    }
    return post("/webhooks/jira", body, headers)


def created(number: int) -> bytes:
    """The signed webhook of the `number`-th issue's creation."""
    return webhook(number * HISTORY)


def command(number: int) -> bytes:
    """A signed `/anomalie liste`, as bytes on the wire."""
    form = {
        "team_id": "T0VIGIE",
        "channel_id": "C0BOUTIQUE",
        "channel_name": "tma-boutique",
        "user_id": "U0CP",
        "user_name": "cp",
        "command": "/anomalie",
        "text": "aide",
        "api_app_id": "A0VIGIE",
        "response_url": "http://127.0.0.1:9/respond",
        "trigger_id": f"{number}.1.bench",
    }
    return _slack(form)


def pressed(number: int) -> bytes:
    """A signed press of a button on an anomaly that exists, as bytes on the wire."""
    action = {"action_id": "move:take", "value": _anomaly(number), "type": "button", "action_ts": f"{number}.2"}
    return _interaction({"type": "block_actions", "trigger_id": f"{number}.2.bench", "actions": [action]})


def sent(number: int) -> bytes:
    """A signed form about an anomaly that exists, as bytes on the wire."""
    typed = {"text": {"text": {"type": "plain_text_input", "value": "Voici le compte de test."}}}
    view = {
        "id": f"V{number}",
        "hash": f"{number}.3",
        "type": "modal",
        "callback_id": "move:answer",
        "private_metadata": json.dumps({"anomaly": _anomaly(number), "contract": _contract(number)}),
        "state": {"values": typed},
    }
    return _interaction({"type": "view_submission", "view": view})


def mixed(number: int) -> bytes:
    """A command, a press or a form, in turn."""
    return (command, pressed, sent)[number % 3](number)


def _anomaly(number: int) -> str:
    issue = number % EXISTING
    project = key(issue % PROJECTS)
    return issue_anomaly(AboutIssue("default", str(20000 + issue), f"{project}-1", project))


def _contract(number: int) -> str:
    project = number % EXISTING % PROJECTS
    return f"projet-{project}" if project else "boutique-exemple"


def _interaction(payload: dict[str, Any]) -> bytes:
    who = {"team": {"id": "T0VIGIE"}, "user": {"id": "U0CP"}}
    return _slack({"payload": json.dumps(payload | who)})


def _slack(form: dict[str, str]) -> bytes:
    body = urlencode(form).encode()
    stamp = str(int(time.time()))
    signed = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signed}",
    }
    return post("/slack/events", body, headers)
