"""The names by which the mailbox tells what a waiting delivery is about, without reading it again."""

from connectors.parsed_delivery import About, AboutAnomaly, AboutHere, AboutIssue, AboutKey

_SUBJECT, _ISSUE, _KEY, _LABEL = "subject/", "issue/", "key/", "label/"
_LONGEST = 200  # characters: a database indexes no text of any length, and a sender chooses some of these


def subject(key: str) -> str:
    """The topic of a subject by its key: an anomaly's own id, `kind:id` for any other."""
    return f"{_SUBJECT}{key}"[:_LONGEST]


def issue(site: str, number: str) -> str:
    """The topic of a Jira issue, by the id that no move changes."""
    return f"{_ISSUE}{site}/{number}"[:_LONGEST]


def label(reserved: str) -> str:
    """The topic of a label on an issue: it names an anomaly that waits for its issue, and no other."""
    return f"{_LABEL}{reserved}"[:_LONGEST]


def key(typed: str) -> str:
    """The topic of an anomaly named by a person; case does not count."""
    return f"{_KEY}{typed.upper()}"[:_LONGEST]


def of(about: About) -> tuple[str, ...] | None:
    """The topics that a parsed delivery names; None for a place, which only the database can resolve."""
    match about:
        case AboutIssue(site=site, id=number, reserved=reserved):
            return (issue(site, number), label(reserved)) if reserved else (issue(site, number),)
        case AboutAnomaly(id=name):
            return (subject(name),)
        case AboutKey(key=typed):
            return (key(typed),)
        case AboutHere():
            return None


def about(topic: str) -> AboutIssue | AboutAnomaly | AboutKey:
    """The thing that a topic names: the inverse of `of`, for one topic; a label is an issue without an id."""
    if topic.startswith(_ISSUE):
        site, _, number = topic.removeprefix(_ISSUE).rpartition("/")
        return AboutIssue(site, number, "", "")
    if topic.startswith(_LABEL):
        return AboutIssue("", "", "", "", topic.removeprefix(_LABEL))
    if topic.startswith(_KEY):
        return AboutKey(topic.removeprefix(_KEY))
    return AboutAnomaly(topic.removeprefix(_SUBJECT))
