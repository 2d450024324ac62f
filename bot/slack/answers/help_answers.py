"""Renders answers to one person: help, an unknown command, a choice to make; without I/O."""

from collections.abc import Collection, Sequence

from bot.slack.commands import GROUPS, SUBCOMMANDS_BY_NAME
from bot.slack.commands.subcommand import Subcommand
from bot.slack.forms.form_fields import said as paragraph
from bot.slack.meaning.intent_parser import DECLARE
from connectors.channels.slack.block_kit import Block, Post, actions, button
from connectors.channels.slack.choice_blocks import SAY, again
from connectors.channels.slack.slack_text import cut, escape
from connectors.wording import Wording
from rules.contract import Contract, Role
from rules.effects import Choice

MOST_CLIENTS = 25
LONGEST_TITLE = 120


def shown(*paragraphs: str) -> Post:
    """Paragraphs in which nothing can become a mention or a link."""
    return Post(escape(paragraphs[0]), tuple(paragraph(one) for one in paragraphs))


def help_on(words: Wording, command: str) -> Post:
    """The list of subcommands, a paragraph for each group."""
    told = (
        "\n".join([words.text(f"help.group.{group}"), *(usage_line(words, command, one) for one in some)])
        for group, some in GROUPS
    )
    return shown(words.text("help.title", command=command), *told)


def usage(words: Wording, command: str, subcommand: str) -> Post:
    """The syntax of one subcommand."""
    return shown(usage_line(words, command, SUBCOMMANDS_BY_NAME[subcommand]))


def usage_line(words: Wording, command: str, subcommand: Subcommand) -> str:
    """A line of help."""
    example = f"{subcommand.name} {subcommand.example}".strip()
    return words.text("help.line", command=command, usage=example, text=words.text(f"help.{subcommand.name}"))


def unknown(words: Wording, typed: str, suggestion: str, instead: str) -> Post:
    """Not understood; what was perhaps meant is one press away."""
    post = shown(words.text("error.unknown_command", command=typed, suggestion=suggestion or None))
    meant = [button(words.text("error.instead", words=instead), f"{SAY}0", instead)] if instead else []
    return Post(post.text, (*post.blocks, *actions(meant)))


def to_form(words: Wording, one: Choice, said: str) -> Post:
    """A button that opens the form which a mention asks for."""
    told = words.text("choose.form", name=one.name, title=cut(one.title, LONGEST_TITLE) or None)
    opens = button(words.text("choose.open"), f"{SAY}0", again(one.anomaly, said))
    return Post(escape(told), (paragraph(told), *actions([opens])))


def declaration(words: Wording, value: str, thread: str) -> Post:
    """The button that opens the form of a declaration, which nothing said in a channel can open by itself."""
    told = words.text("declare.offer", thread=thread or None)
    label = words.text("manifest.shortcut")
    return Post(told, (paragraph(told), *actions([button(label, DECLARE, value, "primary")])))


def unavailable(words: Wording) -> Post:
    """The answer when Vigie could not act just now."""
    return shown(words.text("error.unavailable"))


def expired(words: Wording, button_again: Block | None) -> Post:
    """A form came too late for Slack: the button asks for it afresh, where what was done can be done again by one."""
    post = shown(words.text("error.expired" if button_again else "error.expired.gesture"))
    return Post(post.text, (*post.blocks, *actions([button_again] if button_again else [])))


def no_contract(words: Wording) -> Post:
    """The answer to somebody whom no contract names."""
    return shown(words.text("say.no_contract"))


def nobody_named(words: Wording, said: str, contracts: Sequence[Contract]) -> Post:
    """No contract of theirs is called so; those that are theirs."""
    clients = tuple(one.client for one in contracts[:MOST_CLIENTS])
    return shown(words.text("list.unknown_client", said=cut(said, LONGEST_TITLE), clients=clients))


def no_time(words: Wording, typed: str) -> Post:
    """The answer to a time that cannot be read."""
    return shown(words.text("error.no_time", said=typed))


def reserved(words: Wording, roles: Collection[Role]) -> Post:
    """The answer to somebody whose role is not shown that."""
    return shown(words.text("reading.reserved", roles=tuple(words.text(f"role.{one}") for one in Role if one in roles)))


def which_contract(words: Wording, contracts: Sequence[Contract], command: str) -> Post:
    """The contracts to choose from, one button each, which types the command with the contract's id."""
    told = words.text("contract.which")
    buttons = [
        button(one.client, f"{SAY}{place}", f"{command} {one.id}") for place, one in enumerate(contracts[:MOST_CLIENTS])
    ]
    return Post(escape(told), (paragraph(told), *actions(buttons)))
