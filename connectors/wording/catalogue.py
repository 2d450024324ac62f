"""Reads the shipped sentences of a language, so that a translation is a text file and needs no build step."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

# Whether a language says the plural of a number: French does from two on, English for all but one.
_PLURAL: Mapping[str, Callable[[int], bool]] = {"fr": lambda number: number > 1, "en": lambda number: number != 1}
LANGUAGES = tuple(_PLURAL)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one language by their symbolic keys; `forms` are those that depend on a number, both of them."""

    language: str
    sentences: Mapping[str, str]
    forms: Mapping[str, tuple[str, str]]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the sentences that depend on no number."""
        return frozenset(self.sentences)

    @property
    def plurals(self) -> frozenset[str]:
        """The keys of those that do."""
        return frozenset(self.forms)

    def sentence(self, key: str) -> str:
        """The sentence of a key. Raises KeyError for an unknown one."""
        if key not in self.sentences:
            raise KeyError(f"no sentence for {key!r}")
        return self.sentences[key]

    def plural(self, key: str, number: int) -> str:
        """The sentence of a key for a number of things. Raises KeyError for an unknown one."""
        if key not in self.forms:
            raise KeyError(f"no plural sentence for {key!r}")
        return self.forms[key][_PLURAL[self.language](number)]


@cache
def catalogue(language: str) -> Catalogue:
    """The sentences of one of `LANGUAGES`, read once. Raises FileNotFoundError for another language."""
    return read_catalogue(files(__package__).joinpath(f"{language}.po"), language)


def read_catalogue(file: Traversable, language: str) -> Catalogue:
    """The sentences of one file of a language. Raises FileNotFoundError where there is none."""
    sentences: dict[str, str] = {}
    forms: dict[str, tuple[str, str]] = {}
    for entry in _entries(file.read_text(encoding="utf-8")):
        key = entry["msgid"]
        if "msgid_plural" in entry:
            forms[key] = (entry["msgstr[0]"], entry["msgstr[1]"])
        elif key:
            sentences[key] = entry["msgstr"]
    return Catalogue(language, sentences, forms)


def _entries(text: str) -> Iterator[dict[str, str]]:
    """The parts of each entry of a .po file by their names. Babel reads them too, but takes a while to be imported."""
    entry: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if line.startswith('"'):
            entry[name] += json.loads(line)
        elif line and not line.startswith("#"):
            name, _, quoted = line.partition(" ")
            if name == "msgid" and entry:
                yield entry
                entry = {}
            entry[name] = json.loads(quoted)
    if entry:
        yield entry
