"""Who somebody is in Slack, by an e-mail address that Slack has verified: never by a name that anybody may take."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack import slack_errors
from connectors.channels.slack.slack_refusals import Refused

_NOBODY = ("users_not_found", "user_not_found")


class Directory:
    """The members of the workspace; `client` must have no retries of its own."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._team = ""

    async def user_of(self, email: str) -> str | None:
        """The Slack id of the member with that verified address; None when there is none whom it may stand for.

        Raises NotNow and Never.
        """
        if not self._team:
            self._team = str((await slack_errors.call(self._client.auth_test())).get("team_id") or "")
        try:
            answer = await slack_errors.call(self._client.users_lookupByEmail(email=email))
        except Refused as refusal:
            if refusal.code in _NOBODY:
                return None
            raise
        user = answer.get("user")
        return str(user["id"]) if isinstance(user, dict) and self._stands_for(user, email) else None

    def _stands_for(self, user: Mapping[str, Any], email: str) -> bool:
        """A member of this very workspace, present, human, whose address is that one and is confirmed.

        People of another company (Slack Connect) are strangers until the contract gives their Slack id.
        """
        profile = user.get("profile")
        address = profile.get("email") if isinstance(profile, dict) else None
        ruled_out = ("deleted", "is_bot", "is_stranger")
        return (
            bool(user.get("id"))
            and str(address or "").casefold() == email.casefold()
            and not any(user.get(name) for name in ruled_out)
            and user.get("is_email_confirmed") is not False
            and user.get("team_id") in (self._team, None)
        )
