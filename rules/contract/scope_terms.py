"""What a contract maintains and what it quotes apart, as its parties wrote it, for whoever qualifies."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScopeGrid:
    """Lines of plain text: the work that the contract includes, and the work that takes a quote."""

    included: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
