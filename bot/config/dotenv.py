"""The keys of `.env` that no setting reads: a misspelt name is a setting that is silently absent."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values

from bot.config.settings import NESTED, SECRETS, Settings
from connectors.wording import said

_ALIKE = 0.75
# What `compose.yaml` itself reads from the same file.
_OTHERS = frozenset({"POSTGRES_PASSWORD", "COMPOSE_PROJECT_NAME", "COMPOSE_FILE", "COMPOSE_PROFILES", "TZ"})


def unread(file: Path = Path(".env")) -> Iterator[tuple[str, str]]:
    """Each key of the file that nothing reads, with the name that it resembles (empty: none). Never its value."""
    try:
        keys = [key.upper() for key in dotenv_values(file, encoding="utf-8")] if file.is_file() else []
    except (OSError, UnicodeDecodeError):  # the settings say it
        return
    known = {name.upper() for name in Settings.model_fields} | {f"{name.upper()}_FILE" for name in SECRETS}
    for key in keys:
        group = next((one for one in NESTED if key.startswith(f"{one.upper()}__")), None)
        if group is None and key not in known | _OTHERS:
            yield key, next(iter(get_close_matches(key, known, n=1, cutoff=_ALIKE)), "")
        elif group is not None and (meant := _named(key, group)) is not None:
            yield key, meant


def _named(key: str, group: str) -> str | None:
    """The correct form of a key of a site or a webhook; None when it is right."""
    prefix, (model, secrets) = f"{group.upper()}__", NESTED[group]
    called, _, name = key.removeprefix(prefix).partition("__")
    known = {one.upper() for one in model.model_fields} | {f"{one.upper()}_FILE" for one in secrets}
    if called and name in known:
        return None
    alike = next(iter(get_close_matches(name or called, known, n=1, cutoff=_ALIKE)), "")
    shown = called if name else said("settings.name")
    return f"{prefix}{shown}__{alike}" if alike else ""
