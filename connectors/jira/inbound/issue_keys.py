"""The shape of Jira's keys and ids: what has another one is stored, shown and linked nowhere."""

import re

from connectors.jira.inbound.jira_payload import Misshapen
from connectors.wording import said

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}-[0-9]{1,18}")
_NUMBER = re.compile(r"[0-9]{1,18}")


def is_key(text: str) -> bool:
    """Whether a text is a project's key, a dash and a number."""
    return _KEY.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Whether a text is an id: ASCII digits, no more than any Jira counts."""
    return _NUMBER.fullmatch(text) is not None


def keyed(text: str, name: str) -> str:
    """The key, or nothing where there is none. Misshapen when it is no key; `name` is the field's."""
    if text and not is_key(text):
        raise Misshapen(said("inbound.not_key", name=name))
    return text
