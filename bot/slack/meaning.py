"""From what was done in Slack to what is wanted of Vigie: pure, so that the door and the worker read it alike."""

import re
from collections.abc import Callable, Mapping

from bot.slack.commands import BY_NAME
from bot.slack.forms import BY_NAME as FORMS
from bot.slack.gesture import Gesture, Kind
from bot.slack.grammar import parse
from bot.slack.intent import Act, Ask, Consult, Fill, Idle, Intent
from bot.slack.spelling import readable
from bot.slack.steps import BY_NAME as STEPS
from connectors.channels.slack.buttons import ACTION as MOVE
from connectors.channels.slack.buttons import MORE
from connectors.heard import AboutAnomaly

COMMANDS = ("/anomalie", "/tma")
DECLARE = "declare"
NEW = "new"  # what a button bears whose anomaly does not exist yet

_NAME = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_ANOMALY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BORN_OF_A_FORM = ("detect", "raise")


def intend(done: Gesture) -> Intent:
    """What is wanted; `Idle` under a name for all that Vigie has no use for. Never raises."""
    return _MEANS[done.kind](done)


def _command(done: Gesture) -> Intent:
    return of_text(done.text) if done.name in COMMANDS else Idle("slack: commande inconnue")


def of_text(text: str) -> Intent:
    """What the text of a command wants."""
    request = parse(text)
    if not request.subcommand:
        return Consult("unknown", values={"said": request.rest, "suggestion": request.suggestion})
    return BY_NAME[request.subcommand].intent(request)


def _action(done: Gesture) -> Intent:
    """A button names the move and bears the anomaly's id; an option of the menu of the other moves bears both."""
    if done.name == MORE:
        move, _, anomaly = done.text.partition(":")
    else:
        move, anomaly = done.name.removeprefix(MOVE), done.text
    if not (done.name == MORE or done.name.startswith(MOVE)) or move not in STEPS:
        return Idle("slack: action inconnue")
    if anomaly in ("", NEW) and move in _BORN_OF_A_FORM:
        return Ask(move)
    if not _ANOMALY.fullmatch(anomaly):
        return Idle("slack: action sans anomalie")
    about = AboutAnomaly(anomaly)
    return Act(move, about) if STEPS[move].what else Ask(move, about)


def _submission(done: Gesture) -> Intent:
    form = done.name.removeprefix(MOVE)
    if not done.name.startswith(MOVE) or form not in FORMS:
        return Idle("slack: formulaire inconnu")
    return Fill(form, done.values, done.meta)


def _closed(_: Gesture) -> Intent:
    return Idle("slack: view_closed")


def _shortcut(done: Gesture) -> Intent:
    if done.name != DECLARE:
        return Idle("slack: raccourci inconnu")
    observed = "\n".join(readable(line) for line in done.text.splitlines()).strip()
    return Ask("raise", given={"observed": observed} if observed else {}, otherwise="detect")


def _event(done: Gesture) -> Intent:
    """A mention may ask to be shown something; whatever needs a form is explained, since an event cannot open one."""
    if done.name == "app_mention":
        wanted = of_text(done.text)
        return wanted if isinstance(wanted, Consult) else Consult("help")
    if done.name == "app_home_opened" and done.text == "home":
        return Consult("home")
    return Idle(named(done.name))


def _other(done: Gesture) -> Intent:
    return Idle(named(done.name))


def named(name: str) -> str:
    """The name under which a kind of message is ignored."""
    return f"slack: {name}" if _NAME.fullmatch(name) else "slack: inconnu"


_MEANS: Mapping[Kind, Callable[[Gesture], Intent]] = {
    Kind.COMMAND: _command,
    Kind.ACTION: _action,
    Kind.SUBMISSION: _submission,
    Kind.CLOSED: _closed,
    Kind.SHORTCUT: _shortcut,
    Kind.EVENT: _event,
    Kind.OTHER: _other,
}
