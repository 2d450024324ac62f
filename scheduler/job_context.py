"""The dependencies from which a job is built, and the result that it returns."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.channels import Performer
from connectors.jira.history.history_reader import History
from connectors.parsed_delivery import Reader
from connectors.store import Store
from scheduler.bells import Bells, unheard
from scheduler.cases.case_loader import Casebook
from scheduler.jobs.job_loop import no_signs
from scheduler.service_clocks import Clocks

Work = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Connections:
    """The jobs' dependencies on the other rooms.

    `readers` by source of delivery, "jira" among them; `performers` of errands; `histories` by Jira site; `rota` is the
    file of the on-call turns, None where there is none.
    """

    readers: Mapping[str, Reader]
    performers: Sequence[Performer]
    histories: Mapping[str, History]
    rota: Path | None


@dataclass(frozen=True, slots=True)
class JobContext:
    """The dependencies of a job; `language` serves where no contract is known."""

    store: Store
    casebook: Casebook
    clocks: Clocks
    bells: Bells
    language: str
    connections: Connections


async def nothing_started() -> None:
    """The wait of a job that leaves nothing behind its turns."""


@dataclass(frozen=True, slots=True)
class Turns:
    """A job's work at each turn, and before and after all of them.

    `begin` is called before the first turn, `rung` when its bell is; `settled` waits for what a turn started; `signs`
    changes while a long turn goes on.
    """

    once: Work
    begin: Callable[[], None] = unheard
    rung: Callable[[], None] = unheard
    settled: Callable[[], Awaitable[None]] = nothing_started
    signs: Callable[[], object] = no_signs


@dataclass(frozen=True, slots=True)
class Job:
    """One row: a name, which tells the job in the log and in /health/ready, and what builds its turns."""

    name: str
    build: Callable[[JobContext], Turns]
