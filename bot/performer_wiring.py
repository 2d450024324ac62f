"""What performs the errands of a service: the channels that reach people, Jira, and the files between them."""

from collections.abc import Sequence

import httpx

from bot.config.settings import Settings
from bot.jira_wiring import JiraRoom
from bot.slack.wiring import SlackRoom
from connectors.channels import Build, Outside, Performer, channels
from connectors.channels.slack.file_downloads import Files
from connectors.file_transfer import FilePerformer
from connectors.jira.outbound.jira_performer import JiraPerformer
from scheduler.service_clocks import Clocks


def performers(
    settings: Settings,
    jira: JiraRoom,
    slack: SlackRoom,
    http: httpx.AsyncClient,
    clocks: Clocks,
    ways: Sequence[Build],
) -> tuple[Performer, ...]:
    """Every performer that the settings allow; `ways` make the channels."""
    outside = Outside(
        smtp_url=settings.smtp_url.get_secret_value(),
        mail_from=settings.mail_from,
        client=slack.client,
        browse_url=jira.sites.browse,
        http=http,
        endpoints={name: one.endpoint for name, one in settings.webhooks.items()},
        slack_interval=settings.slack_interval,
        clock=clocks.seconds,
        wall=clocks.wall,
    )
    files = Files(slack.client)
    return (
        *channels(outside, ways),
        JiraPerformer(jira.sites, clocks.now),
        FilePerformer(jira.sites, files),
        slack.homes,
    )
