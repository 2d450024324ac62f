"""Files that an app hands over: an address to send one to, then where it is to be shown."""

from dataclasses import replace
from urllib.parse import quote

from fastapi import Request, Response

from sandbox.seed import BOT_USER, TEAM
from sandbox.slack import posting
from sandbox.slack.api_call import Call
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import File, Json
from sandbox.slack.slack_refusal_values import Refused

_KINDS = {"png": "image/png", "pdf": "application/pdf"}


async def upload_url(slack: Installation, call: Call) -> Json:
    """files.getUploadURLExternal: the file has no content until some is sent to the address."""
    called, name = call.text("filename"), slack.workspace.mint("F")
    call.count("length", 0, most=2**30)
    kind = _KINDS.get(called.rpartition(".")[2].lower(), "application/octet-stream")
    address = f"{slack.base_url}/slack/files-pri/{TEAM}-{name}/download/{quote(called)}"
    made = int(slack.clock.now().timestamp())
    slack.workspace.files[name] = File(name, BOT_USER, called, kind, b"", address, made)
    return {"file_id": name, "upload_url": f"{slack.base_url}/slack/upload/{name}"}


async def receive(slack: Installation, name: str, request: Request) -> Response:
    """The content, sent to the address that was given."""
    file, content = slack.workspace.files.get(name), await request.body()
    if file is None or file.content or not content:
        return Response(status_code=400)
    slack.workspace.files[name] = replace(file, content=content)
    return Response(f"OK - {len(content)}")


async def complete(slack: Installation, call: Call) -> Json:
    """files.completeUploadExternal: the files are shown in the channel, with a word of their author's."""
    named = [str(one.get("id", "")) for one in call.data("files") or () if isinstance(one, dict)]
    files = tuple(slack.workspace.files[name] for name in named if name in slack.workspace.files)
    if not files or len(files) != len(named) or not all(one.content for one in files):
        raise Refused("file_not_found")
    if channel := call.maybe("channel_id"):
        room = slack.workspace.room(channel)
        await posting.post(slack, room.id, {"text": call.maybe("initial_comment") or ""}, files=files)
    return {"files": [one.as_slack() for one in files]}
