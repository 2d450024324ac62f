"""Parses the text of a slash command; it tolerates spelling, word order and Slack's mark-up."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from bot.slack.commands import SUBCOMMANDS
from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import CRITICALITIES, as_key, bare, decor, key_at, readable, seen, unquoted

CARD, HELP = "carte", "aide"

_PHRASES: Mapping[tuple[str, ...], Subcommand] = {
    tuple(bare(word) for word in phrase.split()): subcommand
    for subcommand in SUBCOMMANDS
    for phrase in (subcommand.name, *subcommand.words)
}
_LONGEST = max(map(len, _PHRASES))
_SAID = {" ".join(phrase): subcommand.name for phrase, subcommand in _PHRASES.items()}
_FILLERS = frozenset({"je", "j", "sur", "pour", "de", "du", "le", "la", "l", "ticket", "anomalie", "a", ":", "-"})
_LONGEST_WORD = 40


def parse(text: str) -> Request:
    """The parsed request. Never raises; unknown words give an empty `subcommand`."""
    return understood(readable(text))


def unaddressed(words: str) -> str:
    """The words without those to whom they are said."""
    return " ".join(_after(words.split()))


def _after(tokens: list[str]) -> list[str]:
    return tokens[next((place for place, word in enumerate(tokens) if not word.startswith("@")), len(tokens)) :]


def keyless(words: str, key: str) -> str:
    """The words without a key that they name, and without those to whom they are said."""
    tokens = _after(words.split())
    for place in range(len(tokens)):
        found, taken = key_at(tokens[place:])
        if found == key:
            return " ".join((*tokens[:place], *tokens[place + taken :]))
    return " ".join(tokens)


def understood(words: str) -> Request:
    """The same as `parse`, of words whose mark-up is undone."""
    tokens = [word for word in _after(words.split()) if seen(word)]
    while len(tokens) > 1 and decor(tokens[0]):
        tokens = tokens[1:]
    if not tokens:
        return Request(HELP)
    key, taken = key_at(tokens)
    tokens = tokens[taken:]
    if key and not tokens:
        return Request(CARD, key)
    said = _heard(tokens)
    if said is None:
        return _puzzled(key, tokens)
    subcommand, words, after = said
    request = Request(subcommand.name, key or None, " ".join(after), subcommand.criticality, words)
    if subcommand.free:
        return replace(request, rest=unquoted(request.rest))
    return _titled(request, after) if subcommand.titled else _keyed(request, after)


def _heard(tokens: list[str]) -> tuple[Subcommand, str, list[str]] | None:
    """The subcommand that the words begin with, how it was said, and the words after it."""
    start = next((place for place, word in enumerate(tokens) if bare(word) not in _FILLERS), 0)
    for begin in dict.fromkeys((0, start)):
        for length in range(min(_LONGEST, len(tokens) - begin), 0, -1):
            phrase = tuple(bare(word) for word in tokens[begin : begin + length])
            if phrase in _PHRASES:
                return _PHRASES[phrase], " ".join(phrase), tokens[begin + length :]
    return None


def _puzzled(key: str, tokens: list[str]) -> Request:
    word = bare(" ".join(tokens[:1]))[:_LONGEST_WORD]
    close = get_close_matches(word, _SAID, n=1, cutoff=0.7)
    shown = " ".join(tokens[:3])[:_LONGEST_WORD]
    if not close:
        return Request("", key or None, shown, word=word)
    instead = " ".join(filter(None, (key, close[0], *tokens[1:])))
    return Request("", key or None, shown, word=word, suggestion=_SAID[close[0]], instead=instead)


def _titled(request: Request, after: list[str]) -> Request:
    """The rest is a title, in which a key is plain text, unless nothing else follows."""
    key, taken = key_at(after)
    if key and taken == len(after):
        return replace(request, key=key, rest="")
    return replace(request, rest=unquoted(request.rest))


def _keyed(request: Request, after: list[str]) -> Request:
    key, rest = (request.key, after) if request.key else _key_within(after)
    levels = [word for word in rest if bare(word) in CRITICALITIES]
    criticality = CRITICALITIES[bare(levels[0])] if levels else None
    return replace(request, key=key, rest=" ".join(rest), criticality=criticality)


def _key_within(tokens: list[str]) -> tuple[str | None, list[str]]:
    """The key that comes first, else the only one that is said at all; and the words without it."""
    start = next((place for place, word in enumerate(tokens) if bare(word) not in _FILLERS), 0)
    key, taken = key_at(tokens[start:])
    if key:
        return key, tokens[start + taken :]
    keys = [word for word in tokens if as_key(word)]
    if len(keys) == 1:
        return as_key(keys[0]), [word for word in tokens if word is not keys[0]]
    return None, tokens
