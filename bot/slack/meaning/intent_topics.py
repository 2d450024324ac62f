"""Names the topics of an intent before the acknowledgement, so that the worker can order deliveries."""

from bot.slack.forms.form import carried
from bot.slack.forms.penalty_forms import PENALTY_FORMS
from bot.slack.intake.intents import Act, Book, BookFilled, Fill, Intent
from bot.slack.meaning.slack_delivery_reader import new_anomaly
from connectors import topics
from connectors.store import journal


def named(wanted: Intent, identity: str) -> tuple[str, ...] | None:
    """The topics of an intent; none where it changes no anomaly, None where only the place can tell which.

    `identity` is the delivery's: an anomaly born in Slack is named after it.
    """
    match wanted:
        case Act(about=about):
            return topics.of(about)
        case Fill(meta=meta):
            return (topics.subject(carried(meta).anomaly or new_anomaly(identity)),)
        case Book(contract=contract):
            return (topics.subject(journal.LEDGERS.key(contract)),)
        case BookFilled(act=act, meta=meta):
            books = journal.CONTRACTS if act in PENALTY_FORMS else journal.LEDGERS
            return (topics.subject(books.key(carried(meta).contract)),)
        case _:
            return ()
