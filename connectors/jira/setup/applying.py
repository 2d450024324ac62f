"""`vigie jira setup`: make a site ready for a contract, by what the account may do, and say the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from connectors.delivery_errors import Never
from connectors.jira.inbound.name_spelling import same
from connectors.jira.setup import by_hand
from connectors.jira.setup import project as reading
from connectors.jira.setup.administration import Administration, forbidden
from connectors.jira.setup.custom_fields import CustomFields
from connectors.jira.setup.setup_screens import Screens
from connectors.jira.setup.step import Kind, Step
from connectors.jira.setup.webhook import NAME, Hook, Hooks, bare_url, merged, only, projects, unreachable
from connectors.wording import said
from rules.contract import Contract


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make ready; `keys` are the projects of every contract on the site, `renew` gives the secret again."""

    contract: Contract
    keys: frozenset[str]
    dry: bool = False
    renew: bool = False


class Setup:
    """One run. The steps come as they end, so that what was done before a failure is known."""

    def __init__(self, jira: Administration, hooks: Hooks, plan: Plan) -> None:
        self._jira, self._hooks, self._plan = jira, hooks, plan
        self._fields = CustomFields(jira, plan.contract, dry=plan.dry)

    def run(self) -> Iterator[Step]:
        """Fields, then screens, then the webhook. Raises NotNow and Never."""
        yield from self._fields.ensure()
        yield from self._screens()
        yield from self._webhook()

    def lines(self) -> tuple[str, ...]:
        """What to paste under `champs`."""
        return self._fields.lines()

    def _screens(self) -> Iterator[Step]:
        named = {one.id: one.name for one in self._fields.held.values()}
        for key in self._plan.contract.jira.projects:
            project = reading.project(self._jira, key)
            wanted = self._plan.contract.jira.issue_types
            types = tuple(one for one in project.issue_types if any(same(one.name, name) for name in wanted))
            if types:
                yield from Screens(self._jira, project, types, self._plan.dry).ensure(named)
            else:
                held = ", ".join(one.name for one in project.issue_types)
                yield Step(Kind.BY_HAND, said("setup.no_type_of_the_contract", project=key, known=held))

    def _webhook(self) -> Iterator[Step]:
        access = self._hooks.access
        if not access.secret and not access.url_secret:
            yield Step(Kind.BY_HAND, said("setup.webhook.no_secret", prefix=access.prefix))
        elif unreachable(access):
            yield Step(Kind.BY_HAND, said("setup.webhook.unreachable", url=access.callback))
        else:
            yield from self._known()
            yield from self._registered()

    def _known(self) -> Iterator[Step]:
        """Leave out the projects of other contracts that the site does not know: it would refuse the whole filter."""
        for key in sorted(self._plan.keys - set(self._plan.contract.jira.projects)):
            try:
                reading.project(self._jira, key)
            except Never as unknown:
                self._plan = replace(self._plan, keys=self._plan.keys - {key})
                yield Step(Kind.NOTE, said("setup.webhook.unknown_project", why=unknown.why))

    def _registered(self) -> Iterator[Step]:
        access, keys, cloud = self._hooks.access, self._plan.keys, self._jira.about().cloud
        try:
            held = self._hooks.all()
            yield from self._set_right(held)
        except Never as refused:
            if not forbidden(refused):
                raise
            yield by_hand.webhook(access, access.callback, self._hooks.events, only(keys), cloud=cloud)

    def _set_right(self, held: tuple[Hook, ...]) -> Iterator[Step]:
        for other in self._hooks.elsewhere(held):
            yield Step(Kind.NOTE, said("setup.webhook.elsewhere", name=other.name, url=bare_url(other.url)))
        ours = self._hooks.ours(held)
        if not ours:
            if not self._plan.dry:
                self._hooks.create(only(self._plan.keys))
            url, keys = self._hooks.access.callback, ", ".join(sorted(self._plan.keys))
            key = "setup.webhook.would_create" if self._plan.dry else "setup.webhook.created"
            yield Step(Kind.WOULD if self._plan.dry else Kind.DONE, said(key, url=url, projects=keys))
            yield from self._unsaid(None)
            return
        yield from self._one(ours[0])
        for again in ours[1:]:
            yield Step(Kind.NOTE, said("setup.webhook.twice", name=again.name, id=again.id))

    def _one(self, hook: Hook) -> Iterator[Step]:
        wrong = self._wrong(hook)
        jql = merged(hook.jql or "", self._plan.keys)
        if not wrong:
            yield Step(Kind.THERE, said("setup.webhook.there", name=hook.name, url=bare_url(hook.url)))
        elif self._plan.dry:
            yield Step(Kind.WOULD, said("setup.webhook.would_mend", name=hook.name, changes=", ".join(wrong)))
        else:
            self._hooks.update(hook, jql)
            yield Step(Kind.DONE, said("setup.webhook.mended", name=hook.name, changes=", ".join(wrong)))
        yield from self._unsaid(hook)

    def _wrong(self, hook: Hook) -> list[str]:
        """What an update would change."""
        lacking = sorted(set(self._hooks.events) - hook.events)
        wrong: list[str] = [said("setup.change.events", events=", ".join(lacking))] if lacking else []
        if not hook.enabled:
            wrong.append(said("setup.change.enabled"))
        if hook.jql is not None and merged(hook.jql, self._plan.keys) != hook.jql:
            wrong.append(said("setup.change.filter", filter=merged(hook.jql, self._plan.keys)))
        if self._plan.renew or (hook.signed is False and self._hooks.access.secret and self._hooks.signs):
            wrong.append(said("setup.change.secret"))
        if self._hooks.access.url_secret and hook.url != self._hooks.url:
            wrong.append(said("setup.change.url_secret"))
        return wrong

    def _unsaid(self, hook: Hook | None) -> Iterator[Step]:
        """What the API does not let Vigie see to."""
        keys, access = self._plan.keys, self._hooks.access
        if self._hooks.moved:
            name = hook.name if hook else NAME
            yield Step(Kind.NOTE, said("setup.webhook.tells_all", name=name, filter=only(keys)))
        elif hook is not None and hook.jql is not None and projects(hook.jql) is None:
            missing = ", ".join(sorted(keys))
            yield Step(Kind.NOTE, said("setup.webhook.own_filter", filter=hook.jql, projects=missing))
        if self._hooks.unproven:
            yield Step(Kind.BY_HAND, said("setup.webhook.too_old_to_sign", prefix=access.prefix))
