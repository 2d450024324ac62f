"""Is each project read again, so that what a lost webhook did not tell is found all the same?"""

from collections.abc import Iterator
from datetime import datetime

from connectors.jira.setup.found import Found, Kept, good, note


def reading(kept: Kept, about: str) -> Iterator[Found]:
    """How far each followed project was read. Never a failure: `vigie serve`, which reads, may be about to start."""
    for project, to in kept.read.items():
        named = f"projet {project} : relecture de Jira"
        if to is None:
            yield note(about, f"{named} jamais faite ; « vigie serve » la fait dès son démarrage, puis sans cesse")
        elif to < kept.due:
            yield note(
                about,
                f"{named} en retard, arrêtée au {_at(to)} ; démarrez « vigie serve » ; s'il tourne, « vigie reconcile "
                f"{project} » dit ce qui l'empêche",
            )
        else:
            yield good(about, f"{named} faite jusqu'au {_at(to)}")


def _at(instant: datetime) -> str:
    return f"{instant:%d/%m/%Y à %H:%M} UTC"
