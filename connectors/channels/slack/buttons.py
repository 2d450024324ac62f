"""Builds the buttons of moves: `move:<name>` names the move, the value is the anomaly's id."""

from collections.abc import Mapping, Sequence

from connectors.channels.slack.block_kit import OVERFLOW, Block, Style, actions, button, option, overflow
from connectors.wording import Wording
from rules.anomaly.lifecycle import MOVES_BY_NAME
from rules.anomaly.state import Anomaly
from rules.budget_model import LedgerButton
from rules.contract import Contract, Person, Role
from rules.people.ledger_rights import LEDGER_BUTTONS, acting

ACTION = "move:"
MORE = "more"
LEDGER = "ledger:"
SEPARATOR = "|"

AFRESH: Mapping[str, str] = {}
"""No move of an anomaly was made before."""

_VISIBLE = 5
_DANGER = ("refuse", "reopen")


def row(
    anomaly: str, moves: Sequence[str], wording: Wording, first: str = "", again: Mapping[str, str] = AFRESH
) -> list[Block]:
    """A row of the moves on an anomaly (its id), `first` standing out.

    Those of `again` are said as made before, and ask for what it names instead. Beyond the fifth they go behind a menu
    whose action is MORE and whose values are `<move>:<anomaly id>`.
    """

    def label(move: str) -> str:
        return wording.move(f"{move}.again" if move in again else move)

    shown = tuple(moves) if len(moves) <= _VISIBLE else tuple(moves[: _VISIBLE - 1])
    rest = moves[len(shown) :][:OVERFLOW]
    elements = [button(label(move), ACTION + again.get(move, move), anomaly, _style(move, first)) for move in shown]
    if rest:
        elements.append(overflow(MORE, [option(label(move), f"{again.get(move, move)}:{anomaly}") for move in rest]))
    return actions(elements)


def act_of(action: str) -> str:
    """The act of a button or a form on a ledger, by the id that came back."""
    return action.removeprefix(LEDGER).partition(":")[0]


def ledger_row(buttons: Sequence[LedgerButton], wording: Wording) -> list[Block]:
    """A row of buttons on a contract's ledger; each is told from the others of its act by its rank."""
    elements = [
        button(wording.ledger_button(one), f"{LEDGER}{one.act}:{rank}", f"{one.contract}{SEPARATOR}{one.of}")
        for rank, one in enumerate(buttons)
    ]
    return actions(elements)


def ledger_buttons(
    buttons: Sequence[LedgerButton], contract: Contract | None, person: Person | None
) -> tuple[LedgerButton, ...]:
    """Those that this person may press; a list of several contracts bears those that were chosen for its reader."""
    roles = person.roles if person else frozenset[Role]()

    def may(one: LedgerButton) -> bool:
        if contract is None or one.contract != contract.id:
            return True
        return bool(roles & acting(LEDGER_BUTTONS[one.act], contract))

    return tuple(one for one in buttons if may(one))


def made(anomaly: Anomaly) -> dict[str, str]:
    """The moves that were made and can be made again, which their button says, and the form that it then opens."""
    done = {"qualify": anomaly.qualified_at, "communicate": anomaly.communicated_at}
    forms = {"qualify": "requalify"} if anomaly.in_scope else {}
    return {move: forms.get(move, move) for move, at in done.items() if at is not None}


def for_person(moves: Sequence[str], person: Person | None) -> tuple[str, ...]:
    """The moves that this person may make; all of them when the contract does not name the person."""
    if person is None:
        return tuple(moves)
    return tuple(move for move in moves if move not in MOVES_BY_NAME or person.roles & MOVES_BY_NAME[move].roles)


def _style(move: str, first: str) -> Style | None:
    if move in _DANGER:
        return "danger"
    return "primary" if move == first else None
