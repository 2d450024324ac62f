"""The address of an issue, whichever page of Jira shows it, on that very site."""

import pytest

from connectors.jira.inbound.addresses import key_in


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://client.atlassian.example/browse/BOU-1", "BOU-1"),
        ("https://client.atlassian.example/browse/bou-1?focusedCommentId=7#comment-7", "BOU-1"),
        ("https://client.atlassian.example/browse/BOU-1/", "BOU-1"),
        ("https://client.atlassian.example/jira/software/projects/BOU/boards/1?selectedIssue=BOU-2", "BOU-2"),
        ("https://client.atlassian.example/jira/servicedesk/projects/BOU/queues/custom/3/BOU-4", "BOU-4"),
        ("https://client.atlassian.example/browse/BOU", ""),
        ("https://client.atlassian.example/", ""),
        ("https://client.atlassian.example.evil.example/browse/BOU-1", ""),
        ("https://other.atlassian.example/browse/BOU-1", ""),
        ("http://client.atlassian.example/browse/BOU-1", ""),
        ("https://client.atlassian.example:port/browse/BOU-1", ""),
        ("https://[::1/browse/BOU-1", ""),
    ],
)
def test_an_address_is_read_on_its_own_site_alone(url: str, key: str) -> None:
    assert key_in(url, "https://client.atlassian.example") == key


def test_a_site_may_stand_under_a_path() -> None:
    site = "https://intranet.example/jira/"
    assert key_in("https://intranet.example/jira/browse/BOU-1", site) == "BOU-1"
    assert key_in("https://intranet.example/jirabis/browse/BOU-1", site) == ""
