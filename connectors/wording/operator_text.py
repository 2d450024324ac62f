"""Says to operators, in the language of their installation, what other rooms found; each text can be said again in
another language."""

from functools import cache
from importlib.resources import files
from typing import Any

from connectors.wording.catalogue import LANGUAGES, Catalogue, read_catalogue

_FOLDER = "operators"


class _Installation:
    """What this process speaks to operators; French until its settings are read."""

    language = LANGUAGES[0]


class Sentence(str):
    """A sentence in the installation's language; `key` and `values` are what it was made of."""

    key: str
    values: dict[str, Any]

    def __new__(cls, key: str, values: dict[str, Any]) -> "Sentence":
        """Say a sentence. Raises KeyError for an unknown key or for a value that is missing."""
        made = super().__new__(cls, _fill(key, values, _Installation.language))
        made.key, made.values = key, values
        return made

    def said_in(self, language: str) -> str:
        """The same sentence in one of `LANGUAGES`, and the sentences among its values with it."""
        return _fill(self.key, self.values, language)

    def __reduce__(self) -> tuple[Any, ...]:
        return Sentence, (self.key, self.values)


def speak(language: str) -> None:
    """Say all that follows in one of `LANGUAGES`. Raises ValueError for another language."""
    if language not in LANGUAGES:
        raise ValueError(f"no sentences in {language!r}")
    _Installation.language = language


def spoken() -> str:
    """The language that this process speaks to operators."""
    return _Installation.language


def said(key: str, /, **values: Any) -> Sentence:
    """The sentence of a key such as `doctor.mail.silent`: `{name}` stands for a value, in the forms of `str.format`.

    The key's first word names the file that holds it, in `operators/fr` and `operators/en`. A sentence that depends on
    a number has two forms in its file, chosen by the value `number`. Raises KeyError for an unknown key or value.
    """
    return Sentence(key, values)


@cache
def operator_catalogue(subject: str, language: str) -> Catalogue:
    """The sentences of one file, read once. Raises FileNotFoundError for an unknown subject or language."""
    return read_catalogue(files(__package__).joinpath(_FOLDER, language, f"{subject}.po"), language)


def subjects(language: str) -> tuple[str, ...]:
    """The names of the files of a language, in order."""
    folder = files(__package__).joinpath(_FOLDER, language)
    return tuple(sorted(one.name.removesuffix(".po") for one in folder.iterdir() if one.name.endswith(".po")))


def _fill(key: str, values: dict[str, Any], language: str) -> str:
    known = operator_catalogue(key.partition(".")[0], language)
    template = known.plural(key, values["number"]) if key in known.plurals else known.sentence(key)
    return template.format(**{name: _in(language, value) for name, value in values.items()})


def _in(language: str, value: Any) -> Any:
    return value.said_in(language) if isinstance(value, Sentence) else value
