"""A second chat, as another package would add one: its server on the loopback, and the channel that speaks to it."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import httpx
from fastapi import FastAPI, HTTPException

from connectors.channels.render_context import Result, Stage, aside, plain
from connectors.delivery_errors import Never, NotNow
from rules.effects import Effect, PostRoom, PostThread, Tell, UpdateCard
from rules.people.visibility import room_of
from sandbox.page.serving import serving

NAME = "mattermost"


@dataclass
class Post:
    """A message of the chat; `root` is the one under which it stands, "" for none."""

    id: str
    room: str
    text: str
    root: str = ""


@dataclass
class Mattermost:
    """The server: what was posted in it, oldest first; it answers 503 until `down_for` has passed."""

    posts: list[Post] = field(default_factory=list)
    down_for: timedelta = timedelta(0)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def texts(self, room: str, *, replies: bool = False) -> list[str]:
        """What a room shows: its messages, or what stands under them."""
        return [one.text for one in self.posts if one.room == room and bool(one.root) is replies]

    def passed(self, span: timedelta) -> None:
        """Time goes by."""
        self.down_for -= span

    def app(self) -> FastAPI:
        """Its HTTP interface."""
        app = FastAPI()

        @app.post("/posts")
        async def post(said: dict[str, str]) -> dict[str, str]:
            self._refuse()
            self.posts.append(Post(f"p{next(self._numbers)}", said["room"], said["text"], said.get("root", "")))
            return {"id": self.posts[-1].id}

        @app.put("/posts/{post}")
        async def edit(post: str, said: dict[str, str]) -> dict[str, str]:
            self._refuse()
            next(one for one in self.posts if one.id == post).text = said["text"]
            return {"id": post}

        return app

    def _refuse(self) -> None:
        if self.down_for > timedelta(0):
            raise HTTPException(503)


class MattermostChannel:
    """Speaks to the server at `url`: a room by its name, a person by `@` and theirs."""

    name: ClassVar[str] = NAME
    performs: ClassVar[tuple[type[Effect], ...]] = (UpdateCard, PostThread, Tell, PostRoom)

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url, self._http = url, http

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Do it once. Raises NotNow while the server is down, Never without an address."""
        match effect:
            case UpdateCard():
                card = await self._card(stage)
                return Result(card=card, ref=card[1])
            case PostThread(message=message):
                card = stage.card or await self._card(stage)
                ref = await self._post(card[0], plain(stage.discreet(), message, "thread"), card[1])
                return Result(card=card, ref=ref)
            case Tell(to=to, message=message):
                words = (plain(stage, message, "private"), aside(to, message, stage))
                return Result(ref=await self._post(f"@{stage.address}", "\n".join(filter(None, words))))
            case PostRoom(message=message):
                return Result(ref=await self._post(stage.address, plain(stage.discreet(), message, "thread")))
        raise TypeError(type(effect).__name__)

    async def _card(self, stage: Stage) -> tuple[str, str]:
        anomaly, contract = stage.subject()
        text = f"{anomaly.name} · {anomaly.title} · {stage.wording.text(f'phase.{anomaly.phase.value}')}"
        if stage.card is None:
            room = room_of(anomaly, contract)
            return room, await self._post(room, text)
        await self._call("PUT", f"/posts/{stage.card[1]}", {"text": text})
        return stage.card

    async def _post(self, room: str, text: str, root: str = "") -> str:
        if not room.strip("@"):
            raise Never("mattermost: no address", "complétez le contrat")
        return await self._call("POST", "/posts", {"room": room, "text": text, "root": root})

    async def _call(self, method: str, path: str, body: dict[str, str]) -> str:
        answer = await self._http.request(method, f"{self._url}{path}", json=body)
        if answer.is_error:
            raise NotNow(f"mattermost: {answer.status_code}")
        return str(answer.json()["id"])


@asynccontextmanager
async def mattermost() -> AsyncIterator[tuple[Mattermost, str]]:
    """The server, answering until the block ends, and its address."""
    server = Mattermost()
    async with serving(server.app()) as url:
        yield server, url
