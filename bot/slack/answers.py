"""What Vigie tells one person who asked: help, what was not understood, the open anomalies. Text and blocks, no I/O."""

from bot.slack.commands import BY_NAME, SUBCOMMANDS
from bot.slack.commands.subcommand import Subcommand
from bot.slack.forms.fields import said
from connectors.channels.slack.blocks import Post
from connectors.channels.slack.text import cut, escape
from connectors.wording import Wording
from rules.anomaly import Anomaly
from rules.contract import Contract

MOST_LINES = 20
LONGEST_TITLE = 120


def shown(*paragraphs: str) -> Post:
    """Paragraphs in which nothing can become a mention or a link."""
    return Post(escape(paragraphs[0]), tuple(said(paragraph) for paragraph in paragraphs))


def help_on(words: Wording, command: str) -> Post:
    """All that can be typed."""
    lines = [usage_line(words, command, subcommand) for subcommand in SUBCOMMANDS]
    half = len(lines) // 2
    return shown(words.text("help.title", command=command), "\n".join(lines[:half]), "\n".join(lines[half:]))


def usage(words: Wording, command: str, subcommand: str) -> Post:
    """How one subcommand is typed."""
    return shown(usage_line(words, command, BY_NAME[subcommand]))


def usage_line(words: Wording, command: str, subcommand: Subcommand) -> str:
    """A line of help."""
    example = f"{subcommand.name} {subcommand.example}".strip()
    return words.text("help.line", command=command, usage=example, text=words.text(f"help.{subcommand.name}"))


def need_key(words: Wording, command: str, subcommand: str) -> Post:
    """Which anomaly is meant?"""
    return shown(words.text("error.need_key", command=f"{command} {subcommand}"))


def unknown(words: Wording, typed: str, suggestion: str) -> Post:
    """Not understood, and what was perhaps meant."""
    return shown(words.text("error.unknown_command", command=typed, suggestion=suggestion or None))


def unavailable(words: Wording) -> Post:
    """It could not be done just now."""
    return shown(words.text("error.unavailable"))


def no_contract(words: Wording) -> Post:
    """Nothing is shown to somebody whom no contract names."""
    return shown(words.text("error.no_contract"))


def listing(words: Wording, contract: Contract, anomalies: tuple[Anomaly, ...]) -> str:
    """The paragraph on one contract's open anomalies, the oldest first."""
    title = words.text("list.title", client=contract.client, count=words.plural("count.open", len(anomalies)))
    lines = [_line(words, anomaly) for anomaly in anomalies[:MOST_LINES]]
    if len(anomalies) > MOST_LINES:
        lines.append(words.plural("count.more", len(anomalies) - MOST_LINES))
    return "\n".join([title, *(lines or [words.text("list.empty")])])


def _line(words: Wording, anomaly: Anomaly) -> str:
    title = cut(anomaly.title or words.text("card.untitled"), LONGEST_TITLE)
    emoji = words.emoji(anomaly.criticality)
    return words.text("list.line", emoji=emoji, name=anomaly.name, title=title, phase=anomaly.phase)
