"""Turns a Slack interaction into an intent, without I/O, so that intake and worker agree."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.slack.commands import SUBCOMMANDS_BY_NAME
from bot.slack.forms import FORMS_BY_NAME
from bot.slack.forms.form_moves import STEPS_BY_NAME
from bot.slack.forms.ledger_forms import LEDGER_FORMS
from bot.slack.forms.penalty_forms import PENALTY_FORMS
from bot.slack.forms.quote_form import QUOTE
from bot.slack.intake.intents import (
    Act,
    Ask,
    Book,
    BookFilled,
    BookForm,
    Consult,
    Fill,
    Idle,
    Intent,
    Leave,
    Plan,
    Prefer,
    Preview,
    QuoteFilled,
    QuoteForm,
    Stay,
)
from bot.slack.intake.interaction import Gesture, Kind
from bot.slack.intake.slack_payload import Misshapen, decode, part, string
from bot.slack.intake.source_message import Quoted
from bot.slack.intake.text_normalizer import page_of, readable
from bot.slack.meaning.grammar import keyless, unaddressed, understood
from connectors.channels.slack.buttons import ACTION as MOVE
from connectors.channels.slack.buttons import LEDGER, MORE, SEPARATOR, act_of
from connectors.channels.slack.choice_blocks import SAY
from connectors.channels.slack.home.home_absences import ABSENCE, CANCEL, CHANGE, PLAN
from connectors.channels.slack.home.home_preferences import PREFER
from connectors.channels.slack.home.home_view import NEXT, PREVIOUS
from connectors.parsed_delivery import AboutAnomaly, AboutHere, AboutKey
from connectors.preference_choices import OFFERED
from connectors.wording import said
from rules.people.ledger_rights import ANSWER_QUOTE, LEDGER_MOVES_BY_NAME

COMMANDS = ("/anomalie", "/tma")
DECLARE = "declare"
LONGEST = 500  # of each thing typed that a button bears
NEW = "new"  # what a button bears whose anomaly does not exist yet

_NAME = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_ANOMALY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BOOK_FORMS = (*LEDGER_FORMS, *PENALTY_FORMS)
_BORN_OF_A_FORM = ("detect", "raise")


def intend(done: Gesture) -> Intent:
    """The intent of an interaction; a named `Idle` for one that Vigie does not use. Never raises."""
    return _MEANS[done.kind](done)


def _command(done: Gesture) -> Intent:
    return _typed(done, readable(done.text)) if done.name in COMMANDS else Idle(said("inbound.slack.unknown_command"))


def of_text(text: str) -> Intent:
    """The intent of a command's text."""
    return of_words(readable(text))


def of_words(words: str) -> Intent:
    """The intent of a command's words, without their mark-up."""
    request = understood(words)
    if not request.subcommand:
        values = {"said": request.rest, "suggestion": request.suggestion, "instead": request.instead}
        return Consult("unknown", values=values)
    return SUBCOMMANDS_BY_NAME[request.subcommand].intent(request)


def _typed(done: Gesture, words: str) -> Intent:
    """The same, knowing who said it where: that may tell which anomaly is meant."""
    wanted = of_words(words)
    match wanted:
        case Act(about=AboutHere() as about) | Ask(about=AboutHere() as about):
            return replace(wanted, about=_here(about, done, words))
        case Act(about=AboutKey(key=key)) | Ask(about=AboutKey(key=key)):
            page = page_of(done.text, key)
            about_key = AboutKey(key, user=done.user, channel=done.channel, said=keyless(words, key), page=page)
            return replace(wanted, about=about_key)
        case Consult(here=AboutHere() as here):
            return replace(wanted, here=_here(here, done, words))
        case Consult(key=key) if key:
            return replace(wanted, typed=keyless(words, key), page=page_of(done.text, key))
    return wanted


def _here(about: AboutHere, done: Gesture, words: str) -> AboutHere:
    return AboutHere(about.move, unaddressed(words), done.user, done.channel, done.thread, about.sure)


def _action(done: Gesture) -> Intent:
    """A button bears what could have been typed, a declaration, a preference, a page of the Home, or else a move."""
    if done.name.startswith(SAY):
        return _typed(done, done.text)
    if done.name == DECLARE:
        return _declaration(done)
    if done.name.startswith(PREFER):
        return _preference(done.name.removeprefix(PREFER), done.text)
    if done.name in (PLAN, CHANGE, CANCEL):
        return _planned(done)
    if done.name in (PREVIOUS, NEXT):
        return Consult("home", values={"page": done.text})
    return _booked(done) if done.name.startswith(LEDGER) else _move(done)


def _move(done: Gesture) -> Intent:
    """A button names the move and bears the anomaly's id; an option of the menu of the other moves bears both."""
    if done.name == MORE:
        move, _, anomaly = done.text.partition(":")
    else:
        move, anomaly = done.name.removeprefix(MOVE), done.text
    if not (done.name == MORE or done.name.startswith(MOVE)) or move not in STEPS_BY_NAME:
        return Idle(said("inbound.slack.unknown_action"))
    if anomaly in ("", NEW) and move in _BORN_OF_A_FORM:
        return Ask(move)
    if not _ANOMALY.fullmatch(anomaly):
        return Idle(said("inbound.slack.action_without_anomaly"))
    about = AboutAnomaly(anomaly)
    return Act(move, about) if STEPS_BY_NAME[move].what else Ask(move, about)


def button_value(given: Mapping[str, str], thread: str) -> str:
    """The value of a declaration's button: the typed text and its thread."""
    return json.dumps({"given": {name: value[:LONGEST] for name, value in given.items()}, "thread": thread})


def _declaration(done: Gesture) -> Intent:
    try:
        found = decode(done.text.encode(), "json")
    except Misshapen:
        return Idle(said("inbound.slack.unknown_action"))
    thread, given = string(found, "thread"), part(found, "given")
    # Only a message of the channel where the button stands: whoever presses it can read that one.
    quoted = Quoted(done.channel, thread) if done.channel and thread else None
    return Ask("raise", given={name: string(given, name) for name in given}, otherwise="detect", quoted=quoted)


def _preference(name: str, value: str) -> Intent:
    known = value in OFFERED.get(name, ())
    return Prefer(name, value) if known else Idle(said("inbound.slack.unknown_preference"))


def _booked(done: Gesture) -> Intent:
    """A button on a ledger bears its contract and what it is about."""
    act, (contract, _, of) = act_of(done.name), done.text.partition(SEPARATOR)
    if act == ANSWER_QUOTE.name and of:
        return QuoteForm(of, contract)
    if act not in LEDGER_MOVES_BY_NAME or not contract or not of:
        return Idle(said("inbound.slack.unknown_action"))
    return BookForm(act, contract, of) if act in _BOOK_FORMS else Book(act, contract, of)


def _planned(done: Gesture) -> Intent:
    if done.name == PLAN:
        return Plan()
    if not _ANOMALY.fullmatch(done.text):
        return Idle(said("inbound.slack.unknown_absence"))
    return Plan(done.text) if done.name == CHANGE else Stay(done.text)


def _submission(done: Gesture) -> Intent:
    if done.name == ABSENCE:
        return Leave(done.values, done.meta)
    if done.name == QUOTE:
        return QuoteFilled(done.values, done.meta)
    if done.name.startswith(LEDGER):
        act = act_of(done.name)
        return (
            BookFilled(act, done.values, done.meta) if act in _BOOK_FORMS else Idle(said("inbound.slack.unknown_form"))
        )
    form = done.name.removeprefix(MOVE)
    if not done.name.startswith(MOVE) or form not in FORMS_BY_NAME:
        return Idle(said("inbound.slack.unknown_form"))
    return Fill(form, done.values, done.meta)


def _closed(_: Gesture) -> Intent:
    return Idle("slack: view_closed")


def _shortcut(done: Gesture) -> Intent:
    if done.name != DECLARE:
        return Idle(said("inbound.slack.unknown_shortcut"))
    return Ask("raise", otherwise="detect", quoted=done.quoted)


def _event(done: Gesture) -> Intent:
    """A mention says what a command would, but for a title: an event can open no form, a button under it can."""
    if done.name == "app_mention":
        return _mentioned(_typed(done, readable(done.text)), unaddressed(readable(done.text)), done.thread)
    if done.name == "link_shared" and done.links:
        return Preview(done.links)
    if done.name == "app_home_opened" and done.text == "home":
        return Consult("home")
    return Idle(named(done.name))


def _mentioned(wanted: Intent, words: str, thread: str) -> Intent:
    if isinstance(wanted, QuoteForm):  # an event can open no form
        return Consult("usage", values={"subcommand": "devis"})
    if not isinstance(wanted, Ask):
        return wanted
    match wanted.about:
        case AboutHere():
            return Consult("form", values={"said": words}, here=wanted.about)
        case AboutKey(key=key, said=typed, page=page):
            return Consult("form", key, {"said": words}, typed=typed, page=page)
    return Consult("declare", values={"button": button_value(wanted.given, thread), "thread": thread})


def _other(done: Gesture) -> Intent:
    return Idle(named(done.name))


def named(name: str) -> str:
    """The name under which a kind of message is ignored."""
    return f"slack: {name}" if _NAME.fullmatch(name) else said("inbound.slack.unknown")


_MEANS: Mapping[Kind, Callable[[Gesture], Intent]] = {
    Kind.COMMAND: _command,
    Kind.ACTION: _action,
    Kind.SUBMISSION: _submission,
    Kind.CLOSED: _closed,
    Kind.SHORTCUT: _shortcut,
    Kind.EVENT: _event,
    Kind.OTHER: _other,
}
