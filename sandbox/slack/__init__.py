"""Plays Slack over real HTTP, refusals included, so that Vigie runs and is tested without a workspace."""

from sandbox.slack.installation import Fault, Keys, Shortcut
from sandbox.slack.message_values import Message, Room, View
from sandbox.slack.signed_requests import Reply
from sandbox.slack.slack_refusal_values import Impossible, Refused
from sandbox.slack.slack_stand_in import Slack
from sandbox.slack.web_api import router

__all__ = ["Fault", "Impossible", "Keys", "Message", "Refused", "Reply", "Room", "Shortcut", "Slack", "View", "router"]
