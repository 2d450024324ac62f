"""What goes wrong in a call is told without the words of whoever raised it, and every refusal has its remedy."""

import pytest
import requests

from connectors.delivery_errors import Never, NotNow
from connectors.jira.outbound.jira_refusals import outcome
from connectors.jira.outbound.remedies import REMEDIES, remedy


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (requests.ConnectTimeout("http://hôte?jeton"), NotNow),
        (requests.ReadTimeout("jeton"), NotNow),
        (requests.ConnectionError("jeton"), NotNow),
        (requests.exceptions.SSLError("jeton"), NotNow),
        (requests.exceptions.ChunkedEncodingError("jeton"), NotNow),
        (requests.exceptions.InvalidURL("jeton"), Never),
        (requests.exceptions.MissingSchema("jeton"), Never),
        (ValueError("jeton"), NotNow),
    ],
)
def test_a_failure_is_told_without_its_own_words(error: Exception, kind: type[Exception]) -> None:
    found = outcome(error)
    assert isinstance(found, kind)
    assert "jeton" not in str(found)


def test_each_status_has_one_remedy_and_others_have_one_too() -> None:
    assert len(dict(REMEDIES)) == len(REMEDIES)
    assert remedy(418)
