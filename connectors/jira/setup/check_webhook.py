"""Does the site tell us what happens there?"""

from collections.abc import Iterator
from datetime import datetime

from connectors.delivery_errors import Never
from connectors.jira.setup.administration import forbidden
from connectors.jira.setup.found import Found, bad, good, note
from connectors.jira.setup.webhook import Hook, Hooks, bare_url, projects, unreachable
from connectors.wording import Sentence, said


def webhook(hooks: Hooks, keys: frozenset[str], about: str, heard: datetime | None) -> Iterator[Found]:
    """The webhook of the site; `keys` are the projects of its contracts, `heard` when it last told us something."""
    access = hooks.access
    if unreachable(access):
        yield bad(about, said("check.webhook.unreachable", url=access.callback))
        return
    try:
        held = hooks.all()
    except Never as refused:
        if not forbidden(refused):
            raise
        yield note(about, said("check.webhook.unread", url=access.callback, last=_last(heard)))
        return
    ours = hooks.ours(held)
    if not ours:
        others = ", ".join(
            said("check.webhook.other", name=one.name, url=bare_url(one.url)) for one in hooks.elsewhere(held)
        )
        absent = "check.webhook.absent_but_others" if others else "check.webhook.absent"
        yield bad(about, said(absent, url=access.callback, others=others))
        return
    yield from _state(hooks, ours[0], keys, about, heard)
    if len(ours) > 1:
        yield note(about, said("check.webhook.several", count=len(ours)))


def _state(hooks: Hooks, hook: Hook, keys: frozenset[str], about: str, heard: datetime | None) -> Iterator[Found]:
    wrong = [*_wrong(hooks, hook, keys)]
    for one in wrong:
        yield bad(about, said("check.webhook.wrong", name=hook.name, wrong=one))
    if hook.jql is not None and projects(hook.jql) is None:
        missing = ", ".join(sorted(keys))
        yield note(about, said("check.webhook.own_filter", name=hook.name, filter=hook.jql, projects=missing))
    if heard is None:
        yield note(about, said("check.webhook.mute", name=hook.name, last=_last(None)))
    elif not wrong:
        yield good(about, said("check.webhook.good", name=hook.name, url=bare_url(hook.url), last=_last(heard)))


def _wrong(hooks: Hooks, hook: Hook, keys: frozenset[str]) -> Iterator[Sentence]:
    if not hook.enabled:
        yield said("check.webhook.disabled")
    if lacking := sorted(set(hooks.events) - hook.events):
        yield said("check.webhook.events_missing", events=", ".join(lacking))
    if hook.signed is False and hooks.signs and hooks.access.secret:
        yield said("check.webhook.unsigned", prefix=hooks.access.prefix)
    if hooks.access.url_secret and hook.url != hooks.url:
        yield said("check.webhook.secret_missing", prefix=hooks.access.prefix)
    if hooks.unproven:
        yield said("check.webhook.too_old_to_sign", prefix=hooks.access.prefix)
    through = projects(hook.jql) if hook.jql is not None else None
    if through and (shut_out := sorted(keys - through)):
        yield said("check.webhook.projects_shut_out", projects=", ".join(shut_out))


def _last(heard: datetime | None) -> Sentence:
    return said("check.webhook.never_heard") if heard is None else said("check.webhook.heard", at=heard)
