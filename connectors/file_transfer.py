"""The errands that carry a file from Slack to Jira, through a temporary file and never through memory as a whole."""

import tempfile
from dataclasses import dataclass
from typing import ClassVar

from connectors.channels.render_context import Result, Stage
from connectors.channels.slack.file_downloads import Files
from connectors.delivery_errors import Never
from connectors.jira.outbound.attaching import Enclosure
from connectors.jira.outbound.jira_performer import left, ticket_of
from connectors.jira.outbound.jira_sites import Sites
from connectors.route import JIRA
from connectors.wording import said
from rules.effects import AttachFile, Effect


@dataclass(frozen=True, slots=True)
class FilePerformer:
    """Puts on an anomaly's issue what was handed over in Slack; a file that stands there already is left alone."""

    sites: Sites
    files: Files
    name: ClassVar[str] = JIRA
    performs: ClassVar[tuple[type[Effect], ...]] = (AttachFile,)

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Do it once. Raises NotNow and Never."""
        if not isinstance(effect, AttachFile):
            raise TypeError(type(effect).__name__)
        anomaly, contract = stage.subject()
        if why := left(anomaly, contract):
            return Result(ref=why)
        ticket = ticket_of(anomaly, stage)
        jira = self.sites.at(ticket.site)
        if await jira.has_file(ticket, effect.file):
            return Result(ref=ticket.key)
        kept = await self.files.find(effect.file)
        with tempfile.TemporaryFile() as held:
            await self.files.fetch(kept, held)
            try:
                await jira.attach(ticket, Enclosure(kept.id, kept.name, kept.mime_type, held))
            except Never as never:
                shown = said("remedy.about_file", file=kept.name, remedy=never.shown or never.remedy)
                raise Never(never.why, never.remedy, shown) from None
        return Result(ref=ticket.key)
