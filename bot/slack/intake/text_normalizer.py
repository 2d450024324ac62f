"""Undoes what keyboards and Slack do to words: mark-up, entities, quotes, accents, and the many ways to write a key."""

import re
import unicodedata
from html import unescape

from rules.contract import Criticality

_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_BROWSE = re.compile(r"/browse/([A-Za-z][A-Za-z0-9_]*-[0-9]+)")
_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_]{1,19})-([0-9]{1,9})")
_GLUED = re.compile(r"([A-Z]{2,10})([0-9]{1,9})")
_PROJECT = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,19}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SHORT = re.compile(r"(?=[a-f]*[0-9])[0-9a-f]{8}|[0-9a-f]{16}")
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
_TRAILING = ".,;:!?)\"'"
_AROUND = _TRAILING + "([]{}<>*_~`#"
_CURLY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"}
)

CRITICALITIES = {
    "securite": Criticality.SECURITE,
    "secu": Criticality.SECURITE,
    "p0": Criticality.SECURITE,
    "bloquante": Criticality.BLOQUANTE,
    "bloquant": Criticality.BLOQUANTE,
    "p1": Criticality.BLOQUANTE,
    "majeure": Criticality.MAJEURE,
    "majeur": Criticality.MAJEURE,
    "p2": Criticality.MAJEURE,
    "mineure": Criticality.MINEURE,
    "mineur": Criticality.MINEURE,
    "p3": Criticality.MINEURE,
}


def readable(text: str) -> str:
    """The words as their author saw them, on one line: `<@U1|bob>` is "@bob", a link to an issue is its key."""
    return " ".join(unescape(_MARKUP.sub(_said, text)).split())


def page_of(text: str, key: str) -> str:
    """The address of the issue of that key that a text holds, mark-up and all; "" where the key was typed."""
    pages = ((page, _BROWSE.search(page)) for page in _ADDRESS.findall(unescape(text)))
    return next((page for page, shown in pages if shown and shown[1].upper() == key), "")


def seen(text: str) -> str:
    """The text without what only directs its drawing: blanks of no width, marks of direction, soft hyphens."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def decor(word: str) -> bool:
    """Whether a word only decorates: an emoji, a dash, a mark."""
    return _EMOJI.fullmatch(word) is not None or not any(letter.isalnum() for letter in word)


def bare(text: str) -> str:
    """The same words without accents, capitals or curly quotes, to be compared."""
    spread = unicodedata.normalize("NFKD", seen(text).translate(_CURLY).casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).strip(_TRAILING + "(")


def key_at(tokens: list[str]) -> tuple[str, int]:
    """The anomaly's key that the words begin with, and how many of them it takes; ("", 0) when they do not.

    A project and its number may be parted by a space where no sentence follows, or where the project is in capitals.
    """
    if not tokens:
        return "", 0
    if key := as_key(tokens[0]):
        return key, 1
    head, number = seen(tokens[0]), seen(tokens[1]).strip(_TRAILING) if len(tokens) > 1 else ""
    meant = head.isupper() or len(tokens) == 2  # noqa: PLR2004 - the two halves of a key
    if meant and _PROJECT.fullmatch(head) and _NUMBER.fullmatch(number):
        return f"{head.upper()}-{number}", 2
    return "", 0


def as_key(word: str) -> str:
    """The key that one word is (`bou-214`, a link to the issue, an anomaly's short id); empty when it is none."""
    word = seen(word).translate(_CURLY).strip(_AROUND)
    if linked := _BROWSE.search(word):
        return linked[1].upper()
    if found := _KEY.fullmatch(word) or _GLUED.fullmatch(word):
        return f"{found[1]}-{found[2]}".upper()
    return word if _SHORT.fullmatch(word) else ""


def unquoted(text: str) -> str:
    """A title without the quotes put around all of it."""
    edges = text.translate(_CURLY)
    whole = len(text) > 1 and edges[0] == edges[-1] == '"' and edges.count('"') == 2  # noqa: PLR2004 - a pair
    return text[1:-1].strip() if whole else text


def _said(markup: re.Match[str]) -> str:
    target, label = markup[1], markup[2]
    if linked := _BROWSE.search(target):
        return linked[1]
    sigil = target[:1] if target[:1] in ("@", "#") else ""
    if sigil and not label:
        return target
    return sigil + (label or target.lstrip("!"))
