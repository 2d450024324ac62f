"""A small Jira with the pages of its administration, on real HTTP, in the vendor's shapes and with invented content."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
WRITES = frozenset({"POST", "PUT", "DELETE"})
EVERYTHING = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "ASSIGN_ISSUES", "TRANSITION_ISSUES", "ADD_COMMENTS")
BOUTIQUE = (
    ("À qualifier", "new"),
    ("En diagnostic", "indeterminate"),
    ("En attente client", "indeterminate"),
    ("En cours", "indeterminate"),
    ("En recette", "indeterminate"),
    ("Recette OK", "indeterminate"),
    ("En production", "indeterminate"),
    ("Clos", "done"),
)


@dataclass
class Administered:
    """What the site holds; `version` is empty for Cloud, `refuses` the status that administration answers."""

    url: str = ""
    version: tuple[int, ...] = ()
    refuses: int = 0
    unauthorized: bool = False
    ahead: timedelta = timedelta(0)
    key: str = "BOU"
    style: str = "classic"
    service: bool = False
    types: tuple[str, ...] = ("Anomalie", "Évolution")
    statuses: tuple[tuple[str, str], ...] = BOUTIQUE
    priorities: tuple[str, ...] = ("Highest", "High", "Medium", "Low")
    granted: tuple[str, ...] = EVERYTHING
    accounts: dict[str, bool] = field(default_factory=dict)
    fields: list[Json] = field(default_factory=list)
    screens: dict[str, list[str]] = field(default_factory=lambda: {"21": ["summary"], "22": ["summary"]})
    hooks: list[Json] = field(default_factory=list)
    tokens: list[Json] = field(default_factory=list)
    issues: bool = False
    writes: list[tuple[str, str, Json]] = field(default_factory=list)
    asked: list[tuple[str, str, str, Any]] = field(default_factory=list)

    def custom(self, number: int, name: str, kind: str = "textarea") -> None:
        """Give the site a custom field."""
        schema = {"type": "string", "custom": f"com.atlassian.jira.plugin.system.customfieldtypes:{kind}"}
        self.fields.append({"id": f"customfield_{number}", "name": name, "custom": True, "schema": schema})

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        if path == "/_edge/tenant_info":
            return 200, {"cloudId": "11111111-2222-3333-4444-555555555555"}
        if path == "/rest/api/2/serverInfo":
            return 200, self._about()
        if self.unauthorized:
            return 401, {"errorMessages": ["Client must be authenticated to access this resource."]}
        if method in WRITES:
            self.writes.append((method, path, body))
        if "/rest/api/2/" in path:
            return self._api(method, path.removeprefix("/rest/api/2/").split("/"), query, body)
        if path == "/rest/pat/latest/tokens":
            return (200, self.tokens) if self.version else (404, {})
        return self._webhooks(method, path, body)

    def _about(self) -> Json:
        told = {"deploymentType": "Server" if self.version else "Cloud", "versionNumbers": list(self.version)}
        return told | {"serverTime": f"{datetime.now(UTC) + self.ahead:%Y-%m-%dT%H:%M:%S.000+0000}"}

    def _api(self, method: str, path: list[str], query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        found = self._site(path, query) or self._work(path) if method == "GET" else None
        if found:
            return found
        if self.refuses:
            return self.refuses, {"errorMessages": ["Only Jira administrators can perform this action."]}
        if [method, *path] == ["POST", "field"]:
            self.custom(10100 + len(self.fields), body["name"], body["type"].rpartition(":")[2])
            return 201, self.fields[-1]
        found = self._screens(method, path, body) if not self.version else None
        return found or (404, {"errorMessages": ["null for uri"]})

    def _site(self, path: list[str], query: dict[str, list[str]]) -> tuple[int, Any] | None:
        told: Any = None
        match path:
            case ["myself"]:
                told = {"accountId": "bot", "name": "bot", "displayName": "Vigie"}
            case ["priority"]:
                told = [{"id": str(rank), "name": name} for rank, name in enumerate(self.priorities)]
            case ["field"]:
                told = self.fields
            case ["user"]:
                account = (query.get("username") if self.version else query.get("accountId")) or [""]
                active = self.accounts.get(account[0])
                return (404, {}) if active is None else (200, {"active": active})
        return None if told is None else (200, told)

    def _work(self, path: list[str]) -> tuple[int, Any] | None:
        told: Any = None
        shown = [{"fieldId": key, "name": key} for key in self.screens["21"]]
        match path:
            case ["mypermissions"]:
                told = {"permissions": {name: {"havePermission": name in self.granted} for name in EVERYTHING}}
            case ["project", key, *rest] if key == self.key:
                told = self._statuses() if rest else self._project()
            case ["search", *_]:
                issue = {"id": "10", "fields": {"issuetype": {"name": self.types[0]}}}
                told = {"issues": [issue] if self.issues else []}
            case ["issue", "createmeta", *_]:
                told = {"values" if self.version else "fields": shown, "total": len(shown)}
            case ["issue", "10", "editmeta"]:
                told = {"fields": {key: {"name": key} for key in self.screens["21"]}}
        return None if told is None else (200, told)

    def _screens(self, method: str, path: list[str], body: Any) -> tuple[int, Any] | None:
        told: Any = None
        match [method, *path]:
            case ["GET", "issuetypescreenscheme", "project"]:
                told = _page({"issueTypeScreenScheme": {"id": "1"}, "projectIds": ["100"]})
            case ["GET", "issuetypescreenscheme", "mapping"]:
                told = _page({"issueTypeScreenSchemeId": "1", "issueTypeId": "default", "screenSchemeId": "2"})
            case ["GET", "screenscheme"]:
                told = _page({"id": 2, "name": "Boutique", "screens": {"default": 22, "edit": 21}})
            case ["GET", "screens", _, "tabs"]:
                told = [{"id": 7, "name": "Champs"}]
            case ["GET", "screens", screen, "tabs", "7", "fields"]:
                told = [{"id": key, "name": key} for key in self.screens[screen]]
            case ["POST", "screens", screen, "tabs", "7", "fields"]:
                self.screens[screen].append(body["fieldId"])
                told = {"id": body["fieldId"]}
        return None if told is None else (200, told)

    def _webhooks(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        home = "/rest/jira-webhook/1.0/webhooks" if self.version >= (10,) else "/rest/webhooks/1.0/webhook"
        if not path.startswith(home):
            return 404, {}
        if self.refuses:
            return self.refuses, {"errorMessages": ["You are not authorized to perform this action."]}
        if method in WRITES and "interdit" in body["url"]:
            return 400, {"errorMessages": [f"The URL {body['url']} is not allowed."]}
        if method == "POST":
            self.hooks.append(self._kept(len(self.hooks) + 1, body))
            return 201, self.hooks[-1]
        if method == "PUT":
            number = int(path.rpartition("/")[2])
            self.hooks[number - 1] = self._kept(number, body)
            return 200, self.hooks[number - 1]
        return 200, self.hooks

    def _kept(self, number: int, body: Json) -> Json:
        """A webhook as the site shows it: its secret is not told."""
        if self.version >= (10,):
            return body | {"id": number}
        shown = {key: value for key, value in body.items() if key != "secret"}
        signed = {} if self.version else {"isSigned": bool(body.get("secret"))}
        return shown | signed | {"self": f"{self.url}/rest/webhooks/1.0/webhook/{number}"}

    def _project(self) -> Json:
        return {"id": "100", "key": self.key, "name": "Boutique", "style": self.style} | (
            {"projectTypeKey": "service_desk"} if self.service else {}
        )

    def _statuses(self) -> list[Json]:
        held = [{"id": name, "name": name, "statusCategory": {"key": key}} for name, key in self.statuses]
        return [
            {"id": str(rank), "name": name, "subtask": False, "statuses": held} for rank, name in enumerate(self.types)
        ]


def _page(*values: Json) -> Json:
    return {"startAt": 0, "maxResults": 50, "total": len(values), "isLast": True, "values": list(values)}


@contextmanager
def serving(site: Administered) -> Iterator[Administered]:
    """The site on a free port of the loopback, in a thread of its own."""

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size) or b"null")
            asked = urlsplit(self.path)
            site.asked.append((self.command, asked.path, asked.query, body))
            status, told = site.answer(self.command, asked.path, parse_qs(asked.query), body)
            raw = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
