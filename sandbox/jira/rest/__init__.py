"""The REST API of the site, versions 2 and 3, as a table of routes."""

from fastapi import APIRouter

from sandbox.jira.dialect import Dialect
from sandbox.jira.rest import (
    attachments,
    comments,
    furniture,
    issues,
    people,
    projects,
    properties,
    search,
    transitions,
    webhooks,
    worklogs,
)
from sandbox.jira.rest.call import Route
from sandbox.jira.rest.door import endpoint
from sandbox.jira.site import JiraSite

ROUTES: tuple[Route, ...] = (
    *furniture.ROUTES,
    *people.ROUTES,
    *projects.ROUTES,
    *search.ROUTES,
    *issues.ROUTES,
    *transitions.ROUTES,
    *comments.ROUTES,
    *worklogs.ROUTES,
    *attachments.ROUTES,
    *properties.ROUTES,
)
EVERY_METHOD = ["GET", "POST", "PUT", "DELETE"]


def router(site: JiraSite) -> APIRouter:
    """The routes of a site, to be mounted where its `base_url` says."""
    api = APIRouter()
    two, three = Dialect(site.base_url, "2"), Dialect(site.base_url, "3")
    for name, dialect in (("2", two), ("3", three), ("latest", two)):
        root = f"/rest/api/{name}"
        api.add_route(f"{root}/serverInfo", endpoint(site, dialect, furniture.server_info, anonymous=True))
        for method, path, handler in ROUTES:
            api.add_route(root + path, endpoint(site, dialect, handler), methods=[method])
    for method, path, handler in webhooks.ROUTES:
        api.add_route(path, endpoint(site, two, handler), methods=[method])
    api.add_route("/rest/{rest:path}", endpoint(site, two, furniture.nowhere), methods=EVERY_METHOD)
    return api
