"""Chooses each effect's route from its contract and its recipient: a channel and an address."""

from connectors.parsed_delivery import Reply
from connectors.route import JIRA, MAIL, WEBHOOK, Route
from rules.contract import Contract
from rules.effects import (
    Answer,
    AttachFile,
    CommentIssue,
    CreateIssue,
    Effect,
    Offer,
    PostRoom,
    PostThread,
    Publish,
    Recipient,
    ShowHome,
    Tell,
    TransitionIssue,
    UpdateCard,
    Write,
    WriteIssue,
)


def route(effect: Effect, contract: Contract | None, about: str, reply: Reply | None = None) -> Route:
    """The way of an effect under its contract; `about` is the anomaly's id, or what stands for it.

    What is asked from a chat is answered there, by `reply`. No performer has the empty name, which is the channel of
    what has no contract: the relay then parks the errand with its remedy.
    """
    match effect:
        case UpdateCard() | PostThread() | PostRoom():
            return Route(_chat(contract), _room(effect, contract) if isinstance(effect, PostRoom) else about)
        case Tell(to=to):
            return _told(to, contract)
        case Write(to=to):
            return Route(MAIL, to.email or "")
        case Answer() | Offer() | ShowHome():
            return Route(reply.via, reply.user) if reply else Route("", "")
        case CreateIssue() | TransitionIssue() | WriteIssue() | CommentIssue() | AttachFile():
            return Route(JIRA, about)
        case Publish(to=name):
            return Route(WEBHOOK, name)


def lane(effect: Effect, way: Route, about: str) -> str:
    """The lane of an effect: errands that must keep their order share one, such as a conversation on a channel.

    That is an anomaly's thread, its issue, the talk with one person about it, a room, or a webhook: its receiver reads
    things in their order, and one that is down costs one call at a time.
    """
    match effect:
        case Tell(to=to) | Write(to=to):
            return f"{way.channel}:{about}:{to.id}"
        case PostRoom():
            return f"{way.channel}:room:{way.address}"
        case Answer() | Offer():
            return f"{way.channel}:answer:{about}"
        case ShowHome():
            return f"{way.channel}:home:{way.address}"
        case _:
            return f"{way.channel}:{way.address}"


def _told(to: Recipient, contract: Contract | None) -> Route:
    """A person's chat, or e-mail where they have none. The fallback writes to whom the chat does not reach."""
    if to.email and not to.chat:
        return Route(MAIL, to.email)
    return Route(to.via or _chat(contract), to.chat or "")


def _chat(contract: Contract | None) -> str:
    return contract.chat.via if contract else ""


def _room(effect: PostRoom, contract: Contract | None) -> str:
    return (contract.chat.room(effect.audience) if contract else None) or ""
