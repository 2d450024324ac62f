"""Reads the shipped sentences of a language, so that a translation is a text file and needs no build step."""

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one language by their symbolic keys; `plurals` are the keys that depend on a number."""

    keys: frozenset[str]
    plurals: frozenset[str]
    translations: GNUTranslations

    def sentence(self, key: str) -> str:
        """The sentence of a key. Raises KeyError for an unknown one."""
        if key not in self.keys:
            raise KeyError(f"no sentence for {key!r}")
        return self.translations.gettext(key)

    def plural(self, key: str, number: int) -> str:
        """The sentence of a key for a number of things. Raises KeyError for an unknown one."""
        if key not in self.plurals:
            raise KeyError(f"no plural sentence for {key!r}")
        return self.translations.ngettext(key, key, number)


@cache
def catalogue(language: str) -> Catalogue:
    """The sentences of one of `LANGUAGES`, read once. Raises FileNotFoundError for another language."""
    return read_catalogue(files(__package__).joinpath(f"{language}.po"), language)


def read_catalogue(file: Traversable, language: str) -> Catalogue:
    """The sentences of one file of a language. Raises FileNotFoundError where there is none."""
    messages = read_po(BytesIO(file.read_bytes()), locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    named = [message for message in messages if message.id]
    return Catalogue(
        keys=frozenset(str(message.id) for message in named if not message.pluralizable),
        plurals=frozenset(str(message.id[0]) for message in named if message.pluralizable),
        translations=GNUTranslations(compiled),
    )
