"""The on-call rota is read again when its file changes; a broken edit is named, and the last good one still holds."""

from dataclasses import replace
from pathlib import Path

import structlog

from connectors.contracts import ContractErrors
from connectors.contracts.rota import load_rota
from scheduler.cases.case_loader import Casebook

log = structlog.get_logger("vigie.oncall")


class Oncall:
    """Keeps the casebook's turns as the file says them; `path` is None where there is no rota."""

    def __init__(self, path: Path | None, casebook: Casebook) -> None:
        self._path, self._casebook = path, casebook
        self._seen: tuple[int, int] | None = None

    def look(self) -> None:
        """Read the file again if it was written since, and say what is wrong with it."""
        if self._path is None:
            return
        written = _written(self._path)
        if written == self._seen:
            return
        self._seen = written
        contracts = self._casebook.contracts
        try:
            duties = load_rota(self._path, contracts)
        except ContractErrors as errors:
            for problem in errors.problems:
                log.error("rota not read", problem=str(problem), kept=len(contracts.duties))
            return
        self._casebook.learn(lambda known: replace(known, duties=duties))
        log.info("rota read", turns=len(duties))


def _written(path: Path) -> tuple[int, int]:
    """The change after a file is written; none where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size
