"""A stand-in for a Jira Cloud site: its REST API over real HTTP, and the webhooks it sends to Vigie."""

from sandbox.jira.faults import Fault
from sandbox.jira.refusal import Refused
from sandbox.jira.rest import router
from sandbox.jira.site import JiraSite

__all__ = ["Fault", "JiraSite", "Refused", "router"]
