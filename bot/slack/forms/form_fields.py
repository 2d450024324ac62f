"""The fields that our forms are made of (text, choice, instant, files): how they are drawn, and what they accept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.slack.forms.form_context import Sheet
from connectors.channels.slack.block_kit import (
    INPUT,
    SECTION,
    Block,
    field,
    file_input,
    instant_input,
    option,
    plain,
    select,
    text_input,
)

MOST_FILES = 5
FILE_TYPES = ("png", "jpg", "jpeg", "pdf", "txt")
SECONDS = 10
"""The digits of an instant in Unix seconds, until the year 2286."""


@dataclass(frozen=True, slots=True)
class Problem:
    """The error of a field: a key of the wording, and the limit that was passed."""

    key: str
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text of at most `most` characters. `insist` says, of one sheet, whether Slack marks the field as required."""

    name: str
    required: bool = True
    lines: bool = True
    most: int = INPUT
    insist: Callable[[Sheet], bool] | None = None

    def block(self, sheet: Sheet, stem: str, start: str) -> Block | None:
        """The input block, starting with `start` as far as it fits; its id is the field's name."""
        words = sheet.words
        placeholder = words.text(f"{stem}.placeholder")
        element = text_input(self.name, placeholder, initial=start, multiline=self.lines, most=self.most)
        required = self.insist(sheet) if self.insist else self.required
        return field(self.name, words.text(f"{stem}.label"), element, words.text(f"{stem}.hint"), not required)

    def problem(self, value: str, _now: datetime) -> Problem | None:
        """The error of a value, None when it is valid."""
        if self.required and not value:
            return Problem("error.empty")
        return Problem("error.too_long", self.most) if len(value) > self.most else None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few options, each a value and its label, drawn as radio buttons or as a `menu`.

    `allowed` are the values that are accepted, None where only the rules can tell. The block is left out when a sheet
    has no option to offer. `about` says more of the options, by value, under each.
    """

    name: str
    options: Callable[[Sheet], tuple[tuple[str, str], ...]]
    allowed: frozenset[str] | None = None
    menu: bool = False
    about: Callable[[Sheet], Mapping[str, str]] | None = None

    def block(self, sheet: Sheet, stem: str, start: str) -> Block | None:
        """The input block, with the option `start` chosen where it is offered; its id is the field's name."""
        words, about = sheet.words, self.about(sheet) if self.about else {}
        options = [option(label, value, about.get(value, "")) for value, label in self.options(sheet)]
        if not options:
            return None
        menu = select(self.name, options, words.text(f"{stem}.placeholder"), start)
        element = menu if self.menu else _radio(menu)
        return field(self.name, words.text(f"{stem}.label"), element, words.text(f"{stem}.hint"))

    def problem(self, value: str, _now: datetime) -> Problem | None:
        """The error of a value, None when it is valid."""
        return None if self.allowed is None or value in self.allowed else Problem("error.empty")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and an hour to come (or `past`), to the minute; Slack shows them in the reader's own zone.

    Its value is in Unix seconds, "" where it is not `required`. The block is left out of a sheet that does not offer
    it; `about` says more of it under the field; it lies `within` so much time from now.
    """

    name: str
    offered: Callable[[Sheet], bool]
    about: Callable[[Sheet], str]
    required: bool = False
    within: timedelta | None = None
    past: bool = False

    def block(self, sheet: Sheet, stem: str, start: str) -> Block | None:
        """The input block, starting with the instant `start`, if it is one; its id is the field's name."""
        if not self.offered(sheet):
            return None
        element = instant_input(self.name, seconds(start))
        return field(
            self.name, sheet.words.text(f"{stem}.label"), element, self.about(sheet), optional=not self.required
        )

    def problem(self, value: str, now: datetime) -> Problem | None:
        """The error of a value, None when it is valid. The present minute is not past: nobody can choose less."""
        if not value:
            return Problem("error.empty") if self.required else None
        at = seconds(value)
        if at is None:
            return Problem("error.no_instant")
        if self.within is not None and at > now + self.within:
            return Problem("error.too_far", self.within.days)
        if self.past:
            return Problem("error.future") if at > now else None
        return Problem("error.past") if at < now.replace(second=0, microsecond=0) else None


@dataclass(frozen=True, slots=True)
class Files:
    """Files that may be handed over, `MOST_FILES` at most; its value is their Slack ids, one a line."""

    name: str

    def block(self, sheet: Sheet, stem: str, _start: str) -> Block | None:
        """The input block; its id is the field's name."""
        element = file_input(self.name, FILE_TYPES, MOST_FILES)
        hint = sheet.words.text(f"{stem}.hint")
        return field(self.name, sheet.words.text(f"{stem}.label"), element, hint, optional=True)

    def problem(self, value: str, _now: datetime) -> Problem | None:
        """The error of a value, None when it is valid; Slack has checked the files."""
        return Problem("error.too_many_files", MOST_FILES) if len(value.split()) > MOST_FILES else None


Field = Text | Choice | Moment | Files


def seconds(value: str) -> datetime | None:
    """The instant that a value in Unix seconds is, as Slack writes it: ten digits; None for anything else."""
    ours = len(value) == SECONDS and value.isascii() and value.isdigit()
    return datetime.fromtimestamp(int(value), UTC) if ours else None


def said(text: str) -> Block:
    """A paragraph in which nothing can become a mention or a link."""
    return {"type": "section", "text": plain(text, SECTION)}


def _radio(menu: Block) -> Block:
    """The same choice with every option in sight."""
    return {name: part for name, part in menu.items() if name != "placeholder"} | {"type": "radio_buttons"}
