"""The trouble a test or the demo orders in advance: the next matching requests are refused, slowed or dropped."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal

Outcome = int | Literal["drop", "lose", "half", "pass"]
_BUSY = "<!DOCTYPE html><html><head><title>Service Unavailable</title></head><body>Come back later.</body></html>"
_ASKED = {"errorMessages": ["The sandbox was asked to fail here."], "errors": {}}
_WORDS: Mapping[int, Any] = {
    400: {"errorMessages": [], "errors": {"summary": "You must specify a summary of the issue."}},
    401: {"errorMessages": ["Client must be authenticated to access this resource."], "errors": {}},
    403: {"errorMessages": ["You do not have permission to edit issues in this project."], "errors": {}},
    404: {"errorMessages": ["Issue does not exist or you do not have permission to see it."], "errors": {}},
    409: {"errorMessages": ["The issue was changed by another operation. Please try again."], "errors": {}},
    413: {"errorMessages": ["The number of comments on this issue exceeds the limit of 5000."], "errors": {}},
    422: {"errorMessages": ["The transition is not allowed by the configuration of the workflow."], "errors": {}},
    429: {"errorMessages": ["Rate limit exceeded."], "errors": {}},
    500: {"errorMessages": ["Internal server error"], "errors": {}},
    502: _BUSY,
    503: _BUSY,
    504: _BUSY,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Trouble for the next `count` requests whose method and path match these regular expressions.

    `outcome` is an HTTP status answered in place of the work, "drop" (the connection closes and nothing is done),
    "lose" (the work is done, then the connection closes), "half" (the same, in the middle of the answer) or "pass";
    `delay` is in real seconds, before all that.
    A status answers Jira's error object with a sentence of the sandbox, or `body`: an object, or a page for a text.
    `jiras_words(status)` is the body that a real site gives.
    """

    method: str
    path: str
    outcome: Outcome
    headers: Mapping[str, str] = field(default_factory=dict)
    count: int = 1
    delay: float = 0.0
    body: Any = None

    @property
    def words(self) -> Any:
        """The content of a refusal: an object, or the text of a page."""
        return _ASKED if self.body is None else self.body


def jiras_words(status: int) -> Any:
    """The body that Jira gives with a refusal, for a `Fault`: its object, or the page of what stands before it."""
    return _WORDS[status]


def retry_after(seconds: float, written: Literal["seconds", "fraction", "date"] = "seconds") -> dict[str, str]:
    """The header `Retry-After` in one of the three ways it is met, for a `Fault`'s `headers`."""
    ways = {
        "seconds": str(round(seconds)),
        "fraction": f"{seconds:.3f}",
        "date": format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True),
    }
    return {"Retry-After": ways[written]}


async def strike(faults: list[Fault], method: str, path: str) -> Fault | None:
    """Use up the first fault that matches, wait its delay and return it; None when all is well."""
    for at, fault in enumerate(faults):
        if re.fullmatch(fault.method, method) and re.search(fault.path, path):
            if fault.count > 1:
                faults[at] = replace(fault, count=fault.count - 1)
            else:
                del faults[at]
            await asyncio.sleep(fault.delay)
            return fault
    return None
