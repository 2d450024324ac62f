"""Attachments: put on an issue and read back."""

from sandbox.jira import wire
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route


async def attach(call: Call) -> Reply:
    """POST issue/{key}/attachments: multipart parts named `file`, past Jira's check against forged requests."""
    issue = call.issue
    if call.headers.get("X-Atlassian-Token") != "no-check":
        raise refused(403, "XSRF check failed")
    if not call.files:
        raise refused(400, "No file was sent.")
    if not call.site.attachments_enabled:
        raise refused(403, "Attachments are disabled.")
    if any(len(file.content) > call.site.upload_limit for file in call.files):
        raise refused(413, "The file exceeds the maximum permitted size.")
    kept = [
        await call.site.discussion.attach(issue.id, call.actor, file.filename, file.mime_type, file.content)
        for file in call.files
    ]
    return Reply(200, [wire.attachment(call.dialect, attachment) for attachment in kept])


async def meta(call: Call) -> Reply:
    """GET attachment/meta: whether files may be attached, and how large they may be."""
    return Reply(200, {"enabled": call.site.attachments_enabled, "uploadLimit": call.site.upload_limit})


async def described(call: Call) -> Reply:
    """GET attachment/{id}."""
    return Reply(200, wire.attachment(call.dialect, call.site.discussion.one_attachment(call.path["id"])))


async def content(call: Call) -> Reply:
    """GET attachment/content/{id}: its bytes."""
    held = call.site.discussion.one_attachment(call.path["id"])
    return Reply(200, content=held.content, media_type=held.mime_type)


ROUTES: tuple[Route, ...] = (
    ("POST", "/issue/{issue}/attachments", attach),
    ("GET", "/attachment/meta", meta),
    ("GET", "/attachment/content/{id}", content),
    ("GET", "/attachment/{id}", described),
)
