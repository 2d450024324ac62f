"""Parses the text of a slash command, and tolerates typing errors."""

from dataclasses import dataclass

from rules.contract import Criticality


@dataclass(frozen=True, slots=True)
class Request:
    """One subcommand's name (empty when not understood), and what came with it.

    `word` is how the subcommand was said, without accents or capitals; `rest` is what follows, as typed. `suggestion`
    names the subcommand that was probably meant by one that was not understood, and `instead` says it whole.
    """

    subcommand: str
    key: str | None = None
    rest: str = ""
    criticality: Criticality | None = None
    word: str = ""
    suggestion: str = ""
    instead: str = ""
