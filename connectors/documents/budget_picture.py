"""Draws a budget: a PNG with a bar for each envelope, which reads in black and white."""

import json
from importlib.resources import files

import typst

from connectors.documents.budget_account import Account
from connectors.wording.one_line import one_line

PAGE = "budget_picture.typ"
DOTS = 144.0  # an inch
MOST = 12
TITLE = 80


def budget_picture(account: Account, client: str) -> bytes | None:
    """The PNG, the same for the same values; None for a budget without envelopes."""
    bars = list(account.bars())[:MOST]
    if not bars:
        return None
    data = {
        "lang": account.words.language,
        "title": account.words.text("budget.title", client=one_line(client, TITLE), month=account.view.month.first),
        "headline": account.headline(),
        "bars": [{"name": name, "share": percent, "figures": figures} for name, percent, figures in bars],
    }
    page = files(__package__).joinpath(PAGE).read_bytes()
    drawn = typst.compile(page, format="png", ppi=DOTS, sys_inputs={"data": json.dumps(data)})
    if not isinstance(drawn, bytes):
        raise TypeError("typst gave no single picture")
    return drawn


def alt_text(account: Account, client: str) -> str:
    """The finding of the picture in words, for whoever does not see it."""
    title = account.words.text("budget.title", client=one_line(client, TITLE), month=account.view.month.first)
    told = (f"{name} : {figures}" for name, _, figures in list(account.bars())[:MOST])
    return f"{title}. {account.headline()} {' ; '.join(told)}"
