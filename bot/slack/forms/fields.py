"""The fields that our forms are made of, a text or a choice among a few: how they are drawn, and what they accept."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.forms.sheet import Sheet
from connectors.channels.slack.blocks import INPUT, SECTION, Block, field, option, plain, select, text_input


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: a key of the wording, and the limit that was passed."""

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

    def problem(self, value: str) -> Problem | None:
        """What is wrong with a value, None when nothing is."""
        if self.required and not value:
            return Problem("error.empty")
        return Problem("error.too_long", self.most) if len(value) > self.most else None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few options, each a value and its label, drawn as radio buttons or as a `menu`.

    `allowed` are the values that are accepted, None where only the rules can tell. The block is left out when a sheet
    has no option to offer. `about` says more of the options under the field.
    """

    name: str
    options: Callable[[Sheet], tuple[tuple[str, str], ...]]
    allowed: frozenset[str] | None = None
    menu: bool = False
    about: Callable[[Sheet], str] | None = None

    def block(self, sheet: Sheet, stem: str, start: str) -> Block | None:
        """The input block, with the option `start` chosen where it is offered; its id is the field's name."""
        words, options = sheet.words, [option(label, value) for value, label in self.options(sheet)]
        if not options:
            return None
        menu = select(self.name, options, words.text(f"{stem}.placeholder"), start)
        element = menu if self.menu else _radio(menu)
        hint = "\n".join(filter(None, (words.text(f"{stem}.hint"), self.about(sheet) if self.about else "")))
        return field(self.name, words.text(f"{stem}.label"), element, hint)

    def problem(self, value: str) -> Problem | None:
        """What is wrong with a value, None when nothing is."""
        return None if self.allowed is None or value in self.allowed else Problem("error.empty")


Field = Text | Choice


def said(text: str) -> Block:
    """A paragraph in which nothing can become a mention or a link."""
    return {"type": "section", "text": plain(text, SECTION)}


def _radio(menu: Block) -> Block:
    """The same choice with every option in sight."""
    return {name: part for name, part in menu.items() if name != "placeholder"} | {"type": "radio_buttons"}
