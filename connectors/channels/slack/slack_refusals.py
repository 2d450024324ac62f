"""What Slack's error codes mean for an errand: try again later, or somebody must mend something first."""

from connectors.delivery_errors import Never
from connectors.wording import said

TRANSIENT = (
    "ratelimited",
    "rate_limited",
    "message_limit_exceeded",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "accesslimited",
)
# The remedy's key in the wording, and the codes that it mends.
REMEDIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("channel_not_found", ("channel_not_found", "channel_is_limited_access")),
    ("not_in_channel", ("not_in_channel",)),
    ("is_archived", ("is_archived",)),
    ("posting_restricted", ("restricted_action", "restricted_action_read_only_channel", "ekm_access_denied")),
    (
        "token",
        (
            "not_authed",
            "invalid_auth",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "access_denied",
            "org_login_required",
            "two_factor_setup_required",
            "team_access_not_granted",
        ),
    ),
    ("missing_scope", ("missing_scope", "no_permission", "not_allowed_token_type")),
    (
        "user_not_found",
        (
            "user_not_found",
            "users_not_found",
            "user_not_in_channel",
            "user_disabled",
            "cannot_dm_bot",
            "user_not_visible",
            "users_list_not_supplied",
            "messages_tab_disabled",
        ),
    ),
    (
        "content",
        (
            "msg_too_long",
            "msg_blocks_too_long",
            "no_text",
            "invalid_blocks",
            "invalid_blocks_format",
            "invalid_arguments",
            "invalid_arg_name",
            "invalid_metadata_format",
            "invalid_metadata_schema",
            "metadata_too_large",
        ),
    ),
    ("file_gone", ("file_not_found", "file_deleted")),
    ("thread", ("thread_not_found", "message_not_found", "cannot_reply_to_message", "cant_update_message")),
)


_ALIKE = ("token", "missing_scope")


class Refused(Never):
    """Slack said no for good; `code` is its own word for why."""

    def __init__(self, code: str, remedy: str, *, alike: bool = False) -> None:
        super().__init__(f"slack: {code}", remedy, alike=alike)
        self.code = code


def refused(code: str) -> Refused:
    """The refusal of a code, with what the operator can do about it."""
    remedy = next((key for key, codes in REMEDIES if code in codes), "unknown")
    return Refused(code, said(f"remedy.{remedy}"), alike=remedy in _ALIKE)
