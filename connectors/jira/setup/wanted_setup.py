"""The custom fields that Vigie fills in, so that people who stay in Jira filter and sort on them."""

from dataclasses import dataclass

from connectors.wording import LANGUAGES, Sentence, said

_TYPES = "com.atlassian.jira.plugin.system.customfieldtypes:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field: our name for it, and Jira's type and searcher, which begin alike.

    One `of_levels` is for contracts with support levels alone.
    """

    key: str
    kind: str = "textfield"
    searcher: str = "textsearcher"
    of_levels: bool = False

    @property
    def name(self) -> Sentence:
        """What people read, where the field is created."""
        return said(f"setup.wanted.{self.key}")

    @property
    def names(self) -> frozenset[str]:
        """The same in every language: an installation that changes its own finds the fields that it created."""
        return frozenset(self.name.said_in(language) for language in LANGUAGES)

    @property
    def body(self) -> dict[str, str]:
        """The body to POST to `field`."""
        return {
            "name": str(self.name),
            "description": str(said(f"setup.about.{self.key}")),
            "type": _TYPES + self.kind,
            "searcherKey": _TYPES + self.searcher,
        }


_DUE = ("datetime", "datetimerange")
_ALL = (
    Wanted("cause", "textarea"),
    Wanted("answer", "textarea"),
    Wanted("phase"),
    Wanted("criticality"),
    Wanted("acknowledgement_due", *_DUE),
    Wanted("workaround_due", *_DUE),
    Wanted("resolution_due", *_DUE),
    Wanted("sla"),
    Wanted("version", "datepicker", "daterange"),
    Wanted("support_level", of_levels=True),
)
WANTED: dict[str, Wanted] = {one.key: one for one in _ALL}
"""By our names, which the contract knows under `champs`."""
