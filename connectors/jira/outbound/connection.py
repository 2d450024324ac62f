"""Opens sessions of the `jira` package, without its retries, default timeouts and guesses."""

import json
import threading
from typing import Any, BinaryIO

from jira import JIRA
from requests_toolbelt.multipart.encoder import MultipartEncoder

from connectors.jira.inbound.jira_payload import Json
from connectors.jira.outbound.credentials import Basic, Bearer
from connectors.jira.outbound.jira_refusals import judge
from connectors.jira.outbound.rate_gate import Gate

TIMEOUT = (3.0, 20.0)
CLOUD = "Cloud"


class Connection:
    """One session a thread, made when that thread first needs it; every call blocks at most `TIMEOUT` (seconds).

    Calls raise `NotNow` and `Never` (see `refusal`), or what `requests` raises when there is no response.
    """

    def __init__(self, url: str, auth: Basic | Bearer, gate: Gate | None = None) -> None:
        self._url, self._auth, self._gate = url.rstrip("/"), auth, gate or Gate()
        self._local = threading.local()
        self._lock = threading.Lock()
        self._opened: list[JIRA] = []
        self._deployment: str | None = None

    def cloud(self) -> bool:
        """Whether the site is a Cloud one; asked of it once for all threads."""
        if self._deployment is None:
            self._deployment = str(self.get("serverInfo").get("deploymentType") or "Server")
        return self._deployment == CLOUD

    def get(self, path: str, **params: Any) -> Json:
        """The object that GET `/rest/api/2/{path}` answers."""
        return _object(self.read(path, **params))

    def read(self, path: str, **params: Any) -> Any:
        """The answer of GET, an object or a list."""
        jira = self._jira()
        with self._gate.calling():
            answer = jira._session.get(jira._get_url(path), params=params)
        return answer.json()

    def post(self, path: str, body: Any) -> Json:
        """The object that POST answers, empty when it answers nothing. Never sent twice."""
        jira = self._jira()
        with self._gate.calling():
            answer = jira._session.post(jira._get_url(path), data=json.dumps(body))
        return _object(answer.json() if answer.content else {})

    def list_of(self, path: str, body: Any) -> Any:
        """The answer of a POST that only asks, an object or a list."""
        jira = self._jira()
        with self._gate.calling():
            answer = jira._session.post(jira._get_url(path), data=json.dumps(body))
        return answer.json()

    def upload(self, path: str, name: str, mime_type: str, file: BinaryIO) -> None:
        """POST a file from where it stands, as it is read: it is never in memory as a whole. Never sent twice."""
        jira = self._jira()
        parts = MultipartEncoder({"file": (name, file, mime_type)})
        headers = {"Content-Type": parts.content_type, "X-Atlassian-Token": "no-check"}
        with self._gate.calling():
            jira._session.post(jira._get_url(path), data=parts, headers=headers)

    def put(self, path: str, body: Any) -> None:
        """PUT; Jira answers nothing."""
        jira = self._jira()
        with self._gate.calling():
            jira._session.put(jira._get_url(path), data=json.dumps(body))

    def close(self) -> None:
        """Close every session; none may be in use."""
        with self._lock:
            for jira in self._opened:
                jira.close()  # type: ignore[no-untyped-call]
            self._opened.clear()

    def _jira(self) -> JIRA:
        found = getattr(self._local, "jira", None)
        if isinstance(found, JIRA):
            return found
        self._local.jira = made = self._open()
        with self._lock:
            self._opened.append(made)
        return made

    def _open(self) -> JIRA:
        # The package's own log quotes response bodies, and its constructor would ask the server for its version.
        jira = JIRA(
            server=self._url,
            options={"rest_api_version": "2", "headers": {"User-Agent": "Vigie"}},
            basic_auth=(self._auth.email, self._auth.token) if isinstance(self._auth, Basic) else None,
            token_auth=self._auth.token if isinstance(self._auth, Bearer) else None,
            get_server_info=False,
            max_retries=0,
            timeout=TIMEOUT,
            logging=False,
        )
        jira._session.hooks["response"].append(judge)
        return jira


def _object(body: Any) -> Json:
    if not isinstance(body, dict):
        raise ValueError("an answer that is not an object")
    return body
