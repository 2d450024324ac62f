"""What Vigie asks of Jira for each decision of an anomaly's life."""

from tests.bench.figure import Figure
from tests.bench.twenty import Stage, twenty_projects
from tests.stories.hands import Hands
from tests.stories.test_six_phases import six_phases


async def jira_calls() -> list[Figure]:
    """An anomaly through its six phases, moved from Slack, where each decision has to be carried to Jira."""
    async with twenty_projects() as stage:
        stage.point_at_vigie()
        stage.forget()
        await six_phases(Far(stage))
        return stage.asked("jira_calls")


class Far(Hands):
    """The hands of people before a Vigie in a process of its own."""

    def __init__(self, stage: Stage) -> None:
        self.sandbox, self._stage = stage.sandbox, stage

    async def settle(self) -> None:
        """Wait until nothing waits."""
        await self._stage.drained()

    async def turn(self, when: str) -> None:
        """The clock of that process runs by itself."""
