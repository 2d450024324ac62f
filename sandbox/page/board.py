"""The page's actions in Jira, under the person's own account."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from pydantic import BaseModel

from sandbox.jira import moods
from sandbox.parts import Parts
from sandbox.slack.slack_refusal_values import Impossible
from sandbox.slack.workspace_people import person


class Move(BaseModel):
    """A transition, with what its screen asks for."""

    person: str
    transition: str
    fields: dict[str, Any] = {}
    comment: str | None = None


class Remark(BaseModel):
    """A comment."""

    person: str
    text: str


class Assignment(BaseModel):
    """The issue given to someone (a Jira account id), or to nobody."""

    person: str
    account: str | None = None


class Change(BaseModel):
    """Fields to set."""

    person: str
    fields: dict[str, Any]


class Birth(Change):
    """An issue to open."""

    project: str


class Mood(BaseModel):
    """Jira's behaviour from now on."""

    mood: str


def routes(parts: Parts) -> APIRouter:
    """The routes of Jira's part of the page, to be mounted under `/ui/jira`."""
    api, jira = APIRouter(), parts.jira

    @api.post("/issues")
    async def create(birth: Birth) -> dict[str, Any]:
        return {"ok": True, "key": await jira.create(birth.project, _account(birth.person), birth.fields)}

    @api.post("/issues/{key}/transition")
    async def move(key: str, asked: Move) -> dict[str, Any]:
        await jira.transition(key, asked.transition, _account(asked.person), asked.fields, asked.comment or None)
        return {"ok": True}

    @api.post("/issues/{key}/comment")
    async def comment(key: str, remark: Remark) -> dict[str, Any]:
        if not remark.text.strip():
            raise Impossible("Le commentaire est vide.")
        await jira.comment(key, _account(remark.person), remark.text)
        return {"ok": True}

    @api.post("/issues/{key}/assign")
    async def assign(key: str, asked: Assignment) -> dict[str, Any]:
        await jira.assign(key, _account(asked.person), asked.account or None)
        return {"ok": True}

    @api.post("/issues/{key}/edit")
    async def edit(key: str, change: Change) -> dict[str, Any]:
        await jira.edit(key, _account(change.person), change.fields)
        return {"ok": True}

    @api.get("/attachments/{number}")
    async def attachment(number: str) -> Response:
        held = jira.discussion.one_attachment(number)
        name = f"attachment; filename*=UTF-8''{quote(held.filename)}"
        return Response(held.content, media_type=held.mime_type, headers={"Content-Disposition": name})

    @api.post("/mood")
    async def mood(asked: Mood) -> dict[str, Any]:
        moods.put(jira, asked.mood)
        await parts.feed.tell("jira")
        return {"ok": True}

    return api


def _account(user: str) -> str:
    who = person(user)
    if who.jira is None:
        raise Impossible(f"{who.name} n’a pas de compte Jira. Changez de personne pour agir ici.")
    return who.jira
