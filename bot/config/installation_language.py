"""The language of the installation, found before the settings are read: the command line says its help at once."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from connectors.wording import LANGUAGES, speak

_NAME = "language"
_LINE = re.compile(r"^[ \t]*(?:export[ \t]+)?[\"']?language[\"']?[ \t]*=.*$", re.IGNORECASE | re.MULTILINE)
_PLAIN = re.compile(r"[ \t]*language[ \t]*=[ \t]*([\"']?)(\w*)\1[ \t]*(?:[ \t]#.*)?", re.IGNORECASE)


def installed_language(file: Path = Path(".env")) -> str:
    """The language that the environment names, else the file, as the settings read them.

    The first of the languages stands for what is none of them, which the settings refuse.
    """
    named = _named(os.environ) or _of_file(file)
    return named if named in LANGUAGES else LANGUAGES[0]


def speak_as_installed() -> None:
    """Speak the language of the installation."""
    speak(installed_language())


def _named(values: Mapping[str, str | None]) -> str:
    return next((value for name, value in values.items() if name.lower() == _NAME and value), "")


def _of_file(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""
    plain = [_PLAIN.fullmatch(line) for line in _LINE.findall(text)]
    if all(plain):
        return next((found[2] for found in reversed(plain) if found), "")
    # Its own reader takes a while to be imported: it reads what is written in another way than that of the example.
    from io import StringIO

    from dotenv import dotenv_values

    return _named(dotenv_values(stream=StringIO(text)))
