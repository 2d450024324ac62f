"""A stand-in for a Jira site, Cloud or Data Center: REST over real HTTP, and webhooks."""

from sandbox.jira.jira_error_answers import Refused
from sandbox.jira.mischief import Mischief
from sandbox.jira.ordered_faults import Fault, jiras_words, retry_after
from sandbox.jira.rest import router
from sandbox.jira.site import JiraSite
from sandbox.jira.site_options import BotAccess, FirstWebhook, SiteKind
from sandbox.jira.traffic import Limit

__all__ = [
    "BotAccess",
    "Fault",
    "FirstWebhook",
    "JiraSite",
    "Limit",
    "Mischief",
    "Refused",
    "SiteKind",
    "jiras_words",
    "retry_after",
    "router",
]
