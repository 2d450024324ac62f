"""The REST API of the site, versions 2 and 3, as tables of routes for each kind of Jira."""

from functools import cache

from starlette.routing import BaseRoute, Router
from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.jira.dialect import Dialect
from sandbox.jira.rest import (
    access,
    attachment_resource,
    changelog_resource,
    comment_resource,
    counted,
    desk,
    field_resource,
    furniture,
    issue_resource,
    link_resource,
    people_resource,
    project_resource,
    property_resource,
    screen_resource,
    search_resource,
    transition_resource,
    webhook_resource,
    worklog_resource,
)
from sandbox.jira.rest.door import SERVED, Served, endpoint
from sandbox.jira.rest.rest_call import Handler, Route
from sandbox.jira.rights import needed
from sandbox.jira.site import JiraSite

CLOUD: tuple[Route, ...] = (
    *project_resource.CLOUD,
    *search_resource.ROUTES,
    *changelog_resource.ROUTES,
    *issue_resource.CLOUD,
    *comment_resource.CLOUD,
    *field_resource.CLOUD,
    *screen_resource.CLOUD,
)
DATA_CENTER: tuple[Route, ...] = (*counted.ROUTES,)
EVERYWHERE: tuple[Route, ...] = (
    *furniture.ROUTES,
    *field_resource.ROUTES,
    *screen_resource.ROUTES,
    *people_resource.ROUTES,
    *project_resource.ROUTES,
    *issue_resource.ROUTES,
    *transition_resource.ROUTES,
    *comment_resource.ROUTES,
    *worklog_resource.ROUTES,
    *attachment_resource.ROUTES,
    *property_resource.ROUTES,
    *link_resource.ROUTES,
    *desk.ROUTES,
)
EVERY_METHOD = ["GET", "POST", "PUT", "DELETE"]


def router(site: JiraSite) -> ASGIApp:
    """The routes of a site, to be mounted where its `base_url` says; Data Center has no version 3."""
    dialects = {version: Dialect(site.base_url, version, site.home) for version in ("2", "3")}
    routes = _routes(site.home.cloud, not site.home.cloud and site.version[0] >= webhook_resource.MOVED)

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await routes({**scope, SERVED: Served(site, dialects)}, receive, send)

    return served


@cache
def _routes(cloud: bool, moved: bool) -> Router:
    """The routes of all sites of a kind, made once: there are two hundred. `moved` webhooks have their newer path."""
    listed: list[BaseRoute] = []

    def add(path: str, version: str, handler: Handler, method: str = "", root: str = "") -> None:
        """Without a method, whoever asks is let in."""
        needs = needed(method, path) if method else ()
        served = endpoint(version, handler, anonymous=not method, needs=needs, route=path)
        listed.append(StarletteRoute(root + path, served, methods=[method] if method else None))

    for name, version in (("2", "2"), ("latest", "2"), *((("3", "3"),) if cloud else ())):
        root = f"/rest/api/{name}"
        add("/serverInfo", version, furniture.server_info, root=root)
        for method, path, handler in (*(CLOUD if cloud else DATA_CENTER), *EVERYWHERE):
            add(path, version, handler, method, root=root)
    webhooks = webhook_resource.routes(webhook_resource.NEW if moved else webhook_resource.OLD)
    for method, path, handler in (*webhooks, *desk.ROOT, *(() if cloud else access.ROUTES)):
        add(path, "2", handler, method)
    if cloud:
        add(access.TENANT, "2", access.tenant)
    nowhere = endpoint("2", furniture.nowhere, route="/...")
    listed.append(StarletteRoute("/rest/{rest:path}", nowhere, methods=EVERY_METHOD))
    return Router(listed)
