"""Checks one Jira site for `vigie doctor`: each failure is one line and hides no other."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from connectors.delivery_errors import Never, NotNow
from connectors.jira.inbound.jira_payload import string
from connectors.jira.setup import check_account, check_contract, check_reading, check_webhook
from connectors.jira.setup.administration import Access, Administration
from connectors.jira.setup.found import Found, Kept, bad
from connectors.jira.setup.project import fields
from connectors.jira.setup.webhook import Hooks
from connectors.wording import said
from rules.contract import Contract

PATIENCE = (3.0, 8.0)
BUDGET = 60.0
_AT_ONCE = 4


def check(access: Access, contracts: Sequence[Contract], kept: Kept, now: datetime) -> list[Found]:
    """Everything about a site and the contracts that it serves, within about `BUDGET` seconds. Never raises."""
    about = f"jira {access.name}"
    jira = Administration(access, patience=PATIENCE, budget=BUDGET)
    found: list[Found] = []
    try:
        found += check_account.account(jira, about, now)
        found += check_account.shared(jira, about, kept.accounts, contracts)
    except NotNow as silent:
        return [bad(about, said("check.unreached", url=access.url, why=silent.why, prefix=access.prefix))]
    except Never as refused:
        return [check_account.refused(access, about, jira, refused)]
    else:
        keys = frozenset(key for one in contracts for key in one.jira.projects)
        found += _settled(about, lambda: check_webhook.webhook(Hooks(jira, access), keys, about, kept.heard))
        found += check_reading.reading(kept, about)
        return found + _contracts(jira, about, contracts)
    finally:
        jira.close()


def _settled(about: str, look: Callable[[], Iterable[Found]]) -> list[Found]:
    """What a check found before it failed, then why it did."""
    found: list[Found] = []
    try:
        for one in look():
            found.append(one)  # noqa: PERF402 - what came before the failure is kept
    except NotNow as silent:
        found.append(bad(about, said("check.later", why=silent.why)))
    except Never as refused:
        found.append(bad(about, said("check.refused", why=refused.why, remedy=refused.remedy)))
    return found


def _contracts(jira: Administration, about: str, contracts: Sequence[Contract]) -> list[Found]:
    if not contracts:
        return []
    try:
        priorities = frozenset(string(one, "name") for one in jira.listed("priority"))
        site = check_contract.Site(fields(jira), priorities)
    except (NotNow, Never) as failed:
        return [bad(about, said("check.contracts_unchecked", why=failed.why))]

    def one(contract: Contract) -> list[Found]:
        return _settled(
            said("check.about_contract", contract=contract.id), lambda: check_contract.contract(jira, site, contract)
        )

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="doctor") as threads:
        return [found for each in threads.map(one, contracts) for found in each]
