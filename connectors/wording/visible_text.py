"""Text without what acts on its reader's screen instead of being read."""

import re

# Controls, lone surrogates (which no UTF-8 can carry), and the overrides that make a line read backwards.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """A text without what would act on a terminal, a header or a line."""
    return _UNFIT.sub("", text.replace("\r\n", "\n"))
