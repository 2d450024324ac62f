"""The protocols that the Slack part needs from the other rooms, so that tests can replace them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.portfolio_data import Portfolio
from connectors.channels.slack.block_kit import Block, Post
from connectors.contracts import Contracts
from connectors.parsed_delivery import About, AboutHere, AboutKey, Delivery, Reply
from connectors.required_field import Unfilled, Wanted
from connectors.store.searches import Found
from connectors.wording import Wording
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Contract, JiraMeaning
from rules.economy.budget_view import BudgetView
from rules.effects import Message, Offer
from rules.workdays.month import Month
from scheduler.cases.case_loader import Case
from scheduler.cases.compensation_dossiers import ContractCompensation
from scheduler.ledger.open_requests import OpenRequest

Clock = Callable[[], datetime]
"""An instant, aware UTC."""

Voice = Callable[[Contract | None], Wording]
"""The wording for the people of a contract; in the house's language where there is none."""

Answer = Callable[[Reply, Message, Contract | None, str | None], Awaitable[None]]
"""Tells one person a message of the rules, with its buttons; the last is the id of the anomaly that they act on."""

Respond = Callable[[Reply, str, Sequence[dict[str, Any]]], Awaitable[None]]
"""Shows one person a text and blocks that are ready."""

ShowHome = Callable[[str, int, datetime], Awaitable[None]]
"""Publishes a page of a Slack user's Home as it stands at an instant."""

ReadPortfolio = Callable[[str, datetime], Awaitable[Portfolio | None]]
"""The contracts that a Slack user answers for at an instant; None for somebody who answers for none."""

Show = Callable[[Case, datetime], Post]
"""Draws an anomaly as it stands at an instant."""

Glance = Callable[[Case, datetime], Sequence[Block]]
"""The same in a few lines, for all who read a channel."""

Locate = Callable[[str], tuple[str, str] | None]
"""The Jira site and the key of the issue that an address shows; None for the address of anything else."""


Link = Callable[[Ticket], str]
"""The address of an issue, "" where it has none."""


class Mailbox(Protocol):
    """Keeps what was heard (`connectors.store.Store`)."""

    async def hear(self, delivery: Delivery) -> bool:
        """Keep a delivery for good; False when it was there already."""


class Cases(Protocol):
    """Finds anomalies (`scheduler.casebook.Casebook`)."""

    @property
    def contracts(self) -> Contracts:
        """Every version of every contract."""

    async def look(self, about: About, at: datetime) -> Case | None:
        """The case that is meant, None when there is none."""

    async def look_up(self, about: AboutKey, at: datetime) -> Case | Offer | None:
        """The case of a key among those that the asker may see, else those among which they may choose."""

    async def point(self, here: AboutHere, at: datetime) -> Case | Offer:
        """The case that goes without saying where somebody stands, else those among which they may choose."""

    async def open_of(self, contract_id: str, at: datetime) -> tuple[Case, ...]:
        """The cases of a contract that are not closed, oldest first, with the people of an instant."""

    async def search(self, user: str, text: str, at: datetime) -> tuple[Found, ...]:
        """The anomalies that have all the words of a text, of the contracts that name a Slack user; the best first."""

    async def alike(self, contract: Contract, user: str, text: str) -> tuple[Found, ...]:
        """The few open anomalies of a contract that sound like a text; those that a Slack user may see."""


ShowPicture = Callable[[str, bytes, str, str], Awaitable[bool]]
"""Shows a Slack user a picture in private, by its file's name and with its words; False where it cannot be."""


class Ledgers(Protocol):
    """Reads what contracts have consumed (`scheduler.ledger.ledger_reading.Ledgers`)."""

    async def budget(self, contract_id: str, at: datetime, month: Month | None = None) -> BudgetView | None:
        """The budget of a contract in the present month or in one that is over; None where it has none."""

    async def compensation(self, contract_id: str, month: Month, at: datetime) -> ContractCompensation | None:
        """What the missed promises of a month cost, as an instant knows it; None where the contract is not there."""

    async def requests(self, contract_id: str, at: datetime) -> tuple[OpenRequest, ...]:
        """The open issues of a contract that are no anomalies, the oldest first."""


class Screens(Protocol):
    """Knows what Jira's screens ask for, without asking Jira (`bot.slack.answers.jira_required_fields.Screens`)."""

    async def unfilled(self, anomaly_id: str) -> Unfilled | None:
        """The fields that the latest refused move of an anomaly waits for, None when none does."""

    def expected(self, anomaly: Anomaly, meaning: JiraMeaning) -> tuple[Wanted, ...]:
        """The fields that Jira will ask for on the way to a status of that meaning."""


@dataclass(frozen=True, slots=True)
class House:
    """The dependencies of the Slack room: `client` (its own retries off) opens forms, `now` is Vigie's clock."""

    client: AsyncWebClient
    mailbox: Mailbox
    cases: Cases
    screens: Screens
    voice: Voice
    answer: Answer
    respond: Respond
    card: Show
    sla: Show
    now: Clock
    link: Link
    preview: Glance
    locate: Locate
    home: ShowHome
    ledgers: Ledgers
    picture: ShowPicture
    portfolio: ReadPortfolio
    personal: "Personal"


Personal = Callable[[str], Awaitable[House]]
"""The same house, speaking the language that a Slack user chose."""
