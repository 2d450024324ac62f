"""The trouble a test or the demo orders in advance: the next matching requests are refused, slowed or dropped."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Outcome = int | Literal["drop", "lose", "pass"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Trouble for the next `count` requests whose method and path match these regular expressions.

    `outcome` is an HTTP status answered in place of the work, "drop" (the connection closes and nothing is done),
    "lose" (the work is done, then the connection closes) or "pass"; `delay` is in real seconds, before all that.
    """

    method: str
    path: str
    outcome: Outcome
    headers: Mapping[str, str] = field(default_factory=dict)
    count: int = 1
    delay: float = 0.0


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
