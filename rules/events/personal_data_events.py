"""The facts about personal data, and the reminders of their legal delays."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rules.contract import ClockName


@dataclass(frozen=True, slots=True)
class PersonalDataFound:
    """Personal data are, or may be, concerned; `since` is when that became known (None: at the remontée)."""

    since: datetime | None = None
    note: str = ""
    kind: Literal["personal_data_found"] = "personal_data_found"


@dataclass(frozen=True, slots=True)
class NoPersonalData:
    """No personal data are concerned, for `reason`."""

    reason: str
    kind: Literal["no_personal_data"] = "no_personal_data"


@dataclass(frozen=True, slots=True)
class ClientWarned:
    """The provider told the client that personal data may be concerned, in the words of `text`."""

    text: str
    kind: Literal["client_warned"] = "client_warned"


@dataclass(frozen=True, slots=True)
class AuthorityDecided:
    """The client notified its authority, `at` an instant (None: then) under a `reference`; or not, for `reason`."""

    notified: bool
    at: datetime | None = None
    reference: str = ""
    reason: str = ""
    kind: Literal["authority_decided"] = "authority_decided"


@dataclass(frozen=True, slots=True)
class _Due:
    """A share of a delay (1.0 is its end) that runs by the wall clock from `since` to `deadline`."""

    share: float
    since: datetime
    deadline: datetime

    @property
    def about(self) -> tuple[object, ...]:
        """The common key of two reminders that differ only in gravity."""
        return type(self).__name__, self.since, self.deadline

    @property
    def clock(self) -> ClockName:
        """The clock with which an anomaly's own reminders are looked at."""
        return ClockName.ACKNOWLEDGEMENT


@dataclass(frozen=True, slots=True)
class ClientWarningDue(_Due):
    """The client is still to be told."""

    kind: Literal["client_warning_due"] = "client_warning_due"


@dataclass(frozen=True, slots=True)
class AuthorityDecisionDue(_Due):
    """The client's decision is still to be recorded."""

    kind: Literal["authority_decision_due"] = "authority_decision_due"


PersonalReminding = ClientWarningDue | AuthorityDecisionDue
"""What is told to few, one by one."""
