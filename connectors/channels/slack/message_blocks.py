"""Turns a message of the rules into Slack text and blocks, with every value escaped."""

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.channels.render_context import Stage, aside
from connectors.channels.slack.block_kit import LONG_TEXT, TEXT, Post, sections
from connectors.channels.slack.buttons import for_person, ledger_buttons, ledger_row, made, row
from connectors.channels.slack.slack_text import cut, escape, line, link
from connectors.parsed_delivery import Reply
from connectors.wording import Form
from rules.anomaly.state import Ticket
from rules.contract import Person
from rules.effects import Answer, Message, PostRoom, PostThread, Tell
from rules.events import Actor

VALUE = 2500
NAME = 80
WHY = 300
_SLACK_ID = re.compile(r"[UW][A-Z0-9]+")


def in_thread(effect: PostThread, stage: Stage) -> Post:
    """A message of the thread, calling its one person."""
    called = _called(effect.mention, stage) if effect.mention else ""
    read = _read_in(stage.card[0] if stage.card else "", stage)
    return _on_stage(effect.message, read, "thread", effect.message.moves, called)


def directed(effect: Tell, stage: Stage) -> Post:
    """A private message, with the buttons that its recipient may use."""
    person = next((one for one in stage.people if one.id == effect.to.id), None)
    moves = for_person(effect.message.moves, person)
    why = line(aside(effect.to, effect.message, stage), WHY)
    return _with_ledger(effect.message, _on_stage(effect.message, stage, "private", moves, why), stage, person)


def answered(effect: Answer, stage: Stage) -> Post:
    """The answer to a gesture, with the buttons that its author may use."""
    author = _author(stage.reply, stage.people)
    moves = for_person(effect.message.moves, author)
    return _with_ledger(effect.message, _on_stage(effect.message, stage, "private", moves), stage, author)


def in_room(effect: PostRoom, stage: Stage) -> Post:
    """A message of one of the contract's rooms, outside any thread."""
    return _on_stage(effect.message, _read_in(stage.address, stage), "thread", effect.message.moves)


def _read_in(channel: str, stage: Stage) -> Stage:
    """The content of a security anomaly is read in its own channel only."""
    kept = stage.contract.chat.security_channel if stage.contract else None
    return stage if channel == kept else stage.discreet()


def _called(actor: Actor, stage: Stage) -> str:
    """The person, and in whose place if the anomaly is somebody else's."""
    name = mention(actor, stage.people) if stage.mentions else line(actor.name, NAME)
    person = next((one for one in stage.people if one.id == actor.id), None)
    owner = stage.anomaly.owner if stage.anomaly else None
    if person is None or owner is None or owner.id == person.id:
        return name
    if any(place.id == owner.id for place in person.places):
        return f"{name} {stage.wording.text('told.instead', names=line(owner.name, NAME))}"
    return f"{name} {stage.wording.text('called.on_duty')}" if person.on_duty else name


def mention(actor: Actor, people: Sequence[Person]) -> str:
    """The person called by Slack id; by name where they have none."""
    person = next((one for one in people if one.id == actor.id), None)
    user = (person.chat if person else None) or actor.id
    return f"<@{user}>" if _SLACK_ID.fullmatch(user) else line(actor.name, NAME)


def _on_stage(message: Message, stage: Stage, form: Form, moves: Sequence[str], called: str = "") -> Post:
    """A message and its buttons on the stage's anomaly; `called` is put at its end."""
    told = _told(stage.completed(message), stage, form)
    # After a list, a name on the last line would read as part of its last item.
    told = ("\n" if "\n" in told else " ").join((cut(told, LONG_TEXT - len(called) - 1), called)).rstrip()
    anomaly = stage.anomaly
    buttons = row(anomaly.id, moves, stage.wording, moves[0], made(anomaly)) if anomaly and moves else []
    return Post(cut(told, TEXT), (*sections(told), *buttons))


def _with_ledger(message: Message, post: Post, stage: Stage, person: Person | None) -> Post:
    """The same with the buttons on a contract's ledger that this person may press."""
    buttons = ledger_buttons(message.buttons, stage.contract, person)
    return replace(post, blocks=(*post.blocks, *ledger_row(buttons, stage.wording)))


def _told(message: Message, stage: Stage, form: Form) -> str:
    """The message's text, with links behind its name and behind each name of a list."""

    def linked(ticket: Ticket, label: str) -> str:
        return link(stage.browse(ticket), label) if stage.browse else label

    named = {"name": link(stage.link, line(str(message.values["name"]), NAME))} if "name" in message.values else {}
    return stage.wording.message(message, form, _harmless, now=stage.now, given=named, link=linked)


def _author(reply: Reply | None, people: Sequence[Person]) -> Person | None:
    return next((one for one in people if reply and one.chat == reply.user), None)


def _harmless(text: str) -> str:
    return cut(escape(text), VALUE)
