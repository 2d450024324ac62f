"""The services outside that hear of the contract's anomalies: by the names that the settings give them."""

from typing import Annotated

from pydantic import AfterValidator, Field, Tag

from connectors.contracts import jira_fields_section
from connectors.contracts.problems import quoted, refusal
from connectors.contracts.sections import ByShape, OneOrMany, Section
from rules.contract import Announcement, Webhook


class Named(Section):
    """A webhook that hears of some things only."""

    name: jira_fields_section.WebhookName
    announcements: (
        Annotated[tuple[jira_fields_section.AnnouncementWord, ...], OneOrMany(), Field(min_length=1)] | None
    ) = None


One = Annotated[
    Annotated[jira_fields_section.WebhookName, Tag("text")] | Annotated[Named, Tag("group")],
    ByShape("webhook_shape"),
]


def _once(written: tuple[str | Named, ...]) -> tuple[str | Named, ...]:
    seen: set[str] = set()
    for rank, one in enumerate(written):
        name = one.name if isinstance(one, Named) else one
        if name in seen:
            raise refusal("webhook_twice", (rank,), value=quoted(name))
        seen.add(name)
    return written


Webhooks = Annotated[tuple[One, ...], OneOrMany(), AfterValidator(_once)]


def webhooks(written: tuple[str | Named, ...]) -> tuple[Webhook, ...]:
    """The webhooks as the rules take them; one without a list of events receives all."""
    return tuple(
        Webhook(one.name, _in_order(one.announcements))
        if isinstance(one, Named) and one.announcements
        else Webhook(one.name if isinstance(one, Named) else one)
        for one in written
    )


def _in_order(chosen: tuple[Announcement, ...]) -> tuple[Announcement, ...]:
    return tuple(one for one in Announcement if one in chosen)
