"""What a receiver's answer means for an errand: done, try again later, or somebody must mend something first."""

from collections.abc import Mapping

from connectors.delivery_errors import Never, NotNow, TurnedAway
from connectors.retry_after import retry_after
from connectors.wording import said

_LATER = frozenset({408, 425, 429})
_OK, _REDIRECTION, _REFUSAL, _FAILURE = 200, 300, 400, 500
# Whatever is sent there meets the same answer.
_AWAY: Mapping[int, str] = {
    401: "remedy.webhook_auth",
    403: "remedy.webhook_auth",
    404: "remedy.webhook_gone",
    410: "remedy.webhook_gone",
}
_CONTENT: Mapping[int, str] = {413: "remedy.webhook_large"}


def judge(status: int, headers: Mapping[str, str]) -> None:
    """Raise what an unwelcome answer means: NotNow, TurnedAway or Never. Only the status is quoted."""
    why = f"webhook: {status}"
    if _OK <= status < _REDIRECTION:
        return
    if status in _LATER or not _OK <= status < _FAILURE:
        raise NotNow(why, retry_after(headers))
    if status < _REFUSAL:
        raise TurnedAway(why, said("remedy.webhook_redirect"))
    if status in _AWAY:
        raise TurnedAway(why, said(_AWAY[status]))
    raise Never(why, said(_CONTENT.get(status, "remedy.webhook_refused")))
