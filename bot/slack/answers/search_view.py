"""Renders the result of a search of past anomalies for one person."""

from collections.abc import Sequence

from bot.slack.ports import Link
from connectors.channels.slack.block_kit import TEXT, Post, sections
from connectors.channels.slack.slack_text import cut, line, link
from connectors.store.searches import Found
from connectors.wording import Wording

MOST = 10
_TITLE, _NAME, _SAID, _ASKED = 120, 60, 240, 80
_SHORT = 8


def found(some: Sequence[Found], asked: str, clients: dict[str, str], words: Wording, to: Link) -> Post:
    """At most MOST of them; `clients` names the client of each contract, where there are several."""
    if not some:
        told = words.text("search.none", words=line(asked, _ASKED))
        return Post(told, tuple(sections(told)))
    title = words.text("search.title", words=line(asked, _ASKED), count=words.plural("count.found", len(some)))
    lines = [title, *(_line(one, clients.get(one.contract_id), words, to) for one in some[:MOST])]
    if len(some) > MOST:
        lines.append(words.text("search.more", more=words.plural("count.more", len(some) - MOST)))
    return Post(cut("\n".join(lines), TEXT), tuple(sections("\n".join(lines))))


def alike(one: Found, words: Wording) -> str:
    """A line, as it is written, on an open anomaly that may be the same as another."""
    title = cut(" ".join(one.title.split()), _TITLE)
    return words.text("form.alike.line", name=name_of(one), title=title, phase=one.phase)


def name_of(one: Found) -> str:
    """The name that people use for it."""
    return one.ticket.key if one.ticket else one.id[:_SHORT]


def _line(one: Found, client: str | None, words: Wording, to: Link) -> str:
    name = line(name_of(one), _NAME)
    return words.text(
        "search.line",
        emoji=words.text("emoji.closed") if one.closed_at else words.emoji(one.criticality),
        name=link(to(one.ticket), name) if one.ticket else name,
        title=line(one.title, _TITLE) or words.text("card.untitled"),
        phase=None if one.closed_at else one.phase,
        client=line(client, _NAME) if client else None,
        cause=line(one.cause, _SAID) or None,
        answer=line(one.answer, _SAID) or None,
    )
