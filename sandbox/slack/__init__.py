"""Plays Slack over real HTTP, refusals included, so that Vigie runs and is tested without a workspace."""

from sandbox.slack.line import Reply
from sandbox.slack.messages import Message, Room, View
from sandbox.slack.refusals import Impossible, Refused
from sandbox.slack.slack import Fault, Shortcut, Slack
from sandbox.slack.web_api import router

__all__ = ["Fault", "Impossible", "Message", "Refused", "Reply", "Room", "Shortcut", "Slack", "View", "router"]
