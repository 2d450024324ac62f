"""Words for a Jira that refuses or does not answer, for the operator and for who acted."""

from connectors.wording import Sentence, said

REMEDIES: tuple[tuple[int, str], ...] = (
    (400, "jira.remedy.value"),
    (401, "jira.remedy.token"),
    (403, "jira.remedy.rights"),
    (404, "jira.remedy.absent"),
    (405, "jira.remedy.address"),
    (409, "jira.remedy.conflict"),
    (410, "jira.remedy.gone"),
    (413, "jira.remedy.limit"),
    (422, "jira.remedy.forbidden"),
)
"""The key of a sentence for each HTTP status that Jira refuses with."""

ATTACHING: tuple[tuple[int, str], ...] = (
    (403, "jira.remedy.attach"),
    (413, "jira.remedy.too_heavy"),
)
"""The same, about a file that Jira would not have on a ticket."""

OTHERWISE = "jira.remedy.otherwise"


def attaching(status: int) -> Sentence:
    """What to do about a file that Jira would not have on a ticket."""
    key = dict(ATTACHING).get(status)
    return said(key) if key else remedy(status)


def remedy(status: int) -> Sentence:
    """What to do about an HTTP status that Jira refused with."""
    return said(dict(REMEDIES).get(status, OTHERWISE))
