"""Shows a budget in Slack: one line of words, a bar for each envelope, the account, then what is to be watched."""

from collections.abc import Iterable

from connectors.channels.slack.block_kit import Block, Post, context, header, preformatted, section
from connectors.channels.slack.slack_text import escape, literal
from connectors.documents.budget_account import Account

FULL, EMPTY, CELLS = "█", "░", 12
_HUNDRED = 100
TABLE = 2400


def budget_post(account: Account, client: str) -> Post:
    """The whole of it, within the limits of a message."""
    words = account.words
    closed = "x" if account.view.closed else None
    title = words.text("budget.title", client=client, month=account.view.month.first, closed=closed)
    headline = account.headline()
    blocks: list[Block] = [header(title), section(f"*{escape(headline)}*")]
    if bars := "\n".join(bar_lines(account)):
        blocks += preformatted(literal(bars), TABLE)
    for table in account.tables():
        blocks += preformatted(literal("\n".join(table)), TABLE)
    blocks += _listed(words.text("budget.lapses"), account.lapses())
    blocks += _listed(words.text("budget.forecasts"), account.forecasts())
    if account.view.envelopes:
        blocks += _listed(words.text("budget.beside"), account.beside())
    else:
        blocks += [section(escape(line)) for line in list(account.beside())[1:]]
    blocks += _listed("", account.remarks())
    if aside := account.aside():
        blocks.append(context(escape("\n".join([words.text("budget.aside"), *aside]))))
    return Post(f"{escape(title)}\n{escape(headline)}", tuple(blocks))


def bar_lines(account: Account) -> list[str]:
    """A bar for each envelope, filled by what is used, with its figures."""
    told = list(account.bars())
    width = max((len(name) for name, _, _ in told), default=0)
    return [f"{name:<{width}}  {_bar(percent)}  {percent} %  {figures}" for name, percent, figures in told]


def _bar(percent: int) -> str:
    full = min(CELLS, -(-percent * CELLS // _HUNDRED))
    return FULL * full + EMPTY * (CELLS - full)


def _listed(title: str, lines: Iterable[str]) -> list[Block]:
    told = "\n".join(escape(line) for line in lines)
    if not told:
        return []
    return [section(f"*{escape(title)}*\n{told}" if title else told)]
