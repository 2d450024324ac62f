"""A status or a type is written by people, in Jira and in a contract: small differences of spelling do not count."""

import re
import unicodedata
from functools import lru_cache

_CURLY = str.maketrans("’‘ʼ", "'''")


def same(one: str, other: str) -> bool:
    """Whether two names differ by nothing but case, accents, apostrophes and spaces."""
    return bare(one) == bare(other)


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """The name without case, accents, curly apostrophes or spare spaces (`À qualifier` and `a  Qualifier` are one).

    Remembered, because a workflow's few names come back at every event.
    """
    apart = unicodedata.normalize("NFKD", name.translate(_CURLY).casefold())
    return re.sub(r"\s+", " ", "".join(mark for mark in apart if not unicodedata.combining(mark))).strip()
