"""The REST API of the site, versions 2 and 3, as tables of routes: those of every Jira, and those of one kind."""

from fastapi import APIRouter

from sandbox.jira.dialect import Dialect
from sandbox.jira.rest import (
    access,
    attachments,
    changelogs,
    comments,
    counted,
    desk,
    fields,
    furniture,
    issues,
    links,
    people,
    projects,
    properties,
    screens,
    search,
    transitions,
    webhooks,
    worklogs,
)
from sandbox.jira.rest.call import Route
from sandbox.jira.rest.door import endpoint
from sandbox.jira.rights import needed
from sandbox.jira.site import JiraSite

CLOUD: tuple[Route, ...] = (
    *projects.CLOUD,
    *search.ROUTES,
    *changelogs.ROUTES,
    *issues.CLOUD,
    *comments.CLOUD,
    *fields.CLOUD,
    *screens.CLOUD,
)
DATA_CENTER: tuple[Route, ...] = (*counted.ROUTES,)
EVERYWHERE: tuple[Route, ...] = (
    *furniture.ROUTES,
    *fields.ROUTES,
    *screens.ROUTES,
    *people.ROUTES,
    *projects.ROUTES,
    *issues.ROUTES,
    *transitions.ROUTES,
    *comments.ROUTES,
    *worklogs.ROUTES,
    *attachments.ROUTES,
    *properties.ROUTES,
    *links.ROUTES,
    *desk.ROUTES,
)
EVERY_METHOD = ["GET", "POST", "PUT", "DELETE"]


def router(site: JiraSite) -> APIRouter:
    """The routes of a site, to be mounted where its `base_url` says; Data Center has no version 3."""
    api, two = APIRouter(), Dialect(site.base_url, "2", site.home)
    versions = {"2": two, "latest": two} | ({"3": Dialect(site.base_url, "3", site.home)} if site.home.cloud else {})
    routes = (*(CLOUD if site.home.cloud else DATA_CENTER), *EVERYWHERE)
    for name, dialect in versions.items():
        root = f"/rest/api/{name}"
        api.add_route(
            f"{root}/serverInfo", endpoint(site, dialect, furniture.server_info, anonymous=True, route="/serverInfo")
        )
        for method, path, handler in routes:
            served = endpoint(site, dialect, handler, needs=needed(method, path), route=path)
            api.add_route(root + path, served, methods=[method])
    moved = not site.home.cloud and site.version[0] >= webhooks.MOVED
    for method, path, handler in (
        *webhooks.routes(webhooks.NEW if moved else webhooks.OLD),
        *desk.ROOT,
        *(() if site.home.cloud else access.ROUTES),
    ):
        api.add_route(path, endpoint(site, two, handler, needs=needed(method, path), route=path), methods=[method])
    if site.home.cloud:
        api.add_route(access.TENANT, endpoint(site, two, access.tenant, anonymous=True, route=access.TENANT))
    api.add_route("/rest/{rest:path}", endpoint(site, two, furniture.nowhere, route="/..."), methods=EVERY_METHOD)
    return api
