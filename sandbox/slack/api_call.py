"""One call of the Web API: its arguments, however they were encoded, and Slack's complaints about missing ones."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.slack.message_values import Json
from sandbox.slack.slack_refusal_values import Refused

_TRUE = (True, 1, "1", "true", "True")


@dataclass(frozen=True, slots=True)
class Call:
    """The method's name and its arguments."""

    method: str
    args: Json

    def text(self, name: str) -> str:
        """A required string."""
        value = self.args.get(name)
        if value in (None, ""):
            raise Refused("invalid_arguments", f"[ERROR] missing required field: {name}")
        if not isinstance(value, str):
            raise Refused("invalid_arguments", f"[ERROR] must be a string [json-pointer:/{name}]")
        return value

    def maybe(self, name: str) -> str | None:
        """An optional string."""
        return self.text(name) if self.args.get(name) not in (None, "") else None

    def flag(self, name: str) -> bool:
        """An optional boolean, false by default."""
        return self.args.get(name) in _TRUE

    def count(self, name: str, default: int, most: int = 1000) -> int:
        """An optional positive number, cut to `most`."""
        try:
            number = int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise Refused("invalid_arguments", f"[ERROR] must be an integer [json-pointer:/{name}]") from None
        if number < 1:
            raise Refused("invalid_limit")
        return min(number, most)

    def data(self, name: str) -> Any:
        """An optional structure, given as JSON or as a string of JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(f"invalid_{name}_format" if name == "blocks" else "invalid_arguments", name) from None
