"""Reads the facts of a claim for one anomaly, alike for the worker and for catching up."""

from connectors.parsed_delivery import Claim, Ignored, Reader
from rules.events import Fact
from scheduler.cases.case_loader import Case


def claimed(reader: Reader, heard: Claim, case: Case, known: bool) -> tuple[Fact, ...] | Ignored:
    """The facts of a claim under the case's contract; `known` says whether the anomaly counts as existing.

    A claim that tells nothing may still show that an issue exists which was thought deleted before it.
    """
    facts = reader.facts(heard, case.contract, known)
    if isinstance(facts, Ignored) and heard.shows and case.unseen_since is not None and heard.at > case.unseen_since:
        return reader.facts(heard, case.contract, known, True)
    return facts
