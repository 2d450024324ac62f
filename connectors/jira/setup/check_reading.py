"""Is each project read again, so that what a lost webhook did not tell is found all the same?"""

from collections.abc import Iterator

from connectors.jira.setup.found import Found, Kept, good, note
from connectors.wording import said


def reading(kept: Kept, about: str) -> Iterator[Found]:
    """How far each followed project was read. Never a failure: `vigie serve`, which reads, may be about to start."""
    for project, to in kept.read.items():
        if to is None:
            yield note(about, said("check.reading.never", project=project))
        elif to < kept.due:
            yield note(about, said("check.reading.late", project=project, at=to))
        else:
            yield good(about, said("check.reading.done", project=project, at=to))
    if kept.read:
        yield note(about, said("check.reading.restricted_work"))
