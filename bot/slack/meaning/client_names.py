"""The clients that somebody's words name, however they are spelt."""

from collections.abc import Sequence
from difflib import get_close_matches

from rules.contract import Contract
from rules.reports.text_similarity import words

_CLOSE = 0.6


def named(contracts: Sequence[Contract], said: str) -> tuple[Contract, ...]:
    """The contracts whose client or identifier begins like every word given, else the near misses.

    One whose identifier is just that is meant alone. All of them where nothing is said, none where nothing suits.
    """
    wanted = words(said)
    if exact := [one for one in contracts if words(one.id) == wanted]:
        return tuple(exact)
    begun = tuple(one for one in contracts if all(_begins(word, one) for word in wanted))
    if begun:
        return begun
    clients = {" ".join(words(one.client)): one for one in contracts}
    return tuple(clients[name] for name in get_close_matches(" ".join(wanted), clients, n=1, cutoff=_CLOSE))


def _begins(word: str, contract: Contract) -> bool:
    return any(one.startswith(word) for one in words(f"{contract.client} {contract.id}"))
