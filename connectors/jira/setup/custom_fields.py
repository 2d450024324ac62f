"""The fields that Vigie fills in: found on the site, or created there."""

from collections.abc import Iterator

from connectors.contracts.yaml_words import spelled
from connectors.delivery_errors import Never
from connectors.jira.inbound.jira_payload import string
from connectors.jira.setup import by_hand
from connectors.jira.setup.administration import Administration, forbidden
from connectors.jira.setup.project import Field, fields
from connectors.jira.setup.step import Kind, Step
from connectors.jira.setup.wanted_setup import WANTED, Wanted
from connectors.wording import said
from rules.contract import Contract


class CustomFields:
    """What became of each wanted field; `held` are those that the site has, by our name."""

    def __init__(self, jira: Administration, contract: Contract, *, dry: bool) -> None:
        self._jira, self._mapped, self._dry = jira, contract.jira.fields, dry
        self._wanted = {name: one for name, one in WANTED.items() if contract.support or not one.of_levels}
        self.held: dict[str, Field] = {}

    def ensure(self) -> Iterator[Step]:
        """Create those that neither the contract nor the site has, one at a time; the same run twice creates none."""
        site = fields(self._jira)
        lacking: list[Wanted] = []
        for name, wanted in self._wanted.items():
            known = self._known(name, wanted, site)
            if known is not None:
                yield known
            elif self._dry:
                would = "setup.field.would_create" if self._jira.about().cloud else "setup.field.would_create_only"
                yield Step(Kind.WOULD, said(would, name=wanted.name))
            else:
                lacking.append(wanted)
        yield from self._create(lacking)

    def lines(self) -> tuple[str, ...]:
        """What to paste under `champs` in the contract: what it does not say yet."""
        return tuple(
            f"{spelled(name)}: {one.id}" for name, one in self.held.items() if self._mapped.get(name) != one.id
        )

    def _known(self, name: str, wanted: Wanted, site: tuple[Field, ...]) -> Step | None:
        mapped = self._mapped.get(name)
        found = next((one for one in site if (one.id == mapped if mapped else one.name in wanted.names)), None)
        if found is not None:
            self.held[name] = found
            known = "setup.field.in_the_contract" if mapped else "setup.field.found"
            return Step(Kind.THERE, said(known, name=found.name, id=found.id))
        if mapped:
            return Step(Kind.BY_HAND, said("setup.field.absent", field=spelled(name), id=mapped))
        return None

    def _create(self, lacking: list[Wanted]) -> Iterator[Step]:
        names = {wanted: name for name, wanted in WANTED.items()}
        for rank, wanted in enumerate(lacking):
            try:
                made = string(self._jira.at("POST", "rest/api/2/field", wanted.body) or {}, "id")
            except Never as refused:
                if not forbidden(refused):
                    raise
                yield by_hand.create_fields(lacking[rank:], cloud=self._jira.about().cloud)
                return
            self.held[names[wanted]] = Field(made, wanted.name, True, wanted.kind)
            yield Step(Kind.DONE, said("setup.field.created", name=wanted.name, id=made))
