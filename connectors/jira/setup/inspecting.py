"""`vigie jira inspect`: read a project and write the section of the contract that it suggests."""

from connectors.jira.setup import project as reading
from connectors.jira.setup.administration import Administration
from connectors.jira.setup.proposal import anomaly_types, propose
from connectors.jira.setup.setup_sheet import section


def inspect(jira: Administration, key: str, site: str) -> str:
    """The proposed section. Raises NotNow and Never."""
    project = reading.project(jira, key)
    types = anomaly_types(project.issue_types)
    screen = reading.creation_screen(jira, project.key, types[0].means or "") if types else ()
    return section(propose(project, types, reading.priorities(jira, screen), reading.fields(jira)), site)
