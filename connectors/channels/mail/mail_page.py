"""The HTML of a mail: one column, inline styles and tables, which Outlook and a telephone both show."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, Template


def page(*, language: str, subject: str, about: str, text: str, link: str, opening: str, footer: str) -> str:
    """The page of a plain text, whose first line is its title; `link` is shown as a button when it is an address.

    `about` is what a list of mails shows after the subject, "" for the text's own beginning.
    """
    return _template().render(
        language=language,
        subject=subject,
        about=about,
        lines=[line for line in text.split("\n") if line.strip()],
        link=link if link.startswith(("https://", "http://")) else "",
        open=opening,
        footer=footer,
    )


@cache
def _template() -> Template:
    source = files(__package__).joinpath("page.html.j2").read_text("utf-8")
    return Environment(autoescape=True).from_string(source)
