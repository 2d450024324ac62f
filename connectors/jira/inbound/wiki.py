"""Escapes people's text, so that Jira reads no markup, mention or image in it."""

import re

# A backslash keeps any punctuation from acting. One that people typed before punctuation is held off it by an
# invisible joiner: it would hide that mark's meaning, and two in a row would be a line break.
_JOINER = "\u2060"
_ADDRESS = r"https?://[\w./?=&%:@,;#'-]*[\w/]"
_ACTING = re.compile(
    rf"""
    (?P<address>{_ADDRESS})
    | (?P<backslash>\\(?=[!-/:-@\[-`{{-~]))
    | (?P<mark>
        [{{\[]                                      # macros, links, mentions, attachments
      | !(?=\S)                                     # images
      | \?(?=\?)                                    # citations
      | &(?=[#]?\w+;)                               # entities
      | (?<!\w)[*_+^~-](?=\S)                       # bold, italics, inserted, raised, lowered, struck out, dashes
      | ^[*#|-]                                     # lists and tables
      | (?<=\s)\#(?=\s) | (?<=\s)[*-](?=\s)         # lists after an indent
      | ^bq(?=\.) | ^h[1-6](?=\.)
      | [:;](?=[()DP|])                             # smileys
      | \((?=[!/xynic+?*r-]\)|off\)|on\)|tm\)|flag|\*[rgby]\))
      )
    """,
    re.VERBOSE | re.MULTILINE,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def escaped(text: str) -> str:
    """The text as wiki markup that reads as it was typed; an address is left to be a link."""
    return _ACTING.sub(_held, text)


def read(markup: str) -> str:
    """The readable text where markup was escaped; other markup stays."""
    return _ESCAPE.sub(r"\1", markup).replace(_JOINER, "")


def _held(found: re.Match[str]) -> str:
    if found["address"]:
        return found["address"]
    if found["backslash"]:
        return "\\" + _JOINER
    mark = found["mark"]
    # A heading's and a quotation's letters cannot be escaped: the joiner parts them from the point that makes them one.
    return mark + _JOINER if mark[0].isalpha() else "\\" + mark
