"""Files as Slack keeps them: `files.info`, protected downloads, choices in forms."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from sandbox.seed import TEAM
from sandbox.slack import workspace_people
from sandbox.slack.api_call import Call
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import File, Json
from sandbox.slack.slack_refusal_values import Impossible, Refused

_SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to Slack.</body></html>"


@dataclass(frozen=True, slots=True)
class Given:
    """A file as a person chooses it."""

    name: str
    mime_type: str
    content: bytes


async def upload(slack: Installation, user: str, given: Given) -> File:
    """A person hands a file to Slack, before any message or form bears it."""
    workspace_people.person(user)
    if not given.content:
        raise Impossible("Ce fichier est vide.")
    name = slack.workspace.mint("F")
    address = f"{slack.base_url}/slack/files-pri/{TEAM}-{name}/download/{quote(given.name)}"
    file = File(name, user, given.name, given.mime_type, given.content, address, int(slack.clock.now().timestamp()))
    slack.workspace.files[name] = file
    return file


def delete(slack: Installation, name: str) -> None:
    """Take a file's content away, as its author or a rule of the workspace does."""
    slack.workspace.files[name] = replace(slack.workspace.files[name], deleted=True)


def told(slack: Installation, name: str) -> Json:
    """A file as payloads show it."""
    if name not in slack.workspace.files:
        raise Impossible("Ce fichier n’est plus là.")
    return slack.workspace.files[name].as_slack()


def described(slack: Installation, state: Json) -> Json:
    """A form's state, each chosen file in full."""
    return {block: {action: _described(slack, held) for action, held in held.items()} for block, held in state.items()}


async def info(slack: Installation, call: Call) -> Json:
    """files.info."""
    file = slack.workspace.files.get(call.text("file"))
    if file is None:
        raise Refused("file_not_found")
    if file.deleted:
        raise Refused("file_deleted")
    return {"file": file.as_slack(), "comments": [], "response_metadata": {"next_cursor": ""}}


async def download(slack: Installation, name: str, request: Request) -> Response:
    """The content, to who shows the token; to anybody else the page on which one signs in, as Slack does."""
    if request.headers.get("authorization") != f"Bearer {slack.bot_token}":
        return HTMLResponse(_SIGN_IN)
    file = slack.workspace.files.get(name.partition("-")[2])
    if file is None or file.deleted:
        return Response(status_code=404)
    return Response(file.content, media_type=file.mime_type)


def _described(slack: Installation, held: Any) -> Any:
    if not isinstance(held, dict) or held.get("type") != "file_input":
        return held
    return held | {"files": [told(slack, name) for name in held["files"]]}
