"""The anomaly that an operator names: a key that several Jira sites share is refused, `site:KEY` names one."""

from connectors.store import Connection, anomalies
from connectors.store.anomalies import Known
from connectors.wording import Sentence, said
from rules.contract import site_name


class AmbiguousKey(Exception):
    """A key is that of several anomalies; `said` lists the names that tell them apart."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


def row_named(tx: Connection, name: str) -> Known | None:
    """The anomaly of a ticket's key, of `site:KEY`, or of its own id; None for none. Raises AmbiguousKey."""
    site, _, key = name.rpartition(":")
    found = anomalies.called(tx, key, site_name(site) if site else "")
    if len(found) > 1:
        names = ", ".join(f"{row.site}:{row.issue_key}" if row.issue_key else row.id for row in found)
        raise AmbiguousKey(said("operations.ambiguous_key", key=key, names=names))
    return next(iter(found), None)
