"""Recognises an absence notice that a machine wrote in somebody's name: it answers nothing and tells nothing."""

import re
from collections.abc import Iterator

from connectors.jira.inbound.jira_payload import Json
from connectors.jira.inbound.name_spelling import bare

_EDGES = " \t*_\"'«»[(>#"
_GREETING = re.compile(
    r"(?:bonjour|bonsoir|madame|monsieur|hello|hi|dear|good (?:morning|afternoon|evening))\b"
    r"[^\n.:!?]{0,60}?(?:[,!.]|$)\s*"
)
_PREFIX = re.compile(r"(?:re|tr|fw|fwd|objet|subject|h[1-6]\.)\s*[:.]\s*")

# A title stands by itself: "out of office hours" is about something else.
_TITLE = re.compile(
    r"(?:(?:ceci|cela) est un(?:e)? |this is an? )?"
    r"(?:reponse automatique(?: d'absence| en cas d'absence)?|reponse d'absence(?: automatique)?"
    r"|(?:message|notification|avis)(?: automatique)? d'absence(?: du bureau)?|message automatique"
    r"|absence (?:du|de) bureau|absente?(?:\(e\))? du bureau|hors du bureau"
    r"|automat(?:ic|ed) (?:reply|response|answer|message)|auto[- ]?(?:reply|response|responder)"
    r"|out[- ]of[- ](?:the[- ])?office(?: (?:reply|message|notification|notice|auto-?reply))?"
    r"|(?:absence|vacation) (?:reply|message|notice|response))"
    r"\s*(?:[:;.!)\]*_»\"–—-]|,\s*(?:merci|ne pas|please|do not)|$)",
    re.MULTILINE,
)

_SENTENCE = re.compile(
    r"(?:je suis (?:actuellement |presentement |en ce moment )?"
    r"(?:absente?(?:\(e\))?(?: du bureau)?|en conges?|en vacances|hors du bureau)"
    r"(?:,? jusqu'a| du \d| a partir du | pour le moment|,? et (?:serai )?de retour|,? de retour|$|[.])"
    r"|(?:i am|i'm) (?:currently |presently |now )?"
    r"(?:out of (?:the )?office|away from (?:the|my) office"
    r"|on (?:annual |parental |sick )?leave|on (?:vacation|holiday))"
    r"(?:,? until| from | through |,? and (?:will )?(?:be )?(?:back|return)|,? returning|$|[.]))",
    re.MULTILINE,
)
# Somebody who says that they are away and answers all the same.
_YET = re.compile(
    r"\b(?:mais|toutefois|cependant|voici|ci-joint|en piece jointe|but|however|here (?:is|are)|attached)\b"
)

_MARKS = frozenset({"autosubmitted", "autoreply", "autoreplied", "autoresponse", "automaticreply", "outofoffice"})


def is_automatic(comment: Json, text: str) -> bool:
    """Whether a comment is such a notice: by its first words, or by a mark that Jira keeps on it."""
    return is_notice(text) or any(mark in _MARKS for mark in _marks(comment))


def is_notice(text: str) -> bool:
    """Whether a text begins as such a notice does, in French or in English."""
    words = "\n".join(bare(line) for line in text.strip().splitlines())
    words = _GREETING.sub("", words.lstrip(_EDGES), count=1) if _GREETING.match(words.lstrip(_EDGES)) else words
    words = words.lstrip(_EDGES + "\n")
    while found := _PREFIX.match(words):
        words = words[found.end() :].lstrip(_EDGES)
    if _TITLE.match(words):
        return True
    return bool(_SENTENCE.match(words)) and not _YET.search(words)


def _marks(comment: Json) -> Iterator[str]:
    """The names of what is set on a comment: its properties, and within each the flags that are true."""
    listed = comment.get("properties")
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict):
            continue
        value = one.get("value")
        if value not in (None, False, "", "no", "false"):
            yield _plain(one.get("key"))
        if isinstance(value, dict):
            yield from (_plain(name) for name, held in value.items() if held not in (None, False, "", "no", "false"))


def _plain(name: object) -> str:
    """A name without what sets its words apart, nor what stands before its last dot."""
    return re.sub(r"[^a-z]", "", str(name).casefold().rpartition(".")[2])
