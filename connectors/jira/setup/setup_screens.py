"""The screens of a project: a field that is on none of them can be neither written nor read there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.delivery_errors import Never
from connectors.jira.inbound.jira_payload import mapping, string
from connectors.jira.setup import by_hand
from connectors.jira.setup.administration import Administration, forbidden
from connectors.jira.setup.project import IssueType, Project, creation_screen, edit_screen, screen_ids
from connectors.jira.setup.step import Kind, Step
from connectors.wording import said

_USES = ("edit", "view")


@dataclass(frozen=True, slots=True)
class Screens:
    """The edit and view screens of a project's anomalies, and whether to change nothing."""

    jira: Administration
    project: Project
    types: tuple[IssueType, ...]
    dry: bool

    def ensure(self, wanted: Mapping[str, str]) -> Iterator[Step]:
        """Put the fields (names by id) on the screens that lack them, or say how to."""
        if not wanted:
            return
        lacking = self._lacking(wanted)
        if not lacking:
            yield Step(Kind.THERE, said("setup.screens.on_edit", project=self.project.key))
            return
        try:
            if self.project.managed_by_team:
                raise _NoScreens
            yield from self._add(wanted)
        except (Never, _NoScreens) as refused:
            if isinstance(refused, Never) and not forbidden(refused):
                raise
            unseen = self._uncreatable(lacking)
            if unseen:
                yield by_hand.add_to_screens(self.project, tuple(unseen.values()), cloud=self.jira.about().cloud)
            else:
                yield Step(Kind.THERE, said("setup.screens.on_creation", project=self.project.key))

    def _lacking(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        shown = edit_screen(self.jira, self.project.key, (one.name for one in self.types))
        return wanted if shown is None else {key: name for key, name in wanted.items() if key not in shown}

    def _uncreatable(self, lacking: Mapping[str, str]) -> Mapping[str, str]:
        """The fields missing from the creation screen too, the only screen of a project without issues."""
        if not self.types or edit_screen(self.jira, self.project.key, (one.name for one in self.types)) is not None:
            return lacking
        shown = screen_ids(creation_screen(self.jira, self.project.key, self.types[0].id))
        return {key: name for key, name in lacking.items() if key not in shown}

    def _add(self, wanted: Mapping[str, str]) -> Iterator[Step]:
        for screen in self._screens():
            tabs = self.jira.listed(f"screens/{screen}/tabs")
            if not tabs:
                continue
            shown = {
                string(field, "id")
                for tab in tabs
                for field in self.jira.listed(f"screens/{screen}/tabs/{string(tab, 'id')}/fields")
            }
            absent = {key: name for key, name in wanted.items() if key not in shown}
            if not absent:
                yield Step(Kind.THERE, said("setup.screens.there", screen=screen, project=self.project.key))
                continue
            if not self.dry:
                for key in absent:
                    self.jira.at(
                        "POST", f"rest/api/2/screens/{screen}/tabs/{string(tabs[0], 'id')}/fields", {"fieldId": key}
                    )
            listed = ", ".join(said("setup.quoted", name=name) for name in absent.values())
            key = "setup.screens.would_add" if self.dry else "setup.screens.added"
            step = said(key, screen=screen, project=self.project.key, fields=listed)
            yield Step(Kind.WOULD if self.dry else Kind.DONE, step)

    def _screens(self) -> tuple[str, ...]:
        """Where the anomalies are edited and read; a type that the project's scheme does not name has its default."""
        held = self.jira.paged("issuetypescreenscheme/project", projectId=self.project.id)
        if not held:
            raise _NoScreens
        scheme = string(mapping(held[0], "issueTypeScreenScheme"), "id")
        by_type = {
            string(one, "issueTypeId"): string(one, "screenSchemeId")
            for one in self.jira.paged("issuetypescreenscheme/mapping", issueTypeScreenSchemeId=scheme)
        }
        schemes = {by_type.get(one.id) or by_type.get("default", "") for one in self.types} - {""}
        found: dict[str, None] = {}
        for one in self.jira.paged("screenscheme", id=sorted(schemes)) if schemes else ():
            screens = mapping(one, "screens")
            for use in _USES:
                found[string(screens, use) or string(screens, "default")] = None
        if not found:
            raise _NoScreens
        return tuple(screen for screen in found if screen)


class _NoScreens(Exception):
    """The API does not tell which screens the project uses: Data Center never does."""
