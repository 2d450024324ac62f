"""The environments of a contract, and how each differs from production."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Environment:
    """A place where the application runs, with the `gaps` that keep it from being like production.

    `checked` is the last day on which it was compared, None where nobody said.
    """

    name: str
    address: str = ""
    gaps: tuple[str, ...] = ()
    checked: date | None = None

    @property
    def iso(self) -> bool:
        """Whether it is like production: nothing that differs was written."""
        return not self.gaps
