"""The subjects that a delivery can be about: a new one is a module and a line here."""

from collections.abc import Callable

from scheduler.subjects.anomaly_subject import AnomalySubject
from scheduler.subjects.compensation_subject import CompensationSubject
from scheduler.subjects.contract_subject import ContractSubject
from scheduler.subjects.decision_subject import DecisionSubject
from scheduler.subjects.ledger_subject import LedgerSubject
from scheduler.subjects.person_subject import PersonSubject
from scheduler.subjects.quote_subject import QuoteSubject
from scheduler.subjects.subject import Desk, Subject
from scheduler.subjects.typed_time_subject import TypedTimeSubject

SUBJECTS: tuple[Callable[[Desk], Subject], ...] = (
    AnomalySubject,
    PersonSubject,
    ContractSubject,
    LedgerSubject,
    DecisionSubject,
    CompensationSubject,
    TypedTimeSubject,
    QuoteSubject,
)


def by_type(desk: Desk) -> dict[type, Subject]:
    """The subject that settles each type of what is heard."""
    subjects = [make(desk) for make in SUBJECTS]
    return {heard: subject for subject in subjects for heard in subject.hears}
