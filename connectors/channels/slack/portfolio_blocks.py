"""Shows a portfolio in Slack: contracts by time left, by exposure and by envelope, each line with what to do."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from connectors.channels.portfolio_data import Exposed, Portfolio, Pressing, Spending
from connectors.channels.slack.block_kit import DIVIDER, TEXT, Block, Post, context, header, section
from connectors.channels.slack.slack_text import cut, line
from connectors.wording import Wording
from connectors.wording.money import money
from rules.contract import Contract
from rules.economy.budget_summary import EnvelopeShort

T = TypeVar("T")
Voice = Callable[[Contract | None], Wording]

MOST, ON_HOME = 10, 5
_NAME = 60


def portfolio_post(portfolio: Portfolio, voice: Voice, now: datetime) -> Post:
    """The whole of it, at most MOST contracts a list."""
    words = voice(None)
    title = words.text("portfolio.title", count=words.plural("count.contracts", portfolio.contracts))
    lists = [text for _, text in _lists(portfolio, voice, MOST)]
    blocks = [header(title), *map(section, lists), *_age(portfolio, words, now)]
    return Post(cut("\n".join([line(title, TEXT), *lists]), TEXT), tuple(blocks))


def portfolio_blocks(portfolio: Portfolio, voice: Voice, now: datetime) -> Iterator[Block]:
    """The same on a Home, a few contracts a list, without the lists that are empty."""
    lists = [text for filled, text in _lists(portfolio, voice, ON_HOME) if filled]
    if lists:
        yield from (DIVIDER, header(voice(None).text("portfolio.home")), *map(section, lists))
        yield from _age(portfolio, voice(None), now)


def _lists(portfolio: Portfolio, voice: Voice, most: int) -> Iterator[tuple[bool, str]]:
    """Each list with whether it holds anything."""
    words = voice(None)

    def told(name: str, some: Sequence[T], said: Callable[[T], str]) -> tuple[bool, str]:
        lines = [words.text(f"portfolio.{name}"), *map(said, some[:most])]
        if not some:
            lines.append(words.text(f"portfolio.{name}.none"))
        if len(some) > most:
            lines.append(words.text("list.more", more=words.plural("count.more", len(some) - most)))
        return bool(some), "\n".join(lines)

    yield told("pressing", portfolio.pressing, lambda one: _pressing(one, voice(one.contract)))
    yield told("exposed", portfolio.exposed, lambda one: _exposed(one, voice(one.contract)))
    yield told("spending", portfolio.spending, lambda one: _spending(one, voice(one.contract)))


def _pressing(one: Pressing, words: Wording) -> str:
    return words.text(
        "portfolio.pressing.late" if one.left < timedelta() else "portfolio.pressing.line",
        client=line(one.contract.client, _NAME),
        name=line(one.name, _NAME),
        clock=one.clock,
        left=words.duration(one.left),
        next=words.text(f"next.{one.move}"),
        owner=line(one.owner, _NAME) or None,
    )


def _exposed(one: Exposed, words: Wording) -> str:
    return words.text(
        "portfolio.exposed.line",
        client=line(one.contract.client, _NAME),
        cents=money(one.cents, words.language, one.currency),
        late=words.plural("home.provider.late", one.late),
        first=line(one.first, _NAME),
    )


def _spending(one: Spending, words: Wording) -> str:
    envelope = one.envelope
    return words.text(
        "portfolio.spending.line",
        client=line(one.contract.client, _NAME),
        envelope=line(envelope.name, _NAME),
        share=str(envelope.share),
        left=_time(max(0, envelope.left), words),
        available=_time(envelope.available, words),
        todo=_todo(envelope, words),
    )


def _todo(envelope: EnvelopeShort, words: Wording) -> str:
    return words.text(
        f"portfolio.todo.{envelope.todo}",
        pending=_time(envelope.pending, words),
        empty=envelope.empty_on,
    )


def _age(portfolio: Portfolio, words: Wording, now: datetime) -> Iterator[Block]:
    """When figures were worked out, where that is not now."""
    if portfolio.as_of is not None and now - portfolio.as_of > timedelta(minutes=1):
        local = Wording(words.language, portfolio.zone)
        yield context(local.text("portfolio.as_of", at=portfolio.as_of, now=now))


def _time(minutes: int, words: Wording) -> str:
    return words.duration(timedelta(minutes=minutes), exact=True)
