"""Says an environment of a contract on one line: where it is, and how it differs from production."""

from connectors.wording import Wording
from connectors.wording.graphemes import cut
from connectors.wording.one_line import one_line
from rules.contract.environment_terms import Environment

NAME, ADDRESS, GAP, GAPS = 60, 120, 100, 600


def environment_line(one: Environment, wording: Wording) -> str:
    """The whole of it, harmless and within bounds."""
    gaps = cut(" ; ".join(one_line(gap, GAP) for gap in one.gaps), GAPS)
    return wording.text(
        "environment.line",
        name=one_line(one.name, NAME),
        address=one_line(one.address, ADDRESS) or None,
        gaps=gaps or None,
        iso=wording.text("environment.iso") if one.iso else None,
        checked=one.checked,
    )
