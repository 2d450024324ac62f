"""The REST API of the site, versions 2 and 3, as tables of routes: those of every Jira, and those of one kind."""

from fastapi import APIRouter

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
from sandbox.jira.rest.door import endpoint
from sandbox.jira.rest.rest_call import Route
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
    moved = not site.home.cloud and site.version[0] >= webhook_resource.MOVED
    for method, path, handler in (
        *webhook_resource.routes(webhook_resource.NEW if moved else webhook_resource.OLD),
        *desk.ROOT,
        *(() if site.home.cloud else access.ROUTES),
    ):
        api.add_route(path, endpoint(site, two, handler, needs=needed(method, path), route=path), methods=[method])
    if site.home.cloud:
        api.add_route(access.TENANT, endpoint(site, two, access.tenant, anonymous=True, route=access.TENANT))
    api.add_route("/rest/{rest:path}", endpoint(site, two, furniture.nowhere, route="/..."), methods=EVERY_METHOD)
    return api
