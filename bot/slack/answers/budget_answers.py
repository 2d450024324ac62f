"""Renders what a contract has consumed, and the demandes on which it is spent, for one person."""

from collections.abc import Sequence
from datetime import timedelta

from bot.slack.answers.help_answers import shown
from bot.slack.ports import Link
from connectors.channels.slack.block_kit import TEXT, Post, sections
from connectors.channels.slack.budget_blocks import budget_post
from connectors.channels.slack.slack_text import cut, line, link
from connectors.documents.budget_account import Account
from connectors.documents.budget_picture import alt_text, budget_picture
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.anomaly.state import Ticket
from rules.contract import Contract
from rules.contract.budget_terms import NON_BILLABLE, OUT_OF_SCOPE, ClientSees
from rules.economy.budget_view import BudgetView
from rules.workdays.month import Month
from scheduler.ledger.open_requests import OpenRequest

MOST = 20
_TITLE, _NAME = 90, 60
_OURS = (OUT_OF_SCOPE, NON_BILLABLE)


def budget_shown(
    contract: Contract,
    view: BudgetView | None,
    seen: ClientSees,
    words: Wording,
    *,
    provider: bool,
    month: Month | None = None,
) -> Post:
    """The budget as its reader may see it, or why there is none to show."""
    client = one_line(contract.client, _NAME)
    if seen is ClientSees.NOTHING:
        return shown(words.text("budget.hidden", client=client))
    if view is None:
        if month is not None:
            return shown(words.text("budget.no_month", client=client, month=month.first))
        return shown(words.text("budget.none", client=client))
    priced = seen is ClientSees.TIME_AND_MONEY
    return budget_post(Account(view, words, priced, provider), client)


def picture_of(contract: Contract, view: BudgetView, words: Wording) -> tuple[bytes, str, str] | None:
    """The picture of the envelopes, its file's name and its words; None where there are none. It shows no euro."""
    account = Account(view, words, priced=False, whole=False)
    drawn = budget_picture(account, contract.client)
    return (drawn, f"budget-{view.month}.png", alt_text(account, contract.client)) if drawn else None


def requests_listed(some: Sequence[OpenRequest], contract: Contract, words: Wording, to: Link) -> Post:
    """The open demandes, at most MOST lines."""
    title = words.text(
        "requests.title", client=line(contract.client, _NAME), count=words.plural("count.requests", len(some))
    )
    told = [_line(one, words, to) for one in some[:MOST]] or [words.text("requests.none")]
    if len(some) > MOST:
        told.append(words.text("list.more", more=words.plural("count.more", len(some) - MOST)))
    text = "\n".join([title, *told])
    return Post(cut(text, TEXT), tuple(sections(text)))


def _line(one: OpenRequest, words: Wording, to: Link) -> str:
    issue = one.issue
    estimate = timedelta(seconds=issue.estimate) if issue.estimate else None
    return words.text(
        "requests.line",
        name=link(to(Ticket(issue.site, issue.issue, issue.key)), line(issue.key, _NAME)),
        title=line(issue.title, _TITLE) or words.text("card.untitled"),
        kind=words.text(f"requests.{one.kind}") if one.kind in _OURS else line(one.kind or issue.type, _NAME) or None,
        status=line(issue.status, _NAME) or None,
        spent=words.duration(timedelta(seconds=one.spent), exact=False)
        if one.spent
        else words.text("requests.unspent"),
        estimate=words.duration(estimate) if estimate else None,
    )
