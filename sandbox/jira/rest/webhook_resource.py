"""The administrators' webhooks: listed, registered, changed and removed, in the two shapes that Jira gave them.

Before version 10 a Data Center signs nothing: it takes no secret.
"""

from dataclasses import replace
from typing import Any

from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.webhook_registry import FILTER, Webhook, registration
from sandbox.jira.wire import Json

OLD, NEW = "/rest/webhooks/1.0/webhook", "/rest/jira-webhook/1.0/webhooks"
MOVED = 10


async def every(call: Call) -> Reply:
    """GET: secrets are not told, only whether there is one."""
    return Reply(200, [_shown(call, webhook) for webhook in call.site.webhooks])


async def one(call: Call) -> Reply:
    """GET .../{id}."""
    return Reply(200, _shown(call, _asked(call)))


async def register(call: Call) -> Reply:
    """POST: name, url, events, and perhaps a secret and a JQL filter."""
    held = call.site.webhooks
    number = max((webhook.id for webhook in held), default=0) + 1
    webhook = registration(number, _read(call), call.site.home, call.site.ledger.now())
    held.append(webhook)
    return Reply(201, _shown(call, webhook))


async def change(call: Call) -> Reply:
    """PUT .../{id}: what is not said stays, the secret too."""
    old, held = _asked(call), call.site.webhooks
    kept = {
        "name": old.name,
        "url": old.url,
        "events": list(old.events),
        "secret": old.secret,
        "filters": {FILTER: old.filter},
        "enabled": old.enabled,
    }
    new = registration(old.id, kept | _read(call), call.site.home, call.site.ledger.now())
    held[held.index(old)] = replace(new, id=old.id)
    return Reply(200, _shown(call, new))


async def remove(call: Call) -> Reply:
    """DELETE .../{id}."""
    call.site.webhooks.remove(_asked(call))
    return Reply(204)


def _asked(call: Call) -> Webhook:
    for webhook in call.site.webhooks:
        if str(webhook.id) == call.path["id"]:
            return webhook
    raise refused(404, "The webhook was not found.")


def _moved(call: Call) -> bool:
    return not call.site.home.cloud and call.site.version[0] >= MOVED


def _read(call: Call) -> dict[str, Any]:
    """The body in the old shape; Data Center 10 says `active`, and hides the secret in `configuration`."""
    if not _moved(call):
        return call.json if call.site.home.cloud else {name: call.json[name] for name in call.json if name != "secret"}
    said = {name: call.json[name] for name in ("name", "url", "events") if name in call.json}
    configuration = call.part("configuration")
    secret = {"secret": configuration["SECRET"]} if configuration.get("SECRET") else {}
    jql = {"filters": {FILTER: str(configuration["FILTERS"])}} if configuration.get("FILTERS") else {}
    return said | secret | jql | {"enabled": call.json.get("active", True)}


def _shown(call: Call, webhook: Webhook) -> Json:
    shape: Json = {"name": webhook.name, "url": webhook.url, "events": list(webhook.events)}
    if _moved(call):
        configuration = {"EXCLUDE_BODY": "false"} | ({"FILTERS": webhook.filter} if webhook.filter else {})
        return shape | {"id": webhook.id, "active": webhook.enabled, "configuration": configuration}
    told = {
        "self": f"{call.site.base_url}{OLD}/{webhook.id}",
        "enabled": webhook.enabled,
        "excludeBody": False,
        "filters": {FILTER: webhook.filter},
    }
    return shape | told | ({"isSigned": bool(webhook.secret)} if call.site.home.cloud else {})


def routes(root: str) -> tuple[Route, ...]:
    """The routes of either shape, under its root."""
    return (
        ("GET", root, every),
        ("POST", root, register),
        ("GET", f"{root}/{{id}}", one),
        ("PUT", f"{root}/{{id}}", change),
        ("DELETE", f"{root}/{{id}}", remove),
    )
