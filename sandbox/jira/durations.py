"""Jira writes time spent as `1d 2h 30m`, with days of eight hours and weeks of five days."""

import re

_UNITS = {"w": 5 * 8 * 3600, "d": 8 * 3600, "h": 3600, "m": 60}


def written(seconds: int) -> str:
    """`1h 30m` for 5400 seconds; less than a minute reads `0m`."""
    parts = []
    for unit, size in _UNITS.items():
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0m"


def seconds_of(text: str) -> int:
    """The seconds of `1d 2h 30m`; ValueError when it is not written so."""
    words = text.split()
    if not words or not all(re.fullmatch(r"\d+[wdhm]", word) for word in words):
        raise ValueError(f"Invalid time duration entered: {text!r}")
    return sum(int(word[:-1]) * _UNITS[word[-1]] for word in words)
