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
from connectors.jira.setup.webhook import Hook, Hooks, bare_url, merged, only, projects, unreachable
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
                yield Step(Kind.BY_HAND, f"types: le projet {key} n'en a aucun du contrat ; corrigez-le parmi : {held}")

    def _webhook(self) -> Iterator[Step]:
        access = self._hooks.access
        if not access.secret and not access.url_secret:
            yield Step(
                Kind.BY_HAND,
                f"{access.prefix}WEBHOOK_SECRET : absent ; choisissez-en un (openssl rand -hex 32), mettez-le dans les "
                "réglages, puis relancez cette commande",
            )
        elif unreachable(access):
            yield Step(
                Kind.BY_HAND,
                f"PUBLIC_URL : Jira ne peut pas appeler {access.callback} ; donnez l'adresse publique de Vigie, puis "
                "relancez cette commande",
            )
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
                yield Step(Kind.NOTE, f"{unknown} : le webhook n'en dira rien ; un autre contrat suit ce projet")

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
            yield Step(
                Kind.NOTE,
                f"le webhook « {other.name} » appelle {bare_url(other.url)} : si c'est une ancienne adresse de Vigie, "
                "supprimez-le ; si c'est un autre Vigie, laissez-le",
            )
        ours = self._hooks.ours(held)
        if not ours:
            if not self._plan.dry:
                self._hooks.create(only(self._plan.keys))
            said = f"webhook vers {self._hooks.access.callback}, pour {', '.join(sorted(self._plan.keys))}"
            yield Step(Kind.WOULD, f"créer le {said}") if self._plan.dry else Step(Kind.DONE, f"{said} : créé")
            yield from self._unsaid(None)
            return
        yield from self._one(ours[0])
        for again in ours[1:]:
            yield Step(Kind.NOTE, f"le webhook « {again.name} » ({again.id}) fait double emploi : supprimez-le")

    def _one(self, hook: Hook) -> Iterator[Step]:
        wrong = self._wrong(hook)
        jql = merged(hook.jql or "", self._plan.keys)
        if not wrong:
            yield Step(Kind.THERE, f"webhook « {hook.name} » vers {bare_url(hook.url)}")
        elif self._plan.dry:
            yield Step(Kind.WOULD, f"mettre en ordre le webhook « {hook.name} » : {', '.join(wrong)}")
        else:
            self._hooks.update(hook, jql)
            yield Step(Kind.DONE, f"webhook « {hook.name} » mis en ordre : {', '.join(wrong)}")
        yield from self._unsaid(hook)

    def _wrong(self, hook: Hook) -> list[str]:
        """What an update would change."""
        lacking = sorted(set(self._hooks.events) - hook.events)
        wrong = [f"événements ajoutés ({', '.join(lacking)})"] if lacking else []
        if not hook.enabled:
            wrong.append("activé")
        if hook.jql is not None and merged(hook.jql, self._plan.keys) != hook.jql:
            wrong.append(f"filtre {merged(hook.jql, self._plan.keys)}")
        if self._plan.renew or (hook.signed is False and self._hooks.access.secret and self._hooks.signs):
            wrong.append("secret donné")
        if self._hooks.access.url_secret and hook.url != self._hooks.url:
            wrong.append("secret de l'adresse donné")
        return wrong

    def _unsaid(self, hook: Hook | None) -> Iterator[Step]:
        """What the API does not let Vigie see to."""
        keys, access = self._plan.keys, self._hooks.access
        if self._hooks.moved:
            yield Step(
                Kind.NOTE,
                "ce Jira transmet tous ses projets, et Vigie ignore ceux d'aucun contrat ; pour les lui épargner : "
                f"Administration › Système › WebHooks › {hook.name if hook else 'Vigie'} › JQL : {only(keys)}",
            )
        elif hook is not None and hook.jql is not None and projects(hook.jql) is None:
            yield Step(
                Kind.NOTE,
                f"le webhook garde son filtre ({hook.jql}) : vérifiez qu'il laisse passer {', '.join(sorted(keys))}",
            )
        if self._hooks.unproven:
            yield Step(
                Kind.BY_HAND,
                "ce Jira est trop ancien pour signer ses webhooks : donnez "
                f"{access.prefix}WEBHOOK_URL_SECRET à la place de {access.prefix}WEBHOOK_SECRET, puis relancez",
            )
