"""The administrators' webhooks: listed and registered."""

from sandbox.jira.rest.call import Call, Reply, Route
from sandbox.jira.webhooks import FILTER, Webhook, registration
from sandbox.jira.wire import Json


async def every(call: Call) -> Reply:
    """GET rest/webhooks/1.0/webhook: secrets are not told, only whether there is one."""
    return Reply(200, [_shown(call, webhook) for webhook in call.site.webhooks])


async def register(call: Call) -> Reply:
    """POST rest/webhooks/1.0/webhook: name, url, events, and perhaps a secret and a JQL filter."""
    held = call.site.webhooks
    webhook = registration(held[-1].id + 1, call.json)
    held.append(webhook)
    return Reply(201, _shown(call, webhook))


def _shown(call: Call, webhook: Webhook) -> Json:
    return {
        "self": f"{call.site.base_url}/rest/webhooks/1.0/webhook/{webhook.id}",
        "name": webhook.name,
        "url": webhook.url,
        "events": list(webhook.events),
        "enabled": webhook.enabled,
        "excludeBody": False,
        "isSigned": bool(webhook.secret),
        "filters": {FILTER: webhook.filter},
    }


ROUTES: tuple[Route, ...] = (
    ("GET", "/rest/webhooks/1.0/webhook", every),
    ("POST", "/rest/webhooks/1.0/webhook", register),
)
