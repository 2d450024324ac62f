"""The moods in which the page puts Jira: sets of faults that tests can also order singly."""

from collections.abc import Callable

from sandbox.jira.jira_error_answers import refused
from sandbox.jira.mischief import Mischief
from sandbox.jira.ordered_faults import Fault
from sandbox.jira.site import JiraSite
from sandbox.jira.traffic import Limit

ALWAYS = 1_000_000_000


def _slow(site: JiraSite) -> None:
    site.traffic.latency = 2.0


def _limited(site: JiraSite) -> None:
    site.traffic.limit = Limit(per_second=1)


def _down(site: JiraSite) -> None:
    site.faults.append(Fault(".*", "", 503, count=ALWAYS))


def _twice(site: JiraSite) -> None:
    site.mischief.append(Mischief("duplicate", count=None, delay=0.5))


def _lost(site: JiraSite) -> None:
    site.mischief.append(Mischief("lose", count=None, chance=0.5))


def _shuffled(site: JiraSite) -> None:
    site.mischief.append(Mischief("late", count=None, chance=0.5, delay=3.0))


MOODS: tuple[tuple[str, str, Callable[[JiraSite], None]], ...] = (
    ("well", "va bien", lambda _: None),
    ("slow", "répond en 2 s", _slow),
    ("limited", "limite à 1 requête par seconde", _limited),
    ("down", "est en panne (503)", _down),
    ("twice", "envoie ses webhooks en double", _twice),
    ("lost", "perd un webhook sur deux", _lost),
    ("shuffled", "envoie ses webhooks en désordre", _shuffled),
)


def put(site: JiraSite, mood: str) -> None:
    """Put a site in a mood, out of any other; 404 for one that does not exist."""
    for name, _, change in MOODS:
        if name == mood:
            site.traffic.latency, site.traffic.limit = 0.0, None
            site.faults.clear()
            site.mischief.clear()
            change(site)
            site.mood = mood
            return
    raise refused(404, f"mood {mood}")
