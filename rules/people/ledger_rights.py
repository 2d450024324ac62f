"""Who may do what to the ledger of a contract, and who reads what of it."""

from dataclasses import dataclass

from rules.contract import Contract, Role
from rules.contract.budget_terms import ClientSees
from rules.events import Actor

_PROVIDER = frozenset({Role.CP, Role.DIRECTION})


@dataclass(frozen=True, slots=True)
class LedgerMove:
    """An act on a ledger, and the roles that may do it.

    One that is the client's is the provider's to record where the contract shows the client nothing.
    """

    name: str
    roles: frozenset[Role] = _PROVIDER

    def allows(self, by: Actor) -> bool:
        """Whether somebody may do it, by a role that they hold in the contract."""
        return bool(by.roles & self.roles)


COUNT_TIME = LedgerMove("count_time", frozenset({Role.CP, Role.DEVELOPER, Role.DIRECTION}))
ASK_QUOTE = LedgerMove("ask_quote", frozenset({Role.RM, Role.CP}))
ANSWER_QUOTE = LedgerMove("answer_quote", frozenset({Role.DIRECTION}))
"""The chef de projet answers where the contract names nobody of the direction."""

TYPED_MOVES = (COUNT_TIME, ASK_QUOTE, ANSWER_QUOTE)
"""Those that people type."""

_DIRECTION = frozenset({Role.DIRECTION})
PENALTY_MOVES = (
    LedgerMove("notify_penalty", _DIRECTION),
    LedgerMove("observe_penalty", _DIRECTION),
    LedgerMove("apply_penalty", _DIRECTION),
    LedgerMove("waive_penalty", _DIRECTION),
    LedgerMove("exclude_penalty", _DIRECTION),
)
"""The steps of a penalty, which the chef de projet makes where the contract names nobody of the direction."""

LEDGER_MOVES = (
    LedgerMove("close_month"),
    LedgerMove("decide_overrun"),
    LedgerMove("agree_overrun", frozenset({Role.RM})),
    LedgerMove("refuse_overrun", frozenset({Role.RM})),
    LedgerMove("count_author"),
    LedgerMove("leave_author"),
    LedgerMove("take_question"),
    LedgerMove("refuse_question"),
    *PENALTY_MOVES,
)
"""Those that a button makes."""

LEDGER_MOVES_BY_NAME = {one.name: one for one in LEDGER_MOVES}
LEDGER_BUTTONS = {one.name: one for one in (*LEDGER_MOVES, ANSWER_QUOTE)}
"""Those that messages offer as buttons, by name."""


def acting(move: LedgerMove, contract: Contract) -> frozenset[Role]:
    """The roles that may do it under a contract."""
    if move is ANSWER_QUOTE and not contract.holders(Role.DIRECTION):
        return frozenset({Role.CP})
    if move.roles == frozenset({Role.RM}) and client_sees(contract) is ClientSees.NOTHING:
        return _PROVIDER
    return deciders(contract) if move in PENALTY_MOVES else move.roles


def deciders(contract: Contract) -> frozenset[Role]:
    """The role that follows the penalties of a contract."""
    return _DIRECTION if contract.holders(Role.DIRECTION) else frozenset({Role.CP})


def client_sees(contract: Contract) -> ClientSees:
    """What the responsable de maintenance reads of the budget; nothing where there is none."""
    return contract.budget.client_sees if contract.budget else ClientSees.NOTHING


def reads_money(contract: Contract, role: Role) -> bool:
    """Whether a role reads amounts."""
    if role is Role.RM:
        return client_sees(contract) is ClientSees.TIME_AND_MONEY
    return role in _PROVIDER
