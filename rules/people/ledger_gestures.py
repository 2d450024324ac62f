"""Who may make the gestures that go to a contract's ledger."""

from dataclasses import dataclass

from rules.contract import Role
from rules.events import Actor


@dataclass(frozen=True, slots=True)
class LedgerGesture:
    """A gesture, and the roles that may make it."""

    name: str
    roles: frozenset[Role]

    def allows(self, by: Actor) -> bool:
        """Whether somebody may make it, by a role that they hold in the contract."""
        return bool(by.roles & self.roles)


COUNT_TIME = LedgerGesture("count_time", frozenset({Role.CP, Role.DEVELOPER, Role.DIRECTION}))
ASK_QUOTE = LedgerGesture("ask_quote", frozenset({Role.RM, Role.CP}))
ANSWER_QUOTE = LedgerGesture("answer_quote", frozenset({Role.DIRECTION}))
"""The chef de projet answers where the contract names nobody of the direction."""
LEDGER_GESTURES = (COUNT_TIME, ASK_QUOTE, ANSWER_QUOTE)
