"""Explains a refused move: what is missing, who can settle it, which buttons help."""

from rules.anomaly.lifecycle import Missing, possible
from rules.anomaly.state import Anomaly
from rules.effects import Message, Say


def refusal(anomaly: Anomaly, move: str, against: tuple[Missing, ...]) -> Message:
    """The refusal of a move: what is missing, who can settle it, and the buttons."""
    offered = possible(anomaly)
    moves = tuple(dict.fromkeys(one.by for one in against if one.by in offered and one.by != move))
    return Message(
        Say.REFUSED,
        {
            "name": anomaly.name,
            "move": move,
            "missing": tuple(one.code for one in against),
            "owes": tuple(dict.fromkeys(role.value for one in against for role in one.owes)),
            **(
                {"owner": anomaly.owner.name}
                if anomaly.owner and any(one.code == "not_taken" for one in against)
                else {}
            ),
        },
        moves,
    )
