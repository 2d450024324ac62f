"""The anomalies among which somebody chooses, one button each, which says again what they typed with the key."""

from connectors.channels.slack.block_kit import BUTTON, VALUE, Post, actions, button, section
from connectors.channels.slack.slack_text import cut, escape
from connectors.wording import Wording
from rules.effects import Choice, Offer

SAY = "say:"
"""The action of a button whose value is taken as if it had been typed after the command."""


def offered(offer: Offer, wording: Wording) -> Post:
    """The question and its buttons, or that there is nothing to choose."""
    told = escape(_question(offer, wording))
    buttons = [
        button(_label(one, wording), f"{SAY}{place}", again(one.anomaly, offer.said))
        for place, one in enumerate(offer.choices)
    ]
    return Post(told, (section(told), *actions(buttons)))


def again(anomaly: str, said: str) -> str:
    """The typed words and their anomaly, cut to a button's length."""
    return spoken(f"{anomaly} {said}")


def spoken(said: str) -> str:
    """The typed words, cut to a button's length."""
    value = said.encode("utf-16-le", "replace")
    return value[: 2 * VALUE].decode("utf-16-le", "ignore")


def _question(offer: Offer, wording: Wording) -> str:
    if len(offer.choices) > 1 and len({one.name for one in offer.choices}) == 1:
        return wording.text("choose.whose", name=offer.choices[0].name)
    if offer.choices:
        return wording.text("choose.which")
    return wording.text("choose.none", move=wording.act(offer.move)) if offer.move else wording.text("choose.empty")


def _label(one: Choice, wording: Wording) -> str:
    return cut(
        wording.text(
            "choose.one",
            emoji=wording.text("emoji.closed") if one.closed else wording.emoji(one.criticality),
            name=one.name,
            client=one.client or None,
            title=" ".join(one.title.split()) or wording.text("card.untitled"),
        ),
        BUTTON,
    )
