"""Slack's Web API and response URLs over HTTP: authentication, breakdowns and rate limits, then the method."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from sandbox.slack import chat, file_uploads, responses, rooms, token_scopes, unfurls, views, workspace_files
from sandbox.slack.api_call import Call
from sandbox.slack.installation import Fault, Installation
from sandbox.slack.message_values import Json
from sandbox.slack.slack_refusal_values import Refused

Method = Callable[[Installation, Call], Awaitable[Json]]

METHODS: tuple[tuple[str, Method], ...] = (
    ("api.test", rooms.api_test),
    ("auth.test", rooms.auth_test),
    ("apps.connections.open", token_scopes.open_connection),
    ("bots.info", rooms.bots_info),
    ("chat.delete", chat.delete),
    ("chat.getPermalink", chat.permalink),
    ("chat.postEphemeral", chat.post_ephemeral),
    ("chat.postMessage", chat.post_message),
    ("chat.unfurl", unfurls.unfurl),
    ("chat.update", chat.update),
    ("conversations.history", rooms.history),
    ("conversations.info", rooms.info),
    ("conversations.list", rooms.listing),
    ("conversations.members", rooms.members),
    ("conversations.open", rooms.open_direct),
    ("conversations.replies", rooms.replies),
    ("files.completeUploadExternal", file_uploads.complete),
    ("files.getUploadURLExternal", file_uploads.upload_url),
    ("files.info", workspace_files.info),
    ("reactions.add", chat.react),
    ("team.info", rooms.team_info),
    ("users.info", rooms.user_info),
    ("users.list", rooms.user_listing),
    ("users.lookupByEmail", rooms.by_email),
    ("views.open", views.open_view),
    ("views.publish", views.publish),
    ("views.push", views.push),
    ("views.update", views.update),
)
_BY_NAME = dict(METHODS)
_FINE = 200


def router(slack: Installation) -> APIRouter:
    """The routes under `/slack`: `/api/{method}`, `/response/{name}`, `/link/`, `/upload/` and `/files-pri/...`."""
    routes = APIRouter()

    async def api(method: str, request: Request) -> Response:
        try:
            args = await _arguments(request)
        except Refused as refusal:
            return _refused(refusal)
        return await _answer(slack, Call(method, args), request.headers)

    async def respond(name: str, request: Request) -> Response:
        return await responses.receive(slack, name, await request.body())

    async def link(socket: WebSocket) -> None:
        await slack.socket_mode.serve(socket)

    routes.add_api_websocket_route("/link/", link)
    routes.add_api_route("/api/{method}", api, methods=["GET", "POST"], response_model=None)

    async def download(name: str, request: Request) -> Response:
        fault = _fault(slack, "files.download")
        if fault:
            await asyncio.sleep(fault.delay)
        return (_broken(fault) if fault else None) or await workspace_files.download(slack, name, request)

    routes.add_api_route("/files-pri/{name}/download/{called}", download, methods=["GET"], response_model=None)

    async def upload(name: str, request: Request) -> Response:
        return await file_uploads.receive(slack, name, request)

    routes.add_api_route("/upload/{name}", upload, methods=["POST"], response_model=None)
    routes.add_api_route("/response/{name}", respond, methods=["POST"], response_model=None)
    return routes


async def _arguments(request: Request) -> Json:
    args: Json = dict(request.query_params)
    if "application/json" in request.headers.get("content-type", ""):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        return args | body
    async with request.form() as form:
        return args | dict(form)


async def _answer(slack: Installation, call: Call, headers: Mapping[str, str]) -> Response:
    token = call.args.pop("token", None) or headers.get("authorization", "").removeprefix("Bearer ")
    slack.calls.append((call.method, call.args))
    fault = _fault(slack, call.method)
    if fault:
        await asyncio.sleep(fault.delay)
    if fault and not fault.after_work and (broken := _broken(fault)):
        return broken
    try:
        token_scopes.judge(slack, call, token)
        if slack.rate_limited and call.method == "chat.postMessage" and _too_soon(slack, call):
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
        answer = await _method(call.method)(slack, call)
    except Refused as refusal:
        return _refused(refusal)
    headed = {"X-OAuth-Scopes": ",".join(slack.scopes)} if slack.scopes is not None else {}
    return (_broken(fault) if fault else None) or JSONResponse({"ok": True} | answer, headers=headed)


def _method(name: str) -> Method:
    if name not in _BY_NAME:
        raise Refused("unknown_method", name)
    return _BY_NAME[name]


def _too_soon(slack: Installation, call: Call) -> bool:
    """Whether this channel got a message less than a second ago (real time)."""
    channel, now = str(call.args.get("channel")), slack.monotonic()
    if now - slack.last_post.get(channel, float("-inf")) < 1.0:
        return True
    slack.last_post[channel] = now
    return False


def _fault(slack: Installation, method: str) -> Fault | None:
    for fault in slack.faults:
        if fault.times > 0 and fault.method in ("*", method):
            fault.times -= 1
            return fault
    return None


def _broken(fault: Fault) -> Response | None:
    """The answer a breakdown gives instead of Slack's; none when it only delays."""
    if fault.drop:
        return _Cut()
    if fault.half:
        return Half('{"ok": true, "channel": "C0')
    if fault.error is not None:
        return JSONResponse({"ok": False, "error": fault.error}, fault.status, dict(fault.headers))
    return Response("", fault.status, dict(fault.headers)) if fault.status != _FINE else None


class Half(Response):
    """A connection that closes in the middle of the answer: fewer bytes come than were announced."""

    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        """Announce more than there is."""
        super().init_headers({**(headers or {}), "Content-Length": str(2 * len(self.body))})


class _Cut(Response):
    """A connection that closes before the answer: the server is handed a header that it cannot send."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": _FINE, "headers": [(b"\n", b"")]})


def _refused(refusal: Refused) -> Response:
    answer: Json = {"ok": False, "error": refusal.error, **refusal.told}
    if refusal.messages:
        answer["response_metadata"] = {"messages": list(refusal.messages)}
    return JSONResponse(answer)
