"""The page's hold on time: its speed, and the leaps that make a week fit in a coffee break."""

from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, Field

from sandbox.parts import Parts

ZONE = ZoneInfo("Europe/Paris")
FASTEST = 7200.0
OPENING = 9

Leap = Literal["15min", "1h", "1d", "morning"]
_STEPS = {"15min": timedelta(minutes=15), "1h": timedelta(hours=1), "1d": timedelta(days=1)}


class Pace(BaseModel):
    """Demo seconds for each real second; 0 stands still."""

    speed: float = Field(ge=0, le=FASTEST)


class Jump(BaseModel):
    """A leap forward; "morning" is the next 9 o'clock in Paris."""

    to: Leap


def landing(now: datetime, leap: Leap) -> datetime:
    """The end of a leap from `now`."""
    if leap != "morning":
        return now + _STEPS[leap]
    local = now.astimezone(ZONE)
    morning = local.replace(hour=OPENING, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


def routes(parts: Parts) -> APIRouter:
    """The POST routes of the clock, to be mounted under `/ui/clock`."""
    api = APIRouter()

    @api.post("/speed")
    async def speed(pace: Pace) -> dict[str, Any]:
        parts.clock.run_at(pace.speed)
        await parts.feed.tell("clock")
        return {"ok": True}

    @api.post("/jump")
    async def jump(asked: Jump) -> dict[str, Any]:
        parts.clock.jump(landing(parts.clock.now(), asked.to))
        await parts.feed.tell("clock")
        return {"ok": True}

    return api
