"""Shows the journal of an anomaly of which a row cannot be read: what can be, and the names of the rest; no figure."""

from dataclasses import dataclass
from datetime import datetime

from connectors.documents.facts_list import in_words
from connectors.store import Connection, anomalies, journal
from connectors.store.unread_rows import UnreadRow
from connectors.wording import Wording, said
from scheduler.cases.case_loader import Casebook


@dataclass(frozen=True, slots=True)
class JournalInPart:
    """What is to be printed: the facts that can be read, then each row that cannot."""

    name: str
    facts: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text for a terminal."""
        head = said("operations.rows.in_part", subject=self.name, count=len(self.unread))
        return "\n".join([head, "", *self.facts, "", *self.unread, "", said("operations.rows.remedy")])


def journal_in_part(tx: Connection, casebook: Casebook, key: str, now: datetime, why: UnreadRow) -> JournalInPart:
    """The journal of the anomaly that an operator names; the unread row alone where that is not in a journal."""
    if why.unread.table != "facts" or why.unread.columns["kind"] is None:
        return JournalInPart(key, (), (str(why),))
    subject = str(why.unread.columns["subject"])
    row = anomalies.get(tx, subject)
    contract = casebook.contracts.current(row.contract_id, now) if row else None
    if contract is None:
        return JournalInPart(key, (), (str(why),))
    wording = Wording(contract.language, contract.zone, contract.labels)
    facts, unread = journal.ANOMALIES.in_part(tx, subject)
    return JournalInPart(
        key, tuple(in_words(fact, wording) for fact in facts), tuple(str(UnreadRow(one)) for one in unread)
    )
