"""Keeps a form's files and the Slack message that it was opened from."""

from collections.abc import Iterator, Mapping

from bot.slack.forms.form_context import Sheet
from connectors.channels.slack.file_downloads import FILE
from connectors.channels.slack.slack_text import line, link
from rules.events import Origin

AUTHOR, LINK, SHARED = "author", "link", "shared"
MOST_SHARED = 20
LONGEST = 80


def kept(sheet: Sheet) -> Mapping[str, str]:
    """The hidden data: the message's author and address, its files and those of the detection."""
    origin = _origin(sheet) or Origin()
    found = {AUTHOR: origin.author, LINK: origin.link, SHARED: "\n".join(_shared(sheet))}
    return {name: value for name, value in found.items() if value}


def files(values: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of all the files of a sent form, each once."""
    listed = (*values.get(SHARED, "").split()[:MOST_SHARED], *values.get("files", "").split())
    return tuple(dict.fromkeys(one for one in listed if FILE.fullmatch(one)))


def origin(values: Mapping[str, str]) -> Origin | None:
    """The message that a sent form was made from; None for one that was made from nothing."""
    found = Origin(values.get(AUTHOR, ""), values.get(LINK, ""))
    return found if found != Origin() else None


def told(sheet: Sheet) -> tuple[str, ...]:
    """The same as small print, in Slack's mark-up."""
    return tuple(_told(sheet))


def _told(sheet: Sheet) -> Iterator[str]:
    if origin := _origin(sheet):
        see = link(origin.link, sheet.words.text("origin.see")) if origin.link else ""
        yield sheet.words.text("origin", author=line(origin.author, LONGEST), link=see)
    if shared := _shared(sheet):
        yield sheet.words.text("origin.files", count=len(shared))


def _origin(sheet: Sheet) -> Origin | None:
    return origin(sheet.given) or (sheet.anomaly.origin if sheet.anomaly else None)


def _shared(sheet: Sheet) -> tuple[str, ...]:
    found = (*(sheet.anomaly.files if sheet.anomaly else ()), *sheet.given.get(SHARED, "").split())
    return tuple(dict.fromkeys(found))[:MOST_SHARED]
